"""What is remembered for an agent is theirs alone (S14): nothing joins them to text, mood or score.

Neither a table, a file or a log, nor an endpoint or a frame to another credential.
"""

import http.client
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import orjson
import pytest
from sqlalchemy import inspect
from starlette.applications import Starlette

from sidecar_server import wire
from sidecar_server.library.database import open_database
from sidecar_server.library.tables import metadata
from sidecar_server.settings import Settings
from sidecar_server.web import demo
from sidecar_server.web.app import create_app, create_live
from sidecar_server.web.credentials import Credentials
from tests.process import SidecarProcess
from tests.test_privacy import connected, found
from tests.web.desk import Client

CANARY = "canary5e81"
SENT = f"I am opening the {CANARY}-sent tracking of your parcel to see where it was last."
THANKS = f"thank you that worked perfectly {CANARY}-thanks"
HOSTILE = f"where is my parcel, this is a disgrace, a pathetic scam, {CANARY}-hostile"
CARD = {
    "name": "Ana Visible",
    "expertise": ["parcels"],
    "languages": ["en"],
    "facts": [{"about": f"{CANARY}-about", "says": f"I like {CANARY}-says."}],
    "match": True,
}
NOTHING = {"shown": 0, "used": 0, "hostile": 0, "thanks": 0, "off": [], "locked": []}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SidecarProcess]:
    places = {"TMPDIR": "tmp", "HOME": "user", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data"}
    extra = {name: str(tmp_path / place) for name, place in places.items()}
    for place in extra.values():
        Path(place).mkdir()
    with SidecarProcess(tmp_path / "home", encoder="hashing", extra=extra) as running:
        yield running


def demo_token(server: SidecarProcess) -> str:
    """Visit the demo desk."""
    caller = http.client.HTTPConnection(server.authority, timeout=20)
    caller.request("GET", "/demo")
    page = caller.getresponse().read().decode()
    caller.close()
    [token] = set(re.findall(r'"token":"([^"]+)"', page))
    return str(token)


async def a_hard_day(client: Client) -> None:
    """Sent lines, hostility, thanks and dismissals, all with the canary in them."""
    await client.send("settings", card=CARD, rules={"hint": False, f"{CANARY}-rule": False})
    for number in range(3):
        chat = f"{CANARY}-chat-{number}"
        await client.opened(chat, HOSTILE)
        items = (await client.get("suggestions"))["items"]
        for event in ("shown", "dismissed"):
            feedback = {"conversation": chat, "suggestion": items[0]["id"], "event": event}
            await client.send("feedback", **feedback)
        line = {"conversation": chat, "message": "a", "role": "agent", "text": SENT}
        await client.send("message.seen", **line)
        await client.send("draft.changed", conversation=chat, revision=number, text=SENT)
        await client.seen("last", THANKS, chat)
        while (await client.get("suggestions"))["about"] != {"message": "last"}:
            pass
    await client.opened(f"{CANARY}-waits", HOSTILE)
    await client.get("attention")


async def own(client: Client) -> tuple[dict[str, Any], list[str]]:
    """Give the counts and the reel of this credential."""
    await client.send("settings")
    await client.send("reel", request="r")
    lines = (await client.get("thanks"))["lines"]
    await client.send("settings")
    counts = await client.get("today")
    return {key: counts[key] for key in NOTHING}, lines


async def listen(client: Client) -> str:
    """Ask for all there is, and give everything heard until the clock has looked twice."""
    await client.send("settings")
    await client.send("reel", request="r")
    await client.opened("mine", f"where is my parcel, {CANARY[:6]} waits")
    await client.send("match", request="m", conversation="mine")
    await client.send("search", request="s", query="parcel", conversation="mine")
    line = {"conversation": "mine", "message": "a", "role": "agent", "text": "One moment."}
    await client.send("message.seen", **line)
    await client.send("draft.changed", conversation="mine", revision=1, text=SENT[:8])
    for chat in ("waits", "chat-0"):
        await client.seen("m", "hello", f"{CANARY}-{chat}")
    heard = []
    while True:
        try:
            heard.append(await client.get(within_s=2.5))
        except TimeoutError:
            break
    types = {frame["type"] for frame in heard}
    assert {"today", "thanks", "colleagues", "results", "attention", "draft.checked"} <= types
    unknown = [f for f in heard if f["type"] == "problem"]
    assert [one["code"] for one in unknown] == ["unknown_conversation"] * 2
    return orjson.dumps([f for f in heard if f["type"] != "problem"]).decode()


async def test_another_credential_hears_nothing_of_an_agents_day(
    server: SidecarProcess, tmp_path: Path
) -> None:
    ana = server.run("token", "Ana")
    others = {
        "agent": server.run("token", "Bo"),
        "lead": server.run("token", "Lea", "--role", "lead"),
        "demo": demo_token(server),
    }
    async with connected(server, ana) as client:
        await a_hard_day(client)
        counts, lines = await own(client)
        assert (counts["hostile"], counts["thanks"]) == (4, 3)
        assert counts["shown"] == 3
        assert lines == [THANKS] * 3
        for role, token in others.items():
            async with connected(server, token) as other:
                assert await own(other) == (NOTHING, [])
                heard = await listen(other)
                assert CANARY not in heard
                assert ("Ana Visible" in heard) == (role != "demo")  # who lets herself be found
        assert await own(client) == (counts, lines)  # nor did anybody change it
    assert found(tmp_path, CANARY) == []
    server.stop()
    assert found(tmp_path, CANARY) == []
    assert CANARY not in server.said


@pytest.mark.parametrize("end", ["signed off", "restart"])
async def test_when_it_is_over_it_is_gone(server: SidecarProcess, tmp_path: Path, end: str) -> None:
    ana = server.run("token", "Ana")
    async with connected(server, ana) as client:
        await a_hard_day(client)
        if end == "signed off":
            await client.send("signed_off")
            await client.is_answered()
    if end != "signed off":
        server.stop()
        server.start()
    async with connected(server, ana) as client:
        assert await own(client) == (NOTHING, [])
        await client.opened("new", "where is my parcel")
        frame = orjson.dumps(await client.get("suggestions")).decode()
        assert "Ana Visible" not in frame
        await client.seen("m", "hello", f"{CANARY}-waits")
        assert (await client.get("problem"))["code"] == "unknown_conversation"
    async with connected(server, server.run("token", "Bo")) as other:
        assert "Ana Visible" not in await listen(other)
    assert found(tmp_path, CANARY) == []


# Each table and its columns: whoever adds one says here that it joins no agent with a chat.
TABLES = {
    "entry": "kind id language origin state body",
    "vector": "encoder digest vector",
    "revision": "name value",
    "account": "id name password role teams created_at",
    "credential": "id key name role created_at teams account expires_at",
    "pairing": "key purpose teams account expires_at",
    "known_origin": "origin",
    "session": "key name teams account expires_at",  # of whoever is signed in to the console
    "change": "number batch at by what kind id language before after",  # by leads
    "usage": "week id language event count",  # of phrases, by all together
    "scenario": "id body served by at",  # by leads
    "proposal": "number week language situation text why",
}


def test_no_table_joins_a_credential_with_anything(tmp_path: Path) -> None:
    assert {name: set(table.columns.keys()) for name, table in metadata.tables.items()} == {
        name: set(columns.split()) for name, columns in TABLES.items()
    }
    engine = open_database(tmp_path)
    stored = inspect(engine)
    assert set(stored.get_table_names()) == {*TABLES, "alembic_version"}
    assert stored.get_view_names() == []
    for name, columns in TABLES.items():
        assert {column["name"] for column in stored.get_columns(name)} == set(columns.split())
        assert stored.get_foreign_keys(name) == []
    engine.dispose()


def test_no_route_tells_of_an_agent(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    settings, credentials = Settings(home=tmp_path), Credentials(engine)
    live = create_live(settings, engine, credentials)
    app = create_app(settings, live, demo.routes(settings, credentials))._app
    assert isinstance(app, Starlette)
    paths = {getattr(route, "path", "") for route in app.routes}
    open_to_all = {"/health", "/ready", "/demo", "/demo/static", "/demo/extension"}
    assert paths == {*open_to_all, "/live"}
    engine.dispose()


# Of all that the server sends, only these tell of an agent; each goes to that agent alone, but
# `Colleague`, which holds what somebody who wants to be found wrote of themselves.
TELLING = {
    "Today": {"shown", "used", "hostile", "thanks", "off", "locked"},
    "Thanks": {"request", "lines"},
    "ReceiptRead": {"since", "customer", "desk", "others", "drafts", "searches"},
    "ReceiptHeld": {"chats", "messages", "remembered"},
    "Attention": {"order"},
    "Waiting": {"conversation", "why", "waiting_s"},
    "Colleagues": {"request", "people"},
    "Colleague": {"name", "languages", "topics", "shared", "photo"},
}
OF_PERSONS = re.compile(
    r"agent|owner|credential|user|person|people|colleague|hostil|thanks|mood|rating|rank|count|"
    r"shown|used|waiting"
)


def records(kind: Any) -> Iterator[type]:
    """Give a record and those within it."""
    if is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for hint in get_type_hints(kind).values():
            yield from records(hint)
    for inner in get_args(kind):
        yield from records(inner)


def test_no_other_frame_tells_of_an_agent() -> None:
    kinds = {one for frame in wire.SERVER_FRAMES.values() for one in records(frame)}
    named = {kind.__name__: {field.name for field in fields(kind)} for kind in kinds}
    assert TELLING.items() <= named.items()
    for kind in named.keys() - TELLING.keys():
        telling = [name for name in named[kind] if OF_PERSONS.search(name)]
        assert telling == [], kind
