"""What an import would do is known before it does it, waits a while, and is done as one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.curation.desk import Desk
from sidecar_server.curation.exchange import placing, plan, read, table, toml, work
from sidecar_server.curation.exchange.plan import Choice, Plan
from sidecar_server.curation.exchange.reading import Reading, Source
from sidecar_server.curation.exchange.room import LASTS_S, Room
from sidecar_server.encoders.languages import load_encoders
from sidecar_server.errors import BadInput, Conflict
from sidecar_server.library.changes import Changes
from sidecar_server.library.search import build
from sidecar_server.model import Library, Phrase, Situation
from tests.sample import LIBRARY, NOTES, PHRASES, store_in

NEW = replace(
    PHRASES[0], id="delivery-late.brand-new", situation="delivery-late", text="Quite new."
)
OTHER = replace(PHRASES[5], text="I am opening the tracking now.")
NOTHING = plan.Choice()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    store, encoders = store_in(tmp_path), load_encoders("hashing")
    searchable = build(store.library(), store, encoders)
    return Desk(store, Changes(store.engine), encoders, lambda: searchable, lambda _: None)


def planned(found: Reading, desk: Desk, choice: Choice = NOTHING) -> Plan:
    places = placing.propose(found.foreign, desk, lambda *_: None)
    return plan.make(found, places, choice, desk.catalogue())


def of_table(*lines: Phrase) -> Reading:
    return read(Source("ours.csv", table.write(lines)))


def test_new_changed_and_same_are_told_apart_whatever_their_state(desk: Desk) -> None:
    found = planned(of_table(NEW, OTHER, PHRASES[1], replace(PHRASES[2], state="retired")), desk)
    assert [one.entry for one in found.new] == [replace(NEW, state="draft")]
    [changed] = found.changed
    assert (changed.before, changed.entry) == (PHRASES[5], replace(OTHER, state="draft"))
    assert [one.place for one in found.same] == ["ours.csv:4", "ours.csv:5"]


def test_what_comes_in_is_a_draft_and_what_is_served_stays(desk: Desk) -> None:
    out = toml.write(Library(phrases=(NEW, OTHER), notes=(replace(NOTES[0], means="Else."),)))
    found = planned(read(Source("ours.zip", out)), desk)
    batch = work.take(found.entries, "Ana", "import of ours.zip", desk, lambda *_: None)
    assert {one.state for one in desk.store.working().values()} == {"draft"}  # type: ignore[union-attr]
    assert len(desk.store.working()) == 3
    assert PHRASES[5] in desk.store.library().phrases
    desk.changes.undo("Ana", batch=batch)
    assert not desk.store.working()


def test_situations_and_expectations_are_left_unless_they_are_chosen(desk: Desk) -> None:
    late = Situation("order-wrong", "en", "A wrong order", ("this is not what i ordered",))
    line = replace(NEW, id="order-wrong.x", situation="order-wrong")
    found = read(Source("x.zip", toml.write(Library((late,), (line,), (), LIBRARY.expectations))))
    without = planned(found, desk)
    assert (without.left, len(without.entries)) == (2, 0)
    assert "there is no situation 'order-wrong'" in without.faulty[0][1]
    chosen = planned(found, desk, Choice(also=True))
    assert (chosen.left, len(chosen.new), len(chosen.same)) == (0, 2, 1)


def test_a_double_id_is_a_fault_that_names_both_rows(desk: Desk) -> None:
    found = planned(of_table(NEW, replace(NEW, text="Again.")), desk)
    assert [(one.place, one.entry.id) for one in found.new] == [  # type: ignore[union-attr]
        ("ours.csv:2", NEW.id)
    ]
    assert found.faulty == [
        ("ours.csv:3", f"the id {NEW.id!r} stands already at ours.csv:2 — rename or remove one")
    ]


def test_nothing_is_taken_where_a_row_is_bad_unless_the_good_ones_are_wanted(desk: Desk) -> None:
    found = planned(of_table(NEW, replace(OTHER, strategy="sing")), desk)
    with pytest.raises(BadInput, match="1 entries cannot be taken, so nothing was"):
        plan.ready(found, NOTHING)
    assert list(plan.ready(found, Choice(good=True))) == [replace(NEW, state="draft")]


def test_a_wording_that_cannot_be_served_can_be_a_draft_and_is_named(desk: Desk) -> None:
    [one] = planned(
        of_table(replace(NEW, text="I completely understand your frustration.")), desk
    ).new
    assert "stock line" in one.mend[0]


def foreign(*said: tuple[str, str]) -> Reading:
    content = [{"short_code": code, "content": text} for code, text in said]
    return read(Source("canned.json", json.dumps(content).encode(), "en"))


LATE = ("late_parcel", "Where is my parcel, it is late, I open the tracking.")
STRANGE = ("zzz", "Qwxyz vbnm.")


def test_foreign_lines_go_where_they_are_proposed_or_where_the_lead_says(desk: Desk) -> None:
    found = foreign(LATE, STRANGE)
    first = planned(found, desk)
    [one] = first.new
    assert isinstance(one.entry, Phrase)
    assert one.entry.id == "delivery-late.chatwoot-late-parcel"
    assert (one.entry.strategy, one.entry.state) == ("acknowledge", "draft")
    assert first.faulty[0][0] == "canned.json:2"
    assert "choose one for those that have none" in first.faulty[0][1]
    rest = planned(found, desk, Choice(rest="thanks"))
    assert [one.entry.id.partition(".")[0] for one in rest.new] == [  # type: ignore[union-attr]
        "delivery-late", "thanks",
    ]  # fmt: skip
    everything = planned(found, desk, Choice(all="card-stolen"))
    assert {one.entry.id.partition(".")[0] for one in everything.new} == {  # type: ignore[union-attr]
        "card-stolen"
    }


def test_what_was_taken_before_is_the_same_wherever_it_was_put(desk: Desk) -> None:
    found = planned(foreign(LATE), desk, Choice(all="card-stolen"))
    work.take(found.entries, "Ana", "import", desk, lambda *_: None)
    again = planned(foreign(LATE), desk)
    assert (len(again.same), again.entries) == (1, [])
    [changed] = planned(foreign((LATE[0], "Other words.")), desk).changed
    assert changed.entry.id == "card-stolen.chatwoot-late-parcel"  # type: ignore[union-attr]


def test_an_import_waits_for_its_own_session_and_not_for_ever() -> None:
    now = 0.0
    room = Room(lambda: now)
    one = room.add("Ana", "x.csv")
    one.settle("ready")
    assert room.find("Ana", one.id) is one
    assert room.find("Ben", one.id) is None
    now = LASTS_S
    assert room.find("Ana", one.id) is None


def test_few_wait_at_once_and_what_runs_is_not_put_out() -> None:
    room = Room(most=2)
    first, second = room.add("Ana", "1"), room.add("Ana", "2")
    second.settle("ready")
    third = room.add("Ana", "3")
    assert room.find("Ana", first.id) is first
    assert room.find("Ana", second.id) is None
    with pytest.raises(Conflict, match="other imports are running"):
        room.add("Ana", "4")
    room.drop(third)
    assert room.find("Ana", third.id) is third


def test_an_import_is_taken_once() -> None:
    room = Room()
    one = room.add("Ana", "x")
    assert not room.begin(one)
    one.settle("ready")
    assert [room.begin(one), room.begin(one)] == [True, False]


def test_a_preview_of_another_library_is_not_confirmed(desk: Desk) -> None:
    one = Room().add("Ana", "x.csv")
    work.begin(one, Source("x.csv", table.write([NEW])), desk)
    assert one.settled.wait(20)
    seen = desk.catalogue().revision
    assert len(work.chosen(one, NOTHING, seen, desk)) == 1
    desk.changes.write([OTHER], "Ben", "edited")
    with pytest.raises(Conflict, match="the library changed since"):
        work.chosen(one, NOTHING, seen, desk)
