"""Ends the connections of a credential that was revoked, changed or has run out."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from sidecar_server.errors import StoreProblem
from sidecar_server.web.handshake import not_authenticated
from sidecar_server.web.live import Live


@dataclass
class Standing:
    """Holds who is connected against what is stored."""

    live: Live
    _known: int = -1  # the number of changes that was looked at

    async def look(self) -> None:
        """Dismiss who may not stay; where the database does not answer, all others do."""
        credentials = self.live.greeting.credentials
        for one in self.live.holders():
            if not credentials.holds(one):
                self.live.dismiss(one, not_authenticated())
        with suppress(StoreProblem):  # the library's look says so
            changes = await asyncio.to_thread(credentials.changes)
            if changes != self._known:
                gone = await asyncio.to_thread(self.live.greeting.refusals, self.live.holders())
                for one, refused in gone.items():
                    self.live.dismiss(one, refused)
            self._known = changes
