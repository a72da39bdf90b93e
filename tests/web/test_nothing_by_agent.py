"""Nothing is kept or shown by agent: looked for in the schema, on all pages and endpoints."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from websockets.asyncio.client import connect

from sidecar_server.library.tables import change, metadata
from sidecar_server.web import api, monitor
from sidecar_server.web.api.registry import description
from sidecar_server.web.handshake import id_of, key_of
from tests.sample import PHRASES
from tests.web.console.leads import House, browser
from tests.web.desk import Client
from tests.web.routes import ASKED, places

AGENT = "agent7c1fe20b"
# Words by which a column or a field could tell one person from another.
WHO = (
    "account", "agent", "author", "by", "colleague", "credential", "client", "email", "key", "lead",
    "login", "name", "owner", "person", "session", "token", "user", "who",
)  # fmt: skip
# Who may connect, who is signed in, and which lead wrote: no table says what an agent did.
KNOWN = {
    "account": {"name"},
    "credential": {"account", "key", "name"},
    "pairing": {"account", "key"},
    "session": {"account", "key", "name"},
    "revision": {"name"},  # of a number
    "scenario": {"by"},  # the same
    "change": {"by"},  # the name of a lead who changed the library, who is told so
}
# The pages that say who may come in: of what anybody did there is nothing on them.
OF_DOORS = ("/console/people", "/console/tokens", "/console/browsers")
# The same in the API's history; and what a gap in a line is called.
FIELDS = {("Turn", "by"), ("Slot", "name")}


def words(name: str) -> set[str]:
    return {word for word in name.lower().replace("-", "_").split("_") if word in WHO}


def test_no_table_says_what_an_agent_did() -> None:
    for table in metadata.sorted_tables:
        named = {column.name for column in table.columns if words(column.name)}
        assert named == KNOWN.get(table.name, set()), f"{table.name} tells people apart"
        assert not table.foreign_keys
    for name in ("usage", "proposal"):  # what comes from agents knows the week, not the hour
        columns = metadata.tables[name].columns
        assert "week" in columns
        assert not {"at", "created_at", "time", "id_of", "sent_at"} & set(columns.keys())


def test_what_has_a_name_is_joined_to_nothing(tmp_path: Path) -> None:
    """A database as it is made has these tables and no other, no view, no trigger."""
    from sqlalchemy import inspect, text

    from sidecar_server.library.database import open_database

    engine = open_database(tmp_path)
    found = inspect(engine)
    assert set(found.get_table_names()) == {*metadata.tables, "alembic_version"}
    for table in metadata.sorted_tables:
        stored = {column["name"] for column in found.get_columns(table.name)}
        assert stored == set(table.columns.keys()), table.name
    with engine.connect() as connection:
        others = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index')")
        )
        assert not others.all()
    engine.dispose()


def fields() -> Iterator[tuple[str, str]]:
    for name, schema in description()["components"]["schemas"].items():
        yield from ((name, field) for field in schema["properties"])


def test_no_answer_of_the_api_has_a_place_for_an_agent() -> None:
    assert {(name, field) for name, field in fields() if words(field)} == FIELDS


async def work(house: House, token: str) -> None:
    """Do what an agent does in a chat, with every line that is shown."""
    authority = house.address.removeprefix("http://")
    async with connect(f"ws://{authority}/live", compression=None, proxy=None) as socket:
        agent = Client(socket)
        await agent.greet(token, authority)
        await agent.get("welcome")
        await agent.opened("c", "where is my parcel")
        items: list[dict[str, Any]] = (await agent.get("suggestions"))["items"]
        assert items
        for item in items:
            for event in ("shown", "inserted", "copied", "dismissed"):
                await agent.send("feedback", conversation="c", suggestion=item["id"], event=event)
        await agent.send("draft.changed", conversation="c", revision=1, text="I look at once.")
        assert await agent.is_answered()
        await agent.send("signed_off")


async def test_no_page_and_no_endpoint_names_an_agent(house: House) -> None:
    token = house.credentials.create(AGENT, "agent")
    key = key_of(token)
    await work(house, token)
    rooms = {api.ROOM: "lead", monitor.ROOM: "monitor"}
    given = {
        room: {"authorization": f"Bearer {house.credentials.create('Ana', role)}"}
        for room, role in rooms.items()
    }
    hidden = (AGENT, token, id_of(key), key.hex())
    with browser(house) as one:
        one.sign_in(house.code())
        for place in places(house.app):
            for asked in ASKED if "GET" in place.methods else ():
                shown = given.get(place.room, {})
                answer = one.client.get(place.path, params=asked, headers=shown)
                said = answer.text + str(answer.headers)
                if place.path.startswith(OF_DOORS):
                    assert not [one for one in PHRASES if one.id in said or one.text in said]
                    continue
                assert not [what for what in hidden if what in said], place


def test_who_changed_something_is_a_lead(house: House) -> None:
    """`by` is the name of a session of the console, or of a credential with the role of a lead."""
    lead = house.credentials.create("Ana", "lead")
    agent = house.credentials.create("Ben", "agent")
    with browser(house) as one:
        for token in (agent, lead):
            headers = {"authorization": f"Bearer {token}", "origin": house.address, "if-match": "*"}
            place = f"{api.ROOM}/entries/phrase/en/delivery-late.find"
            one.client.patch(place, json={"text": f"By {token[:3]}."}, headers=headers)
        one.sign_in(house.code())
    with house.parts.engine.connect() as connection:
        assert set(connection.scalars(select(change.c.by))) == {"Ana"}
