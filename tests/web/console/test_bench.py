"""The test bench and the bench beside an entry, over a real server."""

import re

import pytest

from tests.sample import PHRASES
from tests.web.console.leads import Browser, House

LINE = next(one for one in PHRASES if one.id == "delivery-late.find")
PAGE = f"/console/entry/phrase/en/{LINE.id}"
HTMX = {"hx-request": "true"}


def look(lead: Browser, partly: bool = False, **typed: str) -> str:
    data = {"form_key": lead.form_key, "kind": "phrase", "id": LINE.id, "language": "en", **typed}
    headers = {"origin": lead.origin, **(HTMX if partly else {})}
    answer = lead.client.post("/console/bench/entry", data=data, headers=headers)
    assert answer.status_code == 200
    return answer.text


def test_a_message_shows_what_comes_and_which_step_decided(lead: Browser) -> None:
    assert "What comes" in lead.get("/console/bench").text
    page = lead.post("/console/bench", chat="where is my parcel, this is a pathetic scam").text
    assert LINE.text in page
    assert "It comes at rank 1" in page
    assert "and it suits 0 to 0.1" in page
    assert re.search(r"Heat</dt><dd><meter[^>]*>0\.\d", page)


def test_a_whole_chat_is_played(lead: Browser) -> None:
    chat = "Customer: where is my parcel\nAgent: I apologise.\nCustomer: parcel still not here"
    page = lead.post("/console/bench", chat=chat).text
    assert page.count('class="turn"') == 3
    assert "The agent has apologised already" in page
    assert "It was offered at an earlier turn" in page


def test_the_language_that_was_chosen_is_compared_with_what_was_read(lead: Browser) -> None:
    page = lead.post("/console/bench", chat="where is my parcel that you have", language="de").text
    assert "You chose German; the words are read as English." in page


def test_what_cannot_be_read_keeps_what_was_pasted(lead: Browser) -> None:
    answer = lead.post("/console/bench", chat='{"role":"robot"}')
    assert answer.status_code == 422
    assert "Line 1:" in answer.text
    assert "{&#34;role&#34;:&#34;robot&#34;}" in answer.text


def test_markup_in_a_chat_is_text(lead: Browser) -> None:
    page = lead.post("/console/bench", chat="<img src=x onerror=alert(1)> where is my parcel").text
    assert "<img src=x" not in page


def test_a_pasted_chat_leaves_no_trace(
    house: House, lead: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    before = house.store.vectors(house.parts.encoders.first.name).keys()
    lead.post("/console/bench", chat="where is my parcel, quokka4711")
    lead.post("/console/bench", chat='{"role":"quokka4711"}')
    lead.get(PAGE)
    assert "quokka4711" in look(lead, text=LINE.text, own_message="my parcel, quokka4711?")
    assert house.store.vectors(house.parts.encoders.first.name).keys() == before
    said = capfd.readouterr()
    assert "quokka4711" not in said.out + said.err
    for file in house.home.rglob("*"):
        assert not file.is_file() or b"quokka4711" not in file.read_bytes()


def test_the_entrys_page_says_for_which_messages_it_is_shown(lead: Browser) -> None:
    page = lead.get(PAGE).text
    assert "where is my parcel" in page
    assert re.search(r"rank \d</span> score 0\.\d\d", page)


def test_the_bench_beside_follows_what_is_typed_and_keeps_nothing(
    house: House, lead: Browser
) -> None:
    lead.get(PAGE)
    revision = house.store.revision()
    hot = {"text": LINE.text, "heat_from": "0.9", "heat_to": "1"}
    part = look(lead, partly=True, **hot)
    assert "<html" not in part
    assert "data-shown>rank" not in part
    assert "and it suits 0.9 to 1" in part
    assert "data-shown>rank" in look(lead, partly=True, text=LINE.text)
    assert house.store.revision() == revision


def test_faults_are_said_as_one_types(lead: Browser) -> None:
    lead.get(PAGE)
    assert "stands in text but not in slots" in look(lead, partly=True, text="Where is {parcel}?")
    assert "Heat_from is not a number" in look(lead, partly=True, text="So.", heat_from="warm")
    copy = next(one for one in PHRASES if one.id == "delivery-late.see")
    assert f"nearly the same as {copy.id}" in look(lead, partly=True, text=copy.text)


def test_without_scripts_the_button_shows_the_page_with_what_was_typed(lead: Browser) -> None:
    lead.get(PAGE)
    page = look(lead, text="A line of my own.", own_message="my parcel?", heat_from="0.9")
    assert "<html" in page
    assert "A line of my own." in page
    assert ">my parcel?</textarea>" in page
    assert "and it suits 0.9 to 1" in page


def test_a_line_that_is_new_has_a_bench(lead: Browser) -> None:
    lead.get("/console/new/phrase", of=LINE.situation)
    typed = {"of": LINE.situation, "name": "", "text": "I look at once.", "heat_to": "0.1"}
    assert "data-shown>rank" in look(lead, partly=True, **typed)


def test_what_nobody_knows_is_not_found(lead: Browser) -> None:
    lead.get(PAGE)
    data = {"form_key": lead.form_key, "kind": "phrase", "id": "no.such", "language": "en"}
    for wrong in (data, {**data, "kind": "situation"}):
        answer = lead.client.post(
            "/console/bench/entry", data=wrong, headers={"origin": lead.origin}
        )
        assert answer.status_code == 404


def test_strangers_have_no_bench(stranger: Browser) -> None:
    assert stranger.client.get("/console/bench").status_code == 403
    answer = stranger.post("/console/bench", chat="where is my parcel")
    assert (answer.status_code, answer.content) == (403, b"")
