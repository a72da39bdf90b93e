"""A scenario goes into a form and comes out the same, and no text of a form breaks the reading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar_server.practice.form import (
    NAMES,
    blank,
    fields_of,
    read,
    slug,
)
from sidecar_server.practice.scenario import DETAILS, POINTS, Opening, Scenario, load
from tests.practice.made import KETTLE, WHEN, WHERE

FITTING = [one for one in load() if len(one.point) <= POINTS and len(one.detail) <= DETAILS]
TYPED = fields_of(KETTLE)


def made(**typed: str) -> Scenario:
    one, faults = read("late-kettle", TYPED | typed)
    assert faults == []
    assert one is not None
    return one


def faults_of(**typed: str) -> list[str]:
    one, faults = read("late-kettle", TYPED | typed)
    assert one is None
    return faults


def test_most_shipped_scenarios_fit_the_form() -> None:
    assert len(FITTING) >= 20


@pytest.mark.parametrize("one", [KETTLE, *FITTING], ids=lambda one: one.id)
def test_a_scenario_comes_back_from_its_form(one: Scenario) -> None:
    typed = fields_of(one)
    assert set(typed) == set(NAMES)
    assert read(one.id, typed) == (one, [])


def test_lists_have_a_line_each_and_openings_a_paragraph() -> None:
    assert TYPED["desk"] == "Order 4471, paid on Monday\nHeld at the Leeds depot"
    assert TYPED["openings"] == "My kettle is late\n\nhello\nthe kettle never came"
    assert (TYPED["heat"], TYPED["patience"]) == ("0.4", "75")
    assert (TYPED["point2_id"], TYPED["point3_about"]) == ("when", "")


def test_what_a_browser_and_a_hurried_hand_add_is_taken_away() -> None:
    one = made(
        title="  The late kettle ",
        openings="\r\n one \r\ntwo\r\n \r\n\r\nthree\r\n\r\n",
        desk="\r\n  A fact \r\n\r\nAnother\r\n",
        customer_name=" Dana ",
    )
    assert one.title == "The late kettle"
    assert one.opening == (Opening(("one", "two")), Opening(("three",)))
    assert one.desk == ("A fact", "Another")
    assert one.customer.name == "Dana"


def test_an_empty_part_is_none_at_all() -> None:
    empty = dict.fromkeys(("about", "asked", "says"), " \n")
    one = made(**{f"detail1_{name}": text for name, text in empty.items()}, says_heard="\n")
    assert one.detail == ()
    assert one.says == {}


def test_points_keep_their_ids_and_new_ones_get_one() -> None:
    assert [one.id for one in made().point] == [WHERE.id, WHEN.id]
    assert [one.id for one in made(point2_id=" ").point] == [WHERE.id, "point-2"]
    emptied = made(point1_about="", point1_asks="", point1_answered_by="")
    assert [one.id for one in emptied.point] == [WHEN.id]


def test_a_new_point_never_gets_the_id_of_another() -> None:
    first, second = made(point1_id="point-2", point2_id="").point
    assert first.id == "point-2" != second.id
    third = {f"point3_{name}": TYPED[f"point2_{name}"] for name in ("about", "asks", "answered_by")}
    one = made(point1_id="", point2_id="", point3_id="point-1", **third)
    assert [point.id for point in one.point] == ["point-2", "point-3", "point-1"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"heat": "hot"}, ["heat is not a number — write one, like 0.5"]),
        ({"patience": ""}, ["patience is not a number — write one, like 75"]),
        (
            {"heat": "", "patience": "1 min"},
            [
                "heat is not a number — write one, like 0.5",
                "patience is not a number — write one, like 75",
            ],
        ),
        ({"heat": "inf"}, ["heat inf is out of range — give 0.1 (calm) to 0.9 (furious)"]),
        ({"heat": "nan"}, ["heat nan is out of range — give 0.1 (calm) to 0.9 (furious)"]),
        ({"patience": "-75"}, ["patience -75 is out of range — give 20 to 600 seconds"]),
        ({"point1_asks": "One?"}, ["point 1, asks: 1 given — give at least 2 wordings"]),
        ({"openings": " \n "}, ["there is no opening — give the messages they begin with"]),
    ],
)
def test_a_fault_is_told_as_of_a_file(typed: dict[str, str], told: list[str]) -> None:
    assert faults_of(**typed) == told


def test_a_number_may_have_a_comma() -> None:
    assert made(heat=" 0,55 ").heat == 0.55


def test_a_blank_form_is_full_of_faults() -> None:
    one, faults = read("new", fields_of(blank()))
    assert one is None
    assert {fault.split()[0].strip(":,") for fault in faults} >= {"title", "about", "desk"}
    assert read("new", {})[0] is None


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("The late kettle", "the-late-kettle"),
        ("  Wait -- what?! ", "wait-what"),
        ("Order 4471", "order-4471"),
        ("茶", ""),
        ("", ""),
        ("a" * 59 + " b", "a" * 59),
        ("a" * 80, "a" * 60),
    ],
)
def test_a_title_makes_an_id(title: str, id_: str) -> None:
    assert slug(title) == id_


@given(st.text(max_size=120))
def test_an_id_made_of_any_title_is_a_sound_one(title: str) -> None:
    id_ = slug(title)
    faults = read(id_, TYPED)[1]
    assert (faults == []) == (id_ != "")


@settings(deadline=None)
@given(
    st.text(max_size=80),
    st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=9), st.text(max_size=80)),
)
def test_no_text_breaks_the_reading(id_: str, typed: dict[str, str]) -> None:
    for fields in (typed, TYPED | typed, typed | {"heat": "0.5", "patience": "75"}):
        one, faults = read(id_, fields)
        assert (one is None) == bool(faults)


WRITTEN = [name for name in NAMES if name not in {"heat", "patience", "language"}]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(WRITTEN), st.text(max_size=40), max_size=4))
def test_what_was_read_once_is_read_the_same_again(typed: dict[str, str]) -> None:
    one, _ = read("late-kettle", TYPED | typed)
    if one:
        assert read("late-kettle", fields_of(one)) == (one, [])
