"""All scenarios there are: those that come with the product, and the leads' own over them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import orjson
import tomlkit
from sqlalchemy import Engine, delete, insert, select

from sidecar_server.library.tables import scenario as table
from sidecar_server.practice.scenario import Scenario, convert, load, shipped


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario: `own` of the leads or shipped, `served` to agents; `at` in Unix seconds."""

    scenario: Scenario
    own: bool = False
    served: bool = True
    by: str = ""
    at: float = 0.0


class Scenarios:
    """The shipped scenarios and the stored ones; each method is one short look or write."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now

    def all(self) -> Sequence[Kept]:
        """Give every scenario, in the order of their languages and titles."""
        found = {one.id: Kept(one) for one in _files()}
        with self._engine.connect() as connection:
            for row in connection.execute(select(table)):
                one, _ = convert(orjson.loads(row.body))
                if one:
                    found[row.id] = Kept(one, True, row.served, row.by, row.at)
        return sorted(found.values(), key=lambda kept: _order(kept.scenario))

    def get(self, id_: str) -> Kept | None:
        """Give one by its id."""
        return next((one for one in self.all() if one.scenario.id == id_), None)

    def is_shipped(self, id_: str) -> bool:
        """Say whether one of this id comes with the product."""
        return any(one.id == id_ for one in _files())

    def keep(self, one: Scenario, by: str, served: bool) -> None:
        """Write a lead's scenario in the place of any of the same id."""
        body = orjson.dumps(msgspec.to_builtins(one)).decode()
        row = {"id": one.id, "body": body, "served": served, "by": by, "at": self._now()}
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.id == one.id))
            connection.execute(insert(table), [row])

    def remove(self, id_: str) -> None:
        """Take a lead's own away; a shipped one of that id is itself again."""
        with self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.id == id_))


def document(one: Scenario) -> str:
    """Write a scenario as the file that a person can read."""
    plain: dict[str, Any] = msgspec.to_builtins(one)
    del plain["id"]
    told = {key: value for key, value in plain.items() if value not in ([], (), {}, "")}
    return tomlkit.dumps(told)


def _order(one: Scenario) -> tuple[bool, str, str]:
    return (one.language != "en", one.language, one.title)


def _files() -> tuple[Scenario, ...]:
    folder = shipped()
    looks = tuple(sorted((one.name, one.stat().st_mtime_ns) for one in folder.glob("*.toml")))
    return _read(folder, looks)


@lru_cache(maxsize=2)
def _read(folder: Path, looks: object) -> tuple[Scenario, ...]:
    return load(folder)
