"""Clocks that jump and computers that sleep below a server: nothing is lost, nothing kept for ever.

The wall's clock is set forwards and back, the steady one goes on as in sleep, the process is
stopped for a while as if it were frozen. tests/extension/unit/socket.test.js has the extension's.
"""

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed

from tests.process import SidecarProcess
from tests.second_client.client import HungUp, NotOurServer, SecondClient
from tests.soak.jumping import file_of
from tests.soak.outcome import Outcome
from tests.web.console.leads import Browser
from tests.web.desk import Client, dialled

FULL, SLICE = 40, 2
FROZEN_S, SLICE_FROZEN_S = 50.0, 1.0  # at full size longer than the server's own pings wait
PROGRAM = (sys.executable, "-m", "tests.soak.jumping")
HOUR, DAY = 3_600.0, 86_400.0
JUMPS = (DAY, -DAY, 400 * DAY, -400 * DAY, HOUR, -HOUR, 30.0, -30.0)
FORGOTTEN_S = 2 * HOUR  # longer than a chat without an event is kept
LOOK_S = 1.3  # in which the server's clock looks at every chat
CHAT, TEXT = "one", "where is my parcel? it was due monday"
SEED = 12


@dataclass
class Soak:
    """A server whose clocks jump, an agent's chat, and a lead's session."""

    server: SidecarProcess
    client: Client
    lead: Browser
    chance: random.Random
    wrong: list[str] = field(default_factory=list)
    said: int = 0
    frames: int = 0
    steady: float = 0.0

    def expect(self, true: bool, what: str) -> None:
        if not true:
            self.wrong.append(what)

    def jump(self, wall: float) -> None:
        """Set the clocks; the steady one only ever goes on."""
        file = file_of(self.server.home)
        new = file.with_suffix(".new")
        new.write_text(json.dumps({"wall": wall, "steady": self.steady}))
        os.replace(new, file)
        os.kill(self.server.pid, signal.SIGUSR2)

    async def says(self) -> str:
        """Let the customer write; gives the code of the problem, "" where it was answered."""
        self.said += 1
        message, sent_at = f"m{self.said}", datetime.now(UTC).isoformat()
        stated = {"conversation": CHAT, "role": "customer", "sent_at": sent_at}
        await self.client.send("message.seen", message=message, text=TEXT, **stated)
        while True:
            found = await self.client.get(within_s=20)
            self._look(found)
            if found["type"] == "problem":
                return str(found["code"])
            if found.get("about") == {"message": message}:
                self.expect(bool(found["items"]), f"{message} has no line")
                return ""

    def _look(self, frame: dict[str, Any]) -> None:
        self.frames += 1
        waits = [one["waiting_s"] for one in frame.get("order", ())]
        self.expect(all(wait >= 0 for wait in waits), f"waiting for {waits} s")
        self.expect(frame.get("offset", 1) > 0, "an offset that does not rise")

    async def sets(self, wall: float) -> None:
        """Set the wall's clock: the chat goes on as if nothing were."""
        self.jump(wall)
        await asyncio.sleep(LOOK_S if abs(wall) == DAY else 0)
        self.expect(await self.says() == "", f"the chat is lost at {wall:+} s")
        self.jump(0)
        self.expect(await self.says() == "", f"the chat is lost after {wall:+} s")

    async def sleeps(self) -> None:
        """Let the computer sleep: what rested too long is forgotten, and told anew."""
        self.steady += FORGOTTEN_S
        self.jump(0)
        await asyncio.sleep(LOOK_S)
        self.expect(await self.says() == "unknown_conversation", "a chat is kept for ever")
        await self.opens()

    async def opens(self) -> None:
        await self.client.send("conversation.opened", conversation=CHAT, messages=[])
        self.expect(await self.says() == "", "a chat that was opened again is not answered")

    async def freezes(self, seconds: float) -> bool:
        """Stop the process and let it go on; gives whether the connection outlived that."""
        os.kill(self.server.pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(self.server.pid, signal.SIGCONT)
        try:
            self.expect(await self.says() == "", "the chat is lost in a freeze")
        except ConnectionClosed:
            return False
        return True

    def session(self) -> None:
        """A lead's session stands a small jump, and no jump makes it last longer."""
        for wall, stands in ((300, True), (0, True), (-DAY, False), (0, True), (13 * HOUR, False)):
            self.jump(wall)
            status = self.lead.get("/console/history").status_code
            self.expect((status == httpx.codes.OK) == stands, f"a session at {wall:+} s: {status}")
        self.jump(0)

    async def pairs(self) -> None:
        """A pairing code opens in its own two minutes alone."""
        code = self.server.run("pair")
        for wall, opens in ((-DAY, False), (DAY, False), (0, True)):
            self.jump(wall)
            asked = SecondClient.pairing("127.0.0.1", self.server.port, code)
            try:
                async with asked:
                    paired = True
            except (HungUp, NotOurServer):
                paired = False
            self.expect(paired == opens, f"a pairing code at {wall:+} s: {paired}")
        self.jump(0)


@contextmanager
def _signed_in(server: SidecarProcess) -> Iterator[Browser]:
    origin = f"http://{server.authority}"
    with httpx.Client(
        base_url=origin, follow_redirects=True, trust_env=False, timeout=30
    ) as client:
        lead = Browser(client, origin)
        lead.sign_in(server.run("console"))
        yield lead


async def _jump(server: SidecarProcess, rounds: int, frozen_s: float) -> Soak:
    token, chance = server.run("token", "Ana"), random.Random(SEED)  # noqa: S311
    async with dialled(server.authority, token) as client:
        with _signed_in(server) as lead:
            soak = Soak(server, client, lead, chance)
            await soak.opens()
            await soak.pairs()
            for number in range(rounds):
                await soak.sets(JUMPS[number % len(JUMPS)])
            await soak.sleeps()
            lives = await soak.freezes(frozen_s)
            soak.session()
    async with dialled(server.authority, token) as client:  # as the extension would, at most once
        soak.client = client
        await soak.opens()
    soak.expect(lives or frozen_s > SLICE_FROZEN_S, "a moment's freeze costs the connection")
    return soak


def measure(home: Path, rounds: int, frozen_s: float) -> Outcome:
    """Let the clocks of a server over `home` jump so often."""
    server = SidecarProcess(home, "hashing", program=PROGRAM)
    with server:
        soak = asyncio.run(_jump(server, rounds, frozen_s))
        traces = "Traceback" in server.log.read_text()
    soak.expect(not traces, "a traceback in the log")
    figure = (
        f"{rounds} jumps of the wall's clock, {FORGOTTEN_S / HOUR:g} h asleep, {frozen_s:g} s "
        f"frozen: {soak.said} messages, {soak.frames} frames, {len(soak.wrong)} faults"
    )
    found = {"jumps": rounds, "messages": soak.said, "frames": soak.frames, "wrong": soak.wrong}
    return Outcome("; ".join([figure, *soak.wrong]), not soak.wrong, found)


def run(full: bool) -> Outcome:
    """Jump at full size, or a few times."""
    size = (FULL, FROZEN_S) if full else (SLICE, SLICE_FROZEN_S)
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder) / "home", *size)
