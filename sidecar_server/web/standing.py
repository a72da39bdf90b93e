"""Ends the connections of a credential that was revoked, changed or has run out."""

import asyncio
from contextlib import suppress

from sidecar_server.errors import StoreProblem
from sidecar_server.web.handshake import not_authenticated
from sidecar_server.web.live import Live

LOOK_EVERY_S = 1.0


async def follow(live: Live) -> None:
    """Look once a second for as long as the server runs."""
    known = -1
    while True:
        with suppress(StoreProblem):  # the library's watch says so; the next look tries again
            known = await _look(live, known)
        await asyncio.sleep(LOOK_EVERY_S)


async def _look(live: Live, known: int) -> int:
    """Dismiss who may not stay; gives the number of changes that was looked at."""
    credentials = live.greeting.credentials
    for one in live.holders():
        if not credentials.holds(one):
            live.dismiss(one, not_authenticated())
    changes = await asyncio.to_thread(credentials.changes)
    for one in live.holders() if changes != known else ():
        if refused := await asyncio.to_thread(live.greeting.refusal, one):
            live.dismiss(one, refused)
    return changes
