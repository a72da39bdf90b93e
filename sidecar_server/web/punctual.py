"""uvicorn's HTTP, but whoever sends no whole request in time is cut off."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_WITHIN_S = 20.0
BODY_WITHIN_S = 300.0  # after the head: an import over a slow line


class PunctualHttp(H11Protocol):
    """uvicorn itself waits for ever, and each that waits holds one of the sockets there are."""

    head_within_s, body_within_s = HEAD_WITHIN_S, BODY_WITHIN_S
    _due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait(self.head_within_s)

    def on_response_complete(self) -> None:
        """Wait for the next request; one that was sent meanwhile is answered first."""
        self._wait(self.head_within_s)
        super().on_response_complete()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Let the socket go on by itself: the handshake has a time of its own."""
        self._stop()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nobody."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._due = self.loop.call_later(seconds, self._look, seconds)

    def _stop(self) -> None:
        if self._due:
            self._due.cancel()
            self._due = None

    def _look(self, waited: float) -> None:
        self._due = None
        refused = self.cycle is not None and self.cycle.response_complete  # before it had all come
        sending = self.conn.their_state is h11.SEND_BODY
        if sending and not refused and waited == self.head_within_s:
            self._wait(self.body_within_s)
        elif self.conn.their_state in {h11.IDLE, h11.SEND_BODY}:
            self.transport.abort()
