"""The history says who changed what, what differs, and takes a change or a whole batch back."""

from dataclasses import replace
from typing import Any

from sidecar_server.library.changes import Changes
from tests.sample import PHRASES
from tests.web.api.caller import Caller
from tests.web.console.leads import House

LINE, OTHER = PHRASES[0], PHRASES[5]
ONE = f"/entries/phrase/en/{LINE.id}"


def newest(ana: Caller, **asked: str | int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ana("GET", "/history", params=asked).json()["changes"]
    return found


def test_a_change_says_what_differs_and_is_undone(ana: Caller) -> None:
    ana.change("PATCH", ONE, {"text": f"{LINE.text} Truly."})
    change = newest(ana, limit=1)[0]
    [text] = [one for one in change["differences"] if one["field"] == "text"]
    assert [one["text"] for one in text["pieces"] if one["how"] == "in"] == [" Truly."]
    path = f"/history/changes/{change['number']}"
    assert ana("GET", path).json() == change
    undone = ana("POST", f"{path}/undo").json()["batch"]
    assert ana("GET", ONE).json()["working"] is None
    again = ana("POST", f"{path}/undo")
    assert (again.status_code, again.json()["fix"]) == (409, "undo the later changes first")
    assert ana("POST", f"/history/batches/{undone}/undo").status_code == 200
    assert ana("GET", ONE).json()["working"]["text"].endswith("Truly.")


def test_a_whole_batch_is_undone_at_once(house: House, ana: Caller) -> None:
    lines = [replace(one, text=f"{one.text} New.", state="draft") for one in PHRASES[6:9]]
    batch = Changes(house.parts.engine).write(lines, "an import", "three lines")
    assert {one["id"] for one in newest(ana, batch=batch)} == {one.id for one in lines}
    answer = ana("POST", f"/history/batches/{batch}/undo")
    assert answer.status_code == 200
    assert len(newest(ana, batch=answer.json()["batch"])) == 3
    assert ana("GET", f"/entries/phrase/en/{lines[0].id}").json()["working"] is None


def test_the_history_is_read_by_entry_and_in_pages(ana: Caller) -> None:
    for text in ("One.", "Two.", "Three."):
        ana.change("PATCH", f"/entries/phrase/en/{OTHER.id}", {"text": text})
    mine = {"kind": "phrase", "id": OTHER.id, "language": "en"}
    page = ana("GET", "/history", params={**mine, "limit": 2}).json()
    assert len(page["changes"]) == 2
    rest = ana("GET", "/history", params={**mine, "limit": 2, "before": page["before"]}).json()
    assert (len(rest["changes"]), rest["before"]) == (1, None)
    assert {one["id"] for one in (*page["changes"], *rest["changes"])} == {OTHER.id}


def test_what_was_never_changed_cannot_be_undone(ana: Caller) -> None:
    for number in ("999999", "x", "0", "-1", "2147483647", "9223372036854775808", "9" * 40):
        path = f"/history/changes/{number}"
        assert ana("GET", path).status_code == 404
        assert ana("POST", f"{path}/undo").status_code == 404
    assert ana("POST", f"/history/batches/{'0' * 16}/undo").status_code == 404
    assert ana("POST", "/history/batches/all/undo").status_code == 404
