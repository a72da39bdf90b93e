"""Whoever else holds the port: the extension's own client tells them nothing, however they try."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from websockets.exceptions import ConnectionClosed

from sidecar_server.web import handshake
from tests.soak.under_node import ClientUnderNode
from tests.web.desk import Client, Desk

pytestmark = pytest.mark.soak  # it needs node
CANARY = "canary-3e7a-of-a-customer"
DIALLED = "127.0.0.1:8765"  # where the impostor is, in the place of the server
TRIES = 100
STEP_MS = 4_000  # less than a handshake may take: no connection is lost unseen
HELLO = {"type", "protocol", "client", "id", "nonce", "authority"}
Frames = list[dict[str, Any]]


@dataclass
class Victim:
    """The client, which holds a chat and a token; what it says to whom it reaches is kept."""

    said: "asyncio.Queue[str]" = field(default_factory=asyncio.Queue)
    dialled: "asyncio.Queue[int]" = field(default_factory=asyncio.Queue)
    hung: "asyncio.Queue[int]" = field(default_factory=asyncio.Queue)

    def __post_init__(self) -> None:
        self.client = ClientUnderNode(
            {
                "dial": lambda one: self.dialled.put_nowait(one["dial"]),
                "sent": lambda one: self.said.put_nowait(one["data"]),
                "hung": lambda one: self.hung.put_nowait(one["hung"]),
            }
        )

    async def hello(self) -> tuple[int, dict[str, Any]]:
        """Take the next connection and give what the client says first."""
        line = await self.later(self.dialled)
        self.client.ask(do="taken", line=line)
        hello: dict[str, Any] = json.loads(await asyncio.wait_for(self.said.get(), 20))
        return line, hello

    async def is_told(self, line: int, frames: Frames) -> None:
        """Say these to the client, with a chat that changes meanwhile, until it hangs up."""
        for frame in frames:
            self.client.ask(do="came", line=line, data=json.dumps(frame))
        self.client.ask(do="say", chat="7", message="m2", role="customer", text=CANARY)
        assert await self.later(self.hung) == line

    async def later(self, what: "asyncio.Queue[int]") -> int:
        """Let time pass until it happens."""
        async with asyncio.timeout(20):
            while what.empty():
                self.client.ask(do="pass", ms=STEP_MS)
                await self.client.look("7")  # once it has passed
                await asyncio.sleep(0.005)
            return what.get_nowait()


@asynccontextmanager
async def victim(token: str) -> AsyncIterator[Victim]:
    one = Victim()
    await one.client.start()
    try:
        one.client.ask(do="begin", token=token, authority=DIALLED)
        one.client.ask(do="say", chat="7", message="m1", role="customer", text=CANARY)
        yield one
    finally:
        await one.client.stop()


async def relayed(desk: Desk, hello: Mapping[str, Any]) -> Frames:
    """Hand a `hello` on to the real server and give what it answers."""
    async with desk.dial() as far:
        await far.send(orjson.dumps(hello).decode())
        try:
            return [orjson.loads(await asyncio.wait_for(far.recv(), 5))]
        except ConnectionClosed:
            return []  # refused


def challenge(key: bytes, hello: Mapping[str, Any], who: handshake.Side = "server") -> Frames:
    nonce = "5e" * 32
    said = handshake.proof(key, who, hello["authority"], hello["nonce"], nonce)
    return [{"type": "challenge", "nonce": nonce, "proof": said}]


Trick = Callable[[Desk, dict[str, Any], Frames], Awaitable[Frames]]


def always(make: Callable[[dict[str, Any], Frames], Frames]) -> Trick:
    async def trick(_: Desk, hello: dict[str, Any], recorded: Frames) -> Frames:
        return make(hello, recorded)

    return trick


async def _hand_on(desk: Desk, hello: dict[str, Any], _: Frames) -> Frames:
    answer = await relayed(desk, hello)
    assert answer == []  # for a foreign address the real server proves nothing
    return answer


async def _rewrite(desk: Desk, hello: dict[str, Any], _: Frames) -> Frames:
    answer = await relayed(desk, hello | {"authority": desk.authority})
    assert answer[0]["type"] == "challenge"
    return answer


WELCOME = {"type": "welcome", "protocol": 1, "epoch": "e", "features": []}
TRICKS: Mapping[str, Trick] = {
    "silence": always(lambda *_: []),
    "a welcome at once": always(lambda *_: [WELCOME]),
    "a guess": always(lambda hello, _: challenge(b"k" * 32, hello)),
    "a guess, then a welcome": always(lambda h, _: [*challenge(b"k" * 32, h), WELCOME]),
    "the id for a key": always(lambda h, _: challenge(h["id"].encode(), h)),
    "the client's own side": always(lambda h, _: challenge(b"k" * 32, h, "client")),
    "an old proof": always(lambda _, recorded: recorded),
    "a new token": always(lambda *_: [{"type": "paired", "token": "x"}, WELCOME]),
    "a relay": _hand_on,
    "a relay that rewrites the address": _rewrite,
}


async def test_an_impostor_on_the_port_gets_no_byte_of_a_chat(desk: Desk) -> None:
    token = desk.token()
    key = handshake.key_of(token)
    recorded = await relayed(desk, hello_of(key, desk.authority))
    seen: set[str] = set()
    async with victim(token) as one:
        for number in range(TRIES):
            line, hello = await one.hello()
            assert set(hello) == HELLO
            assert CANARY not in str(hello)
            assert not {token, key.hex()} & set(hello.values())
            seen.add(hello["nonce"])
            trick = list(TRICKS.values())[number % len(TRICKS)]
            await one.is_told(line, await trick(desk, hello, recorded))
        assert one.said.empty()  # nothing followed any hello: no proof, no chat
    assert len(seen) == TRIES


async def test_the_same_client_tells_the_real_server(desk: Desk) -> None:
    """The silence above is a refusal: whoever holds the key is told the chat."""
    token = desk.token()
    key = handshake.key_of(token)
    async with victim(token) as one:
        line, hello = await one.hello()
        for frame in (*challenge(key, hello), WELCOME):
            one.client.ask(do="came", line=line, data=json.dumps(frame))
        while CANARY not in (said := await asyncio.wait_for(one.said.get(), 20)):
            assert json.loads(said)["type"] in {"auth", "settings"}


def hello_of(key: bytes, authority: str) -> dict[str, Any]:
    fields = {"protocol": 1, "client": "t", "id": handshake.id_of(key), "nonce": "0" * 64}
    return {"type": "hello", **fields, "authority": authority}


async def test_a_proof_that_was_seen_before_opens_nothing_again(desk: Desk) -> None:
    """Twenty clients each prove themselves; what they said is said again by somebody else."""
    token = desk.token()
    key = handshake.key_of(token)
    for _ in range(20):
        async with desk.dial() as socket:
            client = Client(socket)
            ours, first = await client.hello(handshake.id_of(key), desk.authority)
            proof = handshake.proof(key, "client", desk.authority, ours, first["nonce"])
            await client.send("auth", proof=proof)
            await client.get("welcome")
        async with desk.dial() as socket:
            replaying = Client(socket)
            await replaying.hello(handshake.id_of(key), desk.authority, nonce=ours)
            await replaying.send("auth", proof=proof)
            assert await replaying.closed() == 4401
