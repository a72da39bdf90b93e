"""The extension's own client in a node process: told what to do, and heard, by lines of JSON."""

import asyncio
import json
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

CLIENT = Path(__file__).with_name("client.js")
REAL_SOCKETS = ("--experimental-websocket",)  # Node 20 has them behind this flag, later ones anyhow
LINE_BYTES = 2**20
Hears = Mapping[str, Callable[[dict[str, Any]], None]]  # by what a line says: dial, sent, hung


class UnderNode:
    """A script in a node process."""

    def __init__(self, *command: str) -> None:
        self._command = command

    async def start(self) -> None:
        """Start the process."""
        pipe = asyncio.subprocess.PIPE
        self._node = await asyncio.create_subprocess_exec(
            "node", *self._command, stdin=pipe, stdout=pipe, limit=LINE_BYTES
        )
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

    def heard(self, said: dict[str, Any]) -> None:
        """Take a line that it says."""
        raise NotImplementedError

    async def _listen(self) -> None:
        assert self._node.stdout
        while raw := await self._node.stdout.readline():
            self.heard(json.loads(raw))


class ClientUnderNode(UnderNode):
    """Lives for many schedules; `begin` makes the client in it new."""

    def __init__(self, hears: Hears, *flags: str) -> None:
        super().__init__(*flags, str(CLIENT))
        self._hears = hears
        self._numbers = count()
        self._looked: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def look(self, chat: str) -> dict[str, Any]:
        """Give what the agent sees of a chat, once all that was asked before is done."""
        number = next(self._numbers)
        looked = self._looked[number] = asyncio.get_running_loop().create_future()
        self.ask(do="look", chat=chat, number=number)
        return await asyncio.wait_for(looked, 20)

    def heard(self, said: dict[str, Any]) -> None:
        """Give what was looked up to whoever waits, the rest to those that hear of it."""
        if "looked" in said:
            self._looked.pop(said["looked"]).set_result(said)
            return
        for what, hear in self._hears.items():
            if what in said:
                hear(said)
