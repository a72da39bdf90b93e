"""One accepted socket: text in, frames out, never more than a slow reader can be forgiven."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from sidecar_server.web.metrics import Metrics
from sidecar_server.wire import ServerFrame, Suggestions, encode

TOO_SLOW = 4408
KEPT_FRAMES = 512  # more than the input limits let a client earn in SEND_WITHIN_S
_CROWDED = KEPT_FRAMES // 4
SEND_WITHIN_S = 10.0
DROP = "sidecar.drop"  # the scope's extension that ends a connection whose reader is stuck


class Gone(Exception):
    """The client hung up, or was dropped."""


class Connection:
    """Frames are posted without waiting; one writer sends them in order."""

    def __init__(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        metrics: Metrics,
        within_s: float = SEND_WITHIN_S,
    ) -> None:
        self._receive, self._send, self._within_s = receive, send, within_s
        self._metrics = metrics
        self.read_at = 0.0  # when the newest frame came, on the clock of `time.perf_counter`
        self._drop: Callable[[int], None] | None = scope.get("extensions", {}).get(DROP)
        self._waiting: asyncio.Queue[ServerFrame] = asyncio.Queue(KEPT_FRAMES)
        self._offset = 0
        self._serving: asyncio.Task[None] | None = None
        self._dismissed: Exception | None = None

    async def accept(self) -> None:
        """Accept the upgrade."""
        await self._receive()
        await self._send({"type": "websocket.accept"})

    async def unless_dismissed(self, serving: Coroutine[Any, Any, None]) -> None:
        """Serve in this task; what `dismiss` was given is raised here."""
        self._serving = asyncio.current_task()
        try:
            await serving
        except asyncio.CancelledError:
            if self._dismissed is None or self._serving is None:
                raise
            self._serving.uncancel()
            raise self._dismissed from None

    def dismiss(self, why: Exception) -> None:
        """End whatever serves this connection; a frame that is being read is not taken."""
        if self._serving and self._dismissed is None:
            self._dismissed = why
            self._serving.cancel()

    async def read(self) -> str | bytes:
        """Give the next frame as it came, text or bytes; Gone when there is none."""
        if self._waiting.qsize() > _CROWDED:  # frames that came at once would keep it from sending
            await asyncio.sleep(0)
        message: Message = await self._receive()
        if message["type"] != "websocket.receive":
            raise Gone
        self.read_at = time.perf_counter()
        text: str | None = message.get("text")
        return message["bytes"] if text is None else text

    def post(self, frame: ServerFrame) -> None:
        """Put a frame into the queue; one that finds it full ends the connection."""
        if isinstance(frame, Suggestions):
            self._offset += 1
            frame = replace(frame, offset=self._offset)
        try:
            self._waiting.put_nowait(frame)
        except asyncio.QueueFull:
            self._hang_up()
        else:
            self._metrics.sent(frame)

    async def say(self, frame: ServerFrame) -> None:
        """Send a frame now; Gone when the client is, or does not read for too long."""
        await self._write({"type": "websocket.send", "text": encode(frame)})

    async def write(self) -> None:
        """Send what is posted until the connection is over, which raises Gone."""
        while True:
            await self.say(await self._waiting.get())

    async def close(self, code: int, reason: str = "") -> None:
        """Close in good order; a client that has gone already does not mind."""
        with suppress(Gone):
            await self._write({"type": "websocket.close", "code": code, "reason": reason})

    async def _write(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self._within_s):
                await self._send(message)
        except TimeoutError:
            self._hang_up()
            raise Gone from None
        except (OSError, RuntimeError):  # what servers raise once the client has hung up
            raise Gone from None

    def _hang_up(self) -> None:
        # An ordinary close would wait behind what the reader does not take.
        if self._drop:
            self._drop(TOO_SLOW)
            self._drop = None
            self._metrics.refused.count(str(TOO_SLOW))
