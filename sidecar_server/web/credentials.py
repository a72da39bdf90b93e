"""Credentials: kept as the hash of their token; those of the demo desk in memory only."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import Engine, Row, and_, delete, insert, or_, select, true

from sidecar_server.errors import BadInput
from sidecar_server.library.scope import named
from sidecar_server.library.tables import ACCESS, bump, credential, number
from sidecar_server.library.tables import account as accounts
from sidecar_server.library.writing import writing
from sidecar_server.web.accounts import checked_name, checked_role, writing_for
from sidecar_server.web.handshake import id_of, key_of
from sidecar_server.web.roles import AGENT, DEMO, LADDER, MONITOR

ROLES = (*LADDER, MONITOR)
BROWSER = "browser"  # the name of what a pairing makes
DEMO_PAGES = 64
LONGEST_DAYS = 3_650
_DAY_S = 86_400.0
_WITH_ACCOUNT = (
    *credential.c,
    accounts.c.role.label("their_role"),
    accounts.c.teams.label("their_teams"),
)


@dataclass(frozen=True, slots=True)
class Credential:
    """Who may connect: `key` is SHA-256 of the token, 32 bytes; a role of `ROLES`, or demo.

    An agent is served everyone's lines and those of `teams`. One of an `account` is for its
    teams, with a role that is never more than its own.
    """

    id: str
    key: bytes
    name: str
    role: str
    teams: tuple[str, ...] = ()
    account: str = ""
    created_at: float = 0.0  # Unix seconds
    expires_at: float | None = None


class Credentials:
    """The stored credentials and the newest demo pages'; each method is one short look or write."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now
        self._demo: OrderedDict[str, Credential] = OrderedDict()

    def create(
        self,
        name: str,
        role: str = AGENT,
        teams: Iterable[str] = (),
        days: int | None = None,
        account: str = "",
    ) -> str:
        """Store a new credential and give its token, which is kept nowhere.

        It lasts so many days, or until it is revoked. BadInput for an account that is not there.
        """
        if days is not None and not 0 < days <= LONGEST_DAYS:
            raise BadInput(f"a token cannot last {days} days", fix=f"give 1 to {LONGEST_DAYS} days")
        token, made = _new(checked_name(name), checked_role(role, ROLES))
        now = self._now()
        row = {"id": made.id, "key": made.key, "name": made.name, "role": role, "created_at": now}
        row |= {"teams": orjson.dumps(named(teams)).decode(), "account": account}
        row |= {"expires_at": now + days * _DAY_S if days else None}
        with writing_for(self._engine, account) as connection:
            connection.execute(insert(credential), [row])
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
        """Find a stored credential that still holds, also one stored a moment ago."""
        found = self._stored(credential.c.id == id)
        return found[0] if found and self.holds(found[0]) else None

    def holds(self, one: Credential) -> bool:
        """Say whether a credential has not run out; a demo page's, whether it is a newest one."""
        if one.role == DEMO:
            return one.id in self._demo
        return one.expires_at is None or self._now() < one.expires_at

    def all(self, account: str | None = None) -> list[Credential]:
        """Give every stored credential, the newest first, or those of one account."""
        return self._stored(true() if account is None else credential.c.account == account)

    def revoke(self, id: str, account: str | None = None) -> None:  # noqa: A002
        """Take a credential away, at once also from whoever is connected by it.

        BadInput where there is none of that id, or none of that account.
        """
        whose = true() if account is None else credential.c.account == account
        with writing(self._engine) as connection:
            gone = delete(credential).where(and_(credential.c.id == id, whose))
            if not connection.execute(gone).rowcount:
                raise BadInput(f"there is no token {id!r}", fix="see `sidecar tokens list`")
            bump(connection, ACCESS)

    def changes(self) -> int:
        """Give a number that rises whenever a credential or an account is changed or revoked."""
        with self._engine.connect() as connection:
            return number(connection, ACCESS)

    def _stored(self, where: Any) -> list[Credential]:
        """Give what is stored; one whose account is gone is not."""
        query = (
            select(*_WITH_ACCOUNT)
            .outerjoin(accounts, accounts.c.id == credential.c.account)
            .where(and_(where, or_(credential.c.account == "", accounts.c.id.is_not(None))))
            .order_by(credential.c.created_at.desc(), credential.c.id)
        )
        with self._engine.connect() as connection:
            return [_credential(row) for row in connection.execute(query)]


def _credential(row: Row[Any]) -> Credential:
    teams = tuple(orjson.loads(row.teams))
    found = Credential(
        row.id, row.key, row.name, row.role, teams, row.account, row.created_at, row.expires_at
    )
    if not row.account:
        return found
    role = min(row.role, row.their_role, key=LADDER.index)
    return replace(found, role=role, teams=tuple(orjson.loads(row.their_teams)))


def _new(name: str, role: str) -> tuple[str, Credential]:
    token = secrets.token_urlsafe(32)
    key = key_of(token)
    return token, Credential(id_of(key), key, name, role)
