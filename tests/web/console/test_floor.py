"""A line goes from an agent's socket to the lead's queue, and from there into a draft or away."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl

import pytest
from websockets.asyncio.client import connect

from sidecar_server.library.proposals import Proposals
from tests.sample import PHRASES
from tests.web.console.leads import Browser, House
from tests.web.desk import Client

SERVED = PHRASES[0]
LINE = "I have your {item} before me, {name}: two minutes, and I tell you where it stands."
WHY = "when they ask for the third time"


@pytest.fixture(autouse=True)
def queue(house: House) -> Iterator[Proposals]:
    proposals = Proposals(house.parts.engine)
    yield proposals
    proposals.put_away(one.name for one in proposals.newest(1_000))


async def propose(house: House, text: str, why: str = "") -> None:
    authority = f"127.0.0.1:{house.settings.port}"
    async with connect(f"ws://{authority}/live", compression=None, proxy=None) as socket:
        client = Client(socket)
        await client.greet(house.credentials.create("Agent-Canary"), authority)
        await client.send("propose", request="r", text=text, why=why)
        assert (await client.get("proposed"))["kept"]


async def test_a_line_from_the_floor_becomes_a_draft_and_leaves_the_queue(
    house: House, lead: Browser
) -> None:
    await propose(house, LINE, WHY)
    page = lead.get("/console/floor")
    assert "1 line from the floor" in page.text
    assert "I have your" in page.text
    assert WHY in page.text
    assert "Agent-Canary" not in page.text
    assert re.search(r"week \d+ of 20\d\d", page.text)
    assert '<span class="count">1</span>' in lead.get("/console/find").text
    href = re.search(r'href="/console/new/phrase\?([^"]+)"', page.text)
    assert href
    form = lead.get("/console/new/phrase", **dict(parse_qsl(unescape(href[1])))).text
    assert "{customer_name}: two minutes" in unescape(form)  # the chat fills it under this name
    assert "customer_name = the customer&#39;s name" in form
    came_from = re.search(r'name="from" value="([^"]+)"', form)
    assert came_from
    typed = {"of": SERVED.situation, "name": "before-me", "language": "en", "text": LINE}
    typed |= {"from": came_from[1], "put_away": "yes"}
    taken = {**typed, "name": SERVED.id.partition(".")[2]}
    assert lead.post("/console/new/phrase", **taken).status_code == 422  # nothing saved yet
    assert "1 line from the floor" in lead.get("/console/floor").text
    assert "Saved as a draft" in lead.post("/console/new/phrase", **typed, slots="").text
    assert "0 lines from the floor" in lead.get("/console/floor").text


async def test_a_proposal_stays_where_its_tick_was_taken_away(house: House, lead: Browser) -> None:
    await propose(house, LINE)
    [one] = Proposals(house.parts.engine).newest(9)
    typed = {"of": SERVED.situation, "name": "stays", "language": "en", "text": LINE}
    answer = lead.post("/console/new/phrase", **typed, slots="", **{"from": one.name})
    assert "Saved as a draft" in answer.text
    assert "1 line from the floor" in lead.get("/console/floor").text


async def test_one_is_put_away_by_its_button_and_several_by_their_ticks(
    house: House, lead: Browser, queue: Proposals
) -> None:
    for number in range(4):
        queue.keep(f"Line number {number}.", "", "en", "")
    third, second, first, _ = (one.name for one in queue.newest(9))
    lead.get("/console/floor")
    assert "Put away" in lead.post("/console/floor/away", one=second, name=[third]).text
    assert queue.count() == 3  # the button's own line, whatever was ticked
    assert "off the queue" in lead.post("/console/floor/away", name=[third, first]).text
    assert [one.text for one in queue.newest(9)] == ["Line number 0."]
    assert "Nothing was ticked" in lead.post("/console/floor/away").text
    assert "Nothing was ticked" in lead.post("/console/floor/away", one=second).text


async def test_a_served_line_that_says_nearly_the_same_is_named(
    house: House, lead: Browser, queue: Proposals
) -> None:
    queue.keep(f"{SERVED.text} Yes.", "", "en", SERVED.situation)
    page = lead.get("/console/floor").text
    assert "Nearly the same as" in page
    assert f'href="/console/entry/phrase/en/{SERVED.id}"' in page


async def test_the_situation_is_read_by_meaning_and_unsure_is_said(
    house: House, lead: Browser, queue: Proposals
) -> None:
    said = next(one for one in house.store.library().situations if one.id == SERVED.situation)
    await propose(house, "Let me look.", said.customer_says[0])
    assert queue.newest(1)[0].situation == SERVED.situation
    await propose(house, "Zyx wvu tsr.")
    assert queue.newest(1)[0].situation == ""
    page = lead.get("/console/floor").text
    assert said.title in page
    assert "No situation is sure" in page
    assert "Choose one" in lead.get("/console/new/phrase", language="en").text


async def test_the_queue_is_turned_page_by_page(lead: Browser, queue: Proposals) -> None:
    for number in range(12):
        queue.keep(f"Line number {number}.", "", "en", "")
    first = lead.get("/console/floor").text
    assert "Line number 11." in first
    assert "Line number 1." not in first
    second = lead.get("/console/floor", **{"from": "10"}).text
    assert "Line number 1." in second
    for odd in ("-1", "x", "999", "٣"):
        assert lead.get("/console/floor", **{"from": odd}).status_code == 200


async def test_markup_is_shown_as_text(lead: Browser, queue: Proposals) -> None:
    queue.keep("<b onclick=x>{name}</b>", "<script>alert(1)</script>", "en", "")
    page = lead.get("/console/floor").text
    assert "<b onclick" not in page
    assert "<script>alert" not in page


def test_the_queue_is_for_leads_alone_and_changes_need_a_form(
    lead: Browser, stranger: Browser, queue: Proposals
) -> None:
    queue.keep("Mine.", "", "en", "")
    [one] = queue.newest(1)
    assert stranger.client.get("/console/floor").status_code == 403
    lead.form_key = "0" * 64
    assert lead.post("/console/floor/away", one=one.name).status_code == 403
    assert lead.get("/console/floor/away").status_code == 405
    assert queue.count() == 1
