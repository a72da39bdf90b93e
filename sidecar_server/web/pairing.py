"""One-time codes that pair a browser, and the Firefox origins learnt on the way."""

import base64
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

import orjson
from sqlalchemy import Engine, delete, insert, select

from sidecar_server.library.scope import named
from sidecar_server.library.tables import known_origin, pairing
from sidecar_server.web.handshake import key_of

Purpose = Literal["browser", "console"]
CODE_BYTES = 10  # 80 bits: a proof must not be worth guessing at
CODE_LIVES_S = 120.0
WRONG_PROOFS = 5
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
        self._wrong: Counter[bytes] = Counter()
        self._guests: dict[bytes, str] = {}

    def open(self, purpose: Purpose = "browser", teams: Iterable[str] = ()) -> str:
        """Make a code of 16 base32 characters, good once and for two minutes; give it plain.

        Whoever uses it is of these teams.
        """
        theirs = orjson.dumps(named(teams)).decode()
        code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
        now, row = self._now(), {"key": key_of(code), "purpose": purpose, "teams": theirs}
        with self._engine.begin() as connection:
            connection.execute(delete(pairing).where(pairing.c.expires_at <= now))
            connection.execute(insert(pairing), [row | {"expires_at": now + CODE_LIVES_S}])
        return code

    def newest(self, purpose: Purpose = "browser") -> bytes | None:
        """Give the key of the newest open code, or None."""
        now = self._now()
        query = (
            select(pairing.c.key)
            .where(pairing.c.purpose == purpose, pairing.c.expires_at > now)
            .where(pairing.c.expires_at <= now + CODE_LIVES_S)  # a clock set back opens nothing
            .order_by(pairing.c.expires_at.desc())
        )
        with self._engine.connect() as connection:
            return connection.scalar(query.limit(1))

    def teams(self, key: bytes) -> tuple[str, ...]:
        """Give the teams of whoever uses a code; none once it is burnt."""
        with self._engine.connect() as connection:
            found = connection.scalar(select(pairing.c.teams).where(pairing.c.key == key))
        return tuple(orjson.loads(found)) if found else ()

    def burn(self, key: bytes) -> bool:
        """Use a code up; True for the one caller who had it."""
        with self._engine.begin() as connection:
            gone = connection.execute(delete(pairing).where(pairing.c.key == key)).rowcount == 1
        self._wrong.pop(key, None)
        self._guests.pop(key, None)
        return gone

    def wrong(self, key: bytes) -> None:
        """Count a wrong proof; the fifth burns the code."""
        self._wrong[key] += 1
        if self._wrong[key] >= WRONG_PROOFS:
            self.burn(key)

    def admits(self, origin: str) -> bool:
        """Tell whether a Firefox origin is known, or is the one guest of the newest open code."""
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

    def _is_guest(self, origin: str) -> bool:
        key = self.newest() if MOZ_ORIGIN.fullmatch(origin) else None
        if key is None:
            return False
        # One guest per code: another extension cannot try its luck beside the first.
        for old in [old for old in self._guests if old != key]:
            del self._guests[old]
        return self._guests.setdefault(key, origin) == origin
