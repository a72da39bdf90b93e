"""How often phrases are shown, used and dismissed, by week: of all together, never by agent."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from threading import Lock
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, case, delete, func, select, text

from sidecar_server.library.tables import usage
from sidecar_server.model import Library

KEPT_WEEKS = 26
_MOST_WAITING = 50_000  # different counts between two writings; what comes beyond is not counted
_ADD = text(  # SQLite and PostgreSQL alike
    "INSERT INTO usage (week, id, language, event, count) "
    "VALUES (:week, :id, :language, :event, :count) "
    "ON CONFLICT (week, id, language, event) DO UPDATE SET count = usage.count + excluded.count"
)


class Counted(NamedTuple):
    """What is counted: nothing here, nor anywhere beside it, says whose chat it was."""

    week: str  # ISO, 2026-W48
    id: str
    language: str
    event: str  # shown | inserted | copied | dismissed


class Usage:
    """Counts in memory; `write` adds the counts to those of the weeks before."""

    def __init__(self, engine: Engine, today: Callable[[], date] = date.today) -> None:
        self._engine, self._today = engine, today
        self._waiting: Counter[Counted] = Counter()
        self._lock = Lock()
        self._swept = ""  # the week in which the oldest were dropped

    def count(self, id_: str, language: str, event: str) -> None:
        """Count what became of a suggestion; short, for the event loop."""
        counted = Counted(week_of(self._today()), id_, language, event)
        with self._lock:
            if counted in self._waiting or len(self._waiting) < _MOST_WAITING:
                self._waiting[counted] += 1

    def write(self, library: Library) -> None:
        """Add what waits to the store, the library's phrases alone.

        What cannot be written waits on, and StoreProblem says why.
        """
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
        rows = [one._asdict() | {"count": n} for one, n in _of_library(waiting, library).items()]
        try:
            if rows:
                with self._engine.begin() as connection:
                    connection.execute(_ADD, rows)
        except Exception:
            with self._lock:
                self._waiting.update(waiting)
            raise

    def drop_old(self) -> None:
        """Drop the weeks that are too old, once a week."""
        today = self._today()
        if self._swept == week_of(today):
            return
        oldest = week_of(today - timedelta(weeks=KEPT_WEEKS))
        with self._engine.begin() as connection:
            connection.execute(delete(usage).where(usage.c.week < oldest))
        self._swept = week_of(today)


class Total(NamedTuple):
    """How often a phrase was shown, used and dismissed."""

    shown: int = 0
    used: int = 0
    dismissed: int = 0


def totals(engine: Engine, weeks: Sequence[str]) -> dict[tuple[str, str], Total]:
    """Add up some weeks by id and language of the phrases; one never shown is not there."""
    added = [_sum("shown"), _sum("inserted", "copied"), _sum("dismissed")]
    columns = usage.c.id, usage.c.language
    wanted = select(*columns, *added).where(usage.c.week.in_(weeks)).group_by(*columns)
    with engine.connect() as connection:
        rows = connection.execute(wanted)
        return {(id_, language): Total(*sums) for id_, language, *sums in rows}


def by_week(engine: Engine, weeks: Sequence[str], ids: Sequence[str]) -> dict[Counted, int]:
    """Read the counts of a few phrases, all their languages, week by week."""
    wanted = select(usage).where(usage.c.week.in_(weeks), usage.c.id.in_(ids))
    with engine.connect() as connection:
        return {Counted(*row[:4]): row[4] for row in connection.execute(wanted)}


def first_week(engine: Engine, weeks: Sequence[str]) -> str:
    """Name the first of these weeks in which anything was counted, "" if it was in none."""
    wanted = select(func.min(usage.c.week)).where(usage.c.week.in_(weeks))
    with engine.connect() as connection:
        return connection.scalar(wanted) or ""


def mark_of(engine: Engine, week: str) -> tuple[int, int]:
    """Give what changes when something is still counted in a week: its rows and their sum."""
    wanted = select(func.count(), func.coalesce(func.sum(usage.c.count), 0))
    with engine.connect() as connection:
        rows, total = connection.execute(wanted.where(usage.c.week == week)).one()
    return int(rows), int(total)


def _sum(*events: str) -> ColumnElement[int]:
    return func.sum(case((usage.c.event.in_(events), usage.c.count), else_=0))


def week_of(day: date) -> str:
    """Name a day's ISO week; later weeks sort after earlier ones."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def full_weeks(today: date, most: int) -> list[str]:
    """Name the newest weeks that are over, oldest first."""
    return [week_of(today - timedelta(weeks=ago)) for ago in range(most, 0, -1)]


def _of_library(waiting: Mapping[Counted, int], library: Library) -> Counter[Counted]:
    """Keep the counts of phrases: notes and nudges have other ids, and an agent's client any.

    Where a chat's language has no line of this id, the one in English was shown.
    """
    known = {(phrase.id, phrase.language) for phrase in library.phrases} if waiting else set()
    kept: Counter[Counted] = Counter()
    for one, count in waiting.items():
        if language := _first((one.language, "en"), one.id, known):
            kept[one._replace(language=language)] += count
    return kept


def _first(languages: Iterable[str], id_: str, known: set[tuple[str, str]]) -> str:
    return next((language for language in languages if (id_, language) in known), "")
