"""The page about performance says what its file of figures says, and a run is judged as asked."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench import report, table
from tests.bench.goals import judge
from tests.bench.plan import Plan
from tests.bench.plot import svg
from tests.bench.run import joined, section


@pytest.fixture(scope="module")
def run() -> Any:
    return json.loads(report.FIGURES.read_text(encoding="utf-8"))


def found(run: Any) -> dict[str, Any]:
    return {name: one["found"] for name, one in run["sections"].items() if "found" in one}


def test_the_page_and_its_drawing_are_not_stale(run: Any) -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    assert page == report.filled(page, run), "run: python -m tests.bench.report"
    assert report.DRAWING.read_text(encoding="utf-8") == svg(run)


def test_every_table_of_the_run_has_its_place_on_the_page(run: Any) -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    for name, _ in table.tables(run):
        assert page.count(f"<!-- bench: {name} -->") == 1


def test_the_goals_are_those_of_the_figures(run: Any) -> None:
    assert run["goals"] == judge(found(run))


def test_a_figure_beyond_its_limit_is_a_goal_not_met() -> None:
    crowd = {"open": 1_000, "per_s": 100, "dropped": 1, "answer_ms": {"p50": 9.0, "p99": 100.0}}
    dropped, slow = judge({"crowd": crowd})
    assert not dropped["met"]
    assert slow["met"]
    quality = {
        "cosine": {"mean": 0.989},
        "shipped": {"first": 0.80, "second": 0.90},
        "reference": {"first": 0.806, "second": 0.85},
    }
    cosine, lost = judge({"quality": quality})
    assert not cosine["met"]
    assert (lost["figure"], lost["met"]) == (0.6, False)


def test_what_is_measured_again_says_of_which_commit_and_is_judged_with_the_rest(run: Any) -> None:
    crowd = {"open": 1_000, "per_s": 100, "dropped": 7, "answer_ms": {"p50": 9.0, "p99": 50.0}}
    again = {"found": crowd, "load_before": 0.1, "load_after": 0.2, "seconds": 80.0}
    both = joined(run, {"machine": {"commit": "abc"}, "sections": {"crowd": again}})
    assert both["sections"].keys() == run["sections"].keys() | {"crowd"}
    assert both["machine"] == run["machine"]
    assert "crowd: 80 s, measured again at abc" in table.ran(both)
    assert [one["figure"] for one in both["goals"] if one["goal"] == "P6"] == [7, 50.0]


def test_a_section_that_fails_says_so_and_the_others_are_shown(run: Any, tmp_path: Path) -> None:
    def broken(_: Plan) -> dict[str, Any]:
        raise RuntimeError("no browser here")

    failed = section("page", broken, Plan(tmp_path))
    assert failed["failed"] == "RuntimeError: no browser here"
    said = table.text({**run, "sections": {**run["sections"], "page": failed}})
    assert "page: 0 s; it FAILED: RuntimeError: no browser here" in said
    assert "\nGoals\n" in said
    assert "In the page\n" not in said
