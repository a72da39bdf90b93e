"""Tables come back as they went, whoever wrote them, and no cell begins a formula."""

import csv
import io
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar_server.curation.catalogue import Line
from sidecar_server.curation.exchange import cells, read, table
from sidecar_server.curation.exchange.columns import COLUMNS
from sidecar_server.curation.exchange.reading import Reading, Source
from sidecar_server.errors import BadInput
from sidecar_server.library.checks.form import LONGEST
from sidecar_server.model import Note, Phrase, Triggers

LINE = Phrase("delivery-late.a", "delivery-late", "en", "own", "opening", "It is on its way.")
NOTE = Note("en-IN.x", "en-IN", "idiom", "Please act.", "Say when.")
SAID = "Grüße; ja, „sofort“"
STARTS = "=+-@\t\r\n＝＋－＠"
BEFORE = ["", " ", "'", '"', "“", "\u00a0", "\ufeff", "\u200b", "''", "\t", "« "]
HOSTILE = [
    *(f"{before}{start}cmd|' /C calc'!A0" for before in BEFORE for start in STARTS),
    *(
        "a,b;c\td",
        'say "hi"',
        "two\nlines",
        "\r\n",
        "'",
        "'a",
        "''=1",
        "[",
        "{",
        "a = b",
        "<b>x</b>",
    ),
    *("[1]", '["a"]', '{"a": "b"}', " spaces around ", "ünïcode 日本 🎉", "\x00", "\u2028", "a,"),
]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def rows_of(texts: list[str], chance: random.Random) -> list[Line]:
    """Make two hundred phrases and notes of hostile texts, put together by chance."""

    def text() -> str:
        return "".join(chance.choices([*texts, *HOSTILE], k=chance.choice((1, 1, 1, 2, 3))))

    def some() -> tuple[str, ...]:
        return tuple(text() for _ in range(chance.randrange(4)))

    def line(number: int) -> Line:
        if number % 3:
            slots = {text(): text() for _ in range(chance.randrange(3))}
            heat = (chance.random(), chance.choice((1.0, 0.5, chance.random())))
            one = replace(
                LINE, id=f"a.{number}", situation="a", text=text(), slots=slots, heat=heat
            )
            return replace(one, teams=some(), avoid_when=some(), state="draft")
        one_note = replace(NOTE, id=f"en-IN.{number}", means=text(), limits=text(), avoid=text())
        words = Triggers(some(), some())
        return replace(one_note, applies_to=some(), sources=some(), triggers=words, state="draft")

    return [line(number) for number in range(200)]


def taken(content: bytes, name: str = "ours.csv") -> Reading:
    found = read(Source(name, content))
    assert not found.faults, found.faults
    return found


def cells_in(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def begins_a_formula(cell: str) -> bool:
    """Judge by the rule itself: what is left behind spaces and quotation marks."""
    if cell.startswith("'"):
        return False  # an apostrophe makes a text of the cell
    plain = cell.lstrip(' \u00a0\ufeff\u200b"“”«»`´‘’')
    return bool(cell) and (cell[0] in STARTS or plain[:1] in STARTS) and plain[:1] != ""


@settings(max_examples=10, deadline=None)
@given(st.lists(TEXT, min_size=5, max_size=20), st.integers(0, 2**32))
def test_two_thousand_hostile_rows_come_back_as_they_were(texts: list[str], seed: int) -> None:
    rows = rows_of(texts, random.Random(seed))  # noqa: S311  (its chance is no secret)
    out = table.write(rows)
    back = [one.entry for one in taken(out).located]
    assert back == rows
    assert not [cell for row in cells_in(out) for cell in row if begins_a_formula(cell)]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_hostile_text_comes_back_and_begins_nothing(text: str) -> None:
    out = table.write([replace(LINE, text=text)])
    assert not [cell for row in cells_in(out) for cell in row if begins_a_formula(cell)]
    [one] = taken(out).located
    assert one.entry == replace(LINE, text=text, state="draft")


def test_cells_that_begin_a_formula_have_an_apostrophe() -> None:
    for text in ("=1+1", "+1", "-1", "@x", "\t=1", " =1", '"=1', "＝1", "＠x", "'=1"):
        assert cells.guarded(text) == f"'{text}"
    for text in ("a=1", "it's", "'tis", "1-2", "", "'"):
        assert cells.guarded(text) == text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_spreadsheets_ways_of_writing_are_all_read(separator: str, encoding: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(
        [
            ["ID", "Language", "Text", "Heat from"],
            ["delivery-late.a", "de", SAID, "0,2"],
        ]
    )
    found = taken(out.getvalue().encode(encoding))
    [one] = found.located
    assert isinstance(one.entry, Phrase)
    assert (one.entry.text, one.entry.language) == (SAID, "de")
    assert one.entry.heat == (0.2, 1.0)
    assert bool(found.remarks) == (encoding == "cp1252")


def test_excels_own_first_row_is_passed_over() -> None:
    [one] = taken(b"sep=;\r\nid;text\r\ndelivery-late.a;Hello\r\n").located
    assert one.place == "ours.csv:2"


def test_what_the_table_has_no_column_for_stays_as_it_stands() -> None:
    stands = replace(LINE, register="formal", heat=(0.1, 0.3), teams=("north",))
    source = Source("x.csv", b"id,text\ndelivery-late.a,New words.\n", "", lambda _: stands)
    [one] = read(source).located
    assert one.entry == replace(stands, text="New words.", state="draft")


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        (b"text\nhello\n", "x.csv:1", "there is no column 'id'"),
        (b"id,text,colour\na.b,hi,red\n", "x.csv:1", "unknown column 'colour'"),
        (b"id,text,text\na.b,hi,ho\n", "x.csv:1", "stands there twice"),
        (b"id,text\nab,hi\n", "x.csv:2", "has no dot"),
        (b"id,text\na.b,hi\na.c,one,two\n", "x.csv:3", "3 cells for 2 columns"),
        (b'id,text\na.b,"hi\na.c,ho\n', "x.csv:2", "double each quotation mark"),
        (b'id,text\na.b,"h"i"\n', "x.csv:2", "double each quotation mark"),
        (b"id,heat_from\na.b,hot\n", "x.csv:2", "heat is not a number"),
        (b"id,moment\na.b,sometime\n", "x.csv:2", "moment"),
        (b"id,slots\na.b,item\n", "x.csv:2", "a slot has no meaning"),
        (b"kind,id\nsong,a.b\n", "x.csv:2", "write phrase or note"),
        (b"kind,id,means\nphrase,a.b,x\n", "x.csv:2", "a phrase has no means"),
    ],
)
def test_a_fault_says_row_and_fix(content: bytes, place: str, said: str) -> None:
    found = read(Source("x.csv", content))
    assert [one for one in found.faults if one[0] == place and said in one[1]], found.faults
    assert all(" — " in what for _, what in found.faults)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", b""),
        ("x.csv", b"id,text\n"),
        ("x.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff"),
        ("x.csv", b"\x00\xff\xfe\x81" * 900),
        ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00"),
        ("x.json", b'{"hello": 1}'),
        ("x.json", b"[" * 100_000),
    ],
)
def test_what_is_in_no_format_is_refused_with_a_fix(name: str, content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        read(Source(name, content))
    assert name in refused.value.sentence()


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(BadInput, match="more than 50,000 entries"):
        read(Source("x.csv", b"id,text\n" + b"a.b,x\n" * 50_001))


def test_every_field_has_a_column() -> None:
    assert len(COLUMNS) == len(set(COLUMNS))
    assert csv.field_size_limit() > LONGEST
