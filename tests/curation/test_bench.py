"""The bench: a pasted chat is read, played as if live, and each candidate's fate is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.curation import bench, trials
from sidecar_server.curation.desk import Desk
from sidecar_server.curation.pasted import MOST_LINES, chat
from sidecar_server.errors import BadInput
from sidecar_server.model import Expectation, Phrase, Triggers
from tests.curation.deskwork import lead_desk
from tests.sample import LIBRARY, NOTES, PHRASES, TRIED, phrase

LATE = "where is my parcel"
FIND = next(one for one in PHRASES if one.id == "delivery-late.find")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return lead_desk(tmp_path)


def roles(text: str) -> list[tuple[str, str]]:
    return [(line.role, line.text) for line in chat(text)]


def test_a_text_without_labels_is_one_message() -> None:
    assert roles(f"{LATE}\n\nit was due monday") == [("customer", f"{LATE}\n\nit was due monday")]


def test_labelled_lines_are_a_chat_and_unlabelled_ones_go_on() -> None:
    pasted = (
        "Customer: hello\nwhere is it?\n[10:32] Agent: one moment\nVISITOR 10:33: ok\nnote: vip"
    )
    assert roles(pasted) == [
        ("customer", "hello\nwhere is it?"),
        ("agent", "one moment"),
        ("customer", "ok"),
        ("note", "vip"),
    ]


def test_a_colon_alone_is_no_label() -> None:
    assert roles("my problem: no parcel") == [("customer", "my problem: no parcel")]


def test_the_lines_of_a_replay_are_read_and_their_own_locale_stands() -> None:
    pasted = '{"role":"customer","text":"hi","locale":"en-GB"}\n\n{"role":"clock","at":300}'
    assert [(o.role, o.locale) for o in chat(pasted, "en-IN")] == [
        ("customer", "en-GB"),
        ("clock", "en-IN"),
    ]


@pytest.mark.parametrize(
    "pasted", ['{"role":"customer","text":"canary"', "x" * 100_001, "Agent: y\n" * (MOST_LINES + 1)]
)
def test_what_cannot_be_taken_is_not_quoted(pasted: str) -> None:
    with pytest.raises(BadInput) as bad:
        chat(pasted)
    assert "canary" not in bad.value.sentence()
    assert bad.value.fix


def test_a_message_brings_items_cues_and_near_misses(desk: Desk) -> None:
    (one,) = bench.run(chat(f"{LATE}, this is a pathetic scam"), desk)
    assert one.advice.items
    assert one.advice.cues
    assert one.advice.cues.situation[0].id == "delivery-late"
    assert any("heat" in cue for told in one.told for cue in told.cues)
    assert [r.phrase.id for r in one.reasons if r.shown] == [i.id for i in one.advice.items]
    calm = one.reason("delivery-late.calm")
    assert calm
    assert calm.step == "heat"
    assert calm in one.near


def test_a_chat_is_played_turn_by_turn(desk: Desk) -> None:
    first, agent, second = bench.run(
        chat(f"Customer: {LATE}\nAgent: Let me see.\nCustomer: {LATE} now"), desk
    )
    assert not agent.reasons
    offered = {item.id for item in first.advice.items}
    assert offered.isdisjoint(item.id for item in second.advice.items)
    assert {r.step for r in second.reasons if r.phrase.id in offered} == {"offered"}


def test_where_nothing_is_due_the_bench_says_so_once(desk: Desk) -> None:
    (one,) = bench.run(chat("ok"), desk)
    assert one.advice.items == ()
    assert not one.near
    (other,) = bench.run(chat(f"Agent: {LATE}"), desk)
    assert not other.reasons


def test_a_version_stands_in_the_place_of_the_served_one(desk: Desk) -> None:
    served = {p.id: p for p in desk.searchable().by_situation["delivery-late"]}
    for heat, shown in [((0.9, 1.0), False), ((0.0, 0.2), True)]:
        (one,) = bench.run(chat(LATE), desk, replace(FIND, heat=heat))
        reason = one.reason(FIND.id)
        assert reason
        assert reason.shown is shown
        assert reason.phrase.heat == heat
    assert {p.id: p for p in desk.searchable().by_situation["delivery-late"]} == served


def test_a_new_version_is_compared_by_its_own_words(tmp_path: Path) -> None:
    copy = next(one for one in PHRASES if one.id == "delivery-late.see")
    desk = lead_desk(tmp_path, replace(LIBRARY, phrases=(copy,)))
    twin = phrase("delivery-late.twin", "inform", copy.text)
    (one,) = bench.run(chat(LATE), desk, twin)
    reason = one.reason(twin.id)
    assert reason
    assert (reason.step, reason.instead) == ("copy", copy.id)
    (one,) = bench.run(chat(LATE), desk, replace(twin, text="Trains went late that day."))
    reason = one.reason(twin.id)
    assert reason
    assert reason.step != "copy"


def test_trying_builds_nothing_anew(desk: Desk) -> None:
    served = desk.searchable()
    tried = desk.trying(FIND)
    assert tried.vocabularies is served.vocabularies
    before, after = served.shelf("en"), tried.shelf("en")
    assert before
    assert after
    assert after._texts is before._texts


def test_a_note_is_tried_by_its_new_wording(desk: Desk) -> None:
    note = replace(NOTES[0], triggers=Triggers(text=("revert at the earliest",)))
    (new,) = bench.run(chat(f"{LATE}, kindly revert at the earliest"), desk, note)
    assert note.id in [item.id for item in new.advice.items]
    (old,) = bench.run(chat(f"{LATE}, please do the needful"), desk, note)
    assert note.id not in [item.id for item in old.advice.items]


def test_a_line_is_tried_with_its_situations_examples_its_expectations_and_ones_own(
    desk: Desk,
) -> None:
    found = trials.trials(FIND, desk, "my parcel is very late")
    assert [one.sample.source for one in found] == ["own", *["example"] * 3, "expectation"]
    assert found[0].sample.message == "my parcel is very late"
    assert found[-1].sample.expected == LIBRARY.expectations[0]
    assert all(one.rank for one in found if one.sample.message == LATE)
    cold = trials.trials(replace(FIND, heat=(0.9, 1.0)), desk)
    assert {(one.rank, one.step) for one in cold} == {(0, "heat")}
    assert cold[0].shown


def test_a_draft_is_tried_as_if_it_were_served(tmp_path: Path) -> None:
    desk = lead_desk(tmp_path, replace(LIBRARY, phrases=()))
    draft = replace(phrase("delivery-late.fresh", "thank", "Fresh words."), state="draft")
    assert any(one.rank for one in trials.trials(draft, desk))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (phrase("delivery-late.now", "own", "Now on it.", "working"), True),
        (phrase("delivery-late.held", "hold", "The depot looks.", "waiting"), True),
        (phrase("delivery-late.tried", "own", "So that is out.", "working", after="tried"), True),
        (phrase("thanks.bye", "close", "Good that it goes.", "closing"), True),
        (phrase("delivery-late.bad", "inform", "It is lost.", "bad-news"), False),
    ],
)  # fmt: skip
def test_a_line_is_tried_where_its_moment_has_come(
    tmp_path: Path, line: Phrase, shown: bool
) -> None:
    situations = (*LIBRARY.situations, TRIED)
    desk = lead_desk(tmp_path, replace(LIBRARY, situations=situations, phrases=()))
    found = trials.trials(line, desk)
    assert any(one.rank for one in found) is shown
    assert all(shown or "search alone" in one.says for one in found)


def test_a_note_is_tried_with_its_wordings(desk: Desk) -> None:
    found = trials.trials(NOTES[0], desk)
    assert [one.sample.message for one in found] == list(NOTES[0].triggers.text)
    assert all(one.rank == 1 for one in found)
    silent = trials.trials(NOTES[0], desk, own=LATE)[0]
    assert (silent.rank, silent.step) == (0, "wording")


def test_what_is_tried_leaves_no_trace_in_the_store(desk: Desk, tmp_path: Path) -> None:
    secret = "my canary parcel is late"
    bench.run(chat(f"Customer: {secret}"), desk, FIND)
    trials.trials(FIND, desk, secret)
    encoder = desk.encoders.first
    assert encoder.encode([secret])[0].astype("<f4").tobytes() not in {
        vector.tobytes() for vector in desk.store.vectors(encoder.name).values()
    }
    assert all(b"canary" not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_expectations_of_other_lines_are_not_tried(tmp_path: Path) -> None:
    other = Expectation("block my card now", "en", any_of=("card-stolen.*",))
    desk = lead_desk(tmp_path, replace(LIBRARY, expectations=(other,)))
    assert all(one.sample.source == "example" for one in trials.trials(FIND, desk))
