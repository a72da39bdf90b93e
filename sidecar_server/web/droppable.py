"""uvicorn's socket for clients that are stuck or mean ill: it can end at once, and is bounded."""

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.frames import Frame
from websockets.http11 import Request

from sidecar_server.web.connection import DROP

LINGER_S = 1.0  # for a reader that is merely slow to get the close frame


class DroppableSocket(WebSocketsSansIOProtocol):
    """A close frame and a plain close would wait behind the bytes that nobody reads."""

    def handle_connect(self, event: Request) -> None:
        """Offer `drop` to the application."""
        super().handle_connect(event)
        scope: Any = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"][DROP] = self.drop

    def data_received(self, data: bytes) -> None:
        """Hang up on a request that cannot be read: nobody would answer it."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.close()

    def handle_cont(self, event: Frame) -> None:
        """Keep a fragment, unless it is empty: those would pile up without a bound."""
        if event.data or event.fin:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answer, unless answers wait unread already: they would pile up without a bound."""
        answers = self.conn.data_to_send()
        if self.writable.is_set():
            self.transport.write(b"".join(answers))

    def keepalive_timeout(self) -> None:
        """Cut a connection whose ping was not answered: its close would wait, too."""
        super().keepalive_timeout()
        self.loop.call_later(LINGER_S, self.transport.abort)

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Wait no longer for a reader of the last bytes than for the answer to a close."""
        super().on_task_complete(task)
        self.loop.call_later(self.close_timeout + LINGER_S, self.transport.abort)

    def drop(self, code: int) -> None:
        """Send a close frame if it still fits, then cut the connection."""
        if self.close_sent or self.transport.is_closing():
            return
        self.close_sent = True
        try:
            self.conn.send_close(code)
            self.transport.write(b"".join(self.conn.data_to_send()))
        except InvalidState:  # the client closes at this very moment
            pass
        self.loop.call_later(LINGER_S, self.transport.abort)
