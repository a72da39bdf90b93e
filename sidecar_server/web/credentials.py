"""Credentials: kept as the hash of their token; those of the demo desk in memory only."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import orjson
from sqlalchemy import Engine, insert, select

from sidecar_server.errors import BadInput
from sidecar_server.library.scope import named
from sidecar_server.library.tables import credential
from sidecar_server.web.handshake import id_of, key_of

AGENT = "agent"
MONITOR = "monitor"  # reads the metrics, and nothing else
ROLES = (AGENT, "lead", MONITOR)
DEMO = "demo"
NAME_CHARS = 100
DEMO_PAGES = 64


@dataclass(frozen=True, slots=True)
class Credential:
    """Who may connect: `key` is SHA-256 of the token, 32 bytes; role agent | lead | monitor | demo.

    An agent is served everyone's lines and those of `teams`.
    """

    id: str
    key: bytes
    name: str
    role: str
    teams: tuple[str, ...] = ()


class Credentials:
    """The stored credentials and the newest demo pages'; each method is one short look or write."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now
        self._demo: OrderedDict[str, Credential] = OrderedDict()

    def create(self, name: str, role: str = "agent", teams: Iterable[str] = ()) -> str:
        """Store a new credential and give its token, which is kept nowhere."""
        if not 0 < len(name) <= NAME_CHARS or not name.isprintable():
            raise BadInput(
                "this name cannot be used", fix=f"give 1 to {NAME_CHARS} printable characters"
            )
        if role not in ROLES:
            raise BadInput(f"no role is called {role!r}", fix=f"use one of: {', '.join(ROLES)}")
        theirs = orjson.dumps(named(teams)).decode()
        token, made = _new(name, role)
        row = {"id": made.id, "key": made.key, "name": name, "role": role, "teams": theirs}
        with self._engine.begin() as connection:
            connection.execute(insert(credential), [row | {"created_at": self._now()}])
        return token

    def demo(self) -> str:
        """Give the token of a new demo credential; beyond 64 pages the longest unused is lost."""
        token, made = _new("demo desk", DEMO)
        self._demo[made.id] = made
        if len(self._demo) > DEMO_PAGES:
            self._demo.popitem(last=False)
        return token

    def find_demo(self, id: str) -> Credential | None:  # noqa: A002  (the protocol's word)
        """Find a demo page's credential."""
        found = self._demo.get(id)
        if found:
            self._demo.move_to_end(id)
        return found

    def find(self, id: str) -> Credential | None:  # noqa: A002
        """Find a stored credential, also one that a command stored a moment ago."""
        with self._engine.connect() as connection:
            row = connection.execute(select(credential).where(credential.c.id == id)).first()
        if row is None:
            return None
        return Credential(row.id, row.key, row.name, row.role, tuple(orjson.loads(row.teams)))


def _new(name: str, role: str) -> tuple[str, Credential]:
    token = secrets.token_urlsafe(32)
    key = key_of(token)
    return token, Credential(id_of(key), key, name, role)
