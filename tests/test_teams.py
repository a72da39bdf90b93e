"""An agent is offered everyone's lines and those of their own teams, wherever lines are chosen."""

import gc
import weakref
from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.library.shelf import Shelf
from sidecar_server.model import Item
from sidecar_server.shift import Shift
from tests.sample import LIBRARY, Desk, ids, phrase

SALES, BRAND = frozenset({"sales"}), frozenset({"brand-x"})
LINES = (
    phrase("card-stolen.sales", "reassure", "Our sales desk stays with you.", teams=("sales",)),
    phrase("card-stolen.brand", "validate", "The brand answers for it.", teams=("brand-x",)),
    phrase("card-stolen.both", "inform", "Both desks see it.", teams=("sales", "brand-x")),
    phrase(
        "delivery-late.held", "hold", "The brand's courier is on it.",
        moment="waiting", teams=("brand-x",),
    ),
    phrase(
        "delivery-late.kept", "hold", "The sales courier is on it.",
        moment="waiting", teams=("sales",),
    ),
)  # fmt: skip
OWN = {
    SALES: {"card-stolen.sales", "card-stolen.both"},
    BRAND: {"card-stolen.brand", "card-stolen.both"},
    frozenset[str](): set[str](),
    SALES | BRAND: {"card-stolen.sales", "card-stolen.brand", "card-stolen.both"},
}
HELD = "delivery-late.later"  # the shared holding line


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    shared = tuple(one for one in LIBRARY.phrases if one.id != HELD)
    return Desk(tmp_path, replace(LIBRARY, phrases=(*shared, *LINES)))


def of(desk: Desk, teams: frozenset[str]) -> Desk:
    desk.chat.agent = Shift(teams)
    desk.another(f"of {sorted(teams)}")
    return desk


def own(found: list[str]) -> set[str]:
    return set(found) & {one.id for one in LINES}


@pytest.mark.parametrize("teams", OWN)
def test_lines_are_everyones_and_ones_own(desk: Desk, teams: frozenset[str]) -> None:
    offered = ids(of(desk, teams).says("customer", "my card was stolen"))
    assert own(offered) <= OWN[teams]
    assert bool(own(offered)) == bool(OWN[teams])


@pytest.mark.parametrize("teams", OWN)
def test_a_search_finds_everyones_and_ones_own(desk: Desk, teams: frozenset[str]) -> None:
    vector = desk.encoder.encode(["my card was stolen"])[0]
    found = [item.id for item in desk.assistant.search(vector, "en", None, teams)]
    assert own(found) == OWN[teams]
    assert "card-stolen.stop" in found


@pytest.mark.parametrize(
    ("teams", "held"), [(SALES, "delivery-late.kept"), (BRAND, "delivery-late.held")]
)
def test_the_line_that_holds_is_ones_own(desk: Desk, teams: frozenset[str], held: str) -> None:
    nudge = nudged(of(desk, teams))
    assert nudge.id == held


def test_an_agent_of_no_team_is_held_by_a_general_line(desk: Desk) -> None:
    assert nudged(of(desk, frozenset())).id.startswith("hold.en.")


def nudged(desk: Desk) -> Item:
    desk.says("customer", "where is my parcel", 0.0)
    desk.says("agent", "Hello.", 1.0)
    desk.says("customer", "my parcel is late and was due monday", 2.0)
    found = desk.assistant.ring(desk.chat, desk.chat.clock.due or 0.0)
    assert found
    return found


@pytest.mark.parametrize("teams", [SALES, BRAND])
def test_other_words_for_a_worn_sentence_are_ones_own(desk: Desk, teams: frozenset[str]) -> None:
    sent = "My card was stolen and someone took my bank card."
    of(desk, teams).says("customer", "my card was stolen")
    desk.says("agent", sent)
    desk.says("customer", "my card was stolen")
    [found] = [one for one in desk.checks(sent) if one.rule == "sincerity"]
    texts = {one.text: one for one in LINES}
    offered = {texts[text].id for text in found.replacements if text in texts}
    assert offered
    assert offered <= OWN[teams]


def test_a_library_without_teams_is_one_for_all(tmp_path: Path) -> None:
    searchable = Desk(tmp_path).assistant.searchable
    assert searchable.of(SALES) is searchable.of(frozenset()) is searchable


def test_a_library_that_was_followed_is_let_go_of_at_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    shelf = desk.assistant.searchable.of(SALES).shelf("en")
    assert shelf
    held = weakref.ref(shelf._texts)
    del shelf
    gc.disable()  # its vectors must not wait until somebody looks for what nobody can reach
    try:
        desk.assistant.searchable = Desk(tmp_path / "other").assistant.searchable
        assert held() is None
    finally:
        gc.enable()


def test_a_library_that_follows_has_the_views_that_are_in_use(desk: Desk) -> None:
    before = desk.assistant.searchable
    before.of(SALES)
    after = replace(before, by_situation={}).ready_like(before)
    assert list(after._views) == [SALES]
    assert not after.of(SALES).by_situation


def test_a_view_is_made_once_and_shares_the_vectors(desk: Desk) -> None:
    searchable = desk.assistant.searchable
    view = searchable.of(SALES)
    assert searchable.of(SALES) is view
    whole, part = searchable.shelf("en"), view.shelf("en")
    assert isinstance(whole, Shelf)
    assert isinstance(part, Shelf)
    assert part._texts is whole._texts
    narrower = [one.id for one in view.of(BRAND).library.phrases]
    assert own(narrower) == {"card-stolen.both"}, "a view of a view gives nothing back"
