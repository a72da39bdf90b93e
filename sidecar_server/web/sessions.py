"""Sessions of the console: opened with a one-time code, known by a cookie, kept as its hash."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Engine, delete, insert, select, update

from sidecar_server.library.tables import account as accounts
from sidecar_server.library.tables import session
from sidecar_server.web.accounts import writing_for
from sidecar_server.web.roles import ADMIN, LEAD, allows

LASTS_S = 12 * 3_600.0  # without a page
_RENEWED_S = 600.0  # a session is written anew at most this often
_FORM = b"sidecar1|form"
_WITH_ACCOUNT = select(
    *session.c, accounts.c.role, accounts.c.password, accounts.c.teams.label("their_teams")
).outerjoin(accounts, accounts.c.id == session.c.account)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in: a name for the history, and the teams whose entries are theirs (none: all).

    `form_key` is what each form of this session must carry; `account` is "" for whoever came by
    a code of `sidecar console`.
    """

    name: str
    teams: tuple[str, ...]
    form_key: str
    role: str
    account: str
    ready: bool  # False until they have chosen a password

    def may(self, least: str) -> bool:
        """Say whether their role allows what at least this one does."""
        return allows(self.role, least)


class Sessions:
    """The open sessions; each method is one short look or write."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now

    def open(self, name: str, teams: Sequence[str] = (), account: str = "") -> str:
        """Begin a session and give its cookie, which is kept nowhere.

        Role and teams are those that the account has whenever a page is asked for; without one the
        session is a lead's of these teams or, of no team, an admin's. BadInput for an account that
        is not there.
        """
        cookie, now = secrets.token_urlsafe(32), self._now()
        row = {"key": _key(cookie), "name": name, "teams": orjson.dumps(teams).decode()}
        row |= {"account": account}
        with writing_for(self._engine, account) as connection:
            connection.execute(delete(session).where(session.c.expires_at <= now))
            connection.execute(insert(session), [row | {"expires_at": now + LASTS_S}])
        return cookie

    def find(self, cookie: str) -> SignedIn | None:
        """Give who a cookie stands for while its session lasts; each page makes it last longer."""
        now, key = self._now(), _key(cookie)
        with self._engine.connect() as connection:
            row = connection.execute(_WITH_ACCOUNT.where(session.c.key == key)).first()
        if row is None or (row.account and not row.role):
            return None
        if not now < row.expires_at <= now + LASTS_S + _RENEWED_S:
            return None  # a clock set back makes no session last longer
        if row.expires_at < now + LASTS_S - _RENEWED_S:
            with self._engine.begin() as connection:
                ours = update(session).where(session.c.key == key)
                connection.execute(ours.values(expires_at=now + LASTS_S))
        return _signed_in(row, form_key(cookie))

    def end(self, cookie: str) -> None:
        """End a session."""
        with self._engine.begin() as connection:
            connection.execute(delete(session).where(session.c.key == _key(cookie)))


def _signed_in(row: Any, key: str) -> SignedIn:
    teams = tuple(orjson.loads(row.their_teams if row.account else row.teams))
    role = row.role if row.account else LEAD if teams else ADMIN
    ready = not row.account or bool(row.password)
    return SignedIn(row.name, teams, key, role, row.account, ready)


def form_key(cookie: str) -> str:
    """Give what the forms of a cookie's pages carry: a page of another site cannot know it."""
    return hmac.new(cookie.encode(), _FORM, hashlib.sha256).hexdigest()


def _key(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode("utf-8", "replace")).digest()
