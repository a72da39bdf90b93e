"""Lines that agents proposed, waiting for a lead; nothing here says from whom, or on which day."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Engine, delete, func, insert, select

from sidecar_server.library.tables import proposal

KEPT = 500  # the oldest go first


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed line: `week` as 2026-W48, `situation` "" where it is not sure."""

    number: int
    week: str
    language: str
    situation: str
    text: str
    why: str

    @property
    def name(self) -> str:
        """Give what it is told apart by: a database may use a number again."""
        return f"{self.number}-{sha256(self.text.encode()).hexdigest()[:8]}"


class Proposals:
    """The queue; each method is one short look or write."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now

    def keep(self, text: str, why: str, language: str, situation: str) -> None:
        """Put a line at the end, unless it waits there already; beyond 500 the oldest is lost."""
        row = {"text": text, "why": why, "language": language, "situation": situation}
        with self._engine.begin() as connection:
            same = select(proposal.c.number).where(proposal.c.text == text)
            if connection.execute(same).first():
                return
            connection.execute(insert(proposal), [row | {"week": _week(self._now())}])
            newest = select(proposal.c.number).order_by(proposal.c.number.desc())
            too_old = connection.scalar(newest.offset(KEPT).limit(1))
            if too_old is not None:
                connection.execute(delete(proposal).where(proposal.c.number <= too_old))

    def newest(self, most: int, after: int = 0) -> list[Proposal]:
        """Give the newest first, so many of them passed over."""
        query = select(proposal).order_by(proposal.c.number.desc()).limit(most).offset(after)
        with self._engine.connect() as connection:
            return [Proposal(*row) for row in connection.execute(query)]

    def count(self) -> int:
        """Count those that wait."""
        with self._engine.connect() as connection:
            return int(connection.scalar(select(func.count()).select_from(proposal)) or 0)

    def put_away(self, names: Iterable[str]) -> int:
        """Take lines off the queue by their names, and say how many were still there."""
        asked = set(names)
        numbers = [int(n) for n, _, _ in (one.partition("-") for one in asked) if _is_number(n)]
        chosen = proposal.c.number.in_(numbers)
        with self._engine.begin() as connection:
            found = [Proposal(*row) for row in connection.execute(select(proposal).where(chosen))]
            gone = [one.number for one in found if one.name in asked]
            connection.execute(delete(proposal).where(proposal.c.number.in_(gone)))
        return len(gone)


def _week(at: float) -> str:
    year, week, _ = date.fromtimestamp(at).isocalendar()
    return f"{year}-W{week:02}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
