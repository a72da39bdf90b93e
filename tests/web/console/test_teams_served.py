"""An agent is served everyone's lines and their teams' own, over the socket."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import connect

from sidecar_server.web.pairing import Pairing
from tests.sample import PHRASES
from tests.web.console.leads import Browser, House
from tests.web.console.teams import BOTH, OURS, SHARED, THEIRS, furnished, seen
from tests.web.desk import Client


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with furnished(tmp_path_factory.mktemp("teams") / "home") as one:
        yield one


@asynccontextmanager
async def agent(house: House, token: str) -> AsyncIterator[Client]:
    authority = f"127.0.0.1:{house.settings.port}"
    async with connect(f"ws://{authority}/live", compression=None, proxy=None) as socket:
        client = Client(socket)
        await client.greet(token, authority)
        client.welcome = await client.get("welcome")
        yield client


async def offered(client: Client, text: str = "my card was stolen") -> set[str]:
    await client.opened("c", text)
    frame = await client.get("suggestions")
    return {item["id"] for item in frame["items"] if item["kind"] == "phrase"}


async def found(client: Client, **fields: str) -> set[str]:
    await client.send("search", request="r", query="my card was stolen", **fields)
    return {item["id"] for item in (await client.get("results"))["items"]}


@pytest.mark.parametrize(
    ("teams", "own"),
    [
        ((), set[str]()),
        (("sales",), {OURS.id, BOTH.id}),
        (("brand-x",), {THEIRS.id, BOTH.id}),
        (("support", "sales"), {OURS.id, BOTH.id}),
    ],
)
async def test_an_agent_gets_everyones_lines_and_their_teams_own(
    house: House, teams: tuple[str, ...], own: set[str]
) -> None:
    every = {OURS.id, THEIRS.id, BOTH.id}
    published = sum(one.state == "published" for one in PHRASES)
    async with agent(house, house.credentials.create("Ben", teams=teams)) as client:
        assert client.welcome["library"]["phrases"] == published + len(own)
        assert await offered(client) & every == own
        assert SHARED.id in await offered(client)
        assert await found(client) & every == own
        assert await found(client, conversation="c") & every == own
        await client.send("signed_off")
        assert await offered(client) & every == own, "a new shift is of the same teams"


async def test_a_paired_browser_is_of_the_teams_that_its_code_was_made_for(house: House) -> None:
    code = Pairing(house.parts.engine).open("browser", ["brand-x"])
    authority = f"127.0.0.1:{house.settings.port}"
    async with connect(f"ws://{authority}/live", compression=None, proxy=None) as socket:
        client = Client(socket)
        await client.greet(code, authority, "pair")
        token = (await client.get("paired"))["token"]
        assert THEIRS.id in await offered(client)
    async with agent(house, token) as client:
        served = await offered(client)
        assert THEIRS.id in served
        assert OURS.id not in served


async def test_what_a_team_publishes_is_theirs_within_a_second(
    house: House, sales: Browser
) -> None:
    theirs, others = (house.credentials.create("Ben", teams=[t]) for t in ("sales", "brand-x"))
    async with agent(house, theirs) as one, agent(house, others) as other:
        before = house.store.revision()
        typed = {"of": "thanks", "name": "from-sales", "language": "en", "strategy": "thank"}
        text = "The sales desk is glad that it works."
        sales.post("/console/new/phrase", **typed, moment="closing", text=text)
        page = "/console/entry/phrase/en/thanks.from-sales"
        answer = sales.post(page, do="publish", text=text, seen=seen(sales, page))
        assert "Published" in answer.text
        for client in (one, other):
            while (await client.get("library"))["revision"] < before + 2:
                pass
        said = "thank you that worked perfectly"
        assert "thanks.from-sales" in await offered(one, said)
        assert "thanks.from-sales" not in await offered(other, said)
