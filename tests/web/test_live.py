"""The socket: every frame's meaning, the limits, and that bad input ends nothing."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from sidecar_server.settings import Limits, Settings
from tests.web.desk import Desk


async def test_welcome_tells_the_library_and_the_limits(desk: Desk) -> None:
    async with desk.client() as client:
        welcome = client.welcome
    assert welcome["protocol"] == 1
    assert welcome["library"] == {"revision": desk.stub.stored, "phrases": 0, "notes": 0}
    assert welcome["limits"] == {
        "frame_bytes": 65536,
        "text_chars": 4000,
        "frames_per_second": 20,
        "messages": 50,
    }
    assert welcome["features"] == [
        "draft",
        "clock",
        "attention",
        "introduction",
        "match",
        "reel",
        "today",
        "propose",
        "receipt",
    ]
    assert welcome["epoch"]


async def test_every_message_is_answered_whatever_its_role(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        for number, role in enumerate(["customer", "agent", "bot", "system", "note"]):
            await client.send(
                "message.seen", conversation="c", message=f"m{number}", role=role, text="Hi"
            )
            frame = await client.get("suggestions")
            assert frame["conversation"] == "c"
            assert frame["about"] == {"message": f"m{number}"}
            assert frame["offset"] == number + 1
            assert frame["cues"]["heat"] == 0.25
            assert [one["id"] for one in frame["items"]] == [f"for-m{number}"]


async def test_opening_a_chat_answers_its_newest_message(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c", "one", "two")
        assert (await client.get("suggestions"))["about"] == {"message": "m1"}


async def test_only_the_newest_messages_of_an_opened_chat_are_kept(tmp_path: Path) -> None:
    settings = Settings(limits=Limits(messages=3))
    with Desk(tmp_path, settings) as desk:
        async with desk.client() as client:
            await client.opened("c", *"abcde")
            await client.get("suggestions")
        conversation = desk.chat("c")
        assert [message.id for message in conversation.messages] == ["m2", "m3", "m4"]


async def test_a_seen_message_is_idempotent_and_an_edit_replaces_it(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        for text in ("first", "first", "second"):
            await client.seen("m", text)
            await client.get("suggestions")
        conversation = desk.chat("c")
        assert [message.text for message in conversation.messages] == ["second"]


async def test_a_later_message_overtakes_and_one_answer_comes(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        desk.stub.encoding.held = True
        await client.seen("m0", "text 0")
        await desk.encoding_begins()
        for number in range(1, 5):
            await client.seen(f"m{number}", f"text {number}")
        await client.send("draft.changed", conversation="c", revision=1, text="")
        await client.get("draft.checked")  # all before it has been taken
        desk.stub.encoding.held = False
        assert (await client.get("suggestions"))["about"] == {"message": "m4"}
        assert desk.stub.advisor.advised == 1
        assert await client.is_answered()


async def test_a_removed_and_a_renamed_message_follow_the_page(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c", "one", "two")
        await client.send("message.removed", conversation="c", message="m0")
        await client.send("message.renamed", conversation="c", message="m1", to="real")
        await client.seen("m9", "three")
        while (await client.get("suggestions"))["about"] != {"message": "m9"}:
            pass
        conversation = desk.chat("c")
        assert [message.id for message in conversation.messages] == ["real", "m9"]


async def test_a_draft_is_checked_under_its_revision(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        await client.send("draft.changed", conversation="c", revision=7, text="Dear")
        assert await client.get() == {
            "type": "draft.checked",
            "conversation": "c",
            "revision": 7,
            "findings": [
                {
                    "rule": "length",
                    "span": [0, 4],
                    "text": "Dear",
                    "advice": "shorter",
                    "replacements": [],
                }
            ],
        }
        await client.send("draft.changed", conversation="c", revision=8, text="")
        assert (await client.get())["findings"] == []


async def test_a_search_is_answered_within_its_chat_or_without_one(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        await client.send("search", request="r1", query="parcel")
        found = await client.get("results")
        assert (found["request"], found["items"][0]["id"]) == ("r1", "found")
        await client.send("search", request="r2", query="parcel", conversation="c")
        assert (await client.get("results"))["items"][0]["id"] == "found-in-c"


async def test_an_inserted_line_does_not_come_again(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c", "hello")
        [item] = (await client.get("suggestions"))["items"]
        await client.send("feedback", conversation="c", suggestion=item["id"], event="inserted")
        await client.seen("m0", "hello again")
        assert (await client.get("suggestions"))["items"] == []


@pytest.mark.parametrize(
    ("frame", "fields"),
    [
        ("message.seen", {"message": "m", "role": "customer", "text": "x"}),
        ("message.removed", {"message": "m"}),
        ("message.renamed", {"message": "m", "to": "n"}),
        ("draft.changed", {"revision": 1, "text": "x"}),
        ("search", {"request": "r", "query": "x"}),
        ("feedback", {"suggestion": "s", "event": "shown"}),
    ],
)
async def test_an_unknown_chat_earns_a_problem_that_says_to_open_it(
    desk: Desk, frame: str, fields: dict[str, Any]
) -> None:
    async with desk.client() as client:
        await client.send(frame, conversation="nowhere", **fields)
        problem = await client.get()
        assert (problem["type"], problem["code"]) == ("problem", "unknown_conversation")
        assert "conversation.opened" in problem["detail"]
        assert problem["about"]["conversation"] == "nowhere"
        assert problem["about"]["type"] == frame


async def test_closing_forgets_one_chat_and_signing_off_every_chat(desk: Desk) -> None:
    async with desk.client() as client:
        for name in "abc":
            await client.opened(name)
        await client.send("conversation.closed", conversation="a")
        await client.seen("m", conversation="a")
        assert (await client.get())["code"] == "unknown_conversation"
        await client.seen("m", conversation="b")
        assert (await client.get())["type"] == "suggestions"
        await client.send("signed_off")
        await client.seen("m", conversation="b")
        assert (await client.get())["code"] == "unknown_conversation"
        assert len(desk.stub.conversations) == 0


async def test_connections_of_one_credential_share_chats_and_others_do_not(desk: Desk) -> None:
    token = desk.token()
    async with desk.client(token) as one, desk.client(token) as two, desk.client() as other:
        await one.opened("c", "hello")
        assert (await one.get("suggestions"))["offset"] == 1
        await two.seen("m1", "and again")
        assert (await two.get("suggestions"))["offset"] == 1
        await other.seen("m1")
        assert (await other.get())["code"] == "unknown_conversation"


async def test_a_changed_library_is_served_and_announced(desk: Desk) -> None:
    async with desk.client() as client:
        before = client.welcome["library"]["revision"]
        desk.stub.stored += 1
        assert await client.get(within_s=2) == {"type": "library", "revision": before + 1}
    async with desk.client() as client:
        assert client.welcome["library"]["revision"] == before + 1


async def test_a_change_is_announced_while_the_one_before_is_still_learnt(desk: Desk) -> None:
    desk.stub.learning = [threading.Event(), threading.Event()]
    first, second = desk.stub.learning
    async with desk.client() as client:
        for _ in range(3):
            desk.stub.stored += 1
            told = {"type": "library", "revision": desk.stub.stored}
            assert await client.get(within_s=5) == told
        assert desk.stub.learning == [second]  # one learns at a time, and none is passed over
        first.set()
        second.set()
    async with asyncio.timeout(10):
        while desk.stub.learning:  # noqa: ASYNC110  (a thread empties it)
            await asyncio.sleep(0.01)


async def test_the_server_ticks_and_takes_ticks(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.live.tick_every_s = 0.05
    with desk:
        async with desk.client() as client:
            await client.send("tick")
            assert await client.get() == {"type": "tick"}


async def test_settings_are_taken(desk: Desk) -> None:
    async with desk.client() as client:
        await client.send("settings", quiet=True, rules={"length": False}, later="ignored")
        assert await client.is_answered()


async def test_a_failure_of_ours_is_told_and_the_connection_lives(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with desk.client() as client:
        await client.opened("c", "boom")
        problem = await client.get()
        assert problem["code"] == "unavailable"
        assert problem["about"]["message"] == "m0"
        assert await client.is_answered()


async def test_shutting_down_closes_with_1012(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        async with desk.client() as client:
            await asyncio.to_thread(desk.stop)
            assert await client.closed() == 1012
    assert desk.stub.encoding.closed
