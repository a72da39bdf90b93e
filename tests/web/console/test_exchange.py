"""A lead brings lines in, sees first what would change, takes them back, and exports them."""

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from sidecar_server.curation.exchange import read, table
from sidecar_server.curation.exchange.reading import Source
from sidecar_server.model import Phrase
from tests.sample import PHRASES
from tests.web.console.leads import Browser, House, browser

PAGE = "/console/exchange"
CHANGED = replace(PHRASES[5], text="I am opening the tracking now.")
ROWS = [
    replace(PHRASES[0], id="delivery-late.one", situation="delivery-late", text="One new line."),
    CHANGED,
    PHRASES[1],
]
WAITS = re.compile(r"/console/exchange/[\w-]{20,}")
BAD = b"id,text\ndelivery-late.ok,Good words.\ndelivery-late,Bad name.\n"


@pytest.fixture
def home(house: House, lead: Browser) -> Iterator[House]:
    yield house
    for key in house.store.working():
        house.changes.drop(key, "test")


def settled(lead: Browser, answer: httpx.Response) -> httpx.Response:
    """Follow the page that refreshes itself until something else stands there."""
    while 'http-equiv="refresh"' in answer.text:
        answer = lead.get(answer.url.path)
    return answer


def preview(lead: Browser, name: str, content: bytes, **typed: str) -> httpx.Response:
    answer = settled(lead, lead.upload(PAGE, name, content, **typed))
    assert WAITS.fullmatch(answer.url.path), answer.text
    return answer


def counts(page: str) -> dict[str, int]:
    found = re.findall(r'data-kind="(\w+)"[^>]*><strong>([\d,]+)<', page)
    return {name: int(number.replace(",", "")) for name, number in found}


def take(lead: Browser, shown: httpx.Response, **typed: str) -> httpx.Response:
    seen = re.search(r'name="seen" value="(\d+)"', shown.text)
    assert seen
    return settled(lead, lead.post(shown.url.path, do="take", seen=seen[1], **typed))


def test_nothing_changes_before_it_is_confirmed_and_all_of_it_is_one_step(
    home: House, lead: Browser
) -> None:
    before, changes = home.store.revision(), len(home.changes.newest(99))
    shown = preview(lead, "ours.csv", table.write(ROWS))
    assert counts(shown.text) == {"new": 1, "changed": 1, "same": 1, "faulty": 0}
    assert "One new line." in shown.text
    differs = lead.get(shown.url.path, show="changed").text
    assert "<ins>now</ins>" in differs
    assert home.store.revision() == before
    done = take(lead, shown)
    assert "2 entries were taken" in done.text
    assert {one.text for one in working(home)} == {"One new line.", CHANGED.text}
    newest = home.changes.newest(99)
    assert len(newest) == changes + 2
    assert {(one.what, one.by) for one in newest[:2]} == {("import of ours.csv", "lead")}
    lead.post("/console/history/undo", batch=newest[0].batch)
    assert not working(home)


def working(house: House) -> list[Phrase]:
    return [one for one in house.store.working().values() if isinstance(one, Phrase)]


def test_a_bad_row_keeps_all_out_until_the_good_ones_are_wanted(home: House, lead: Browser) -> None:
    shown = preview(lead, "x.csv", BAD)
    assert counts(shown.text)["faulty"] == 1
    assert "x.csv:3" in lead.get(shown.url.path, show="faulty").text
    refused = take(lead, shown)
    assert refused.status_code == 422
    assert "cannot be taken, so nothing was" in refused.text
    assert not working(home)
    take(lead, shown, good="yes")
    assert [one.id for one in working(home)] == ["delivery-late.ok"]


def test_foreign_lines_are_put_where_the_lead_says(home: House, lead: Browser) -> None:
    canned = b'[{"short_code": "late", "content": "Hi {{contact.name}}, your parcel is late."}]'
    shown = preview(lead, "canned.json", canned, language="en")
    assert "delivery-late.chatwoot-late" in shown.text
    elsewhere = lead.get(shown.url.path, all="card-stolen")
    assert "card-stolen.chatwoot-late" in elsewhere.text
    assert 'name="all" value="card-stolen"' in elsewhere.text
    take(lead, elsewhere, all="card-stolen")
    [one] = working(home)
    assert one.id == "card-stolen.chatwoot-late"
    assert one.slots == {"customer_name": "the customer's name"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", b"", "X.csv is empty"),
        ("x.bin", b"\x00\x01", "in no format that is known here"),
        ("x.zip", b"PK\x03\x04", "cannot be unpacked"),
        ("../<i>.csv", b"\xff\x00", "&lt;i&gt;.csv is no text"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_page(
    lead: Browser, name: str, content: bytes, said: str
) -> None:
    answer = settled(lead, lead.upload(PAGE, name, content))
    assert said in answer.text
    assert 'name="file"' in answer.text


def test_what_is_handed_in_never_touches_the_disk(
    lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rolled(_: object) -> None:
        raise AssertionError("a file was written")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", rolled)
    long = b"id,text\n" + b"".join(
        b"delivery-late.n%d,%s\n" % (n, b"x" * 900) for n in range(2_000)
    )
    assert counts(preview(lead, "long.csv", long).text)["new"] == 2_000


def test_no_file_is_a_problem_and_no_fault(lead: Browser) -> None:
    lead.get(PAGE)
    answer = lead.post(PAGE, language="en")
    assert answer.status_code == 422
    assert "No file was chosen" in answer.text


def test_what_is_left_is_gone(home: House, lead: Browser) -> None:
    shown = preview(lead, "ours.csv", table.write(ROWS))
    assert "Nothing was imported" in lead.post(shown.url.path, do="leave").text
    answer = lead.get(shown.url.path)
    assert answer.status_code == 404
    assert "waits no longer" in answer.text
    assert not working(home)


def test_an_import_is_of_one_session_alone(house: House, lead: Browser) -> None:
    shown = preview(lead, "ours.csv", table.write(ROWS))
    with browser(house) as other:
        other.sign_in(house.code())
        assert other.get(shown.url.path).status_code == 404
        seen = re.search(r'name="seen" value="(\d+)"', shown.text)
        assert seen
        assert other.post(shown.url.path, do="take", seen=seen[1]).status_code == 404
    assert not working(house)


def test_a_library_that_changed_since_is_shown_again(home: House, lead: Browser) -> None:
    shown = preview(lead, "ours.csv", table.write(ROWS))
    home.changes.write([replace(PHRASES[2], state="draft", text="Meanwhile.")], "Ben", "edited")
    answer = take(lead, shown)
    assert answer.status_code == 422
    assert "changed since this preview" in answer.text
    assert "2 entries were taken" in take(lead, answer).text


def test_markup_is_shown_as_text(home: House, lead: Browser) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    rows = [replace(ROWS[0], text=script), replace(CHANGED, text=script)]
    shown = preview(lead, f"{script}.csv", table.write(rows) + script.encode() + b",\r\n")
    pages = [lead.get(shown.url.path, show=show).text for show in ("new", "changed", "faulty")]
    pages.append(take(lead, shown, good="yes").text)
    pages.append(lead.get("/console/history").text)
    for page in (shown.text, *pages):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "alert(1)" in shown.text


def test_the_library_leaves_and_comes_back_the_same(home: House, lead: Browser) -> None:
    for way, name in (("toml", "phrase-library.zip"), ("csv", "phrase-library.csv")):
        out = lead.get(f"{PAGE}/export", format=way)
        assert out.headers["content-disposition"] == f'attachment; filename="{name}"'
        shown = preview(lead, name, out.content)
        found = counts(shown.text)
        assert (found["new"], found["changed"], found["faulty"]) == (0, 0, 0)
        assert found["same"] > len(PHRASES)
        assert "There is nothing to take" in shown.text
        assert lead.get(f"{PAGE}/export", format=way).content == out.content


def test_a_language_leaves_alone(lead: Browser) -> None:
    out = lead.get(f"{PAGE}/export", format="csv", language="en")
    assert 'filename="phrase-library-en.csv"' in out.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(out.content.decode("utf-8-sig"), newline="")))
    assert {row["language"].partition("-")[0] for row in rows} == {"en"}
    assert {row["kind"] for row in rows} == {"phrase", "note"}
    assert lead.get(f"{PAGE}/export", format="csv", language="../x").status_code == 404
    assert lead.get(f"{PAGE}/export", format="exe").status_code == 404


def test_only_who_is_signed_in_brings_in_or_takes_along(stranger: Browser) -> None:
    assert stranger.client.get(f"{PAGE}/export").status_code == 403
    assert stranger.upload(PAGE, "x.csv", BAD).status_code == 403


def test_a_form_without_its_key_brings_nothing_in(lead: Browser) -> None:
    lead.form_key = "0" * 64
    assert lead.upload(PAGE, "x.csv", BAD).status_code == 403


def test_fifteen_thousand_rows_are_previewed_taken_and_undone_while_others_work(
    home: House, lead: Browser
) -> None:
    lead.client.timeout = httpx.Timeout(120)
    many = [
        replace(ROWS[0], id=f"delivery-late.n{n}", text=f"Line {n} about a parcel.", state="draft")
        for n in range(15_000)
    ]
    shown = preview(lead, "many.csv", table.write(many))
    assert counts(shown.text)["new"] == 15_000
    last = lead.get(shown.url.path, show="new", **{"from": "14975"})
    assert "Line 14999 about a parcel." in last.text
    seen = re.search(r'name="seen" value="(\d+)"', shown.text)
    assert seen
    answer = lead.post(shown.url.path, do="take", seen=seen[1])
    assert answer.status_code == 200  # it may go on while pages are drawn
    assert lead.client.get("/health").status_code == 200
    assert "entries" in lead.get("/console/find").text
    assert "15,000 entries were taken" in settled(lead, answer).text
    assert len(home.store.working()) == 15_000
    batch = home.changes.newest(1)[0].batch
    assert "Undone" in lead.post("/console/history/undo", batch=batch).text
    assert not working(home)
    assert not read(Source("x.csv", lead.get(f"{PAGE}/export", format="csv").content)).faults
