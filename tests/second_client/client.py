"""A client of the wire protocol, after docs/protocol.md; it knows nothing of the server's code."""

import asyncio
import hashlib
import hmac
import json
import secrets
from contextlib import suppress
from types import TracebackType
from typing import Any

import aiohttp

Frame = dict[str, Any]
PROTOCOL = 1
NAME = "second-client 1.0"
TICK_EVERY_S = 20.0


class NotOurServer(Exception):
    """The other side could not prove that it knows our token."""


class HungUp(Exception):
    """The server closed the connection; `code` says why."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class SecondClient:
    """One connection: `async with SecondClient(host, port, token) as client`."""

    def __init__(self, host: str, port: int, token: str) -> None:
        self._authority = f"{host}:{port}"
        self._key = hashlib.sha256(token.encode("utf-8")).digest()
        self._id = hashlib.sha256(self._key).hexdigest()[:16]
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._gone: asyncio.Future[HungUp] = asyncio.get_running_loop().create_future()
        self._shown: dict[str, Frame] = {}  # the newest suggestions of each conversation
        self._changed = asyncio.Condition()
        self.problems: list[Frame] = []
        self.answers: list[Frame] = []  # draft.checked and results
        self.welcome: Frame = {}
        self.revision = 0  # of the library that the newest answers come from
        self.paired: str | None = None

    @classmethod
    def pairing(cls, host: str, port: int, code: str) -> "SecondClient":
        """Make a client that pairs by a code as a person types it."""
        client = cls(host, port, code.replace("-", "").replace(" ", "").upper())
        client._id = "pair"
        return client

    async def __aenter__(self) -> "SecondClient":
        self._session = aiohttp.ClientSession()
        try:
            self._socket = await self._session.ws_connect(f"ws://{self._authority}/live")
            await self._greet()
        except BaseException:
            await self._session.close()
            raise
        self._reading = asyncio.create_task(self._read())
        self._ticking = asyncio.create_task(self._tick())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in (self._reading, self._ticking):
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if self._socket:
            await self._socket.close()
        if self._session:
            await self._session.close()

    async def send(self, type_: str, **fields: Any) -> None:
        """Send one frame."""
        assert self._socket
        await self._socket.send_str(json.dumps({"type": type_, **fields}))

    async def suggestions(self, conversation: str, message: str, within_s: float = 10) -> Frame:
        """Wait until the list shown for a conversation answers this message."""

        def answers() -> bool:
            shown = self._shown.get(conversation, {})
            return bool(shown.get("about", {}).get("message") == message)

        await self._until(answers, within_s)
        return self._shown[conversation]

    async def answer(self, type_: str, within_s: float = 10, **fields: Any) -> Frame:
        """Wait for a `draft.checked` or `results` that carries these fields."""

        def found() -> list[Frame]:
            return [
                frame
                for frame in self.answers
                if frame["type"] == type_ and fields.items() <= frame.items()
            ]

        await self._until(lambda: bool(found()), within_s)
        return found()[-1]

    async def problem(self, code: str, within_s: float = 10) -> Frame:
        """Wait for a problem of this code."""

        def found() -> list[Frame]:
            return [frame for frame in self.problems if frame["code"] == code]

        await self._until(lambda: bool(found()), within_s)
        return found()[-1]

    async def library(self, newer_than: int, within_s: float = 10) -> int:
        """Wait until the server answers from a newer library."""
        await self._until(lambda: self.revision > newer_than, within_s)
        return self.revision

    async def gone(self, within_s: float = 10) -> int | None:
        """Wait until the server hangs up and give its close code."""
        return (await asyncio.wait_for(self._gone, within_s)).code

    async def _until(self, holds: Any, within_s: float) -> None:
        async with asyncio.timeout(within_s), self._changed:
            await self._changed.wait_for(holds)

    async def _greet(self) -> None:
        ours = secrets.token_hex(32)
        await self.send(
            "hello",
            protocol=PROTOCOL,
            client=NAME,
            id=self._id,
            nonce=ours,
            authority=self._authority,
        )
        challenge = await self._next("challenge")
        theirs = challenge["nonce"]
        if not hmac.compare_digest(challenge["proof"], self._proof("server", ours, theirs)):
            raise NotOurServer(self._authority)
        await self.send("auth", proof=self._proof("client", ours, theirs))
        if self._id == "pair":
            self.paired = (await self._next("paired"))["token"]
        self.welcome = await self._next("welcome")
        self.revision = self.welcome["library"]["revision"]

    def _proof(self, side: str, ours: str, theirs: str) -> str:
        said = f"sidecar1|{side}|{self._authority}|{ours}|{theirs}"
        return hmac.new(self._key, said.encode("ascii"), hashlib.sha256).hexdigest()

    async def _next(self, type_: str) -> Frame:
        while True:
            frame = await self._frame()
            if frame["type"] == type_:
                return frame

    async def _frame(self) -> Frame:
        assert self._socket
        message = await self._socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise HungUp(self._socket.close_code)
        frame: Frame = json.loads(message.data)
        return frame

    async def _read(self) -> None:
        while True:
            try:
                frame = await self._frame()
            except HungUp as end:
                self._gone.set_result(end)
                return
            async with self._changed:
                self._take(frame)
                self._changed.notify_all()

    def _take(self, frame: Frame) -> None:
        if frame["type"] == "suggestions":
            before = self._shown.get(frame["conversation"])
            if before is None or frame["offset"] > before["offset"]:
                self._shown[frame["conversation"]] = frame
        elif frame["type"] == "library":
            self.revision = frame["revision"]
        elif frame["type"] == "problem":
            self.problems.append(frame)
        elif frame["type"] in ("draft.checked", "results"):
            self.answers.append(frame)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_EVERY_S)
            await self.send("tick")
