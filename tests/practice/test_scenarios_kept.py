"""The leads' scenarios stand over the shipped ones, served or not, and go to a file and back."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from sidecar_server.library.tables import scenario as table
from sidecar_server.practice.scenario import Detail, Opening, Person, Scenario, load, parse
from sidecar_server.practice.scenarios import Kept, Scenarios, document
from tests.databases import engine
from tests.practice.made import KETTLE, WHEN

__all__ = ["engine"]

NOW = 1_796_385_600.0
SHIPPED = load()
FIRST = SHIPPED[0]


@pytest.fixture
def scenarios(engine: Engine) -> Scenarios:
    return Scenarios(engine, lambda: NOW)


def own(one: Scenario, title: str) -> Scenario:
    return msgspec.structs.replace(one, title=title)


def test_without_any_of_the_leads_the_shipped_ones_are_there(scenarios: Scenarios) -> None:
    found = scenarios.all()
    assert sorted(kept.scenario.id for kept in found) == sorted(one.id for one in SHIPPED)
    assert not any(kept.own for kept in found)
    assert all(kept.served for kept in found)
    assert scenarios.get(FIRST.id) == Kept(FIRST)
    assert scenarios.get("nothing-of-it") is None


@pytest.mark.parametrize("served", [True, False])
def test_a_leads_own_is_kept_with_who_and_when(scenarios: Scenarios, served: bool) -> None:
    scenarios.keep(KETTLE, "Ana", served)
    assert scenarios.get(KETTLE.id) == Kept(KETTLE, True, served, "Ana", NOW)
    assert len(scenarios.all()) == len(SHIPPED) + 1
    assert not scenarios.is_shipped(KETTLE.id)


def test_keeping_it_again_puts_it_in_the_place_of_the_first(engine: Engine) -> None:
    Scenarios(engine, lambda: NOW).keep(KETTLE, "Ana", True)
    again = own(KETTLE, "The kettle, again")
    Scenarios(engine, lambda: NOW + 9).keep(again, "Ben", False)
    found = Scenarios(engine).all()
    assert [kept for kept in found if kept.own] == [Kept(again, True, False, "Ben", NOW + 9)]


def test_one_of_a_shipped_id_stands_over_it_until_it_is_removed(scenarios: Scenarios) -> None:
    ours = own(FIRST, "As we tell it")
    scenarios.keep(ours, "Ana", True)
    assert scenarios.get(FIRST.id) == Kept(ours, True, True, "Ana", NOW)
    assert len(scenarios.all()) == len(SHIPPED)
    assert scenarios.is_shipped(FIRST.id)
    scenarios.remove(FIRST.id)
    assert scenarios.get(FIRST.id) == Kept(FIRST)


def test_removing_takes_only_that_one(scenarios: Scenarios) -> None:
    other = msgspec.structs.replace(KETTLE, id="other-kettle")
    for one in (KETTLE, other):
        scenarios.keep(one, "Ana", True)
    for id_ in (KETTLE.id, KETTLE.id, "nothing-of-it", FIRST.id):
        scenarios.remove(id_)
    assert [kept.scenario for kept in scenarios.all() if kept.own] == [other]
    assert scenarios.get(FIRST.id) == Kept(FIRST)


def test_they_come_by_language_english_first_and_then_by_title(scenarios: Scenarios) -> None:
    for id_, language, title in (
        ("one", "en", "!"),
        ("two", "de", "!"),
        ("three", "fr", "!"),
        ("four", "de", "~"),
    ):
        ours = msgspec.structs.replace(KETTLE, id=id_, language=language, title=title)
        scenarios.keep(ours, "Ana", True)
    found = [kept.scenario for kept in scenarios.all()]
    order = [(one.language != "en", one.language, one.title) for one in found]
    assert order == sorted(order)
    assert found[0].id == "one"


def test_what_is_stored_and_no_longer_sound_hides_nothing(
    scenarios: Scenarios, engine: Engine
) -> None:
    scenarios.keep(KETTLE, "Ana", True)
    rows = [
        {"id": id_, "body": '{"id": "x"}', "served": True, "by": "Ana", "at": NOW}
        for id_ in (FIRST.id, "unsound")
    ]
    with engine.begin() as connection:
        connection.execute(table.insert(), rows)
    assert scenarios.get(FIRST.id) == Kept(FIRST)
    assert scenarios.get("unsound") is None
    assert scenarios.get(KETTLE.id) is not None


@pytest.mark.parametrize("one", [KETTLE, *SHIPPED], ids=lambda one: one.id)
def test_a_scenario_comes_back_from_its_file(one: Scenario) -> None:
    assert parse(document(one), one.id) == (one, [])


BARE = msgspec.structs.replace(KETTLE, detail=(), says={})


def test_the_file_leaves_out_the_id_and_words_that_are_not_there() -> None:
    written = document(BARE)
    assert KETTLE.id not in written
    assert "[says]" not in written
    assert parse(written, BARE.id) == (BARE, [])


def test_the_file_leaves_out_empty_lists() -> None:
    assert "detail" not in document(BARE)


SAID = st.text(min_size=1, max_size=60).filter(lambda t: bool(t.strip()) and "\n" not in t)


@settings(max_examples=60, deadline=None)
@given(SAID, SAID, st.text(max_size=60))
def test_hostile_texts_come_back_as_they_were(said: str, told: str, locale: str) -> None:
    one = msgspec.structs.replace(
        KETTLE,
        title=said,
        customer=Person(told, locale),
        opening=(Opening((said, told)),),
        point=(msgspec.structs.replace(WHEN, asks=(said, told), pleased=()),),
        desk=(told,),
        detail=(Detail(said, (told,), (said,)),),
        says={"heard": (told, said)},
    )
    assert parse(document(one), one.id) == (one, [])
