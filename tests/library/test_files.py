"""Library files: what is read, what is refused with file and line, and the way back."""

import tomllib
from pathlib import Path

import pytest
import tomlkit

from sidecar_server.errors import LibraryProblem
from sidecar_server.library.checks import check
from sidecar_server.library.files import collect, documents, read, write
from sidecar_server.model import Library, Note, Phrase, Triggers

SITUATION = """
[[situation]]
id = "delivery-late"
title = "A parcel is late"
industry = "retail"
stakes = "medium"
customer_says = ["where is my parcel"]
"""
PHRASE = """
[[phrase]]
id = "delivery-late.find"
strategy = "own"
moment = "opening"
text = "I am opening the tracking now."
heat = [0.2, 0.9]
register = "warm"
"""
NOTE = """
[[note]]
id = "en-IN.do-the-needful"
applies_to = []
topic = "idiom"
triggers = { text = ["do the needful"], draft = [], calendar = "" }
means = "A courteous way to ask."
advise = "Say which step you take."
sources = []
confidence = "reported"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (
        ("situations/en.toml", SITUATION),
        ("phrases/en/delivery-late.toml", PHRASE),
        ("notes/en-IN.toml", NOTE),
        ("expectations.toml", '[[expect]]\nmessage = "x?"\nlanguage = "en"\nnothing = true\n'),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def faults(folder: Path) -> list[str]:
    try:
        return check(read(folder))
    except LibraryProblem as problem:
        return problem.problems


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_good_library_is_read_whole(folder: Path) -> None:
    library = collect(read(folder))
    assert faults(folder) == []
    assert library.phrases[0].situation == "delivery-late"
    assert library.phrases[0].language == "en"
    assert library.phrases[0].heat == (0.2, 0.9)
    assert library.notes[0].locale == "en-IN"
    assert library.situations[0].customer_says == ("where is my parcel",)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "said"),
    [
        (
            "phrases/en/delivery-late.toml",
            'strategy = "own"',
            'strategy = "owe"',
            2,
            "one of: greet",
        ),
        ("phrases/en/delivery-late.toml", "[0.2, 0.9]", "[0.9, 0.2]", 2, "the lower first"),
        ("phrases/en/delivery-late.toml", "[0.2, 0.9]", '"hot"', 2, "heat"),
        ("phrases/en/delivery-late.toml", "register", "registre", 2, "unknown key 'registre'"),
        ("phrases/en/delivery-late.toml", "the tracking", "{item}", 2, "{item} stands in text"),
        ("phrases/en/delivery-late.toml", "delivery-late.find", "lost.find", 2, "no situation"),
        ("phrases/en/delivery-late.toml", "delivery-late.find", "find", 2, "before a dot"),
        ("phrases/en/delivery-late.toml", '"own"', '"own', 4, "mend the syntax"),
        ("phrases/en/delivery-late.toml", "I am opening", "Rest assured,", 2, "stock line"),
        ("phrases/en/delivery-late.toml", "[[phrase]]", "[[phrases]]", 1, "unknown table"),
        ("situations/en.toml", '["where is my parcel"]', "[]", 2, "customer_says is empty"),
        ("situations/en.toml", '"medium"', '"huge"', 2, "stakes"),
        ("notes/en-IN.toml", '["do the needful"]', "[]", 2, "no wording in triggers.text"),
        ("notes/en-IN.toml", '"reported"', '"established"', 2, "without a source"),
        ("notes/en-IN.toml", "applies_to = []", 'applies_to = ["India"]', 2, "BCP 47"),
        (
            "expectations.toml",
            "nothing = true",
            'any_of = ["delivery-late.x"]',
            1,
            "nothing is called",
        ),
        ("expectations.toml", "nothing = true", "nothing = false", 1, "either"),
        ("situations/en.toml", "[[situation]]", "x = " + "[" * 5000, 1, "not TOML"),
        ("situations/en.toml", "[[situation]]", "x = " + "9" * 5000, 1, "not TOML"),
        ("situations/en.toml", "[[situation]]", "phrase = [1]\n[[situation]]", 1, "'phrase'"),
        ("situations/en.toml", "[[situation]]", 'language = "../x"\n[[situation]]', 3, "BCP 47"),
        ("situations/en.toml", '"where is my parcel"', '"x", " "', 2, "customer_says is empty"),
        ("phrases/en/delivery-late.toml", "late.find", "late.find\\n", 2, "letters"),
        ("phrases/en/delivery-late.toml", "late.find", "late." + "x" * 200, 2, "too long"),
        ("phrases/en/delivery-late.toml", "the tracking", "\\u202egnikcart", 2, "control marks"),
        ("phrases/en/delivery-late.toml", "the tracking", "x" * 2001, 2, "too long"),
        ("notes/en-IN.toml", '"do the needful"', '"\\u200b"', 2, "empty wording"),
    ],
)
def test_a_fault_is_named_with_file_line_and_fix(
    folder: Path, file: str, old: str, new: str, line: int, said: str
) -> None:
    replace(folder / file, old, new)
    found = faults(folder)
    assert any(one.startswith(f"{folder.name}/{file}:{line}:") and said in one for one in found)
    assert all("—" in one for one in found)


def test_every_fault_is_told_at_once(folder: Path) -> None:
    replace(folder / "phrases/en/delivery-late.toml", "register", "registre")
    replace(folder / "notes/en-IN.toml", "topic", "topik")
    assert len(faults(folder)) == 2


def test_a_duplicate_id_names_both_places(folder: Path) -> None:
    (folder / "phrases/en/zz.toml").write_text("\n\n" + PHRASE, encoding="utf-8")
    (fault,) = faults(folder)
    assert "zz.toml:4:" in fault
    assert "delivery-late.toml:2" in fault


def test_the_same_id_in_another_language_is_a_variant(folder: Path) -> None:
    german = folder / "phrases/de/delivery-late.toml"
    german.parent.mkdir()
    german.write_text(PHRASE.replace("I am opening the tracking now.", "Ich sehe jetzt nach."))
    assert faults(folder) == []
    assert {phrase.language for phrase in collect(read(folder)).phrases} == {"de", "en"}


def test_a_missing_path_and_a_file_that_is_not_text_are_refused_clearly(folder: Path) -> None:
    assert "no such file" in faults(folder / "nowhere")[0]
    (folder / "notes/xx.toml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in faults(folder)[0]


def test_one_message_may_be_expected_once_for_each_locale(folder: Path) -> None:
    file = folder / "expectations.toml"
    british = file.read_text() + 'locale = "en-GB"\n'
    file.write_text(file.read_text() + british)
    assert faults(folder) == []
    file.write_text(file.read_text() + british)
    assert "stands already" in faults(folder)[0]


def test_a_folder_called_scenarios_on_the_way_hides_nothing(tmp_path: Path) -> None:
    moved = tmp_path / "scenarios" / "prompts"
    (moved / "situations").mkdir(parents=True)
    (moved / "situations/en.toml").write_text(SITUATION)
    assert len(read(moved)) == 1


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    file = folder / "situations/en.toml"
    file.write_text("\ufeff" + SITUATION, encoding="utf-8")
    assert faults(folder) == []


def test_what_is_written_reads_back_the_same_and_writes_the_same(
    folder: Path, tmp_path: Path
) -> None:
    library = collect(read(folder))
    write(library, tmp_path / "out")
    again = collect(read(tmp_path / "out"))
    assert again == library
    write(again, tmp_path / "twice")
    for file in sorted((tmp_path / "out").rglob("*.toml")):
        twin = tmp_path / "twice" / file.relative_to(tmp_path / "out")
        assert twin.read_bytes() == file.read_bytes()


def test_what_is_written_is_laid_out_as_tomlkit_does() -> None:
    hostile = ('a "quote" \\ \x00\x1f\x7f\n\té', "plain", "", "=")
    slots = {"plain": hostile[0], "ünï": "x", 'a "b"': "", "": "y"}
    line = Phrase("a.b", "a", "en", "own", "opening", hostile[0], (0.1, 1.0), slots=slots)
    note = Note("en.x", "en", "idiom", "m", "a", Triggers(hostile, (), "x"), sources=hostile)
    texts = documents(Library(phrases=(line, line), notes=(note,)))
    for text in texts.values():
        tables = tomlkit.aot()
        [(kind, rows)] = tomllib.loads(text).items()
        for row in rows:
            tables.append(tomlkit.item(row))
        assert tomlkit.dumps({kind: tables}) == text
