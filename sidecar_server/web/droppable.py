"""uvicorn's socket for readers that are stuck: it can end at once, and answers no more pings."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
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

    def handle_ping(self) -> None:
        """Answer, unless answers wait unread already: they would pile up without a bound."""
        answers = self.conn.data_to_send()
        if self.writable.is_set():
            self.transport.write(b"".join(answers))

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
