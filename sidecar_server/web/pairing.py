"""One-time codes that pair a browser, and the Firefox origins learnt on the way."""

import base64
import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Literal

import orjson
from sqlalchemy import Engine, delete, insert, select

from sidecar_server.library.scope import named
from sidecar_server.library.tables import known_origin, pairing
from sidecar_server.web.accounts import writing_for
from sidecar_server.web.handshake import id_of, key_of

Purpose = Literal["browser", "console", "account"]
CODE_BYTES = 10  # 80 bits: not worth guessing at, so that wrong guesses need no counting
CODE_LIVES_S = 120.0
INVITATION_LIVES_S = 7 * 86_400.0
MOZ_ORIGIN = re.compile(r"moz-extension://[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def grouped(code: str) -> str:
    """Write a code for people: four groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain(code: str) -> str:
    """Undo what people do to a code: hyphens, spaces, small letters."""
    return re.sub(r"[\s-]", "", code).upper()


class Pairing:
    """Open codes, read afresh each time because `sidecar pair` writes beside the server."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now
        self._guests: dict[bytes, str] = {}

    def open(
        self, purpose: Purpose = "browser", teams: Iterable[str] = (), account: str = ""
    ) -> str:
        """Make a code of 16 base32 characters, good once and for two minutes; give it plain.

        Whoever uses it is of these teams, or signs in to this account; BadInput without that.
        """
        return self._make(purpose, teams, account, CODE_LIVES_S)

    def invite(self, account: str) -> str:
        """Make a code that signs in to an account once within a week; earlier ones are void."""
        with self._engine.begin() as connection:
            earlier = (pairing.c.purpose == "account", pairing.c.account == account)
            connection.execute(delete(pairing).where(*earlier))
        return self._make("account", (), account, INVITATION_LIVES_S)

    def _make(self, purpose: Purpose, teams: Iterable[str], account: str, lives_s: float) -> str:
        theirs = orjson.dumps(named(teams)).decode()
        code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
        now = self._now()
        row = {"key": key_of(code), "purpose": purpose, "teams": theirs, "account": account}
        with writing_for(self._engine, account) as connection:
            connection.execute(delete(pairing).where(pairing.c.expires_at <= now))
            connection.execute(insert(pairing), [row | {"expires_at": now + lives_s}])
        return code

    def newest(self, purpose: Purpose = "browser", named: str = "") -> bytes | None:
        """Give the key of the newest open code, or of the one whose id begins so; or None."""
        keys = self._keys(purpose)
        return next((key for key in keys if id_of(key).startswith(named)), None)

    def _keys(self, purpose: Purpose) -> list[bytes]:
        """Give the keys of all open codes, the newest first."""
        now = self._now()
        query = (
            select(pairing.c.key)
            .where(pairing.c.purpose == purpose, pairing.c.expires_at > now)
            .where(pairing.c.expires_at <= now + CODE_LIVES_S)  # a clock set back opens nothing
            .order_by(pairing.c.expires_at.desc())
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def meant_for(self, key: bytes) -> tuple[tuple[str, ...], str]:
        """Give the teams and the account of whoever uses a code; none once it is burnt."""
        columns = select(pairing.c.teams, pairing.c.account)
        with self._engine.connect() as connection:
            found = connection.execute(columns.where(pairing.c.key == key)).first()
        return (tuple(orjson.loads(found.teams)), found.account) if found else ((), "")

    def invited(self, key: bytes) -> str:
        """Give the account that an open invitation is for, "" for any other code."""
        now = self._now()
        query = (
            select(pairing.c.account)
            .where(pairing.c.key == key, pairing.c.purpose == "account")
            .where(pairing.c.expires_at > now)
            .where(pairing.c.expires_at <= now + INVITATION_LIVES_S)
        )
        with self._engine.connect() as connection:
            return connection.scalar(query) or ""

    def burn(self, key: bytes) -> bool:
        """Use a code up; True for the one caller who had it."""
        with self._engine.begin() as connection:
            gone = connection.execute(delete(pairing).where(pairing.c.key == key)).rowcount == 1
        self._guests.pop(key, None)
        return gone

    def admits(self, origin: str) -> bool:
        """Tell whether a Firefox origin is known, or the one guest of an open code."""
        return self.knows(origin) or self._is_guest(origin)

    def knows(self, origin: str) -> bool:
        """Tell whether an origin was remembered at a pairing."""
        query = select(known_origin.c.origin).where(known_origin.c.origin == origin)
        with self._engine.connect() as connection:
            return connection.scalar(query) is not None

    def remember(self, origin: str) -> None:
        """Keep the origin of a browser that was paired."""
        if not MOZ_ORIGIN.fullmatch(origin) or self.knows(origin):
            return
        with self._engine.begin() as connection:
            connection.execute(insert(known_origin).values(origin=origin))
        self._guests = {key: one for key, one in self._guests.items() if one != origin}

    def _is_guest(self, origin: str) -> bool:
        codes = self._keys("browser") if MOZ_ORIGIN.fullmatch(origin) else []
        # One guest per code: another extension cannot try its luck beside the first.
        self._guests = {key: one for key, one in self._guests.items() if key in codes}
        free = next((key for key in codes if key not in self._guests), None)
        if origin not in self._guests.values() and free is not None:
            self._guests[free] = origin
        return origin in self._guests.values()
