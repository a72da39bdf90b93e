"""Notes: for a wording, a date or sum, a holiday, or the stated locale; one at most."""

from datetime import date
from pathlib import Path

from sidecar_server.model import Customer
from tests.sample import Desk, ids


def test_a_dismissed_note_stays_away(desk: Desk) -> None:
    assert ids(desk.says("customer", "please do the needful"), "note")
    desk.chat.note("en-IN.do-the-needful", "dismissed")
    assert not ids(desk.answer(), "note")


def test_a_wording_brings_its_note_with_the_words(desk: Desk) -> None:
    advice = desk.says("customer", "My parcel is late, Please do the needful")
    assert ids(advice, "note") == ["en-IN.do-the-needful"]
    note = next(item for item in advice.items if item.kind == "note")
    assert "“Please do the needful”" in note.why
    assert not note.insertable


def test_a_note_for_a_locale_needs_that_locale_stated(desk: Desk) -> None:
    said = "I am a bit disappointed, where is my parcel"
    assert ids(desk.says("customer", said), "note") == []
    desk.chat.customer = Customer(locale="en-GB")
    assert ids(desk.answer(), "note") == ["en-GB.bit-disappointed"]


def test_a_locale_alone_gives_a_formal_note_once(desk: Desk) -> None:
    desk.chat.customer = Customer(locale="ja-JP")
    assert ids(desk.says("customer", "where is my parcel"), "note") == ["ja.name-order"]
    desk.says("agent", "I look.")
    assert ids(desk.says("customer", "parcel still not here"), "note") == []


def test_a_date_in_figures_is_read_as_the_stated_locale_has_it(desk: Desk) -> None:
    desk.chat.customer = Customer(locale="en-US")
    first = desk.says("customer", "where is my parcel, it was due 03/04")
    note = next(item for item in first.items if item.kind == "note")
    assert note.text.startswith("03/04 is 4 March there.")
    assert note.why == "They wrote “03/04”"
    desk.chat.note(note.id, "dismissed")
    desk.says("agent", "I look.")
    assert ids(desk.says("customer", "03/04 is long gone"), "note") == []


def test_a_holiday_of_the_stated_country_is_told_at_the_first_message_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path, today=date(2026, 12, 24))
    desk.chat.customer = Customer(country="DE")
    first = desk.says("customer", "where is my parcel")
    note = next(item for item in first.items if item.kind == "note")
    assert note.text.startswith("Christmas Day is tomorrow in Germany.")
    desk.says("agent", "I look.")
    assert ids(desk.says("customer", "parcel still not here"), "note") == []


def test_a_message_the_agent_wrote_never_triggers_a_note(desk: Desk) -> None:
    assert desk.says("agent", "We do the needful.").items == ()
