"""Load through the balancer: leads who write and note what was acknowledged, agents who chat."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.copies.team import Team
from tests.web.desk import Client

ANSWER_WITHIN_S = 3.0


@dataclass
class Lead:
    """Writes versions of one line of their own for as long as asked, one after the other."""

    name: str
    authority: str
    token: str
    tried: int = 0
    acknowledged: list[int] = field(default_factory=list)  # published
    drafts: list[int] = field(default_factory=list)  # saved

    @property
    def id(self) -> str:
        return f"delivery-late.{self.name}"

    def text(self, number: int) -> str:
        """Give the text of a version, which no other version has."""
        return f"Version {number} by {self.name}: I look where {{item}} is."

    def write_until(self, over: threading.Event) -> None:
        """Save a draft and publish it, again and again; what fails is tried with the next."""
        while not over.is_set():
            self.tried += 1
            with suppress(httpx.HTTPError), self._client() as client:
                self._write(client, self.tried)

    def _write(self, client: httpx.Client, number: int) -> None:
        path = f"/api/v1/entries/phrase/en/{self.id}"
        draft = {
            "text": self.text(number),
            "strategy": "own",
            "moment": "opening",
            "slots": {"item": "what was ordered"},
        }
        saved = client.patch(path, json=draft)
        if saved.status_code == httpx.codes.NOT_FOUND:
            saved = client.put(path, json=draft)
        if saved.is_success:
            self.drafts.append(number)
            if client.post(f"{path}/publish").is_success:
                self.acknowledged.append(number)

    def _client(self) -> httpx.Client:
        headers = {"authorization": f"Bearer {self.token}", "if-match": "*"}
        headers |= {"origin": f"http://{self.authority}"}
        address = f"http://{self.authority}"
        return httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=10)


@dataclass
class Agent:
    """Chats through the balancer and connects anew whenever the connection is lost."""

    name: str
    authority: str
    token: str
    answered: int = 0
    lost: int = 0

    async def chat_until(self, over: threading.Event) -> None:
        while not over.is_set():
            with suppress(OSError, WebSocketException, TimeoutError, AssertionError):
                await self._chat(over)
            self.lost += not over.is_set()
            await asyncio.sleep(0.05)

    async def _chat(self, over: threading.Event) -> None:
        async with connect(
            f"ws://{self.authority}/live", compression=None, proxy=None, open_timeout=3
        ) as socket:
            client = Client(socket)
            await client.greet(self.token, self.authority)
            await client.get("welcome")
            await client.opened(self.name, "where is my parcel")
            number = 0
            while not over.is_set():
                await client.get("suggestions", ANSWER_WITHIN_S)
                self.answered += 1
                number += 1
                await asyncio.sleep(0.02)
                await client.seen(f"n{number}", "my parcel is late and was due monday", self.name)


@dataclass(frozen=True)
class Load:
    """Who is at work."""

    leads: list[Lead]
    agents: list[Agent]


@contextmanager
def load(team: Team, leads: int, agents: int) -> Iterator[Load]:
    """Let them work for as long as the block."""
    at = team.balancer.authority
    lead, agent = team.run("token", "Ana", "--role", "lead"), team.run("token", "Ben")
    made = Load(
        [Lead(f"lead{n}", at, lead) for n in range(leads)],
        [Agent(f"chat{n}", at, agent) for n in range(agents)],
    )
    over = threading.Event()

    async def chat() -> None:
        await asyncio.gather(*(one.chat_until(over) for one in made.agents))

    threads = [threading.Thread(target=one.write_until, args=(over,)) for one in made.leads]
    threads.append(threading.Thread(target=lambda: asyncio.run(chat())))
    for one in threads:
        one.start()
    try:
        yield made
    finally:
        over.set()
        for one in threads:
            one.join(30)
