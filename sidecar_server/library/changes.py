"""Every change that people make to the library: written with who, when and what, and undone."""

import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec
import orjson
from sqlalchemy import Connection, Engine, and_, delete, insert, select

from sidecar_server.errors import Conflict, NotYours
from sidecar_server.library.files import KINDS, Entry
from sidecar_server.library.rows import Key, entry_of, key_of, row_of, served_by
from sidecar_server.library.scope import EVERYTHING, Scope
from sidecar_server.library.store import Vectors, keep
from sidecar_server.library.tables import SHIPPED, TEAM, WORKING, bump, change, entry
from sidecar_server.library.writing import writing

Bodies = Mapping[str, str]  # origin, team or working -> the entry as JSON
_CHUNK = 300  # keys in one query: databases have a limit of variables
_OURS = (TEAM, WORKING)
WHAT_CHARS = 200
_ASK = "ask a lead of all teams, or write a line for your own teams under another name"
_UNDO = "undo the changes of your own entries one by one, or ask a lead of all teams"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry's change: what stood before and what since, by origin; `at` in Unix seconds."""

    number: int
    batch: str
    at: float
    by: str
    what: str
    key: Key
    before: Mapping[str, Entry]
    after: Mapping[str, Entry]


class Changes:
    """The writing side of the library; readers notice by its revision.

    Every method keeps to the scope: NotYours, and nothing done, where an entry is not theirs alone.
    """

    def __init__(
        self, engine: Engine, now: Callable[[], float] = time.time, scope: Scope = EVERYTHING
    ) -> None:
        self._engine, self._now, self._scope = engine, now, scope

    def within(self, scope: Scope) -> "Changes":
        """Give the same for whoever sees and changes less."""
        return Changes(self._engine, self._now, scope)

    def write(
        self,
        entries: Sequence[Entry],
        by: str,
        what: str,
        vectors: Mapping[str, Vectors] | None = None,
    ) -> str:
        """Write a team's entries and their texts' vectors by encoder, all or nothing.

        One in draft or review stands beside the served one; any other takes both places. Gives the
        batch by which it is undone, "" where nothing was to do. What names no team is its writer's.
        """
        wanted = {key_of(one): self._scope.claim(one) for one in entries}
        with writing(self._engine) as connection:
            stand = _stand(connection, wanted)
            after = {key: _written(stand.get(key, {}), one) for key, one in wanted.items()}
            for encoder, rows in (vectors or {}).items():
                keep(connection, encoder, rows)
            return self._turn(connection, stand, after, by, what)

    def remove(self, keys: Iterable[Key], by: str, what: str) -> str:
        """Take the team's own away: a shipped entry is itself again, any other is gone."""
        with writing(self._engine) as connection:
            stand = _stand(connection, keys)
            return self._turn(connection, stand, {key: {} for key in stand}, by, what)

    def drop(self, key: Key, by: str) -> str:
        """Take away the version in work alone; what is served stays."""
        with writing(self._engine) as connection:
            stand = _stand(connection, [key])
            left = {o: b for o, b in stand.get(key, {}).items() if o != WORKING}
            return self._turn(connection, stand, {key: left}, by, "draft thrown away")

    def newest(
        self, most: int, before: int | None = None, key: Key | None = None, batch: str = ""
    ) -> list[Change]:
        """Give the newest changes: older than a number, of one entry, of one batch."""
        query = select(change).order_by(change.c.number.desc())
        if before is not None:
            query = query.where(change.c.number < before)
        if batch:
            query = query.where(change.c.batch == batch)
        if key:
            query = query.where(
                change.c.kind == key.kind, change.c.id == key.id, change.c.language == key.language
            )
        with self._engine.connect() as connection:
            if not self._scope.teams:
                query = query.limit(most)
            with connection.execute(query.execution_options(yield_per=_CHUNK)) as rows:
                found = (one for row in rows if self._sees(one := _change(row)))
                return list(islice(found, most))

    def allows(self, key: Key) -> bool:
        """Say whether the entry of this name may be changed."""
        with self._engine.connect() as connection:
            return self._is_theirs(connection, {key: {}, **_stand(connection, [key])})

    def undo(self, by: str, batch: str = "", number: int = 0) -> str:
        """Bring back what stood before a batch, or before one change of it; gives the new batch.

        Conflict, and nothing done, where an entry was changed again since.
        """
        chosen = change.c.batch == batch if batch else change.c.number == number
        with writing(self._engine) as connection:
            rows = connection.execute(select(change).where(chosen)).all()
            if not rows:
                raise Conflict("there is no such change", fix="look at the history again")
            if not all(self._sees(_change(row)) for row in rows):
                raise NotYours("other teams' entries are in this change", fix=_UNDO)
            keys = {Key(row.kind, row.id, row.language): row for row in rows}
            stand = _stand(connection, keys)
            later = [k for k, row in keys.items() if stand.get(k, {}) != orjson.loads(row.after)]
            if later:
                named = ", ".join(sorted(key.id for key in later)[:3])
                more = f" and {len(later) - 3} more" if len(later) > 3 else ""
                raise Conflict(
                    f"{named}{more} changed again since", fix="undo the later changes first"
                )
            back = {key: orjson.loads(row.before) for key, row in keys.items()}
            what = rows[0].what if batch or len(rows) == 1 else rows[0].id
            return self._turn(connection, stand, back, by, f"undone: {what}")

    def _turn(
        self,
        connection: Connection,
        stand: Mapping[Key, Bodies],
        after: Mapping[Key, Bodies],
        by: str,
        what: str,
    ) -> str:
        """Make `stand` into `after` and note each change: the one door of all that write."""
        turned = [key for key in after if after[key] != stand.get(key, {})]
        if not turned:
            return ""
        sides = ({key: side.get(key, {}) for key in turned} for side in (stand, after))
        if not all(self._is_theirs(connection, side) for side in sides):
            raise NotYours("this belongs to everyone or to another team", fix=_ASK)
        batch, at = secrets.token_hex(8), self._now()
        for some in _chunks(turned):
            connection.execute(delete(entry).where(_named(some, _OURS)))
        rows = [row_of(key, origin, b) for key in turned for origin, b in after[key].items()]
        if rows:
            connection.execute(insert(entry), rows)
        noted = [
            {
                **{"batch": batch, "at": at, "by": by, "what": what[:WHAT_CHARS]},
                **key._asdict(),
                "before": orjson.dumps(stand.get(key, {})).decode(),
                "after": orjson.dumps(after[key]).decode(),
            }
            for key in turned
        ]
        connection.execute(insert(change), noted)
        bump(connection)
        return batch

    def _is_theirs(self, connection: Connection, side: Mapping[Key, Bodies]) -> bool:
        """Say whether all that stands under these names is theirs; a shipped one, if it is bare."""
        if not self._scope.teams:
            return True
        bare = [key for key, bodies in side.items() if TEAM not in bodies]
        shipped = _stand(connection, bare, (SHIPPED,))
        every = [(key.kind, b) for key, one in side.items() for b in one.values()]
        every += [(key.kind, b) for key, one in shipped.items() for b in one.values()]
        return all(self._scope.owns(entry_of(kind, body)) for kind, body in every)

    def _sees(self, one: Change) -> bool:
        return all(map(self._scope.sees, (*one.before.values(), *one.after.values())))


def _written(stand: Bodies, one: Entry) -> Bodies:
    body = orjson.dumps(one).decode()
    if served_by(one) == TEAM:
        return {TEAM: body}
    return {**{o: b for o, b in stand.items() if o == TEAM}, WORKING: body}


def _stand(
    connection: Connection, keys: Iterable[Key], origins: Sequence[str] = _OURS
) -> dict[Key, Bodies]:
    """Read what stands under these names: the team's own and what is in work, or what is asked."""
    found: dict[Key, dict[str, str]] = {}
    for some in _chunks(keys):
        for row in connection.execute(select(entry).where(_named(some, origins))):
            found.setdefault(Key(row.kind, row.id, row.language), {})[row.origin] = row.body
    return dict(found)


def _named(keys: Sequence[Key], origins: Sequence[str]) -> Any:
    """Choose entries of these origins under keys of one kind and language."""
    same = (entry.c.kind == keys[0].kind, entry.c.language == keys[0].language)
    return and_(entry.c.origin.in_(origins), *same, entry.c.id.in_([key.id for key in keys]))


def _chunks(keys: Iterable[Key]) -> Iterable[Sequence[Key]]:
    alike: dict[tuple[str, str], list[Key]] = {}
    for key in keys:
        alike.setdefault((key.kind, key.language), []).append(key)
    return (some[at : at + _CHUNK] for some in alike.values() for at in range(0, len(some), _CHUNK))


def _change(row: Any) -> Change:
    def read(bodies: str) -> dict[str, Entry]:
        kind = KINDS[row.kind]
        return {o: msgspec.convert(orjson.loads(b), kind) for o, b in orjson.loads(bodies).items()}

    key = Key(row.kind, row.id, row.language)
    before, after = read(row.before), read(row.after)
    return Change(row.number, row.batch, row.at, row.by, row.what, key, before, after)
