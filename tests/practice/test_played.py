"""Agents with scripts of their own play every scenario with the shipped models.

`kind` and `cold` were written beside the scenarios; `amber`, `birch` (kind) and `grey` (cold) by
others who saw what an agent sees and never the scenarios.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean

import pytest

from sidecar_server.assistant import Assistant
from sidecar_server.practice.review.played import played
from sidecar_server.practice.run import Run
from sidecar_server.practice.scenario import Scenario, load
from sidecar_server.replay import Replay
from sidecar_server.settings import load_settings
from sidecar_server.startup import open_parts
from tests.practice.play import play, script
from tests.prepared import prepare

pytestmark = pytest.mark.quality
SCENARIOS = load()
KIND, COLD = ("kind", "amber", "birch"), ("cold", "grey")
MOSTLY = 0.9


@dataclass
class Played:
    """Runs and totals by agent and scenario, each made once."""

    scenarios: Sequence[Scenario]
    runs: Mapping[str, Mapping[str, Run]]
    replay: Replay
    _totals: dict[str, dict[str, int]] = field(default_factory=dict)

    def cooled(self, agent: str) -> list[str]:
        """Name the scenarios in which the customer ended below where they began."""
        return [id_ for id_, run in self.runs[agent].items() if _change(run) < 0]

    def heated(self, agent: str) -> list[str]:
        """Name the scenarios in which the customer ended above where they began."""
        return [id_ for id_, run in self.runs[agent].items() if _change(run) > 0]

    def totals(self, agent: str) -> Mapping[str, int]:
        """Give the review's total by scenario."""
        if agent not in self._totals:
            found = {id_: played(run, self._fresh()).total for id_, run in self.runs[agent].items()}
            self._totals[agent] = {id_: total or 0 for id_, total in found.items()}
        return self._totals[agent]

    def _fresh(self) -> Replay:
        return Replay(self.replay.assistant, self.replay.encoders)


def _change(run: Run) -> float:
    return run.customer.mood.heat - run.scenario.heat


@pytest.fixture(
    scope="module",
    params=[pytest.param(2, id="half"), pytest.param(1, id="all", marks=pytest.mark.wide)],
)
def games(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Played]:
    scenarios = SCENARIOS[:: request.param]
    home = tmp_path_factory.mktemp("played") / "home"
    prepare(home)
    parts = open_parts(load_settings({"home": str(home)}), print)
    searchable = parts.searchable()

    def all_by(agent: str) -> dict[str, Run]:
        return {one.id: _play(one, agent) for one in scenarios}

    def _play(one: Scenario, agent: str) -> Run:
        return play(one, script(agent, one.id), searchable, parts.encoders)

    runs = {agent: all_by(agent) for agent in (*KIND, *COLD, "pasted")}
    yield Played(scenarios, runs, Replay(Assistant(searchable), parts.encoders))
    parts.engine.dispose()


def test_the_kind_agent_cools_and_the_cold_one_heats_in_every_scenario(games: Played) -> None:
    every = [one.id for one in games.scenarios]
    assert sorted(games.cooled("kind")) == sorted(every)
    assert sorted(games.heated("cold")) == sorted(every)


@pytest.mark.parametrize("agent", ["amber", "birch"])
def test_kindness_in_words_that_no_scenario_knows_cools_nearly_always(
    games: Played, agent: str
) -> None:
    assert len(games.cooled(agent)) >= MOSTLY * len(games.scenarios)


def test_coldness_in_words_that_no_scenario_knows_heats_nearly_always(games: Played) -> None:
    assert len(games.heated("grey")) >= MOSTLY * len(games.scenarios)


def test_the_same_kind_line_again_and_again_cools_nobody(games: Played) -> None:
    assert games.cooled("pasted") == []


def test_kind_agents_come_to_the_end_and_answer_what_was_asked(games: Played) -> None:
    for agent in KIND:
        left = sum(len(run.customer.open) for run in games.runs[agent].values())
        assert left <= 0.2 * sum(len(one.point) for one in games.scenarios), agent


def test_the_rubric_tells_kind_from_cold_in_every_scenario(games: Played) -> None:
    kind, cold = games.totals("kind"), games.totals("cold")
    assert [id_ for id_ in kind if kind[id_] < cold[id_] + 20] == []
    for agent in ("amber", "birch"):
        theirs, grey = games.totals(agent), games.totals("grey")
        above = [id_ for id_ in theirs if theirs[id_] > grey[id_]]
        assert len(above) >= MOSTLY * len(games.scenarios), agent


def test_kind_agents_score_alike(games: Played) -> None:
    means = [mean(games.totals(agent).values()) for agent in KIND]
    assert max(means) - min(means) <= 0.1 * max(means)


def test_no_two_runs_are_alike(games: Played) -> None:
    known = games.runs["kind"][games.scenarios[0].id]
    written = [(one.text, one.at) for one in known.said if one.role == "agent"]
    told = set()
    for seed in range(6):
        run = Run(known.scenario, known.searchable, known.encode, seed)
        for text, at in written:
            run.write(text, at)
        told.add(tuple(one.text for one in run.said if one.role == "customer"))
    assert len(told) > 3
