"""Draft checks through the socket: the newest draft wins, and a burst of edits costs a few."""

import asyncio
from typing import Any

import pytest

from tests.web.desk import Client, Desk


async def draft(client: Client, revision: int, text: str, conversation: str = "c") -> None:
    await client.send("draft.changed", conversation=conversation, revision=revision, text=text)


async def checked(client: Client, *revisions: int) -> dict[str, Any]:
    """Read answers until that of the last revision; none before it may be of others."""
    while True:
        found = await client.get("draft.checked")
        assert found["revision"] in revisions
        if found["revision"] == revisions[-1]:
            return found


async def nothing_more(client: Client) -> None:
    """See that no answer to a draft is on its way."""
    with pytest.raises(TimeoutError):
        await client.get("draft.checked", within_s=0.6)


async def test_a_newer_draft_cancels_the_check_of_the_older(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        desk.stub.encoding.held = True
        await draft(client, 1, "Dear")
        await desk.encoding_begins()
        await draft(client, 2, "Dear Ana")
        await client.opened("barrier")
        await client.send("message.removed", conversation="nowhere", message="m")
        await client.get("problem")  # all before it has been taken
        desk.stub.encoding.held = False
        found = await client.get("draft.checked")
        assert (found["revision"], found["findings"][0]["text"]) == (2, "Dear Ana")
        await nothing_more(client)


async def test_twenty_edits_at_once_cost_three_checks_at_most(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        for number in range(1, 21):
            await draft(client, number, "x" * number)
            await asyncio.sleep(0.02)
        found = await checked(client, *range(1, 21))
        assert found["findings"][0]["text"] == "x" * 20
        assert desk.stub.advisor.checked <= 3
        await nothing_more(client)


async def test_each_chat_has_its_own_newest_draft(desk: Desk) -> None:
    async with desk.client() as client:
        for chat in ("c", "d"):
            await client.opened(chat)
        await draft(client, 1, "for c")
        await draft(client, 1, "for d", "d")
        answers = [await client.get("draft.checked") for _ in range(2)]
        texts = {one["conversation"]: one["findings"][0]["text"] for one in answers}
        assert texts == {"c": "for c", "d": "for d"}


async def test_a_cleared_draft_takes_its_findings_back(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        await draft(client, 1, "Dear")
        await draft(client, 2, "")
        assert (await checked(client, 1, 2))["findings"] == []


async def test_a_chat_that_was_closed_meanwhile_is_not_answered(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        desk.stub.encoding.held = True
        await draft(client, 1, "Dear")
        await desk.encoding_begins()
        await client.send("conversation.closed", conversation="c")
        await draft(client, 2, "Dear Ana")
        assert (await client.get("problem"))["code"] == "unknown_conversation"
        desk.stub.encoding.held = False
        await nothing_more(client)


async def test_a_check_that_fails_is_told_and_the_next_one_works(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, text: str) -> None:
        raise ValueError(text)

    async with desk.client() as client:
        await client.opened("c")
        with monkeypatch.context() as broken:
            broken.setattr(desk.stub.advisor, "check", fail)
            await draft(client, 1, "a secret word")
            problem = await client.get()
            assert (problem["type"], problem["code"]) == ("problem", "unavailable")
            assert problem["about"] == {"type": "draft.changed", "conversation": "c"}
            assert "secret" not in problem["detail"]
        await draft(client, 2, "Dear")
        assert (await checked(client, 2))["findings"]


async def test_a_connection_that_is_gone_stops_no_other(desk: Desk) -> None:
    token = desk.token()
    async with desk.client(token) as stays:
        await stays.opened("c")
        desk.stub.encoding.held = True
        async with desk.client(token) as goes:
            await draft(goes, 1, "Dear")
            await desk.encoding_begins()
            await draft(goes, 2, "Dear Ana")
        await asyncio.sleep(0.1)
        desk.stub.encoding.held = False
        await draft(stays, 1, "Hello")
        assert (await checked(stays, 1))["findings"][0]["text"] == "Hello"
