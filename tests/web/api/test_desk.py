"""What else a lead does, over HTTP: the bench, expectations, coverage, the floor, files."""

from base64 import b64decode, b64encode

from sidecar_server.library.proposals import Proposals
from tests.sample import PHRASES
from tests.web.api.caller import Caller
from tests.web.console.leads import House

LINE = next(one for one in PHRASES if one.text.startswith("A late parcel"))
SAID = "where is my parcel"


def test_the_bench_says_what_comes_and_which_step_decided(ana: Caller) -> None:
    tried = ana("POST", "/bench", {"messages": [{"text": SAID}]}).json()
    [one] = tried["answers"]
    assert LINE.id in [item["id"] for item in one["items"]]
    assert one["cues"]["situation"][0]["id"] == LINE.situation
    assert {"id", "step", "says", "score"} == set(one["near"][0])


def test_an_expectation_is_kept_run_and_taken_away(ana: Caller) -> None:
    wish = {"message": "block my card now please", "any_of": ["delivery-late.*"]}
    kept = ana("POST", "/expectations", wish).json()
    assert kept["id"] in [one["id"] for one in ana("GET", "/expectations").json()["expectations"]]
    failing = ana("POST", "/expectations/run?language=en").json()["failing"]
    assert kept["id"] in [one["id"] for one in failing]
    gone = ana("DELETE", f"/expectations/en/{kept['id']}")
    assert gone.status_code == 204
    assert ana("DELETE", f"/expectations/en/{kept['id']}").status_code == 404


def test_an_expectation_of_nothing_that_is_there_is_refused_with_the_fix(ana: Caller) -> None:
    refused = ana("POST", "/expectations", {"message": "hello", "any_of": ["no.such"]})
    assert refused.status_code == 422
    assert "no.such" in refused.json()["detail"]
    assert refused.json()["fix"]


def test_coverage_counts_lines_and_usage_needs_five_agents(ana: Caller) -> None:
    covers = ana("GET", "/coverage?language=en").json()["situations"]
    late = next(one for one in covers if one["situation"] == LINE.situation)
    assert late["served"][LINE.strategy] >= 1
    assert ana("GET", "/coverage?language=xx").status_code == 404
    counts = ana("GET", "/usage").json()
    assert "five or more" in counts["why"]
    assert counts["weeks"] == counts["never"] == []


def test_a_proposal_is_read_and_put_away(ana: Caller, house: House) -> None:
    Proposals(house.parts.engine).keep("I look at it this minute.", "when late", "en", "")
    [one] = ana("GET", "/proposals").json()["proposals"]
    assert one["text"] == "I look at it this minute."
    assert ana("DELETE", f"/proposals/{one['id']}").status_code == 204
    assert ana("GET", "/proposals").json()["total"] == 0


def test_a_file_is_looked_at_then_taken_as_one_batch_and_undone(ana: Caller, house: House) -> None:
    table = "kind,id,language,text\nphrase,delivery-late.from-a-file,en,It left the depot.\n"
    file = {"file": "ours.csv", "content": b64encode(table.encode()).decode()}
    before = house.store.library()
    planned = ana("POST", "/import", file).json()
    assert (planned["new"], planned["batch"]) == (1, "")
    assert house.store.library() == before
    done = ana("POST", "/import", file | {"confirm": True}).json()
    assert "delivery-late.from-a-file" in [p.id for p in house.store.library().phrases]
    undone = ana("POST", f"/history/batches/{done['batch']}/undo")
    assert undone.status_code == 200
    assert house.store.library().phrases == before.phrases


def test_a_file_with_a_bad_row_is_not_taken_unasked(ana: Caller) -> None:
    content = b64encode(b"id;text\nbad;x\n").decode()
    file = {"file": "x.csv", "content": content, "confirm": True}
    refused = ana("POST", "/import", file)
    assert refused.status_code == 422
    assert "cannot be taken" in refused.json()["detail"]


def test_the_library_goes_out_as_a_table(ana: Caller) -> None:
    out = ana("GET", "/export?format=csv&language=en").json()
    assert LINE.id in b64decode(out["content"]).decode("utf-8-sig")
    assert ana("GET", "/export?format=pickle").status_code == 404
