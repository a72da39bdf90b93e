"""The lead sees in a table and in words where the library is thin, and each way on works."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from tests.web.console.leads import Browser, House
from tests.web.console.spoken import three_languages


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house") / "home", three_languages()) as one:
        yield one


def links(page: str, label: str) -> list[str]:
    """Give the addresses of the links so labelled."""
    found = re.findall(r'<a[^>]*href="([^"]+)"[^>]*aria-label="([^"]+)"', page)
    return [unescape(href) for href, name in found if unescape(name) == label]


def test_a_cell_leads_to_its_lines(lead: Browser) -> None:
    page = lead.get("/console/coverage").text
    assert '<th scope="col"><span>own</span></th>' in page
    [href] = links(page, "1: own, A parcel is late")
    found = lead.get(href).text
    assert "1 entry" in found
    assert "I am opening the tracking" in found


def test_an_empty_cell_begins_the_line_that_is_missing(lead: Browser) -> None:
    page = lead.get("/console/coverage", language="de").text
    [href] = links(page, "0, write one: hold, A parcel is late")
    form = lead.get(href).text
    for chosen in ('"delivery-late" selected', '"hold" selected', '"de" selected'):
        assert chosen in form


def test_gaps_are_said_in_words_and_lead_to_where_they_close(lead: Browser) -> None:
    page = lead.get("/console/coverage", language="de").text
    assert "1 situation has gaps" in page
    assert "No line for waiting." in page
    href = re.search(r'No line for waiting\. <a href="([^"]+)"', page)
    assert href
    form = lead.get(unescape(href[1])).text
    assert '"waiting" selected' in form
    assert "1 situation has gaps" not in lead.get("/console/coverage").text


def test_what_a_language_lacks_altogether_is_named(lead: Browser) -> None:
    page = lead.get("/console/coverage", language="de").text
    assert "Situations that German lacks" in page
    assert "A card was stolen" in page
    assert "lacks" not in lead.get("/console/coverage").text.split("<main")[1]


def test_a_silent_situation_asks_for_no_line(lead: Browser) -> None:
    page = lead.get("/console/coverage").text
    assert "Nothing is due here" in page
    assert not links(page, "0, write one: own, Nothing is due")


@pytest.mark.parametrize("asked", [{"language": "tlh"}, {"industry": "<b>"}, {"language": ""}])
def test_an_address_with_nonsense_shows_the_usual_page(
    lead: Browser, asked: dict[str, str]
) -> None:
    answer = lead.get("/console/coverage", **asked)
    assert answer.status_code == 200
    assert "Coverage in English" in answer.text
    assert "<b>" not in answer.text
