"""A lead of some teams sees what is everyone's and theirs, and is told what they may not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sidecar_server.model import Note, Phrase
from sidecar_server.web import console
from tests.sample import NOTES
from tests.web.console.leads import Browser, House, browser
from tests.web.console.teams import (
    BOTH,
    NOT_SALES,
    OURS,
    SHARED,
    THEIRS,
    furnished,
    page_of,
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with furnished(tmp_path_factory.mktemp("teams") / "home") as one:
        yield one


def test_a_lead_of_teams_sees_what_is_everyones_and_theirs(house: House, sales: Browser) -> None:
    find = sales.get("/console/find", situation="card-stolen").text
    assert THEIRS.id not in find
    assert OURS.text in find
    assert BOTH.text in find
    assert SHARED.text in find
    assert THEIRS.text not in find
    assert "brand-x · 1" in find
    assert THEIRS.id not in sales.get("/console/find", words=THEIRS.text).text
    assert sales.get(page_of(THEIRS)).status_code == 404
    history = sales.get("/console/history").text
    assert "sales.csv" in history
    assert "brand.csv" not in history
    assert THEIRS.id not in history
    asked = {"kind": "phrase", "id": THEIRS.id, "language": "en"}
    assert "Nothing was changed yet" in sales.get("/console/history", **asked).text


@pytest.mark.parametrize("one", [SHARED, BOTH, NOTES[0]])
def test_what_is_not_theirs_alone_has_one_sentence_and_no_buttons(
    sales: Browser, one: Phrase | Note
) -> None:
    page = sales.get(page_of(one)).text
    assert "Only a lead of all teams can change this" in page
    assert 'name="do"' not in page
    own = sales.get(page_of(OURS)).text
    assert 'name="do" value="publish"' in own
    assert "Only a lead of all teams" not in own


def test_a_near_copy_of_another_teams_line_is_not_named(house: House, sales: Browser) -> None:
    typed = {"of": "card-stolen", "name": "copy", "language": "en", "text": THEIRS.text}
    sales.post("/console/new/phrase", **typed)
    page = "/console/entry/phrase/en/card-stolen.copy"
    assert THEIRS.id not in sales.get(page).text
    with browser(house) as lead:
        lead.sign_in(house.code())
        assert f"nearly the same as {THEIRS.id}" in lead.get(page).text


def test_a_new_line_of_theirs_is_their_teams(house: House, sales: Browser) -> None:
    assert 'name="teams" value="sales"' in sales.get("/console/new/phrase").text
    typed = {"of": "card-stolen", "name": "bare", "language": "en", "text": "A line.", "teams": ""}
    assert sales.post("/console/new/phrase", **typed).status_code == 200
    [made] = [one for one in house.store.library().phrases if one.id == "card-stolen.bare"]
    assert made.teams == ("sales",)


def test_a_lead_of_no_team_sees_and_does_all(house: House, lead: Browser) -> None:
    assert THEIRS.text in lead.get("/console/find").text
    for one in NOT_SALES:
        assert 'name="do" value="publish"' in lead.get(page_of(one)).text


def test_a_refusal_says_why_and_what_to_do(house: House, sales: Browser) -> None:
    typed = {"of": "card-stolen", "name": "brand", "language": "en", "text": "Mine."}
    answer = sales.post("/console/new/phrase", **typed)
    assert answer.status_code == 422
    assert "belongs to everyone or to another team" in answer.text
    assert "Ask a lead of all teams" in answer.text
    assert THEIRS.text not in answer.text


def test_every_page_takes_the_desk_from_the_visit() -> None:
    for file in Path(console.__file__).parent.glob("*.py"):
        text = file.read_text()
        if file.name != "visit.py":
            assert "console.desk" not in text, f"{file.name}: take visit.desk, which knows the lead"
        assert not re.search(r"\b(Changes|Store)\(", text), f"{file.name}: use those of visit.desk"
