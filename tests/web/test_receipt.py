"""The receipt against the truth: what came, what is held, what lies on the disk, what went out."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from sidecar_server.library.tables import proposal, usage
from sidecar_server.web.outward import Outward
from tests.test_privacy import found
from tests.web.coached import Coached
from tests.web.desk import Client, Desk

SAID = "where is my parcel, canary41d7 was due on monday"
THANKS = "thank you that worked perfectly canary41d7"
NOBODY = {"chats": 0, "messages": 0, "remembered": 0}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A server that looks at its disk anew for each who asks."""
    made = Desk(tmp_path / "home", stub=Coached(tmp_path / "library"))
    made.live.receipts.clock = iter(range(0, 10_000, 60)).__next__
    with made:
        yield made


async def receipt(client: Client) -> dict[str, Any]:
    await client.send("receipt.asked", request="r")
    frame = await client.get("receipt")
    assert frame["request"] == "r"
    return frame


async def test_what_is_sent_is_what_was_read(desk: Desk) -> None:
    async with desk.client() as client, desk.client() as other:
        roles = ["customer", "customer", "customer", "agent", "agent", "bot", "system", "note"]
        await client.opened("c", SAID)
        for number, role in enumerate(roles):
            seen = {"message": f"n{number}", "role": role, "text": f"{number} {SAID}"}
            await client.send("message.seen", conversation="c", **seen)
        for revision, draft in enumerate(["I am", "I am looking", ""]):
            await client.send("draft.changed", conversation="c", revision=revision, text=draft)
        await client.send("search", request="s", query="late parcel")
        read = (await receipt(client))["read"]
        read.pop("since")
        assert read == {"customer": 4, "desk": 2, "others": 3, "drafts": 2, "searches": 1}
        read = (await receipt(other))["read"]
        read.pop("since")
        assert set(read.values()) == {0}


async def test_what_could_not_be_answered_was_read_all_the_same(desk: Desk) -> None:
    async with desk.client() as client:
        await client.seen("m1", SAID, "never-opened")
        assert (await client.get("problem"))["code"] == "unknown_conversation"
        assert (await receipt(client))["read"]["customer"] == 1


async def test_what_is_held_goes_with_the_chat_and_with_the_shift(desk: Desk) -> None:
    async with desk.client() as client, desk.client() as other:
        assert (await receipt(client))["held"] == NOBODY
        await client.send("conversation.opened", conversation="a", customer={"name": "Dana"})
        await client.opened("b", SAID, THANKS)
        await client.get("suggestions")
        assert (await receipt(client))["held"] == {"chats": 2, "messages": 2, "remembered": 2}
        assert (await receipt(other))["held"] == NOBODY
        await client.send("conversation.closed", conversation="b")
        assert (await receipt(client))["held"] == {"chats": 1, "messages": 0, "remembered": 2}
        await client.send("signed_off")
        assert (await receipt(client))["held"] == NOBODY


async def test_chats_leave_nothing_on_the_disk_and_the_receipt_says_so(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c", SAID, THANKS)
        await client.send("draft.changed", conversation="c", revision=1, text=SAID)
        await client.send("search", request="s", query=SAID)
        assert (await receipt(client))["kept"] == {"chat_texts": 0, "usage": 0, "proposals": 0}
    assert found(desk.home, "canary41d7") == []


@pytest.mark.parametrize("place", ["usage", "a table of tomorrow", "the log"])
async def test_a_chats_words_on_the_disk_are_counted_wherever_they_lie(
    desk: Desk, place: str
) -> None:
    spoiled = SAID.upper().replace(" ", "\n")
    async with desk.client() as client, desk.client() as other:
        await client.opened("c", SAID, "a short one")
        if place == "the log":
            (desk.home / "logs").mkdir()
            (desk.home / "logs" / "sidecar.log.1").write_text(f"before\nevent={SAID}\n")
        else:
            with desk.engine.begin() as connection:
                if place == "usage":
                    row = {"week": "2026-W48", "language": "en", "event": "shown", "count": 1}
                    connection.execute(insert(usage), [{**row, "id": spoiled}])
                else:
                    connection.execute(text("CREATE TABLE tomorrow (id INTEGER, what BLOB)"))
                    whole = {"what": f"said: {spoiled}, then".encode()}
                    connection.execute(text("INSERT INTO tomorrow VALUES (1, :what)"), whole)
        assert (await receipt(client))["kept"]["chat_texts"] == 1
        await other.opened("c", "another thing that is long enough")
        assert (await receipt(other))["kept"]["chat_texts"] == 0


async def test_rows_of_the_database_are_counted(desk: Desk) -> None:
    line = {"week": "w", "language": "en", "situation": "", "text": "A line.", "why": ""}
    row = {"week": "w", "language": "en", "event": "shown", "count": 9}
    with desk.engine.begin() as connection:
        connection.execute(insert(usage), [{**row, "id": one} for one in "abc"])
        connection.execute(insert(proposal), [line, line])
    async with desk.client() as client:
        assert (await receipt(client))["kept"] == {"chat_texts": 0, "usage": 3, "proposals": 2}


async def test_the_disk_is_looked_through_once_for_all_who_ask_at_once(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        async with desk.client() as client:
            assert (await receipt(client))["kept"]["proposals"] == 0
            with desk.engine.begin() as connection:
                row = {"week": "w", "language": "en", "situation": "", "text": "x", "why": ""}
                connection.execute(insert(proposal), [row])
            assert (await receipt(client))["kept"]["proposals"] == 0
            desk.live.receipts.clock = lambda: 1e12
            assert (await receipt(client))["kept"]["proposals"] == 1


@contextmanager
def listening(host: str) -> Iterator[socket.socket]:
    with socket.create_server((host, 0)) as server:
        server.settimeout(10)
        yield server


@pytest.mark.skipif(sys.platform == "darwin", reason="127.0.0.2 is no address there")
async def test_a_connection_that_really_goes_out_is_counted(desk: Desk) -> None:
    """The whole of 127/8 is this computer: here one address of it stands for another."""
    outward = Outward(here=lambda host: host in {"", "127.0.0.1"})
    sys.addaudithook(outward.heard)
    desk.live.receipts.outward = outward
    async with desk.client() as client:
        with listening("127.0.0.1") as near, listening("127.0.0.2") as far:
            with socket.create_connection(near.getsockname()[:2]):
                near.accept()[0].close()
            assert (await receipt(client))["sent"]["elsewhere"] == 0
            with socket.create_connection(far.getsockname()[:2]) as out:
                out.sendall(b"x")
                got, _ = far.accept()
                assert got.recv(1) == b"x"
                got.close()
            assert (await receipt(client))["sent"]["elsewhere"] == 1
