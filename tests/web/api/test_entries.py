"""Over the API a lead finds, writes, publishes, retires and brings back, as in the console."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import pytest

from sidecar_server.curation.find import Wanted
from sidecar_server.web.api.entries import Search
from tests.sample import NOTES, PHRASES
from tests.web.api.caller import Caller, caller
from tests.web.console.leads import House

LINE = PHRASES[0]
ONE = f"/entries/phrase/en/{LINE.id}"
NOTE = f"/entries/note/-/{NOTES[0].id}"
NEW = "I can see it left the depot at six. I am asking the driver where it is."


def test_a_lead_finds_by_words_and_filters_with_counts(ana: Caller) -> None:
    found = ana("GET", "/entries", params={"words": "parcel", "strategy": "apologise"}).json()
    assert [one["id"] for one in found["entries"]] == ["delivery-late.sorry"]
    assert found["counts"]["strategy"]["acknowledge"] == 1
    assert (
        found["entries"][0]["entry"]["text"] == "I am sorry that the parcel did not come when "
        "it was due."
    )
    everything = ana("GET", "/entries", params={"limit": 5, "offset": 3}).json()
    assert (everything["total"], len(everything["entries"])) == (len(PHRASES) + len(NOTES), 5)


def test_a_lead_finds_by_meaning_unless_they_do_not_want_to(ana: Caller) -> None:
    asked = {"words": "sorry that the parcel did not come when it was promised"}
    near = ana("GET", "/entries", params=asked).json()
    assert near["entries"][0]["near"] > 0.8
    assert ana("GET", "/entries", params={**asked, "meaning": "false"}).json()["total"] == 0


def test_every_filter_of_the_console_is_there() -> None:
    assert {one.name for one in fields(Wanted)} <= set(Search.__struct_fields__)


def test_a_draft_serves_nobody_until_it_is_published(ana: Caller) -> None:
    before = ana.served(LINE.id)
    draft = ana.change("PATCH", ONE, {"text": f"  {NEW}\n "}).json()
    assert (draft["state"], draft["working"]["text"]) == ("draft", NEW)
    assert draft["working"]["strategy"] == LINE.strategy
    assert draft["served"]["text"] == before == ana.served(LINE.id)
    assert [one["field"] for one in draft["differences"]] == ["text", "state"]
    assert ana.change("POST", f"{ONE}/review").json()["state"] == "review"
    assert ana.served(LINE.id) == before
    published = ana.change("POST", f"{ONE}/publish")
    assert (published.status_code, published.json()["state"]) == (200, "published")
    assert ana.served(LINE.id) == NEW
    assert ana.change("POST", f"{ONE}/shipped").json()["served"]["text"] == before
    assert ana.served(LINE.id) == before


def test_what_is_served_is_the_name_of_the_credential_in_the_history(ana: Caller) -> None:
    ana.change("PATCH", ONE, {"text": NEW})
    [newest] = ana("GET", "/history", params={"limit": 1}).json()["changes"]
    assert (newest["by"], newest["what"], newest["id"]) == ("Ana", "edited", LINE.id)
    assert ana.change("DELETE", f"{ONE}/draft").status_code == 204


def test_a_fault_keeps_a_line_from_being_served_and_is_named(ana: Caller) -> None:
    before = ana.served(LINE.id)
    draft = ana.change("PATCH", ONE, {"text": "Where is {parcel}? I look at once."}).json()
    assert draft["faults"][0]["must"]
    for step in ("review", "publish"):
        answer = ana.change("POST", f"{ONE}/{step}")
        problem = answer.json()
        assert answer.status_code == problem["status"] == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert "{parcel} stands in text but not in slots" in problem["faults"][0]["text"]
    assert ana.served(LINE.id) == before
    assert ana.change("DELETE", f"{ONE}/draft").status_code == 204


def test_a_new_line_is_a_draft_and_a_name_is_used_once(ana: Caller) -> None:
    path = f"/entries/phrase/en/{LINE.situation}.from-the-depot"
    answer = ana("PUT", path, {"text": NEW, "strategy": "own", "heat": [0.2, 0.9]})
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/v1{path}" == answer.json()["address"]
    assert answer.json()["working"]["heat"] == [0.2, 0.9]
    again = ana("PUT", path, {"text": "Another."})
    assert (again.status_code, again.json()["fix"]) == (409, "change it with PATCH")
    assert not ana.served(f"{LINE.situation}.from-the-depot")


def test_a_note_is_written_like_a_phrase(ana: Caller) -> None:
    assert ana("GET", NOTE).json()["served"]["triggers"]["text"] == list(NOTES[0].triggers.text)
    draft = ana.change("PATCH", NOTE, {"advise": "Say what you do.", "triggers": {"text": ["dtn"]}})
    assert draft.json()["working"]["triggers"] == {"text": ["dtn"], "draft": [], "calendar": ""}
    assert ana.change("POST", f"{NOTE}/publish").json()["served"]["advise"] == "Say what you do."
    assert ana.change("POST", f"{NOTE}/shipped").status_code == 200


def test_a_retired_line_is_served_no_more_and_can_come_back(ana: Caller) -> None:
    before = ana.served(LINE.id)
    assert ana.change("POST", f"{ONE}/retire").json()["state"] == "retired"
    assert not ana.served(LINE.id)
    assert ana.change("POST", f"{ONE}/retire").status_code == 409
    assert ana.change("POST", f"{ONE}/publish").json()["state"] == "published"
    assert ana.served(LINE.id) == before
    ana.change("POST", f"{ONE}/shipped")


@pytest.mark.parametrize("step", ["POST publish", "POST review", "POST shipped", "DELETE draft"])
def test_what_has_no_draft_has_nothing_to_move(ana: Caller, step: str) -> None:
    answer = ana.change(step.split(maxsplit=1)[0], f"{ONE}/{step.split()[1]}")
    assert answer.status_code == 409
    assert answer.json()["fix"]


def test_two_who_write_at_once_lose_nothing(house: House, ana: Caller) -> None:
    old = ana("GET", ONE).headers["etag"]
    with caller(house, "Ben") as ben:
        assert ben.change("PATCH", ONE, {"text": "Ben's."}).status_code == 200
    answer = ana("PATCH", ONE, {"text": "Ana's."}, headers={"if-match": old})
    assert (answer.status_code, "read it again" in answer.json()["fix"]) == (409, True)
    assert ana("GET", ONE).json()["working"]["text"] == "Ben's."
    assert ana("PATCH", ONE, {"text": "Ana's."}, headers={"if-match": "*"}).status_code == 200
    assert ana.change("DELETE", f"{ONE}/draft").status_code == 204


def test_of_many_with_the_same_version_one_writes(ana: Caller) -> None:
    tag = {"if-match": ana("GET", ONE).headers["etag"]}
    with ThreadPoolExecutor(8) as pool:
        texts = [{"text": f"Number {number}."} for number in range(8)]
        answers = pool.map(lambda text: ana("PATCH", ONE, text, headers=tag), texts)
        assert sorted(one.status_code for one in answers) == [200, *[409] * 7]
    assert ana.change("DELETE", f"{ONE}/draft").status_code == 204


def test_a_change_without_the_version_it_is_of_is_not_made(ana: Caller) -> None:
    for method, path, body in [("PATCH", ONE, {"text": NEW}), ("POST", f"{ONE}/retire", None),
                               ("DELETE", f"{ONE}/draft", None)]:  # fmt: skip
        answer = ana(method, path, body)
        assert (answer.status_code, "ETag" in answer.json()["fix"]) == (428, True)


def test_situations_say_what_can_be_written_for(ana: Caller) -> None:
    found = ana("GET", "/situations").json()
    assert found["languages"] == ["en"]
    assert "delivery-late" in {one["id"] for one in found["situations"]}
