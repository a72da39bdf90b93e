"""What agents' clients report is counted by week for all together; a page tells it of five on."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from sidecar_server.library.database import open_database
from sidecar_server.library.tables import credential, metadata, usage
from sidecar_server.library.usage import Usage, week_of
from sidecar_server.web import serving
from sidecar_server.web.console.pages import PAGES
from tests.sample import LIBRARY, PHRASES
from tests.web.console.leads import Browser, House, browser
from tests.web.desk import Client

FIND = "delivery-late.find"
PAGE = "/console/usage"
TOO_FEW = "only where five or more agents have a credential"
NAME = "Canary-of-an-agent"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "home") as one:
        yield one


async def report(house: House, token: str, *events: str, suggestion: str = FIND) -> None:
    """Connect as a client and report what became of a line."""
    from websockets.asyncio.client import connect

    authority = f"127.0.0.1:{house.settings.port}"
    async with connect(f"ws://{authority}/live", compression=None, proxy=None) as socket:
        client = Client(socket)
        await client.greet(token, authority)
        await client.get("welcome")
        await client.opened("c", "where is my parcel")
        await client.get("suggestions")
        for event in events:
            await client.send("feedback", conversation="c", suggestion=suggestion, event=event)
            await client.get("today")


def stored(home: Path) -> dict[tuple[str, str, str, str], int]:
    engine = open_database(home)
    with engine.connect() as connection:
        found = {tuple(row[:4]): row[4] for row in connection.execute(select(usage))}
    engine.dispose()
    return found


def last_week(house: House, id_: str, **events: int) -> None:
    counts = Usage(house.parts.engine, lambda: date.today() - timedelta(weeks=1))
    for event, times in events.items():
        for _ in range(times):
            counts.count(id_, "en", event)
    counts.write(LIBRARY)


def agents(house: House, count: int) -> None:
    for number in range(count):
        house.credentials.create(f"{NAME} {number}")


async def test_reports_of_agents_are_stored_at_the_end_and_those_of_visitors_never(
    tmp_path: Path,
) -> None:
    home, week = tmp_path / "home", week_of(date.today())
    with House(home) as house:
        for name in ("Ana", "Bo"):
            await report(house, house.credentials.create(name), "shown", "copied")
        await report(house, house.credentials.create("Lea", "lead"), "shown")
        await report(house, house.credentials.demo(), "shown", "inserted")
        await report(house, house.credentials.create("Cy"), "shown", suggestion="words of a chat")
        assert stored(home) == {}
    assert stored(home) == {(week, FIND, "en", "shown"): 2, (week, FIND, "en", "copied"): 2}


async def test_reports_are_stored_while_the_server_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "WRITE_EVERY_S", 0.05)
    home = tmp_path / "home"
    with House(home) as house:
        await report(house, house.credentials.create("Ana"), "dismissed")
        async with asyncio.timeout(5):
            while not stored(home):  # noqa: ASYNC110  (written by the server)
                await asyncio.sleep(0.05)
    assert [key[3] for key in stored(home)] == ["dismissed"]


def test_four_agents_are_too_few_and_five_are_told(house: House, lead: Browser) -> None:
    last_week(house, FIND, shown=987)
    agents(house, 4)
    page = lead.get(PAGE).text
    assert TOO_FEW in page
    for told in ("987", FIND, 'class="tally"', "<svg"):
        assert told not in page
    agents(house, 1)
    page = lead.get(PAGE).text
    assert TOO_FEW not in page
    assert "987" in page
    assert f"/console/entry/phrase/en/{FIND}" in page
    assert 'aria-label="By week: 987"' in page


def test_each_list_holds_its_lines(house: House, lead: Browser) -> None:
    agents(house, 5)
    assert "No full week has been counted yet" in lead.get(PAGE).text
    last_week(house, FIND, shown=4, dismissed=3, inserted=1)
    last_week(house, "delivery-late.see", shown=2)
    found = {name: lead.get(PAGE, list=name).text for name in ("unused", "dismissed", "never")}
    for name, id_ in [("unused", "delivery-late.see"), ("dismissed", FIND)]:
        assert [one for one, page in found.items() if f"en/{id_}" in page] == [name]
    assert "en/card-stolen.stop" in found["never"]
    assert lead.get(PAGE, list="<b>", language="xx", **{"from": "-1"}).status_code == 200


# What may name a person: who may connect, and leads by their own names.
PERSONS = {
    "credential": {"id", "name", "key", "role", "created_at", "teams"} | {"account", "expires_at"},
    "account": {"name"},
    "pairing": {"account"},
    "change": {"by"},
    "scenario": {"by"},
    "session": {"name", "account"},
}
OF_PERSONS = (
    "account",
    "agent",
    "owner",
    "credential",
    "user",
    "person",
    "author",
    "by",
    "name",
    "token",
)


OF_DOORS = ("/people", "/tokens", "/browsers")


def test_no_table_carries_anything_by_agent() -> None:
    for table in metadata.tables.values():
        assert not table.foreign_keys
        telling = {column for column in table.columns.keys() if column in OF_PERSONS}  # noqa: SIM118
        allowed = PERSONS.get(table.name, set())
        if table.name not in ("revision",):  # the library's numbers have names
            assert telling <= allowed, table.name
    assert set(usage.columns.keys()) == {"week", "id", "language", "event", "count"}
    assert set(credential.columns.keys()) == PERSONS["credential"]


async def test_no_page_carries_anything_by_agent(tmp_path: Path) -> None:
    with House(tmp_path / "home") as house:
        agents(house, 5)
        await report(house, house.credentials.create(NAME), "shown", "inserted")
        last_week(house, FIND, shown=4, inserted=1)
        engine = house.parts.engine
        with engine.connect() as connection:
            ids = list(connection.scalars(select(credential.c.id)))
        filled = {"kind": "phrase", "language": "en", "id": PHRASES[0].id}
        with browser(house) as lead:
            lead.sign_in(house.code())
            for path, (methods, _) in PAGES.items():
                if "GET" not in methods:
                    continue
                page = lead.get(f"/console{path.format_map(filled)}")
                assert page.status_code in {200, 404}, path  # no upload waits
                if path.startswith(OF_DOORS):  # they say who may come in, and nothing else
                    assert not [one for one in PHRASES if one.id in page.text], path
                else:
                    assert not [one for one in (NAME, *ids) if one in page.text], path
