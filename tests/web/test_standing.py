"""Whoever is connected stays so only while their credential stands; and nobody sees another's."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from sidecar_server.web.accounts import Accounts
from sidecar_server.web.credentials import DEMO_PAGES, Credentials
from sidecar_server.web.handshake import id_of, key_of
from tests.web.desk import Client, Desk

PATIENCE_S = 10.0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path) as one:
        yield one


async def test_a_revoked_token_is_hung_up_on_and_others_are_not(desk: Desk) -> None:
    token = desk.token()
    async with desk.client(token) as client, desk.client(token) as again, desk.client() as other:
        assert await client.is_answered()
        Credentials(desk.engine).revoke(id_of(key_of(token)))
        assert await client.closed(PATIENCE_S) == 4401
        assert await again.closed(PATIENCE_S) == 4401
        assert await other.is_answered()
    async with desk.dial() as socket:
        client = Client(socket)
        with pytest.raises(AssertionError):  # the server cannot prove what it does not know
            await client.greet(token, desk.authority)


async def test_a_token_that_is_revoked_while_it_is_proved_opens_nothing(desk: Desk) -> None:
    token = desk.token()
    key = key_of(token)
    async with desk.dial() as socket:
        client = Client(socket)
        ours, challenge = await client.hello(id_of(key), desk.authority)
        Credentials(desk.engine).revoke(id_of(key))
        await client.prove(key, desk.authority, ours, challenge)
        with pytest.raises(ConnectionClosed):
            await client.get("welcome")
        assert socket.close_code == 4401


async def test_a_frame_after_the_revocation_is_not_taken(desk: Desk) -> None:
    token = desk.token()
    async with desk.client(token) as client:
        await client.opened("c", "hello")
        await client.get("suggestions")
        Credentials(desk.engine).revoke(id_of(key_of(token)))
        assert await client.closed(PATIENCE_S) == 4401
    assert not desk.live.owners


async def test_a_token_that_runs_out_ends_its_connection(desk: Desk) -> None:
    token = desk.credentials.create("Ana", days=1)
    async with desk.client(token) as client, desk.client() as other:
        later = desk.credentials._now() + 86_400
        desk.credentials._now = lambda: later
        assert await client.closed(PATIENCE_S) == 4401
        assert await other.is_answered()


async def test_other_teams_are_taken_by_connecting_anew(desk: Desk) -> None:
    accounts = Accounts(desk.engine)
    made = accounts.add("Ana", "agent", ["sales"])
    token = desk.credentials.create("browser", account=made.id)
    async with desk.client(token) as client:
        accounts.change("Ana", "agent", ["brand"])
        assert await client.closed(PATIENCE_S) == 1012  # come again
        assert client.socket.close_reason == "you have other teams: connect"
    async with desk.client(token) as client:
        [holder] = desk.live.holders()
        assert holder.teams == ("brand",)
        accounts.remove("Ana")
        assert await client.closed(PATIENCE_S) == 4401


async def test_a_demo_page_that_newer_ones_crowded_out_is_let_go(desk: Desk) -> None:
    """Anyone on this computer can open pages without end: no more of them are known at once."""
    async with desk.client(desk.credentials.demo()) as first:
        for _ in range(DEMO_PAGES - 1):
            desk.credentials.demo()
        async with desk.client(desk.credentials.demo()) as last:
            assert await first.closed(PATIENCE_S) == 4401
            assert await last.is_answered()


async def test_of_a_demo_page_that_is_gone_nothing_is_remembered(desk: Desk) -> None:
    chats = desk.stub.conversations
    agent, page = desk.token(), desk.credentials.demo()
    for token in (agent, page):
        async with desk.client(token) as one, desk.client(token) as other:
            await one.opened("c", "hello")
            await one.get("suggestions")
            await one.socket.close()
            assert await other.is_answered()
    async with asyncio.timeout(10):
        while len(chats.each()) > 2:  # noqa: ASYNC110  (another thread's)
            await asyncio.sleep(0.01)
    assert {owner for owner, _ in chats.each()} == {id_of(key_of(agent))}


async def test_a_demo_page_outlives_other_peoples_changes(desk: Desk) -> None:
    async with desk.client(desk.credentials.demo()) as client:
        Credentials(desk.engine).revoke(id_of(key_of(desk.token())))
        await asyncio.sleep(0.6)
        assert await client.is_answered()


async def test_two_accounts_with_one_conversation_id_see_nothing_of_each_other(desk: Desk) -> None:
    """Two agents have the same ticket open: each is told of their own messages alone."""
    accounts = Accounts(desk.engine)
    accounts.add("Ana")
    accounts.add("Ben")
    codes = [desk.pairing.open(account=name) for name in ("ana", "ben")]
    first, second = [await desk.paired(code) for code in codes]
    async with desk.client(first) as ana, desk.client(second) as ben:
        await ana.opened("desk:17", "from the chat of Ana")
        await ana.get("suggestions")
        await ben.opened("desk:17")
        await ben.send("message.removed", conversation="desk:17", message="m0")
        await ben.send("conversation.closed", conversation="desk:17")
        await ben.seen("m9", "of Ben", conversation="desk:17")  # closed: theirs is not known
        assert (await ben.get("problem"))["code"] == "unknown_conversation"
        held = {chat.id: chat for _, chat in desk.stub.conversations._open.values()}
        assert [one.text for one in held["desk:17"].messages] == ["from the chat of Ana"]
        await ana.seen("m1", "still there", conversation="desk:17")
        assert (await ana.get("suggestions"))["about"] == {"message": "m1"}
        with pytest.raises(TimeoutError):
            await ben.get("suggestions", within_s=0.5)
