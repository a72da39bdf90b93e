"""The review of a practice run: as of any chat, with what the customer knows of it beside."""

from dataclasses import replace

from sidecar_server.practice.review.rubric import Review, review
from sidecar_server.practice.review.witness import Owed, witness
from sidecar_server.practice.run import Run
from sidecar_server.replay import Line, Replay


def played(run: Run, replay: Replay) -> Review:
    """Review a run: its points are the scenario's, its curve the customer's own heat."""
    seen = witness(lines_of(run), replay)
    seen.owed = [
        Owed(_asked(run, point.id), None, point.id not in run.customer.open, point.answered_by[0])
        for point in run.scenario.point
    ]
    return review(seen, tuple((None, heat) for heat in run.customer.mood.curve))


def lines_of(run: Run) -> list[Line]:
    """Give a run's chat in the replay format."""
    person = run.scenario.customer
    lines = [Line(one.role, one.text, one.at, practice=True) for one in run.said]
    return [replace(lines[0], locale=person.locale, name=person.name), *lines[1:]]


def _asked(run: Run, id_: str) -> str:
    """Give the words in which the customer came to a point last, else what it is about."""
    point = next(one for one in run.scenario.point if one.id == id_)
    said = [one.text for one in run.said if one.text in point.asks]
    return said[-1] if said else point.about
