"""The clock through the socket: its frames, when a message came, and the wall clock that is set."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

import pytest

from sidecar_server.web import events, serving
from sidecar_server.web.clock import Clock
from tests.web.coached import Coached
from tests.web.desk import Client, Desk

PARCEL = "where is my parcel"
HOUR = 3_600.0


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    stub = Coached(tmp_path_factory.mktemp("library"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(serving, "Clock", partial(Clock, every_s=0.02))
        with Desk(tmp_path_factory.mktemp("home"), stub=stub) as desk:
            yield desk


@pytest.fixture
def desk(running: Desk) -> Desk:
    running.stub.conversations._open.clear()
    running.stub.conversations.shifts._open.clear()
    return running


def later(desk: Desk, seconds: float) -> None:
    """Let time pass on the steady clock."""
    assert isinstance(desk.stub, Coached)
    desk.stub.now += seconds


def when(desk: Desk, message: str = "m0") -> float:
    """Give how long ago the server takes a message to have come."""
    assert isinstance(desk.stub, Coached)
    at = {one.id: one.at for one in desk.chat("c").messages}[message]
    assert at is not None
    return desk.stub.now - at


def ago(seconds: float) -> str:
    return (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat()


async def clocked(client: Client) -> dict[str, Any]:
    """Read the next frame that the clock brings."""
    while True:
        frame = await client.get("suggestions")
        if "clock" in frame["about"]:
            return frame


async def sent(client: Client, message: str, sent_at: str | None) -> None:
    fields = {"message": message, "role": "customer", "text": f"{PARCEL} {message}"}
    await client.send("message.seen", conversation="c", sent_at=sent_at, **fields)
    while (await client.get("suggestions"))["about"] != {"message": message}:
        pass


async def test_a_nudge_comes_before_what_stands_with_a_rising_offset(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c", PARCEL)
        first = await client.get("suggestions")
        later(desk, HOUR / 4)
        frame = await clocked(client)
        assert frame["about"] == {"clock": True}
        assert frame["offset"] == first["offset"] + 1
        assert frame["items"][0]["kind"] == "nudge"
        assert frame["items"][1:] == first["items"]
        assert frame["cues"] == first["cues"]
        await client.seen("m1", "hello?")
        after = await client.get("suggestions")
        assert after["offset"] == frame["offset"] + 1


async def test_both_connections_of_a_credential_hear_the_clock_and_no_other(desk: Desk) -> None:
    token = desk.token()
    async with desk.client(token) as one, desk.client(token) as two, desk.client() as other:
        await one.opened("c", PARCEL)
        await one.get("suggestions")
        for client in (one, two):
            order = await client.get("attention")
            assert [entry["conversation"] for entry in order["order"]] == ["c"]
        later(desk, HOUR / 4)
        assert (await clocked(one))["items"] == (await clocked(two))["items"]
        with pytest.raises(TimeoutError):
            await other.get(within_s=0.3)


async def test_attention_comes_with_its_reason_and_again_to_who_reconnects(desk: Desk) -> None:
    token = desk.token()
    for _ in range(2):
        async with desk.client(token) as client:
            await client.opened("c", PARCEL)
            [entry] = (await client.get("attention"))["order"]
            assert (entry["conversation"], entry["why"]) == ("c", "waiting")
    async with desk.client(token) as client:
        assert (await client.get("attention"))["order"]
        await client.send(
            "message.seen", conversation="c", message="a", role="agent", text="It comes today."
        )
        assert (await client.get("attention"))["order"] == []


async def test_a_page_that_says_when_a_message_came_is_believed_within_reason(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        told = {"an hour": HOUR, "eleven hours": 11 * HOUR}
        for message, seconds in told.items():
            await sent(client, message, ago(seconds))
            assert when(desk, message) == pytest.approx(seconds, abs=5)
        for message, seconds in {"thirteen hours": 13 * HOUR, "to come": -HOUR}.items():
            await sent(client, message, ago(seconds))
            assert when(desk, message) == pytest.approx(0, abs=1)
        await sent(client, "says nothing", None)
        assert when(desk, "says nothing") == pytest.approx(0, abs=1)


@pytest.mark.parametrize("hours", [-30, -1, 1, 30])
async def test_setting_the_wall_clock_moves_nothing_that_is_known(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    class Set(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Set":
            return super().now(tz) + timedelta(hours=hours)

    async with desk.client() as client:
        stamp = ago(20)
        await client.opened("c")
        await sent(client, "m0", stamp)
        due = desk.chat("c").clock.due
        assert due is not None
        monkeypatch.setattr(events, "datetime", Set)
        await sent(client, "m0", stamp)
        shown = {"message": "m0", "role": "customer", "text": PARCEL, "sent_at": stamp}
        await client.send("conversation.opened", conversation="c", messages=[shown])
        await client.get("suggestions")
        assert when(desk) == pytest.approx(20, abs=5)
        assert desk.chat("c").clock.due == pytest.approx(due, abs=1)


async def test_a_night_asleep_brings_one_frame_for_each_chat(desk: Desk) -> None:
    async with desk.client() as client:
        for name in "abc":
            await client.opened(name, PARCEL)
            await client.get("suggestions")
        later(desk, 9 * HOUR)
        told = {(await clocked(client))["conversation"] for _ in range(3)}
        assert told == set("abc")
        later(desk, 60)
        with pytest.raises(TimeoutError):
            await client.get("suggestions", within_s=0.4)
