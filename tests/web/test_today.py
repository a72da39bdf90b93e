"""The day's counts, the switches, the match and the reel, through the socket."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.coached import Coached
from tests.web.desk import Client, Desk

NOTHING = {"shown": 0, "used": 0, "hostile": 0, "thanks": 0, "off": [], "locked": []}
THANKS = "thank you that worked perfectly"
HOT = "where is my parcel, this is a disgrace, a pathetic scam"
CARD = {"name": "Ana", "expertise": ["parcels"], "languages": ["en"], "match": True}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    stub = Coached(tmp_path_factory.mktemp("library"))
    with Desk(tmp_path_factory.mktemp("home"), stub=stub) as desk:
        yield desk


@pytest.fixture
def desk(running: Desk) -> Desk:
    running.stub.conversations._open.clear()
    running.stub.conversations.shifts._open.clear()
    return running


async def today(client: Client, **counts: Any) -> None:
    """Read the next `today`, and compare with one on which nothing happened but this."""
    assert await client.get("today") == {"type": "today", **NOTHING, **counts}


async def colleagues(client: Client, conversation: str = "c") -> list[dict[str, Any]]:
    await client.send("match", request="r", conversation=conversation)
    found = await client.get("colleagues")
    assert found["request"] == "r"
    people: list[dict[str, Any]] = found["people"]
    return people


async def test_settings_are_answered_by_today(desk: Desk) -> None:
    async with desk.client() as client:
        await client.send("settings", rules={"tone": False, "nudge": False, "no such": True})
        await today(client, off=["nudge", "tone"])
        await client.send("settings", quiet=True, card=CARD)
        await today(client, off=["nudge", "tone"])  # what is left out stays
        await client.send("settings", rules={})
        await today(client)


async def test_a_card_of_what_is_protected_is_refused_and_the_one_before_stays(desk: Desk) -> None:
    secret = "the oldest mosque of Leeds"
    async with desk.client() as client, desk.client() as other:
        await client.send("settings", card=CARD)
        await today(client)
        facts = [{"about": secret, "says": f"I pray in {secret}."}]
        await client.send("settings", card={**CARD, "name": "New", "facts": facts})
        problem = await client.get()
        assert (problem["type"], problem["code"]) == ("problem", "not_allowed")
        assert problem["about"] == {"type": "settings"}
        assert "fact 1" in problem["detail"]
        assert "religion" in problem["detail"]
        assert not any(word in problem["detail"] for word in ("oldest", "mosque", "Leeds", "New"))
        await other.opened("c", "where is my parcel")
        await other.get("suggestions")
        assert [one["name"] for one in await colleagues(other)] == ["Ana"]


async def test_a_refused_card_takes_no_switch_along(desk: Desk) -> None:
    async with desk.client() as client:
        bad = {"name": "Ana", "expertise": ["church music"]}
        await client.send("settings", rules={"care": False}, quiet=True, card=bad)
        assert (await client.get())["code"] == "not_allowed"
        await client.send("settings")
        await today(client)


async def test_a_card_that_is_too_long_names_the_field_alone(desk: Desk) -> None:
    async with desk.client() as client:
        await client.send("settings", card={**CARD, "expertise": ["secret " * 30]})
        problem = await client.get()
        assert problem["code"] == "bad_frame"
        assert "secret" not in problem["detail"]


async def test_feedback_is_answered_by_the_counts(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c", "where is my parcel")
        [first, second, *_] = (await client.get("suggestions"))["items"]
        for event, counts in (
            ("shown", {"shown": 1}),
            ("inserted", {"shown": 1, "used": 1}),
            ("copied", {"shown": 1, "used": 2}),
        ):
            await client.send("feedback", conversation="c", suggestion=first["id"], event=event)
            await today(client, **counts)
        await client.send("feedback", conversation="c", suggestion=second["id"], event="dismissed")
        await today(client, shown=1, used=2)


async def test_what_a_customer_writes_changes_the_counts_unasked(desk: Desk) -> None:
    async with desk.client() as client:
        await client.opened("c", HOT)
        await client.get("suggestions")
        await today(client, hostile=1)
        await client.opened("other", "where is my parcel")
        await client.get("suggestions")
        await client.seen("m1", THANKS, "other")
        await today(client, hostile=1, thanks=1)
        await client.seen("m1", THANKS, "other")
        await client.seen("m2", "where is my parcel", "other")
        await client.send("settings")
        assert (await client.get("today"))["thanks"] == 1  # no change was told in between


async def test_both_connections_of_a_credential_hear_the_counts(desk: Desk) -> None:
    token = desk.token()
    async with desk.client(token) as one, desk.client(token) as two, desk.client() as other:
        await one.opened("c", HOT)
        await today(one, hostile=1)
        await today(two, hostile=1)
        await two.send("settings", rules={"care": False})
        await today(one, hostile=1, off=["care"])
        await other.send("settings")
        await today(other)


async def test_the_reel_gives_the_days_thanks_in_order(desk: Desk) -> None:
    async with desk.client() as client:
        for number, text in enumerate((THANKS, f"{THANKS} again")):
            await client.opened(f"c{number}", text)
            await client.get("suggestions")
        await client.send("reel", request="r1")
        assert await client.get("thanks") == {
            "type": "thanks",
            "request": "r1",
            "lines": [THANKS, f"{THANKS} again"],
        }
        await client.send("signed_off")
        await client.send("reel", request="r2")
        assert (await client.get("thanks"))["lines"] == []


async def test_a_match_finds_those_who_want_to_be_found_and_not_oneself(desk: Desk) -> None:
    async with desk.client() as bo, desk.client() as cy, desk.client() as me:
        await me.send("settings", card=CARD)
        shared = [{"about": "dogs", "says": "I have a dog."}]
        photo = "data:image/png;base64,AAAA"
        await bo.send("settings", card={**CARD, "name": "Bo", "facts": shared, "photo": photo})
        await cy.send("settings", card={**CARD, "name": "Cy", "match": False})
        for client in (me, bo, cy):
            await client.get("today")
        await me.opened("c", "where is my parcel, my dog waits")
        await me.get("suggestions")
        assert await colleagues(me) == [
            {
                "name": "Bo",
                "languages": ["en"],
                "topics": ["parcels"],
                "shared": ["dogs"],
                "photo": photo,
            }
        ]
        await bo.send("signed_off")
        assert await bo.is_answered()
        assert await colleagues(me) == []


async def test_a_match_needs_a_chat_that_is_open(desk: Desk) -> None:
    async with desk.client() as client:
        await client.send("match", request="r", conversation="nowhere")
        problem = await client.get()
        assert problem["code"] == "unknown_conversation"
        assert problem["about"] == {"type": "match", "conversation": "nowhere", "request": "r"}


async def test_a_visitor_of_the_demo_desk_is_nobodys_colleague(desk: Desk) -> None:
    async with desk.client(desk.credentials.demo()) as visitor, desk.client() as agent:
        for client, name in ((visitor, "Sam"), (agent, "Ana")):
            await client.send("settings", card={**CARD, "name": name})
            await client.opened("c", "where is my parcel")
            await client.get("suggestions")
        assert await colleagues(agent) == []
        assert await colleagues(visitor) == []


async def test_signing_off_takes_the_card_and_the_counts(desk: Desk) -> None:
    async with desk.client() as client:
        await client.send("settings", card={**CARD, "name": "Zoë"}, rules={"hint": False})
        await client.get("today")
        await client.opened("c", "where is my parcel")
        items = (await client.get("suggestions"))["items"]
        assert any("Zoë" in item["text"] for item in items)
        await client.send("signed_off")
        await client.opened("c", "where is my parcel")
        items = (await client.get("suggestions"))["items"]
        assert not any("Zoë" in item["text"] for item in items)
        await client.send("settings")
        await today(client)
