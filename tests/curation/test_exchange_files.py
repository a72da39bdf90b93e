"""The library's files go out and come back byte for byte, and no archive is believed."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar_server.curation.exchange import archive, read, toml
from sidecar_server.curation.exchange.reading import Reading, Source
from sidecar_server.errors import BadInput
from sidecar_server.library import files
from sidecar_server.model import Library, Note, Phrase, Triggers
from tests.sample import LIBRARY

TOML = b"""# a comment that no export keeps
[[phrase]]
id = "delivery-late.b"
text = \"\"\"Two lines,
with "quotes" and {item}.\"\"\"
slots = { item = "what was ordered" }
strategy = "own"
moment = "opening"

[[phrase]]
strategy = "own"   # before its id
id = "delivery-late.a"
moment = "working"
text = 'C:\\\\ and a \\ttab'
state = "published"

[[note]]
id = "en-IN.do-the-needful"
topic = "idiom"
means = "Please act."
advise = "Say when."
[note.triggers]
text = ["do the needful", 'a "quoted" one']
"""
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def library_of(found: Reading) -> Library:
    assert not found.faults
    return files.collect(found.located)


def test_files_go_out_come_back_and_go_out_the_same(tmp_path: Path) -> None:
    for name, library in (("one", LIBRARY), ("two", library_of(read(Source("x.toml", TOML))))):
        first = toml.write(library)
        assert toml.write(library_of(read(Source("ours.zip", first)))) == first
        files.write(library, tmp_path / name)
        again = files.collect(files.read(tmp_path / name))
        assert toml.write(again) == first


def test_what_stands_in_another_order_goes_out_the_same() -> None:
    turned = Library(
        LIBRARY.situations[::-1],
        LIBRARY.phrases[::-1],
        LIBRARY.notes[::-1],
        LIBRARY.expectations[::-1],
    )
    assert toml.write(turned) == toml.write(LIBRARY)


@settings(max_examples=60, deadline=None)
@given(ANY, st.dictionaries(st.from_regex(r"\w{1,9}", fullmatch=True), ANY, max_size=3), ANY)
def test_hostile_texts_come_back_as_they_were(
    text: str, slots: dict[str, str], wording: str
) -> None:
    line = Phrase("a.b", "a", "en", "own", "opening", text, slots=slots, teams=(wording,))
    note = Note("en.x", "en", "idiom", text, wording, Triggers((wording, text)), sources=(text,))
    out = toml.write(Library(phrases=(line,), notes=(note,)))
    assert library_of(read(Source("x.zip", out))) == Library(phrases=(line,), notes=(note,))
    assert toml.write(library_of(read(Source("x.zip", out)))) == out


def test_a_fault_says_where_it_is_and_the_rest_is_read() -> None:
    out = zipped(
        {"phrases/en/a.toml": b"[[phrase]\n", "notes/en-IN.toml": TOML[TOML.index(b"[[n") :]}
    )
    found = read(Source("ours.zip", out))
    [(place, what)] = found.faults
    assert place.startswith("phrases/en/a.toml:")
    assert "not TOML" in what
    assert [one.place for one in found.located] == ["notes/en-IN.toml:1"]


def zipped(members: dict[str, bytes], link: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in members.items():
            one = zipfile.ZipInfo(path)
            one.compress_type = zipfile.ZIP_DEFLATED
            if path == link:
                one.external_attr = (stat.S_IFLNK | 0o777) << 16
            made.writestr(one, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "path", ["../x.toml", "/etc/x.toml", "a/../../x.toml", "C:/x.toml", "a\\..\\x.toml"]
)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(BadInput, match="path that leads elsewhere"):
        read(Source("ours.zip", zipped({path: TOML})))


def test_a_link_is_refused() -> None:
    with pytest.raises(BadInput, match="holds a link"):
        read(Source("ours.zip", zipped({"x.toml": b"/etc/passwd"}, link="x.toml")))


def test_an_archive_that_unpacks_to_far_too_much_is_refused() -> None:
    bomb = zipped({f"{n}.toml": b"#" * 4_000_000 for n in range(8)})
    assert len(bomb) < 100_000
    with pytest.raises(BadInput, match="unpacks to more than 16 MiB"):
        read(Source("ours.zip", bomb))


def test_an_archive_of_too_many_files_is_refused() -> None:
    many = zipped({f"{n}.toml": b"" for n in range(archive.MOST_FILES + 1)})
    with pytest.raises(BadInput, match="too many files"):
        read(Source("ours.zip", many))


def test_a_broken_archive_is_refused() -> None:
    whole = toml.write(LIBRARY)
    for content in (whole[: len(whole) // 2], whole.replace(b"\x00", b"\x01", 200), b"PK\x03\x04"):
        with pytest.raises(BadInput, match=r"cannot be unpacked|locked|leads elsewhere"):
            read(Source("ours.zip", content))


def test_what_else_lies_in_an_archive_is_passed_over() -> None:
    out = zipped(
        {
            "lib/phrases/de/x.toml": TOML,
            "__MACOSX/x.toml": b"\xff",
            "lib/read.me": b"",
            ".x.toml": b"(",
        }
    )
    languages = {getattr(one.entry, "language", "") for one in read(Source("z", out)).located}
    assert languages == {"de", ""}


def test_an_archive_without_library_files_says_so() -> None:
    with pytest.raises(BadInput, match=r"holds no \.toml file"):
        read(Source("ours.zip", zipped({"read.me": b"hello"})))


def test_toml_that_is_no_utf_8_says_so() -> None:
    found = read(Source("x.toml", TOML.replace(b"needful", b"n\xe9edful")))
    assert "save it as UTF-8" in found.faults[0][1]
