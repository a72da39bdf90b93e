"""Expectations: whether they hold, and which ones a change would break."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.curation import expectations
from sidecar_server.curation.desk import Desk
from sidecar_server.errors import BadInput
from sidecar_server.model import Expectation
from tests.curation.deskwork import lead_desk
from tests.sample import LIBRARY, NOTES, PHRASES

LATE = "where is my parcel"
FIND = next(one for one in PHRASES if one.id == "delivery-late.find")
WANTED = (
    Expectation(LATE, "en", any_of=(FIND.id,)),
    Expectation("ok", "en", nothing=True),
    Expectation("please do the needful", "en", any_of=(NOTES[0].id,)),
    Expectation("block my card now", "en", any_of=("thanks.*",)),
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return lead_desk(tmp_path, replace(LIBRARY, expectations=WANTED))


def test_each_says_what_came(desk: Desk) -> None:
    found = expectations.now(WANTED, desk)
    assert [one.holds for one in found] == [True, True, True, False]
    assert FIND.id in found[0].came
    assert found[1].came == ()
    assert found[3].fault.startswith("card-stolen.stop came, not thanks.*")


def test_what_came_where_nothing_should(desk: Desk) -> None:
    (one,) = expectations.now([Expectation(LATE, "en", nothing=True)], desk)
    assert "nothing was expected" in one.fault


def test_a_message_in_another_language_is_named(desk: Desk) -> None:
    (one,) = expectations.now([Expectation(LATE, "de", any_of=("delivery-late.*",))], desk)
    assert one.fault.startswith("it is read as 'en', not 'de'")


def test_a_change_breaks_what_held_and_no_more(desk: Desk) -> None:
    retired = replace(FIND, state="retired")
    (broken,) = expectations.broken_by(retired, desk)
    assert broken.expected == WANTED[0]
    assert broken.came
    assert FIND.id not in broken.came
    assert [one.expected for one in expectations.broken_by(replace(FIND, heat=(0.9, 1)), desk)] == [
        WANTED[0]
    ]
    assert not expectations.broken_by(replace(FIND, text="I open the tracking."), desk)


def test_a_note_breaks_what_held(desk: Desk) -> None:
    (broken,) = expectations.broken_by(replace(NOTES[0], state="retired"), desk)
    assert broken.expected == WANTED[2]


def test_another_language_is_not_asked(desk: Desk) -> None:
    assert not expectations.broken_by(replace(FIND, language="de", state="retired"), desk)


def test_messages_are_read_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    expectations.now(WANTED, desk)
    encoder = desk.encoders.first
    monkeypatch.setattr(type(encoder), "encode", lambda *_: pytest.fail("read again"))
    assert len(expectations.now(WANTED, desk)) == len(WANTED)


def test_what_is_typed_becomes_one(desk: Desk) -> None:
    one = expectations.made(" where\nis it ", "en", "delivery-late.*,\n x.y", False, " en-GB ")
    assert one == Expectation("where is it", "en", ("delivery-late.*", "x.y"), locale="en-GB")
    assert expectations.faults(one, desk) == ["nothing is called 'x.y' — mend the id"]
    assert not expectations.faults(replace(one, any_of=("delivery-late.*",)), desk)
    assert "gives neither or both" in expectations.faults(replace(one, any_of=()), desk)[0]
    with pytest.raises(BadInput):
        expectations.made("hello", "en", "x.y", True, "")
