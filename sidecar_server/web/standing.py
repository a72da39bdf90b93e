"""Ends the connections of a credential that was revoked, changed or has run out."""

import asyncio

from sidecar_server.errors import StoreProblem
from sidecar_server.web.credentials import Credential, Credentials
from sidecar_server.web.handshake import Refused, not_authenticated
from sidecar_server.web.live import RESTARTING, Live

LOOK_EVERY_S = 1.0


async def follow(live: Live, credentials: Credentials) -> None:
    """Look once a second for as long as the server runs."""
    known: int | None = None
    while True:
        with_changes = known
        try:
            known = await asyncio.to_thread(credentials.changes)
        except StoreProblem:  # the library's watch says so; who is connected stays so meanwhile
            known = None
        await _look(live, credentials, known is not None and known != with_changes)
        await asyncio.sleep(LOOK_EVERY_S)


async def _look(live: Live, credentials: Credentials, changed: bool) -> None:
    for one in live.holders():
        if not credentials.holds(one):
            live.dismiss(one, not_authenticated())
        elif changed and (refused := await asyncio.to_thread(_standing, credentials, one)):
            live.dismiss(one, refused)


def _standing(credentials: Credentials, one: Credential) -> Refused | None:
    """Say why a credential is not what it was when it connected, None where it still is."""
    found = credentials.find_demo(one.id) or credentials.find(one.id)
    if found is None:
        return not_authenticated()
    return None if found == one else Refused(RESTARTING, "teams or role were changed: connect anew")
