"""Bad frames and too many of them: an answer each time, and nothing ends that need not."""

import asyncio
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from sidecar_server.settings import Limits, Settings
from tests.web.desk import Client, Desk

BAD = [
    ("no json", "{", "bad_frame"),
    ("a list", "[]", "bad_frame"),
    ("a number", "1", "bad_frame"),
    ("no type", "{}", "bad_frame"),
    ("a type that is no text", '{"type":3}', "bad_frame"),
    ("an unknown type", '{"type":"message.sung"}', "unknown_type"),
    ("a missing field", '{"type":"conversation.opened"}', "bad_frame"),
    ("a wrong type", '{"type":"conversation.opened","conversation":5}', "bad_frame"),
    ("an empty id", '{"type":"conversation.opened","conversation":""}', "bad_frame"),
    ("a lone surrogate", '{"type":"tick","x":"\\ud800"}', "bad_frame"),
    ("a deep frame", '{"type":"tick","x":' + "[" * 8 + "]" * 8 + "}", "bad_frame"),
    ("a very deep frame", "[" * 5000 + "]" * 5000, "bad_frame"),
    ("not a number", '{"type":"tick","x":NaN}', "bad_frame"),
    ("a second hello", '{"type":"auth","proof":"' + "0" * 64 + '"}', "bad_frame"),
]


@pytest.mark.parametrize(("raw", "code"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
async def test_a_bad_frame_earns_a_problem_and_the_connection_lives(
    desk: Desk, raw: str, code: str
) -> None:
    async with desk.client() as client:
        await client.raw(raw)
        problem = await client.get()
        assert (problem["type"], problem["code"]) == ("problem", code)
        assert problem["detail"]
        assert await client.is_answered()


async def test_a_binary_frame_is_a_bad_frame(desk: Desk) -> None:
    async with desk.client() as client:
        await client.raw(b'{"type":"tick"}')
        assert (await client.get())["code"] == "bad_frame"
        assert await client.is_answered()


async def test_unknown_fields_are_ignored(desk: Desk) -> None:
    async with desk.client() as client:
        await client.send("conversation.opened", conversation="c", mood="unknown field")
        await client.send(
            "message.seen", conversation="c", message="m", role="customer", text="", extra=[1]
        )
        assert (await client.get())["type"] == "suggestions"


async def test_a_text_may_be_as_long_as_the_limit_and_no_longer(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c")
        await client.seen("m", "é" * 4000)
        assert (await client.get())["type"] == "suggestions"
        await client.seen("m2", "é" * 4001)
        problem = await client.get()
        assert (problem["code"], problem["about"]["message"]) == ("too_long", "m2")
        await client.opened("d", "short", "x" * 4001)
        assert (await client.get())["code"] == "too_long"
        await client.send("draft.changed", conversation="c", revision=1, text="x" * 4001)
        assert (await client.get())["code"] == "too_long"
        await client.send("search", request="r", query="x" * 4001)
        problem = await client.get()
        assert (problem["code"], problem["about"]["request"]) == ("too_long", "r")


def tick_of(size: int) -> str:
    empty = orjson.dumps({"type": "tick", "pad": ""}).decode()
    return empty.replace('""', f'"{"x" * (size - len(empty))}"')


async def test_a_frame_over_the_limit_closes_with_4413(desk: Desk) -> None:
    async with desk.client() as client:
        await client.raw(tick_of(65_536))
        assert await client.is_answered()
        await client.raw(tick_of(65_537))
        assert await client.closed() == 4413
        said = "this frame is too big: send fewer messages or cut their texts"
        assert client.socket.close_reason == said


async def test_the_limit_counts_bytes_and_not_characters(desk: Desk) -> None:
    async with desk.client() as client:
        await client.raw('{"type":"tick","pad":"' + "é" * 40_000 + '"}')
        assert await client.closed() == 4413


async def flood(client: Client, frames: int) -> None:
    for _ in range(frames):
        await client.send("tick")


async def test_too_many_frames_are_told_dropped_and_then_hung_up_on(desk: Desk) -> None:
    async with desk.client() as client:
        await flood(client, 130)
        assert (await client.get())["code"] == "slow_down"
        await flood(client, 200)
        assert await client.closed() == 4429


async def test_a_client_that_slows_down_is_served_again(tmp_path: Path) -> None:
    limits = replace(Limits(), frames_per_second=200, burst=5)
    with Desk(tmp_path, Settings(limits=limits)) as desk:
        async with desk.client() as client:
            await flood(client, 60)
            assert (await client.get())["code"] == "slow_down"
            await asyncio.sleep(0.1)
            assert await client.is_answered()
