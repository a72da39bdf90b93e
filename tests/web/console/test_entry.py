"""A line is written, judged, sent to review, published, retired, and brought back."""

import re

import httpx

from tests.sample import PHRASES
from tests.web.console.leads import Browser, House

LINE = PHRASES[0]
PAGE = f"/console/entry/phrase/en/{LINE.id}"
NEW = "I can see it left the depot at six. I am asking the driver where it is."


def served(house: House, id_: str = LINE.id) -> str:
    found = (
        p.text for p in house.store.library().phrases if p.id == id_ and p.state == "published"
    )
    return next(found, "")


def seen(lead: Browser, page: str = PAGE) -> str:
    found = re.search(r'name="seen" value="(\w*)"', lead.get(page).text)
    assert found
    return found[1]


def write(lead: Browser, do: str, text: str, page: str = PAGE) -> httpx.Response:
    return lead.post(page, do=do, text=text, slots="", seen=seen(lead, page))


def test_a_draft_serves_nobody_until_it_is_published(house: House, lead: Browser) -> None:
    before = served(house)
    answer = write(lead, "save", NEW)
    assert "Saved as a draft" in answer.text
    assert served(house) == before
    assert "Published" in write(lead, "publish", NEW).text
    assert served(house) == NEW
    assert "shipped version is served" in lead.post(PAGE, do="shipped", seen=seen(lead)).text
    assert served(house) == before


def test_a_fault_keeps_a_line_from_being_served_and_what_was_typed_is_kept(
    house: House, lead: Browser
) -> None:
    before = served(house)
    answer = write(lead, "publish", "Where is {parcel}? I look at once.")
    assert answer.status_code == 422
    assert "{parcel} stands in text but not in slots" in answer.text
    assert "I look at once." in answer.text
    assert served(house) == before


def test_two_who_write_at_once_lose_nothing(lead: Browser) -> None:
    old = seen(lead)
    write(lead, "save", NEW)
    answer = lead.post(PAGE, do="save", text="Mine.", slots="", seen=old)
    assert answer.status_code == 422
    assert "Somebody changed this entry" in answer.text
    assert "Mine." in answer.text
    lead.post(PAGE, do="throw", seen=seen(lead))


def test_a_new_line_is_a_draft_and_a_name_is_used_once(house: House, lead: Browser) -> None:
    typed = {"of": LINE.situation, "name": "from-the-depot", "language": "en", "text": NEW}
    answer = lead.post("/console/new/phrase", **typed)
    assert answer.url.path == f"/console/entry/phrase/en/{LINE.situation}.from-the-depot"
    again = lead.post("/console/new/phrase", **typed)
    assert again.status_code == 422
    assert "Give this one another name" in again.text
    assert not served(house, f"{LINE.situation}.from-the-depot")


def test_a_retired_line_is_served_no_more_and_undo_brings_it_back(
    house: House, lead: Browser
) -> None:
    before = served(house)
    assert "Retired" in write(lead, "retire", before).text
    assert not served(house)
    batch = lead.get("/console/history").text
    newest = re.search(r'name="batch" value="(\w+)"', batch)
    assert newest
    assert "Undone" in lead.post("/console/history/undo", batch=newest[1]).text
    assert served(house) == before


def test_markup_in_a_line_is_shown_as_text(lead: Browser) -> None:
    write(lead, "save", "<script>alert(1)</script><img src=x onerror=alert(1)>")
    for path in (PAGE, "/console/find", "/console/history"):
        page = lead.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    lead.post(PAGE, do="throw", seen=seen(lead))
