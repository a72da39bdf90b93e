"""Clients of neighbouring versions: what a newer one adds does no harm, an older one is served."""

from typing import Any

import orjson
import pytest

from sidecar_server import wire
from sidecar_server.settings import Limits
from sidecar_server.web import handshake
from tests.web.desk import Client, Desk

ADDED: dict[str, Any] = {"added": {"deep": [1, {"x": None}]}, "mood": "later", "_": True}
MESSAGE = {"message": "m", "role": "customer", "text": "hello"}
NONCE, AUTHORITY = "0" * 64, "127.0.0.1:8765"
SAMPLES: dict[str, dict[str, Any]] = {
    "hello": {
        "protocol": 1, "client": "later/9", "id": "i", "nonce": NONCE, "authority": AUTHORITY,
    },
    "auth": {"proof": NONCE},
    "conversation.opened": {
        "conversation": "c", "customer": {"locale": "en-GB"}, "messages": [MESSAGE],
    },
    "message.seen": {"conversation": "c", **MESSAGE},
    "message.removed": {"conversation": "c", "message": "m"},
    "message.renamed": {"conversation": "c", "message": "m", "to": "n"},
    "draft.changed": {"conversation": "c", "revision": 1, "text": "Dear Ana"},
    "search": {"request": "r", "query": "late"},
    "feedback": {"conversation": "c", "suggestion": "s", "event": "shown"},
    "settings": {
        "rules": {"tone": False, "a.rule.of.tomorrow": True},
        "card": {"name": "Nora", "facts": [{"about": "hiking", "says": "I hike."}]},
    },
    "match": {"request": "r", "conversation": "c"},
    "reel": {"request": "r"},
    "receipt.asked": {"request": "r"},
    "propose": {"request": "r", "text": "A line."},
    "conversation.closed": {"conversation": "c"},
    "signed_off": {},
    "tick": {},
}  # fmt: skip


def more(value: Any) -> Any:
    """Add fields at every depth, as a later version may; names of rules are no fields."""
    if isinstance(value, list):
        return [more(one) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {name: one if name == "rules" else more(one) for name, one in value.items()}
    return inner | ADDED


def parse(frame: dict[str, Any]) -> wire.ClientFrame:
    return wire.parse(orjson.dumps(frame), Limits())


def test_every_type_of_frame_has_a_sample() -> None:
    assert set(SAMPLES) == set(wire.CLIENT_FRAMES)


@pytest.mark.parametrize("type_", SAMPLES)
def test_fields_that_a_later_version_adds_change_nothing(type_: str) -> None:
    frame = {"type": type_, **SAMPLES[type_]}
    assert parse(more(frame)) == parse(frame)


async def test_a_later_client_is_served(desk: Desk) -> None:
    key = handshake.key_of(desk.token())
    async with desk.dial() as socket:
        client = Client(socket)
        ours, challenge = await client.hello(
            handshake.id_of(key), desk.authority, client="sidecar-browser/9", **ADDED
        )
        proof = handshake.proof(key, "client", desk.authority, ours, challenge["nonce"])
        await client.send("auth", proof=proof, **ADDED)
        assert (await client.get())["type"] == "welcome"
        for type_ in ("translation.asked", "message.reacted", "_"):
            await client.send(type_, conversation="c", request="r1", **ADDED)
            problem = await client.get("problem")
            assert problem["code"] == "unknown_type"
            assert problem["about"].get("request") == "r1"
        await client.send("feedback", conversation="c", suggestion="s", event="pinned")
        assert (await client.get("problem"))["code"] == "bad_frame"  # an event of tomorrow
        assert await client.is_answered()


async def test_a_client_that_knows_no_addition_is_served(desk: Desk) -> None:
    """The first version: no settings, no ticks, no drafts; it passes over what it does not know."""
    async with desk.client() as client:
        known = {"epoch", "features", "library", "limits", "protocol", "type"}
        assert known <= set(client.welcome)
        await client.opened("c", "hello")
        assert (await client.get("suggestions"))["conversation"] == "c"
        await client.send("feedback", conversation="c", suggestion="s", event="inserted")
        await client.seen("m7", "and another thing")
        assert (await client.get("suggestions"))["about"]["message"] == "m7"
        await client.send("conversation.closed", conversation="c")
        assert await client.is_answered()


async def test_another_protocol_is_told_to_upgrade(desk: Desk) -> None:
    async with desk.dial() as socket:
        client = Client(socket)
        hello = SAMPLES["hello"] | {"protocol": 2, "authority": desk.authority}
        await client.send("hello", **hello)
        assert await client.closed() == 4426
