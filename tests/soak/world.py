"""The extension's client under node, the server's application, and a network that obeys."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidecar_server.library.database import open_database
from sidecar_server.settings import Settings
from sidecar_server.web.app import create_app, create_live
from sidecar_server.web.credentials import Credentials
from tests.soak.under_node import ClientUnderNode
from tests.web.stub import Stub

AUTHORITY = "127.0.0.1:8765"
SITE = "soak"
PATIENCE = 400  # looks at a chat, before its answer counts as lost
GONE = 1006


@dataclass
class Line:
    """One connection between client and server; each side's frames may be held up."""

    number: int
    to_server: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    up: list[dict[str, Any]] = field(default_factory=list)  # held
    down: list[dict[str, Any]] = field(default_factory=list)
    serving: "asyncio.Task[None] | None" = None
    open: bool = True
    welcomed: bool = False


class World:
    """Both sides, alive for many schedules; `begin` makes them new."""

    def __init__(self, home: Path) -> None:
        self._engine = open_database(home)
        self._settings = Settings(home=home)
        self._credentials = Credentials(self._engine)
        self._token = self._credentials.create("Ana")
        self._lines: dict[int, Line] = {}
        self._held: set[str] = set()
        self._number = 0
        self._chance = random.Random(9)  # noqa: S311
        self._slow_s = 0.0
        self._up = True
        self._stub = Stub()
        self._app: Any = None
        self.counted: Counter[str] = Counter()
        hears = {"dial": self._dialled, "sent": self._sent, "hung": self._hung}
        self._client = ClientUnderNode(hears)

    async def start(self) -> None:
        """Start the client."""
        await self._client.start()

    async def stop(self) -> None:
        """End both sides."""
        await self._drop_all()
        await self._client.stop()
        self._engine.dispose()

    async def begin(self) -> None:
        """Give a new server and a client that has just started."""
        await self._drop_all()
        self._held, self._slow_s = set(), 0.0
        self._serve()
        self._client.ask(do="begin", token=self._token, authority=AUTHORITY)
        while not self._lines:  # noqa: ASYNC110  (polled as everything here is)
            await asyncio.sleep(0.001)
        await self._greeted()

    async def do(self, step: dict[str, Any]) -> None:
        """Take one step of a schedule."""
        own = getattr(self, f"_{step['do']}", None)
        if own:
            await own(**{key: value for key, value in step.items() if key != "do"})
            return
        fresh: dict[str, Any] = {}
        if step["do"] in {"say", "rename", "change"}:
            self._number += 1
            name = "to" if step["do"] == "rename" else "message"
            fresh = {name: f"m{self._number}", "text": f"text {self._number}"}
        self._client.ask(**step, **fresh)
        await (self._greeted() if step["do"] in {"pass", "sleep"} else asyncio.sleep(0))

    async def mend(self, order: str) -> None:
        """Heal the network, start the server, and wait for the client where it has to connect.

        No more time passes than that: another connection would tell everything anew.
        """
        await self._release(order)
        if not self._up:
            self._serve()
        for _ in range(20):
            await self._rest()
            if (await self._client.look(SITE))["status"] == "connected":
                return
            self._client.ask(do="pass", ms=5_000)

    async def faults(self, chat: str) -> list[str]:
        """Name what is not as it should be with a chat, once there was time for it."""
        for _ in range(PATIENCE):
            seen = await self._client.look(chat)
            if not (found := self._unlike(chat, seen)):
                return []
            await asyncio.sleep(0.005)
        return found

    def _unlike(self, chat: str, seen: dict[str, Any]) -> list[str]:
        """Hold what the agent sees and what the server knows against the page."""
        page = [(one["message"], one["text"]) for one in seen["page"]]
        newest = page[-1][0]
        known = [one for _, one in self._stub.conversations.each() if one.id == f"{SITE}:{chat}"]
        kept = [[(m.id, m.text) for m in one.messages] for one in known]
        faults = []
        if seen["about"] != newest or seen["items"] != [f"for-{newest}"]:
            faults.append(f"{chat}: {newest} stands, {seen['about']}: {seen['items']} is shown")
        if kept != [page[-50:]] and kept != [page]:
            faults.append(f"{chat}: the page shows {page}, the server knows {kept}")
        return faults

    # ---- steps

    async def _rest(self) -> None:
        """Let everything under way come to an end, or nearly."""
        await asyncio.sleep(0.004)
        await self._greeted()

    async def _greeted(self) -> None:
        """Let handshakes that nothing holds up come to their end."""
        await self._client.look(SITE)  # so that a client whose time has come has dialled
        for _ in range(100):
            if self._held or all(line.welcomed for line in self._lines.values()):
                return
            await asyncio.sleep(0.001)

    async def _slow(self, ms: int) -> None:
        self._slow_s = ms / 1000

    async def _hold(self, side: str) -> None:
        self._held.add(side)

    async def _release(self, order: str) -> None:
        """Let pass what was held; only answers may overtake each other, as if from a proxy."""
        self._held.clear()
        for line in list(self._lines.values()):
            held, line.down = line.down, []
            for one in _turned(held) if order == "turned" else held:
                self._client.ask(**one)
            up, line.up = line.up, []
            for message in up:
                line.to_server.put_nowait(message)
        await asyncio.sleep(0)

    async def _cut(self) -> None:
        """Lose every connection, and all that was on its way."""
        for line in list(self._lines.values()):
            self._lose(line, GONE)
        await asyncio.sleep(0)

    async def _kill(self) -> None:
        """Lose the server and all that it knew; it is back at once."""
        await self._cut()
        self._serve()

    async def _stop(self) -> None:
        await self._cut()
        self._up = False

    async def _start(self) -> None:
        if not self._up:
            self._serve()

    # ---- the server

    def _serve(self) -> None:
        self._stub = Stub()
        self._stub.encoding.encode = self._encode  # type: ignore[method-assign]
        live = create_live(self._settings, self._engine, self._credentials)
        live.start(self._stub.mind())
        self._app, self._up = create_app(self._settings, live), True
        self.counted["starts"] += 1

    async def _encode(self, encoder: str, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._slow_s:
            await asyncio.sleep(self._chance.uniform(0, self._slow_s))
        return np.ones((len(texts), 4), np.float32)

    async def _run(self, line: Line) -> None:
        scope = {
            "type": "websocket", "path": "/live", "raw_path": b"/live", "query_string": b"",
            "headers": [(b"host", AUTHORITY.encode())], "subprotocols": [], "scheme": "ws",
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8765), "extensions": {},
            "asgi": {"version": "3.0"}, "http_version": "1.1", "root_path": "",
        }  # fmt: skip
        line.to_server.put_nowait({"type": "websocket.connect"})

        async def send(message: dict[str, Any]) -> None:
            if not line.open:
                raise OSError
            self._down(line, message)

        with suppress(OSError):  # as a server takes it that the client is gone
            await self._app(scope, line.to_server.get, send)

    def _down(self, line: Line, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.accept":
            told: dict[str, Any] = {"do": "taken", "line": line.number}
        elif message["type"] == "websocket.send":
            told = {"do": "came", "line": line.number, "data": message["text"]}
            line.welcomed |= '"type":"welcome"' in message["text"]
        else:
            self._lose(line, message.get("code", GONE))
            return
        if "down" in self._held:
            line.down.append(told)
        else:
            self._client.ask(**told)

    # ---- what the client does

    def _dialled(self, said: dict[str, Any]) -> None:
        self.counted["dials"] += 1
        line = Line(said["dial"])
        if not self._up:
            self._client.ask(do="lost", line=line.number, code=GONE)
            return
        self._lines[line.number] = line
        line.serving = asyncio.create_task(self._run(line))

    def _hung(self, said: dict[str, Any]) -> None:
        if line := self._lines.get(said["hung"]):
            self._lose(line, 0)

    def _sent(self, said: dict[str, Any]) -> None:
        if not (line := self._lines.get(said["sent"])):
            return
        self.counted["frames"] += 1
        message = {"type": "websocket.receive", "text": said["data"]}
        if "up" in self._held:
            line.up.append(message)
        else:
            line.to_server.put_nowait(message)

    def _lose(self, line: Line, code: int) -> None:
        """End a connection for both sides; `code` 0: the client has hung up itself."""
        line.open = False
        self._lines.pop(line.number, None)
        line.to_server.put_nowait({"type": "websocket.disconnect", "code": code or GONE})
        if code:
            self._client.ask(do="lost", line=line.number, code=code)

    async def _drop_all(self) -> None:
        serving = [one.serving for one in self._lines.values() if one.serving]
        for line in list(self._lines.values()):
            self._lose(line, GONE)
        for task in serving:
            with suppress(Exception):
                await asyncio.wait_for(task, 5)


def _turned(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the frames with the suggestions among them in the opposite order."""
    last_first = [one for one in held if _is_suggestions(one)][::-1]
    return [last_first.pop(0) if _is_suggestions(one) else one for one in held]


def _is_suggestions(told: dict[str, Any]) -> bool:
    return told["do"] == "came" and bool(json.loads(told["data"])["type"] == "suggestions")
