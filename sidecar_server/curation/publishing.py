"""From a version that a lead wrote to what agents are served, and back; pages and API share it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Lock

import orjson

from sidecar_server.curation import expectations
from sidecar_server.curation.catalogue import Line, Row
from sidecar_server.curation.desk import Desk
from sidecar_server.curation.expectations import Outcome
from sidecar_server.curation.judge import Fault, judge
from sidecar_server.errors import Conflict
from sidecar_server.library.rows import Key, key_of
from sidecar_server.library.tables import SHIPPED, TEAM, WORKING
from sidecar_server.model import State

# Held by who compares with what stands and writes over it, so that nobody comes between.
_WRITING = Lock()
_REACHES = ("published", "retired")  # agents have another library by it
_JUDGED = ("review", "published")  # no version gets there with a fault that must be mended


@dataclass(frozen=True, slots=True)
class Saved:
    """What was found wrong with a version, and whether it was written all the same.

    `breaks` are the expectations that it would break for agents: written only with their consent.
    """

    faults: Sequence[Fault]
    done: bool
    breaks: Sequence[Outcome] = ()


def seen(row: Row | None) -> str:
    """Give what tells whether an entry was changed since somebody looked; "" where there is none.

    16 hex digits.
    """
    if row is None:
        return ""
    stands = orjson.dumps([row.served, row.working])
    return sha256(stands).hexdigest()[:16]


def save(desk: Desk, made: Line, row: Row | None, by: str, anyway: str = "") -> Saved:
    """Write a version over the row that was looked at, None of a new entry.

    One that would be served must have no fault that keeps it from it, and break no expectation
    but with `anyway`, the consent to those. Conflict where somebody was faster.
    """
    faults = judge(made, desk)
    if made.state in _JUDGED and any(fault.must for fault in faults):
        return Saved(faults, done=False)
    breaks = expectations.broken_by(made, desk) if made.state in _REACHES else []
    if breaks and anyway != expectations.consent(breaks):
        return Saved(faults, done=False, breaks=breaks)
    with _WRITING:
        _check_unchanged(desk, key_of(made), row)
        desk.write([made], by, _what(made, row))
    return Saved(faults, done=True)


def move(desk: Desk, row: Row, state: State, by: str, anyway: str = "") -> Saved:
    """Give a version another state as it stands; Conflict where it has nothing to gain from it."""
    served = row.served is not None and row.served.state == "published"
    if state == "retired" and not served:
        raise Conflict(f"{row.key.id} is not served", fix="retire what is published")
    if state in _JUDGED and served and row.working is None:
        raise Conflict(f"{row.key.id} has no draft", fix="save a draft of it first")
    return save(desk, replace(row.entry, state=state), row, by, anyway)


def throw_away(desk: Desk, row: Row, by: str) -> None:
    """Take the version in work away; what is served stays."""
    if row.working is None:
        raise Conflict(f"{row.key.id} has no draft", fix="nothing needs to be done")
    with _WRITING:
        _check_unchanged(desk, row.key, row)
        if WORKING in desk.store.versions(row.key):
            desk.changes.drop(row.key, by)
        else:  # it came with the files, as a draft
            raise Conflict(f"{row.key.id} came as a draft", fix="publish it, or leave it alone")


def to_shipped(desk: Desk, row: Row, by: str, anyway: str = "") -> Saved:
    """Take away all that a team made of a shipped entry."""
    versions = desk.store.versions(row.key)
    if SHIPPED not in versions or not versions.keys() & {TEAM, WORKING}:
        raise Conflict(
            f"{row.key.id} has no shipped version to go back to", fix="retire or undo it instead"
        )
    shipped = versions[SHIPPED]
    breaks = expectations.broken_by(shipped, desk) if isinstance(shipped, Line) else []
    if breaks and anyway != expectations.consent(breaks):
        return Saved((), done=False, breaks=breaks)
    with _WRITING:
        _check_unchanged(desk, row.key, row)
        desk.changes.remove([row.key], by, "back to the shipped version")
    return Saved((), done=True)


def _check_unchanged(desk: Desk, key: Key, row: Row | None) -> None:
    if seen(desk.catalogue().by_key.get(key)) != seen(row):
        raise Conflict(
            f"somebody else changed {key.id} at the same time", fix="look at it again, then save"
        )


def _what(made: Line, row: Row | None) -> str:
    if made.state == "draft":
        return "edited" if row else "written"
    return {"review": "sent to review", "published": "published", "retired": "retired"}[made.state]
