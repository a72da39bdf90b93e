"""Who gets in: proofs over a real socket, relays, pairing, and what a close code says."""

import asyncio
import io
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from sidecar_server.web import handshake
from sidecar_server.web.credentials import DEMO_PAGES
from sidecar_server.web.pairing import grouped, plain
from tests.web.desk import Client, Desk

MOZ = "moz-extension://0f2a3b4c-1111-4222-8333-444455556666"
OTHER_MOZ = "moz-extension://9f2a3b4c-1111-4222-8333-444455556666"


async def refused(desk: Desk, client: Client, code: int = 4401) -> None:
    assert await client.closed() == code


async def test_a_wrong_proof_is_refused(desk: Desk) -> None:
    id_ = handshake.id_of(handshake.key_of(desk.token()))
    async with desk.dial() as socket:
        client = Client(socket)
        await client.hello(id_, desk.authority)
        await client.send("auth", proof="0" * 64)
        await refused(desk, client)


async def test_an_unknown_id_gets_a_challenge_and_is_refused(desk: Desk) -> None:
    async with desk.dial() as socket:
        client = Client(socket)
        ours, challenge = await client.hello("0123456789abcdef", desk.authority)
        proof = handshake.proof(
            handshake.key_of("guess"), "client", desk.authority, ours, challenge["nonce"]
        )
        await client.send("auth", proof=proof)
        await refused(desk, client)
        assert socket.close_reason == "not authenticated: run `sidecar pair` or `sidecar token`"


@pytest.mark.parametrize("authority", ["127.0.0.1:1", "evil.test:80", "localhost"])
async def test_a_foreign_authority_is_refused(desk: Desk, authority: str) -> None:
    async with desk.dial() as socket:
        client = Client(socket)
        await client.send(
            "hello", protocol=1, client="t", id="0" * 16, nonce="0" * 64, authority=authority
        )
        await refused(desk, client)


BEFORE_WELCOME: list[tuple[str, dict[str, Any]]] = [
    ("tick", {}),
    ("message.seen", {"conversation": "c", "message": "m", "role": "customer", "text": "t"}),
    ("auth", {"proof": "0" * 64}),
    ("hello", {"protocol": 1, "client": "t", "id": "x", "nonce": "A" * 64, "authority": "a:1"}),
    ("hello", {"protocol": 1, "client": "t", "id": "x", "nonce": "0" * 63, "authority": "a:1"}),
    ("nonsense", {}),
]


@pytest.mark.parametrize(("type_", "fields"), BEFORE_WELCOME)
async def test_nothing_but_a_hello_is_taken_first(
    desk: Desk, type_: str, fields: dict[str, Any]
) -> None:
    async with desk.dial() as socket:
        client = Client(socket)
        await client.send(type_, **fields)
        await refused(desk, client)


async def test_another_protocol_closes_with_4426(desk: Desk) -> None:
    async with desk.dial() as socket:
        client = Client(socket)
        hello = {"client": "t", "id": "x", "nonce": "0" * 64, "authority": desk.authority}
        await client.send("hello", protocol=2, **hello)
        await refused(desk, client, 4426)
        assert socket.close_reason == "this server speaks protocol 1: upgrade the client"


async def test_who_does_not_prove_in_time_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    object.__setattr__(desk.live.greeting, "time_s", 0.1)
    with desk:
        async with desk.dial() as socket:
            await refused(desk, Client(socket))
        async with desk.dial() as socket:
            client = Client(socket)
            await client.hello("0" * 16, desk.authority)
            await refused(desk, client)


async def test_a_store_that_cannot_be_read_closes_in_good_order(
    tmp_path: Path, logged: io.StringIO
) -> None:
    with Desk(tmp_path) as desk:
        with closing(sqlite3.connect(tmp_path / "sidecar.db")) as store:
            store.execute("DROP TABLE credential")
        async with desk.dial() as socket:
            client = Client(socket)
            await client.send(
                "hello",
                protocol=1,
                client="x",
                id="x",
                nonce=handshake.nonce(),
                authority=desk.authority,
            )
            assert await client.closed() == 1012
            assert "sidecar doctor" in (socket.close_reason or "")
    assert "error=StoreProblem" in logged.getvalue()


async def test_a_replayed_proof_is_refused(desk: Desk) -> None:
    token = desk.token()
    key = handshake.key_of(token)
    async with desk.dial() as socket:
        client = Client(socket)
        ours, challenge = await client.hello(handshake.id_of(key), desk.authority)
        proof = handshake.proof(key, "client", desk.authority, ours, challenge["nonce"])
        await client.send("auth", proof=proof)
        await client.get("welcome")
    async with desk.dial() as socket:
        client = Client(socket)
        await client.hello(handshake.id_of(key), desk.authority, nonce=ours)
        await client.send("auth", proof=proof)
        await refused(desk, client)


@asynccontextmanager
async def relay(desk: Desk, *, rewriting: bool) -> AsyncIterator[int]:
    """A squatter on another port that hands every frame to the real server and back."""

    async def pass_on(near: ServerConnection) -> None:
        async with desk.dial() as far:

            async def back() -> None:
                with suppress(ConnectionClosed):
                    async for frame in far:
                        await near.send(frame)
                await near.close(far.close_code or 1000)

            returning = asyncio.create_task(back())
            async for frame in near:
                said = orjson.loads(frame)
                if rewriting and said["type"] == "hello":
                    said["authority"] = desk.authority
                await far.send(orjson.dumps(said).decode())
            await returning

    async with serve(pass_on, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


def squatted(port: int) -> connect:
    return connect(f"ws://127.0.0.1:{port}/live", proxy=None)


async def test_a_relayed_handshake_is_refused(desk: Desk) -> None:
    key = handshake.key_of(desk.token())
    async with relay(desk, rewriting=False) as port, squatted(port) as socket:
        client = Client(socket)
        hello = {"client": "t", "id": handshake.id_of(key), "nonce": "0" * 64}
        await client.send("hello", protocol=1, authority=f"127.0.0.1:{port}", **hello)
        await refused(desk, client)


async def test_a_relay_that_rewrites_the_address_cannot_prove_itself(desk: Desk) -> None:
    key = handshake.key_of(desk.token())
    async with relay(desk, rewriting=True) as port, squatted(port) as socket:
        client, dialled = Client(socket), f"127.0.0.1:{port}"
        ours, challenge = await client.hello(handshake.id_of(key), dialled)
        theirs = challenge["nonce"]
        expected = handshake.proof(key, "server", dialled, ours, theirs)
        assert challenge["proof"] != expected  # an honest client stops here
        proof = handshake.proof(key, "client", dialled, ours, theirs)
        await client.send("auth", proof=proof)
        await refused(desk, client)


async def pair(desk: Desk, code: str, origin: str | None = None) -> dict[str, Any]:
    async with desk.dial(origin) as socket:
        client = Client(socket)
        await client.greet(plain(code), desk.authority, "pair")
        paired = await client.get()
        assert paired["type"] == "paired"
        assert (await client.get())["type"] == "welcome"
        assert await client.is_answered()
        return paired


async def test_pairing_gives_a_token_that_works(desk: Desk) -> None:
    paired = await pair(desk, desk.pairing.open())
    async with desk.client(paired["token"]) as client:
        assert await client.is_answered()


async def test_a_code_is_taken_as_people_type_it(desk: Desk) -> None:
    code = desk.pairing.open()
    assert len(code) == 16
    assert grouped(code).count("-") == 3
    await pair(desk, f" {grouped(code).lower()} ")


async def is_refused(desk: Desk, code: str) -> bool:
    async with desk.dial() as socket:
        client = Client(socket)
        ours, challenge = await client.hello("pair", desk.authority)
        key = handshake.key_of(code)
        proof = handshake.proof(key, "client", desk.authority, ours, challenge["nonce"])
        await client.send("auth", proof=proof)
        return await client.closed() == 4401


async def test_a_code_works_once(desk: Desk) -> None:
    code = desk.pairing.open()
    await pair(desk, code)
    assert await is_refused(desk, code)


async def test_a_strangers_wrong_proofs_spoil_no_open_code(desk: Desk) -> None:
    code = desk.pairing.open()
    for _ in range(6):
        assert await is_refused(desk, "WRONG")
    await pair(desk, code)


async def test_a_code_for_the_console_pairs_no_browser(desk: Desk) -> None:
    assert await is_refused(desk, desk.pairing.open("console"))


async def test_without_an_open_code_pairing_is_refused(desk: Desk) -> None:
    assert await is_refused(desk, "ABCDEFGHIJKLMNOP")


async def test_firefox_is_learnt_at_pairing_and_may_come_back(desk: Desk) -> None:
    paired = await pair(desk, desk.pairing.open(), MOZ)
    async with desk.client(paired["token"], MOZ) as client:
        assert await client.is_answered()


async def test_a_firefox_guest_may_pair_and_do_nothing_else(desk: Desk) -> None:
    token = desk.token()
    desk.pairing.open()
    async with desk.dial(OTHER_MOZ) as socket:
        client = Client(socket)
        id_ = handshake.id_of(handshake.key_of(token))
        hello = {"client": "t", "id": id_, "nonce": "0" * 64, "authority": desk.authority}
        await client.send("hello", protocol=1, **hello)
        await refused(desk, client, 4403)
        assert socket.close_reason == "pair this browser first: run `sidecar pair`"


async def test_a_demo_page_is_let_in_and_sees_its_own_chats_only(desk: Desk) -> None:
    one, two = desk.credentials.demo(), desk.credentials.demo()
    async with desk.client(one) as mine, desk.client(two) as theirs:
        await mine.opened("c", "hello")
        await mine.get("suggestions")
        await theirs.seen("m")
        assert (await theirs.get())["code"] == "unknown_conversation"


async def test_the_longest_unused_demo_page_makes_room(desk: Desk) -> None:
    kept, lost = desk.credentials.demo(), desk.credentials.demo()
    async with desk.client(kept):
        pass
    for _ in range(DEMO_PAGES - 1):
        desk.credentials.demo()
    async with desk.client(kept) as client:
        assert await client.is_answered()
    async with desk.dial() as socket:
        client = Client(socket)
        await client.hello(handshake.id_of(handshake.key_of(lost)), desk.authority)
        await client.send("auth", proof="0" * 64)
        await refused(desk, client)


async def test_a_demo_credential_is_never_stored(desk: Desk) -> None:
    token = desk.credentials.demo()
    id_ = handshake.id_of(handshake.key_of(token))
    assert desk.credentials.find(id_) is None
    for file in desk.home.rglob("*"):
        assert token.encode() not in (file.read_bytes() if file.is_file() else b"")
