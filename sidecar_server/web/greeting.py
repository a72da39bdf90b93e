"""From an accepted socket to a credential: the handshake with the stores it needs, and pairing."""

import asyncio
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sidecar_server.errors import BadInput
from sidecar_server.settings import Limits
from sidecar_server.web.connection import Connection
from sidecar_server.web.credentials import BROWSER, Credential, Credentials
from sidecar_server.web.handshake import PAIR, Refused, greet, id_of, key_of, not_authenticated
from sidecar_server.web.pairing import MOZ_ORIGIN, Pairing
from sidecar_server.web.roles import DEMO, MONITOR
from sidecar_server.wire import Auth, BadFrame, Hello, Paired, parse

NOT_ALLOWED = 4403
TOO_BIG = 4413
RESTARTING = 1012
TIME_TO_PROVE_S = 10.0

F = TypeVar("F", Hello, Auth)


def too_big() -> Refused:
    """Give the answer to a frame over the limit."""
    return Refused(TOO_BIG, "this frame is too big: send fewer messages or cut their texts")


def within(raw: str | bytes, limits: Limits) -> bytes:
    """Give a text frame's bytes; Refused when they are too many."""
    data = raw.encode(errors="replace") if isinstance(raw, str) else raw
    if len(data) > limits.frame_bytes:
        raise too_big()
    return data


def _refusal(one: Credential, stored: Credential | None) -> Refused | None:
    if one.role == DEMO:
        return None  # kept in memory, and never changed
    if stored is None:
        return not_authenticated()
    return None if stored == one else Refused(RESTARTING, "you have other teams: connect")


@dataclass(frozen=True, slots=True)
class Greeting:
    """Lets a client prove itself; raises Refused with the code to close with."""

    credentials: Credentials
    pairing: Pairing
    served: Container[str]
    limits: Limits
    time_s: float = TIME_TO_PROVE_S

    async def greet(self, connection: Connection, origin: str) -> Credential:
        """Run the handshake up to, but without, `welcome`."""
        try:
            async with asyncio.timeout(self.time_s):
                found = await self._greet(connection, origin)
        except TimeoutError:
            raise not_authenticated() from None
        if found.role == MONITOR:
            raise Refused(NOT_ALLOWED, "this credential reads metrics alone: run `sidecar token`")
        return found

    def refusal(self, credential: Credential) -> Refused | None:
        """Say why somebody who was greeted may not stay, None where all is as it was."""
        return _refusal(credential, self.credentials.find(credential.id))

    def refusals(self, many: Iterable[Credential]) -> dict[Credential, Refused]:
        """Say it of many at once, of those alone who may not stay."""
        stored = {one.id: one for one in self.credentials.all()}
        found = ((one, _refusal(one, stored.get(one.id))) for one in many)
        return {one: refused for one, refused in found if refused}

    async def _greet(self, connection: Connection, origin: str) -> Credential:
        hello = await self._frame(connection, Hello)
        pairs = hello.id == PAIR
        if not pairs and await asyncio.to_thread(self._is_stranger, origin):
            raise Refused(NOT_ALLOWED, "pair this browser first: run `sidecar pair`")
        found = await asyncio.to_thread(self._code if pairs else self._find, hello)
        greeted = greet(hello, found.key if found else None, self.served)
        await connection.say(greeted.challenge)
        proven = greeted.accepts(await self._frame(connection, Auth))
        if not proven or found is None:
            raise not_authenticated()
        return await self._pair(connection, found, origin) if pairs else found

    async def _frame(self, connection: Connection, kind: type[F]) -> F:
        try:
            frame = parse(within(await connection.read(), self.limits), self.limits)
        except BadFrame:
            raise not_authenticated() from None
        if not isinstance(frame, kind):
            raise not_authenticated()
        return frame

    def _is_stranger(self, origin: str) -> bool:
        return bool(MOZ_ORIGIN.fullmatch(origin)) and not self.pairing.knows(origin)

    def _find(self, hello: Hello) -> Credential | None:
        return self.credentials.find_demo(hello.id) or self.credentials.find(hello.id)

    def _code(self, hello: Hello) -> Credential | None:
        key = self.pairing.newest(named=hello.code_id)
        return Credential(PAIR, key, "", "", *self.pairing.meant_for(key)) if key else None

    async def _pair(self, connection: Connection, code: Credential, origin: str) -> Credential:
        if not await asyncio.to_thread(self.pairing.burn, code.key):
            raise not_authenticated()  # another browser was faster
        try:
            token = await asyncio.to_thread(
                self.credentials.create, BROWSER, teams=code.teams, account=code.account
            )
        except BadInput:  # the account was removed meanwhile
            raise not_authenticated() from None
        await asyncio.to_thread(self.pairing.remember, origin)
        await connection.say(Paired(token))
        made = key_of(token)
        found = await asyncio.to_thread(self.credentials.find, id_of(made))
        if found is None:
            raise not_authenticated()
        return found
