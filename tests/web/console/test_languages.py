"""The lead sees the variants of a line side by side and begins one that is missing."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from tests.web.console.leads import Browser, House
from tests.web.console.spoken import FIND, GERMAN, three_languages

PAGE = "/console/languages"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house") / "home", three_languages()) as one:
        yield one


def row(page: str, name: str) -> str:
    found = re.search(rf'<th scope="row"[^>]*>{name}<.*?</tr>', page, re.DOTALL)
    assert found
    return found[0]


def test_variants_stand_side_by_side(lead: Browser) -> None:
    page = lead.get(PAGE, situation="delivery-late").text
    heads = re.findall(r'<th scope="col" role="columnheader">(\w+)', page)
    assert heads == ["Line", "English", "German", "French"]
    assert re.search(
        f'lang="en".*{FIND.text}.*lang="de".*{GERMAN[0].text}', row(page, "find"), re.S
    )


def test_a_missing_variant_is_begun_with_what_is_known_of_it(lead: Browser) -> None:
    page = lead.get(PAGE, situation="delivery-late").text
    missing = re.search(
        r'class="missing"><a href="([^"]+)"[^>]*aria-label="([^"]+)"', row(page, "later")
    )
    assert missing
    assert missing[2] == "Write it in German: later"
    form = lead.get(unescape(missing[1])).text
    for filled in ('"de" selected', '"hold" selected', '"waiting" selected', 'value="later"'):
        assert filled in form


def test_a_third_variant_is_begun_beside_the_two_that_there_are(lead: Browser) -> None:
    form = lead.get("/console/new/phrase?of=delivery-late&name=see&language=fr")
    assert form.status_code == 200
    assert GERMAN[1].text in form.text


def test_only_lines_with_gaps_are_asked_for(lead: Browser) -> None:
    every = lead.get(PAGE, situation="delivery-late").text
    some = lead.get(PAGE, situation="delivery-late", gaps="1").text
    assert FIND.text in every
    assert FIND.text not in some
    assert "later" in some
    assert GERMAN[2].text in some


def test_situations_are_compared_by_their_counts(lead: Browser) -> None:
    page = lead.get(PAGE).text
    assert "3 of 12: German, A parcel is late" in page
    assert 'data-lacks="all"' in row(page, ".*A card was stolen")
    assert "Nothing is due" not in page
    assert lead.get(PAGE, situation="no-such").text.count("<tr") == page.count("<tr")
