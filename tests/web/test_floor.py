"""A line from the floor: taken without a name, refused while it holds personal data."""

import io
import logging
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sidecar_server.library.proposals import Proposal, Proposals
from sidecar_server.library.tables import metadata
from sidecar_server.model import Advice, Cues, Likely
from sidecar_server.web import log
from sidecar_server.web.handshake import id_of, key_of
from tests.web.desk import Client, Desk

LINE = "I have your {item} on my desk now, {name}: two minutes, and I tell you where it is."


@pytest.fixture(autouse=True)
def empty(desk: Desk) -> None:
    proposals = Proposals(desk.engine)
    proposals.put_away(one.name for one in proposals.newest(1_000))
    desk.live.floor._sent.clear()
    desk.live.floor.clock = lambda: 0.0


def kept(desk: Desk) -> list[Proposal]:
    return Proposals(desk.engine).newest(1_000)


async def propose(client: Client, text: str = LINE, **fields: Any) -> dict[str, Any]:
    """Send a line and give what it is answered with."""
    await client.send("propose", request="r1", text=text, **fields)
    while True:
        frame = await client.get()
        if frame["type"] in {"proposed", "problem"}:
            return frame


async def test_a_line_is_kept_with_its_language_situation_and_week(desk: Desk) -> None:
    async with desk.client() as client:
        answer = await propose(client, why="when they ask where it is")
        assert answer == {"type": "proposed", "request": "r1", "kept": True}
    [one] = kept(desk)
    assert (one.text, one.why) == (LINE, "when they ask where it is")
    assert (one.language, one.situation) == ("en", "delivery-late")
    assert one.week.startswith("20")


async def test_a_language_is_read_from_the_line(desk: Desk) -> None:
    async with desk.client() as client:
        await propose(client, "Ich habe Ihre Bestellung vor mir und melde mich gleich bei Ihnen.")
    assert kept(desk)[0].language == "de"


async def test_the_chat_says_the_situation_where_the_line_does_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(desk.stub.advisor), "about", lambda *_: "")
    async with desk.client() as client:
        await client.opened("c", "hello")
        await client.get("suggestions")
        cues = Cues(situation=(Likely("refund-not-arrived", 0.9),))
        desk.chat("c").advice = Advice("m0", cues)
        await propose(client, conversation="c")
        await propose(client, "Another line.", conversation="never opened")
    assert [one.situation for one in kept(desk)] == ["", "refund-not-arrived"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Write to dana@mail.example.", "{email}"),
        ("Your card 4111 1111 1111 1111.", "{card}"),
        ("Pay to DE89 3704 0044 0532 0130 00.", "{iban}"),
        ("Call me at +44 20 7946 0958.", "{phone}"),
    ],
)
@pytest.mark.parametrize("field", ["text", "why"])
async def test_personal_data_is_refused_with_the_fix_and_never_repeated(
    desk: Desk, text: str, mark: str, field: str
) -> None:
    async with desk.client() as client:
        answer = await propose(client, **{"text": LINE, field: text})
    assert answer["code"] == "not_allowed"
    assert f"write {mark} in its place" in answer["detail"]
    assert text not in answer["detail"]
    assert answer["about"] == {"type": "propose", "request": "r1"}
    assert kept(desk) == []


@pytest.mark.parametrize("text", ["", "   \n", "x" * 601])
async def test_an_empty_line_and_one_too_long_are_refused(desk: Desk, text: str) -> None:
    async with desk.client() as client:
        answer = await propose(client, text)
        assert answer["type"] == "problem"
        assert await client.is_answered()
    assert kept(desk) == []


async def test_the_twenty_first_line_of_an_hour_waits_and_others_may_go_on(desk: Desk) -> None:
    token = desk.token()
    async with desk.client(token) as client, desk.client(token) as beside:
        for number in range(20):
            assert (await propose(client, f"Line number {number}."))["type"] == "proposed"
        answer = await propose(beside, "One more.")  # the same credential
        assert answer["code"] == "not_allowed"
        assert "send it in an hour" in answer["detail"]
        async with desk.client() as other:
            assert (await propose(other, "Mine."))["type"] == "proposed"
        desk.live.floor.clock = lambda: 3_601.0
        assert (await propose(client, "One more."))["type"] == "proposed"
    assert len(kept(desk)) == 22
    assert len(desk.live.floor._sent) == 1  # counts that are over are forgotten


async def test_the_demo_desk_is_answered_and_its_line_kept_nowhere(desk: Desk) -> None:
    async with desk.client(desk.credentials.demo()) as client:
        answer = await propose(client)
        assert answer == {"type": "proposed", "request": "r1", "kept": False}
        refused = await propose(client, "Write to dana@mail.example.")
        assert refused["code"] == "not_allowed"
    assert kept(desk) == []


async def test_a_line_that_cannot_be_kept_is_said_to_the_one_who_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(desk.live.floor.proposals, "keep", fails)
    async with desk.client() as client:
        answer = await propose(client)
    assert answer["code"] == "unavailable"
    assert answer["about"] == {"type": "propose", "request": "r1"}


async def test_nothing_says_who_proposed_a_line(desk: Desk, tmp_path: Path) -> None:
    """Neither a frame to others nor a table nor the log; the table of credentials aside."""
    stream = io.StringIO()
    log.configure(stream)
    logging.getLogger().setLevel(logging.DEBUG)
    token = desk.token("Agent-Canary")
    ids = (id_of(key_of(token)), "Agent-Canary", "desk:canary-chat", "canary-request")
    async with desk.client() as other, desk.client(token) as client:
        await client.opened("desk:canary-chat", "Where is it?")
        await client.send(
            "propose", request="canary-request", text=LINE, conversation="desk:canary-chat"
        )
        await client.get("proposed")
        await other.send("search", request="s", query="where")
        frames = [await other.get("results")]  # whatever was sent before has come by now
    logging.getLogger().setLevel(logging.WARNING)
    assert len(kept(desk)) == 1
    tables = {name: one for name, one in metadata.tables.items() if name != "credential"}
    with desk.engine.connect() as connection:
        rows = [
            repr(tuple(row)) for one in tables.values() for row in connection.execute(select(one))
        ]
    written = "\n".join((*rows, *map(repr, frames), stream.getvalue()))
    assert LINE in written  # the queue has it
    assert [one for one in ids if one in written] == []
    assert LINE not in stream.getvalue()
