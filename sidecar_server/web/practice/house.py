"""What the practice desk's pages share."""

from dataclasses import dataclass, field
from pathlib import Path

from sidecar_server.assistant import Assistant
from sidecar_server.curation.desk import Desk
from sidecar_server.practice.review.played import played
from sidecar_server.practice.review.rubric import Review
from sidecar_server.practice.run import Run
from sidecar_server.practice.scenario import Scenario
from sidecar_server.practice.scenarios import Scenarios
from sidecar_server.replay import Replay
from sidecar_server.settings import Settings
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.practice.runs import Runs

STATIC = Path(__file__).parents[1] / "static" / "practice"
OWNER = "sidecar.owner"  # where the door leaves whose token it is, in the scope


@dataclass(frozen=True)
class House:
    """The parts that the handlers use; each method may take a moment, so call it in a thread."""

    settings: Settings
    credentials: Credentials
    scenarios: Scenarios
    desk: Desk
    runs: Runs = field(default_factory=Runs)

    def play(self, one: Scenario) -> Run:
        """Begin a run of a scenario, its language indexed."""
        searchable = self.desk.served(one.language)
        encoder = self.desk.encoders.of(one.language)
        if encoder is None:
            raise LookupError(one.language)
        return Run(one, searchable, encoder.encode)

    def review(self, run: Run) -> Review:
        """Review a run."""
        searchable = self.desk.served(run.scenario.language)
        return played(run, Replay(Assistant(searchable), self.desk.encoders))
