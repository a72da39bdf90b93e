"""Expectations are written, run and taken away, and stand in the way of what breaks them."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest

from sidecar_server.library.rows import key_of
from sidecar_server.model import Expectation
from tests.sample import PHRASES
from tests.web.console.leads import Browser, House
from tests.web.console.test_entry import seen, served

LINE = next(one for one in PHRASES if one.id == "delivery-late.find")
PAGE = f"/console/entry/phrase/en/{LINE.id}"
LIST = "/console/expectations"
MESSAGE = "parcel still not here"


def kept(house: House) -> list[Expectation]:
    return [one for one in house.store.library().expectations if one.message == MESSAGE]


def expect(lead: Browser, **typed: str) -> httpx.Response:
    known = {"message": MESSAGE, "language": "en", "kind": "lines", "any_of": LINE.id}
    return lead.post(LIST, **{**known, **typed})


@pytest.fixture
def wanted(house: House, lead: Browser) -> Iterator[Expectation]:
    """Expect one line alone for a message."""
    assert "Kept" in expect(lead).text
    (one,) = kept(house)
    yield one
    lead.post(f"{LIST}/remove", id=key_of(one).id, language="en")
    assert not kept(house)


def do(lead: Browser, deed: str, **typed: str) -> httpx.Response:
    return lead.post(PAGE, do=deed, text=LINE.text, slots="", seen=seen(lead, PAGE), **typed)


def consent(page: str) -> str:
    found = re.search(r'name="anyway" value="(\w+)"', page)
    assert found
    return found[1]


def test_one_is_written_changed_and_taken_away(
    house: House, lead: Browser, wanted: Expectation
) -> None:
    assert wanted == Expectation(MESSAGE, "en", (LINE.id,))
    form = lead.get(LIST, change=key_of(wanted).id).text
    assert f">{MESSAGE}</textarea>" in form
    expect(lead, any_of="delivery-late.*")
    assert kept(house) == [Expectation(MESSAGE, "en", ("delivery-late.*",))]
    history = lead.get("/console/history").text
    assert "An expectation changed" in history


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"any_of": "no.such"}, "Nothing is called &#39;no.such&#39;"),
        ({"any_of": ""}, "gives neither or both"),
        ({"kind": "nothing"}, "both lines and nothing"),
        ({"message": " "}, "essage is empty"),
    ],
)
def test_what_makes_no_sense_is_named_and_what_was_typed_is_kept(
    house: House, lead: Browser, typed: dict[str, str], said: str
) -> None:
    before = house.store.revision()
    answer = expect(lead, **typed)
    assert answer.status_code == 422
    assert re.search(said, answer.text, re.IGNORECASE)
    assert f">{typed.get('message', MESSAGE)}</textarea>" in answer.text
    assert house.store.revision() == before


def test_the_list_is_filtered_and_run(lead: Browser, wanted: Expectation) -> None:
    assert MESSAGE in lead.get(LIST, language="en").text
    assert MESSAGE not in lead.get(LIST, words="tulips").text
    every = lead.post(f"{LIST}/run", language="en").text
    assert "2 of 2 hold" in every
    one = lead.post(f"{LIST}/run", language="en", id=key_of(wanted).id).text
    assert "1 of 1 hold" in one
    assert one.count("data-holds") == 1


def test_a_broken_one_says_what_came(lead: Browser, wanted: Expectation) -> None:
    expect(lead, any_of="card-stolen.stop")
    page = lead.post(f"{LIST}/run", language="en").text
    assert "1 of 2 hold" in page
    assert re.search(r"[Dd]elivery-late\.\w+, .* came, not card-stolen.stop", page)


def test_a_publish_that_breaks_one_needs_a_deliberate_yes(
    house: House, lead: Browser, wanted: Expectation
) -> None:
    _served_again(lead)
    before = served(house, LINE.id)
    asked = do(lead, "publish", heat_from="0.9", heat_to="1")
    assert asked.status_code == 422
    assert "An expectation would break" in asked.text
    assert f"“{MESSAGE}”" in asked.text
    assert "Would come instead: delivery-late." in asked.text
    assert 'value="0.9"' in asked.text
    assert served(house, LINE.id) == before
    other = do(lead, "publish", heat_from="0.9", heat_to="1", anyway="yes")
    assert other.status_code == 422
    done = do(lead, "publish", heat_from="0.9", heat_to="1", anyway=consent(asked.text))
    assert "Published" in done.text
    (now,) = (p for p in house.store.library().phrases if p.id == LINE.id)
    assert now.heat == (0.9, 1.0)
    lead.post(PAGE, do="shipped", seen=seen(lead, PAGE))


def test_so_does_a_retirement(house: House, lead: Browser, wanted: Expectation) -> None:
    _served_again(lead)
    asked = do(lead, "retire")
    assert asked.status_code == 422
    assert "Retire all the same" in asked.text
    assert served(house, LINE.id)


def test_a_draft_and_a_harmless_publish_are_not_asked(
    house: House, lead: Browser, wanted: Expectation
) -> None:
    _served_again(lead)
    assert "Saved as a draft" in do(lead, "save", heat_from="0.9", heat_to="1").text
    assert "Published" in do(lead, "publish", heat_from="0", heat_to="1").text
    lead.post(PAGE, do="shipped", seen=seen(lead, PAGE))


def test_strangers_keep_and_run_nothing(house: House, stranger: Browser) -> None:
    for path in (LIST, f"{LIST}/run", f"{LIST}/remove"):
        answer = stranger.post(path, message=MESSAGE, language="en", any_of=LINE.id)
        assert (answer.status_code, answer.content) == (403, b"")
    assert not kept(house)


def _served_again(lead: Browser) -> None:
    """Wait until agents are served the line again: a second, as the server looks."""
    for _ in range(200):
        if "2 of 2 hold" in lead.post(f"{LIST}/run", language="en").text:
            return
        time.sleep(0.05)
    raise AssertionError("not served")
