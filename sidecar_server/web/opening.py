"""A start that answers before all is loaded: the socket at once, the desks when asked for."""

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar_server.web.access import STATES

LATER_S = 1.0  # after the start: whoever waited for the server is connected by then


class Opening:
    """Sends /live, /health and /ready to one application, everything else to another.

    The other is made in a thread, once: with the first call for it, or by `run`. Both have a door
    of their own.
    """

    def __init__(self, first: ASGIApp, make: Callable[[], ASGIApp]) -> None:
        self._first, self._make = first, make
        self._making: asyncio.Task[ASGIApp] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or wait for what answers."""
        at_once = scope["type"] != "http" or scope["path"] in STATES
        app = self._first if at_once else await self._rest()
        await app(scope, receive, send)

    async def run(self, fail: Callable[[], None], after_s: float = LATER_S) -> None:
        """Make the rest a little later; where that goes wrong, `fail` and raise why."""
        await asyncio.sleep(after_s)
        try:
            await self._rest()
        except Exception:
            fail()
            raise

    async def _rest(self) -> ASGIApp:
        if self._making is None:
            self._making = asyncio.create_task(asyncio.to_thread(self._make))
        return await asyncio.shield(self._making)
