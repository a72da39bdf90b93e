"""Agents who write from a script play scenarios on a clock of their own."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sidecar_server.encoders.languages import Encoders
from sidecar_server.library.search import Searchable
from sidecar_server.practice.run import Run
from sidecar_server.practice.scenario import Scenario

HERE = Path(__file__).parent
_STEP_S = 5.0  # how often a customer who waits is looked at
_END_S = 90.0  # how long is waited for what comes after the last message
PASTED = (
    "Thank you for telling me, you have every reason to be upset, and I am looking into it for you."
)


@dataclass(frozen=True)
class Written:
    """One message of a script; `after` is seconds since the last message in the chat."""

    text: str
    after: float


def script(agent: str, scenario: str) -> list[Written]:
    """Read what an agent writes to the customer of a scenario."""
    if agent == "pasted":
        return [Written(PASTED, 25.0)] * 6
    shared = HERE / "played" / f"{scenario}.toml"
    own = HERE / "agents" / agent / f"{scenario}.toml"
    file, name = (own, "message") if own.exists() else (shared, agent)
    rows: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))[name]
    return [Written(**row) for row in rows]


def play(
    scenario: Scenario,
    written: Sequence[Written],
    searchable: Searchable,
    encoders: Encoders,
    seed: int = 1,
) -> Run:
    """Play a scenario to the end of the script or of the customer's patience."""
    encoder = encoders.of(scenario.language)
    assert encoder
    run = Run(scenario, searchable, encoder.encode, seed)
    now = 0.0
    for one in written:
        due = now + one.after
        while now + _STEP_S < due and not run.over:
            now += _STEP_S
            run.wait(now)
        if run.over:
            return run
        now = due
        run.write(one.text, now)
    end = now + _END_S
    while now < end and not run.over:
        now += _STEP_S
        run.wait(now)
    return run
