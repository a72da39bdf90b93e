"""Scenarios in the console: written, mended, tried, served, and taken back."""

from collections.abc import Iterator

import httpx
import pytest

from sidecar_server.practice import form
from sidecar_server.practice.scenario import load, parse
from tests.web.console.leads import Browser, House, browser
from tests.web.practice.player import Player

PAGE = "/console/scenarios"
MODEL = next(one for one in load() if one.id == "birthday-present")
FIELDS = form.fields_of(MODEL) | {"title": "A cake without candles", "says_heard": "Bless you"}
ID = "a-cake-without-candles"


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("scenarios") / "home") as one:
        yield one


@pytest.fixture
def lead(house: House) -> Iterator[Browser]:
    with browser(house) as one:
        one.sign_in(house.code())
        yield one


def listed(house: House) -> bool:
    with httpx.Client(base_url=house.address, trust_env=False) as client:
        return f"/practice/desk/{ID}" in client.get("/practice").text


def test_a_scenario_is_written_told_of_its_mistakes_mended_and_played(
    house: House, lead: Browser
) -> None:
    wrong = FIELDS | {"heat": "furious", "point1_asks": "just one"}
    first = lead.post(f"{PAGE}/new", do="serve", **wrong)
    assert first.status_code == 422
    assert "Heat is not a number" in first.text
    assert "just one" in first.text  # what was typed stays
    second = lead.post(f"{PAGE}/new", do="serve", **wrong | {"heat": "0.5"})
    assert second.status_code == 422
    assert "Point 1, asks: 1 given — give at least 2 wordings" in second.text
    assert not listed(house)
    done = lead.post(f"{PAGE}/new", do="serve", **FIELDS)
    assert done.url.path == f"{PAGE}/{ID}"
    assert "agents can practise with it now" in done.text
    assert listed(house)
    with httpx.Client(base_url=house.address, trust_env=False, timeout=60) as client:
        player = Player(client, house.address)
        assert tuple(player.begin(ID)) in {one.messages for one in MODEL.opening}
        assert player.say("The label was torn in Leeds.")["messages"]


def test_what_is_tried_is_not_served(house: House, lead: Browser) -> None:
    answer = lead.post(f"{PAGE}/new", do="try", **FIELDS)
    assert answer.url.path == f"/practice/desk/{ID}"
    assert not listed(house)
    assert "Not served" in lead.get(PAGE).text


def test_a_shipped_one_is_overridden_and_comes_back(lead: Browser) -> None:
    page = lead.get(f"{PAGE}/{MODEL.id}")
    assert "came with the product" in page.text
    fields = form.fields_of(MODEL) | {"about": "Another story."}
    assert lead.post(f"{PAGE}/{MODEL.id}", do="serve", seen="0.000000", **fields).status_code == 200
    assert "Another story." in lead.get(f"{PAGE}/{MODEL.id}").text
    stale = lead.post(f"{PAGE}/{MODEL.id}", do="serve", seen="0.000000", **fields)
    assert stale.status_code == 422
    assert "Somebody changed this scenario" in stale.text
    lead.post(f"{PAGE}/{MODEL.id}", do="remove", **fields)
    assert "Another story." not in lead.get(f"{PAGE}/{MODEL.id}").text


def test_a_title_that_is_there_needs_another(lead: Browser) -> None:
    lead.post(f"{PAGE}/new", do="save", **FIELDS)
    again = lead.post(f"{PAGE}/new", do="save", **FIELDS)
    assert again.status_code == 422
    assert "another title" in again.text
    nameless = lead.post(f"{PAGE}/new", do="save", **FIELDS | {"title": "…"})
    assert nameless.status_code == 422


def test_a_scenario_leaves_as_a_file_that_can_be_read(lead: Browser) -> None:
    text = lead.get(f"{PAGE}/{MODEL.id}/file").text
    assert parse(text, MODEL.id) == (MODEL, [])


def test_a_lead_of_a_team_reads_and_does_not_write(house: House) -> None:
    with browser(house) as theirs:
        theirs.sign_in(house.code("brand-a"))
        assert theirs.get(f"{PAGE}/{MODEL.id}").status_code == 200
        answer = theirs.post(f"{PAGE}/new", do="serve", **FIELDS)
        assert answer.status_code == 422
        assert "Ask a lead of all teams" in answer.text
    assert not listed(house)
