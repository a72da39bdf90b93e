"""The extension's own client in a node process: told what to do, and heard, by lines of JSON."""

import asyncio
import json
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

CLIENT = Path(__file__).with_name("client.js")
REAL_SOCKETS = ("--experimental-websocket",)  # Node 20 has them behind this flag, later ones anyhow
Hears = Mapping[str, Callable[[dict[str, Any]], None]]  # by what a line says: dial, sent, hung


class ClientUnderNode:
    """Lives for many schedules; `begin` makes the client in it new."""

    def __init__(self, hears: Hears, *flags: str) -> None:
        self._hears, self._flags = hears, flags
        self._numbers = count()
        self._looked: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def start(self) -> None:
        """Start the process."""
        command = ("node", *self._flags, str(CLIENT))
        pipe = asyncio.subprocess.PIPE
        self._node = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
        self._listening = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """End it."""
        assert self._node.stdin
        self._node.stdin.close()
        await self._node.wait()
        await self._listening

    def ask(self, **fields: Any) -> None:
        """Have it do something."""
        assert self._node.stdin
        self._node.stdin.write(json.dumps(fields).encode() + b"\n")

    async def look(self, chat: str) -> dict[str, Any]:
        """Give what the agent sees of a chat, once all that was asked before is done."""
        number = next(self._numbers)
        looked = self._looked[number] = asyncio.get_running_loop().create_future()
        self.ask(do="look", chat=chat, number=number)
        return await asyncio.wait_for(looked, 20)

    async def _listen(self) -> None:
        assert self._node.stdout
        while raw := await self._node.stdout.readline():
            said = json.loads(raw)
            if "looked" in said:
                self._looked.pop(said["looked"]).set_result(said)
                continue
            for what, hear in self._hears.items():
                if what in said:
                    hear(said)
