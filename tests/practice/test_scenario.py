"""A scenario is read or refused with its place and its fix, and the shipped ones are many kinds."""

from pathlib import Path
from typing import Any

import pytest

from sidecar_server.errors import LibraryProblem
from sidecar_server.practice.scenario import (
    SAYINGS,
    convert,
    load,
    parse,
    reactions,
    shipped,
    spoken,
)
from sidecar_server.practice.scenarios import document
from tests.practice.made import KETTLE, WHEN, WHERE, fields

SEE = " — see docs/writing-scenarios.md for the fields"
FILES = sorted(shipped().glob("*.toml"))
LONG = "x" * 501


def point(**changed: Any) -> dict[str, Any]:
    [first, _] = fields()["point"]
    return {**first, **changed}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_scenario_has_no_fault(file: Path) -> None:
    one, faults = parse(file.read_text(encoding="utf-8"), file.stem)
    assert faults == []
    assert one is not None
    assert one.id == file.stem
    assert all(one.wordings(name) for name in SAYINGS)


def test_the_shipped_ones_are_of_many_kinds() -> None:
    found = load()
    assert len(found) == len(FILES) >= 20
    heats = [one.heat for one in found]
    assert sum(heat <= 0.35 for heat in heats) >= 3
    assert sum(heat >= 0.6 for heat in heats) >= 3
    assert {"low", "high"} <= {one.stakes for one in found}
    assert len({one.customer.country for one in found}) >= 10
    assert len({one.customer.locale for one in found}) >= 10
    assert len({one.title for one in found}) == len(found)


def test_english_ones_come_first_and_then_by_title() -> None:
    found = [(one.language != "en", one.title) for one in load()]
    assert found == sorted(found)


@pytest.mark.parametrize("language", sorted(spoken()))
def test_a_language_has_three_wordings_for_everything(language: str) -> None:
    found = reactions(language)
    assert set(found) == set(SAYINGS)
    for name, wordings in found.items():
        assert len({text.strip() for text in wordings} - {""}) == len(wordings) >= 3, name


def test_every_language_in_use_has_wordings() -> None:
    assert {one.language for one in load()} <= spoken()


def test_wordings_are_their_own_or_those_of_their_language() -> None:
    assert KETTLE.wordings("heard") == KETTLE.says["heard"]
    assert KETTLE.wordings("late") == reactions("en")["late"]
    german, _ = convert(fields(language="de", says={}))
    assert german is not None
    assert german.wordings("heard") == reactions("de")["heard"] != reactions("en")["heard"]


def test_a_scenario_is_read_back_from_its_fields() -> None:
    assert convert(fields()) == (KETTLE, [])


def test_what_may_be_left_out_has_a_value() -> None:
    few = ("id", "title", "about", "customer", "opening", "point", "desk")
    one, faults = convert({name: fields()[name] for name in few})
    assert faults == []
    assert one is not None
    kinds = (one.language, one.industry, one.stakes, one.heat, one.patience)
    assert kinds == ("en", "any", "medium", 0.4, 75.0)
    assert (one.detail, one.says) == ((), {})


def test_the_file_name_is_the_id_whatever_the_file_says() -> None:
    one, _ = parse(f'id = "other"\n{document(KETTLE)}', "from-the-file")
    assert one is not None
    assert one.id == "from-the-file"


NOT_OF_THE_KIND: list[tuple[dict[str, Any], str]] = [
    ({"title": None}, "the file: object missing required field `title`"),
    ({"nonsense": 1}, "the file: object contains unknown field `nonsense`"),
    ({"heat": "hot"}, "heat: expected `float`, got `str`"),
    ({"customer": {}}, "customer: object missing required field `name`"),
    ({"customer": {"name": "A", "age": 3}}, "customer: object contains unknown field `age`"),
    ({"stakes": "huge"}, "stakes: invalid enum value 'huge'"),
    ({"industry": "zoo"}, "industry: invalid enum value 'zoo'"),
    ({"desk": "one line"}, "desk: expected `array`, got `str`"),
    ({"point": [{"id": "a"}]}, "point[0]: object missing required field `about`"),
]
FAULTY: list[tuple[dict[str, Any], str]] = [
    *((changed, told + SEE) for changed, told in NOT_OF_THE_KIND),
    (
        {"id": "Late Kettle"},
        "id 'Late Kettle': use small letters, digits and hyphens, like late-parcel, at most 60",
    ),
    (
        {"id": ""},
        "id '': use small letters, digits and hyphens, like late-parcel, at most 60",
    ),
    (
        {"id": "k" * 61},
        f"id '{'k' * 61}': use small letters, digits and hyphens, like late-parcel, at most 60",
    ),
    ({"title": ""}, "title has 0 characters — give it 1 to 60"),
    ({"title": "x" * 61}, "title has 61 characters — give it 1 to 60"),
    ({"about": "x" * 201}, "about has 201 characters — give it 1 to 200"),
    ({"customer": {"name": " "}}, "customer.name is empty — give the customer a name"),
    (
        {"language": "xx"},
        f"language 'xx' has no wordings of its own yet — use one of: {', '.join(sorted(spoken()))}",
    ),
    ({"heat": 0.05}, "heat 0.05 is out of range — give 0.1 (calm) to 0.9 (furious)"),
    ({"heat": 1}, "heat 1 is out of range — give 0.1 (calm) to 0.9 (furious)"),
    ({"heat": float("nan")}, "heat nan is out of range — give 0.1 (calm) to 0.9 (furious)"),
    ({"patience": 19}, "patience 19 is out of range — give 20 to 600 seconds"),
    ({"patience": 601}, "patience 601 is out of range — give 20 to 600 seconds"),
    ({"desk": []}, "desk is empty — say what the agent's own screens show, a line each"),
    ({"opening": []}, "there is no opening — give the messages they begin with"),
    (
        {"opening": [{"messages": []}]},
        "opening 1, messages: 0 given — give at least one wording",
    ),
    (
        {"opening": [{"messages": ["a"]}, {"messages": ["b", " "]}]},
        "opening 2, messages: one is empty — write what is said, or remove it",
    ),
    (
        {"opening": [{"messages": [LONG]}]},
        "opening 1, messages: one has 501 characters — keep it under 500",
    ),
    ({"point": []}, "there are 0 points — give 1 to 4, what they came for"),
    (
        {"point": [point(id=f"p{n}") for n in range(5)]},
        "there are 5 points — give 1 to 4, what they came for",
    ),
    ({"point": [point(about=" ")]}, "point 1, about is empty — say what they need to hear"),
    (
        {"point": [point(), point()]},
        "point 2: the id 'where' is there twice — give it another",
    ),
    ({"point": [point(asks=["One?"])]}, "point 1, asks: 1 given — give at least 2 wordings"),
    (
        {"point": [point(answered_by=["It is in Leeds."])]},
        "point 1, answered_by: 1 given — give at least 2 wordings",
    ),
    (
        {"detail": [{"about": "x", "asked": [], "says": ["y"]}]},
        "detail 1, asked: 0 given — give at least one wording",
    ),
    (
        {"detail": [{"about": "x", "asked": ["y?"], "says": []}]},
        "detail 1, says: 0 given — give at least one wording",
    ),
    (
        {"says": {"shrugs": ["hm"]}},
        f"says.shrugs is not known — use one of: {', '.join(SAYINGS)}",
    ),
    ({"says": {"bare": []}}, "says.bare: 0 given — give at least one wording"),
    (
        {"says": {"bare": [""]}},
        "says.bare: one is empty — write what is said, or remove it",
    ),
]


@pytest.mark.parametrize(("changed", "told"), FAULTY)
def test_a_fault_has_its_place_and_its_fix(changed: dict[str, Any], told: str) -> None:
    assert convert(fields(**changed)) == (None, [told])


def test_every_fault_is_told_at_once() -> None:
    one, faults = convert(fields(title="", heat=2, desk=[], opening=[]))
    assert one is None
    places = [fault.split()[0] for fault in faults]
    assert places == ["title", "heat", "desk", "there"]


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "k" * 60},
        {"heat": 0.1},
        {"heat": 0.9},
        {"patience": 20},
        {"patience": 600},
        {"opening": [{"messages": ["x" * 500]}]},
    ],
)
def test_what_lies_on_the_edge_is_taken(changed: dict[str, Any]) -> None:
    one, faults = convert(fields(title="x" * 60, about="x" * 200, **changed))
    assert faults == []
    assert one is not None
    assert one.point == (WHERE, WHEN)


def test_what_is_no_toml_is_told_with_the_line() -> None:
    one, [fault] = parse('title = "x"\n= nope', "x")
    assert one is None
    assert fault.startswith("not TOML: ")
    assert "line 2" in fault
    assert fault.endswith(" — mend the syntax")


def test_load_names_the_file_of_every_fault(tmp_path: Path) -> None:
    (tmp_path / "fine.toml").write_text(document(KETTLE), encoding="utf-8")
    assert [one.id for one in load(tmp_path)] == ["fine"]
    (tmp_path / "broken.toml").write_text("= nope", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes('title = "Schön"'.encode("latin-1"))
    (tmp_path / "empty.toml").write_text("", encoding="utf-8")
    with pytest.raises(LibraryProblem) as caught:
        load(tmp_path)
    broken, empty, latin = caught.value.problems
    assert broken.startswith("scenarios/broken.toml: not TOML: ")
    assert empty.startswith("scenarios/empty.toml: the file: object missing required field")
    assert latin.startswith("scenarios/latin.toml: ")
    assert latin.endswith(" — save it as UTF-8")
