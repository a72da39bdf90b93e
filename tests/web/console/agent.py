"""An agent who stays connected while a lead works: in a thread and a loop of their own."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, TypeVar

from websockets.asyncio.client import connect

from tests.web.console.leads import House
from tests.web.desk import Client

T = TypeVar("T")
_NUMBER = count()


class Agent:
    """Asks the server as a panel does; every call waits for its answer."""

    def __init__(self, house: House) -> None:
        self._house, self._loop = house, asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def come(self) -> None:
        self._thread.start()
        self._client = self._run(self._connect())

    def go(self) -> None:
        self._run(self._client.socket.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def shown(self, text: str) -> list[str]:
        """Give the lines that come for a customer's first message, of a chat of its own."""
        return self._run(self._shown(text))

    def told(self) -> int:
        """Wait until the server says that the library is another one; its revision."""
        return int(self._run(self._client.get("library", 10.0))["revision"])

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _connect(self) -> Client:
        authority = self._house.address.removeprefix("http://")
        socket = await connect(f"ws://{authority}/live", compression=None, proxy=None)
        client = Client(socket)
        await client.greet(self._house.credentials.create("Ana"), authority)
        await client.get("welcome")
        return client

    async def _shown(self, text: str) -> list[str]:
        chat = f"chat-{next(_NUMBER)}"
        await self._client.send("conversation.opened", conversation=chat)
        await self._client.send(
            "message.seen", conversation=chat, message="1", role="customer", text=text
        )
        while True:
            frame = await self._client.get("suggestions")
            if frame["conversation"] == chat and frame["about"].get("message") == "1":
                return [item["text"] for item in frame["items"]]


@contextmanager
def connected(house: House) -> Iterator[Agent]:
    agent = Agent(house)
    agent.come()
    try:
        yield agent
    finally:
        agent.go()
