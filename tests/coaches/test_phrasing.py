"""Lines: what suits this moment of this chat, varied, and never twice."""

from dataclasses import replace
from pathlib import Path

from sidecar_server.model import Moment
from tests.sample import LIBRARY, TRIED, Desk, ids, phrase


def test_no_line_is_offered_twice_in_a_chat(desk: Desk) -> None:
    seen = ids(desk.says("customer", "where is my parcel"))
    again = ids(desk.says("customer", "parcel still not here"))
    assert set(seen) & set(again)  # the same turn goes on
    seen += again
    for text in ("my parcel is late", "still no parcel", "where is the parcel now"):
        desk.says("agent", "Let me see.")
        now = ids(desk.says("customer", text))
        assert not set(now) & set(seen)
        seen += now


def test_near_copies_do_not_stand_together(tmp_path: Path) -> None:
    first = phrase("delivery-late.one", "own", "I am opening the tracking of your parcel now.")
    copy = phrase("delivery-late.two", "inform", "Now I am opening the tracking of your parcel.")
    desk = Desk(tmp_path, replace(LIBRARY, phrases=(first, copy)))
    assert len(ids(desk.says("customer", "where is my parcel"))) == 1


def test_an_inserted_phrase_never_comes_again(desk: Desk) -> None:
    first = ids(desk.says("customer", "where is my parcel"))[0]
    desk.chat.note(first, "inserted")
    assert first not in ids(desk.says("customer", "where is my parcel please"))


def test_a_dismissed_phrase_stays_away(desk: Desk) -> None:
    first = ids(desk.says("customer", "where is my parcel"))[0]
    desk.chat.note(first, "dismissed")
    assert first not in ids(desk.answer())


def test_a_sent_phrase_is_known_from_the_page_alone(desk: Desk) -> None:
    desk.anew("delivery-late.find")
    desk.says("agent", "One moment.")
    assert ids(desk.says("customer", "where is my parcel")) == ["delivery-late.find"]
    desk.anew("delivery-late.find")
    desk.says("agent", "Right, I am opening the tracking now to see where it was last!")
    assert ids(desk.says("customer", "where is my parcel")) == []


def test_one_apology_is_enough(desk: Desk) -> None:
    desk.anew("delivery-late.sorry")
    desk.says("agent", "One moment.")
    assert ids(desk.says("customer", "where is my parcel")) == ["delivery-late.sorry"]
    desk.anew("delivery-late.sorry")
    desk.says("agent", "I apologise.")
    assert ids(desk.says("customer", "where is my parcel")) == []


def test_heat_outside_a_phrases_range_keeps_it_back(desk: Desk) -> None:
    desk.chat.dismissed |= {p.id for p in desk.assistant.searchable.by_situation["delivery-late"]}
    desk.chat.dismissed.remove("delivery-late.calm")
    assert ids(desk.says("customer", "where is my parcel")) == ["delivery-late.calm"]
    assert ids(desk.says("customer", "where is my parcel, this is a pathetic scam")) == []


def test_no_greeting_once_the_agent_has_spoken(desk: Desk) -> None:
    desk.anew("delivery-late.good-day")
    assert ids(desk.says("customer", "where is my parcel")) == ["delivery-late.good-day"]
    desk.anew("delivery-late.good-day")
    desk.says("agent", "One moment.")
    assert ids(desk.says("customer", "where is my parcel")) == []


def test_a_line_stays_away_from_the_situations_it_avoids(desk: Desk) -> None:
    desk.anew("delivery-late.gift")
    assert ids(desk.says("customer", "where is my parcel")) == ["delivery-late.gift"]
    assert ids(desk.says("customer", "where is my parcel. someone took my bank card")) == []


def test_a_line_for_high_stakes_needs_them(desk: Desk) -> None:
    desk.anew("delivery-late.grave")
    assert ids(desk.says("customer", "where is my parcel")) == []
    assert ids(desk.says("customer", "where is my parcel, the medicine is in it")) != []


def test_what_calms_comes_first_in_a_hot_chat_alone(desk: Desk) -> None:
    desk.anew("delivery-late.slow-down", "delivery-late.find")
    assert ids(desk.says("customer", "where is my parcel"))[0] == "delivery-late.find"
    hot = "where is my parcel, this is a disgrace, a pathetic scam"
    assert ids(desk.says("customer", hot))[0] == "delivery-late.slow-down"


def test_drafts_are_not_served(desk: Desk) -> None:
    assert ids(desk.says("customer", "thank you that worked perfectly")) == ["thanks.close"]


def test_open_slots_are_marked(desk: Desk) -> None:
    desk.chat.dismissed |= {p.id for p in desk.assistant.searchable.by_situation["delivery-late"]}
    desk.chat.dismissed.remove("delivery-late.item")
    item = desk.says("customer", "where is my parcel").items[0]
    assert [item.text[slice(*slot.span)] for slot in item.slots] == ["{item}"]
    assert item.slots[0].value is None


def test_a_closing_line_is_never_a_second_guess(desk: Desk) -> None:
    desk.anew("delivery-late.find", "thanks.close")
    advice = desk.says("customer", "parcel still not here thank you that worked")
    assert advice.cues is not None
    assert [likely.id for likely in advice.cues.situation][:2] == ["delivery-late", "thanks"]
    assert ids(advice) == ["delivery-late.find"]


def test_a_line_passed_over_makes_room_for_others(desk: Desk) -> None:
    first = ids(desk.says("customer", "where is my parcel"))
    assert ids(desk.answer()) == first
    desk.says("agent", "One moment.")
    desk.says("customer", "parcel still not here")
    desk.says("agent", "One more.")
    later = ids(desk.says("customer", "where is my parcel"))
    assert set(later) - set(first)


def test_a_line_about_a_failed_try_waits_for_a_try_and_a_denial(tmp_path: Path) -> None:
    late = phrase("delivery-late.tried", "own", "So that did not bring it.", after="tried")
    desk = Desk(tmp_path, replace(LIBRARY, phrases=(late,)))
    desk.says("customer", "where is my parcel")
    desk.says("agent", "Let me look.")
    assert not desk.says("customer", "parcel still not here").items
    desk.says("agent", "Could you try the pick-up desk?")
    assert ids(desk.says("customer", "parcel still not here")) == ["delivery-late.tried"]


def test_thanks_for_details_wait_for_details(tmp_path: Path) -> None:
    told = phrase("delivery-late.told", "thank", "With that I can find it.", after="details")
    desk = Desk(tmp_path, replace(LIBRARY, phrases=(told,)))
    desk.says("customer", "where is my parcel")
    desk.says("agent", "Which order is it?")
    assert not desk.says("customer", "where is my parcel").items
    assert ids(desk.says("customer", "where is my parcel, order 4411")) == ["delivery-late.told"]


def test_a_denied_end_gets_no_closing_line(desk: Desk) -> None:
    desk.anew("thanks.close")
    assert ids(desk.says("customer", "that worked perfectly")) == ["thanks.close"]
    assert ids(desk.says("customer", "that never worked perfectly")) == []


def test_a_line_with_a_gap_comes_after_one_without(desk: Desk) -> None:
    desk.anew("delivery-late.item", "delivery-late.which")
    assert ids(desk.says("customer", "where is my parcel"))[-1] == "delivery-late.item"


def replying(folder: Path, moment: Moment) -> Desk:
    """Give a desk whose library has a reply and one line for it."""
    line = phrase("tried-it.leave-it", "restate", "Then we leave that behind.", moment)
    situations, phrases = (*LIBRARY.situations, TRIED), (*LIBRARY.phrases, line)
    return Desk(folder, replace(LIBRARY, situations=situations, phrases=phrases))


def test_a_reply_to_the_agent_stands_beside_the_matter(tmp_path: Path) -> None:
    desk = replying(tmp_path, "working")
    desk.says("customer", "where is my parcel")
    desk.says("agent", "Please look behind the door.")
    found = desk.says("customer", "did that, no luck")
    assert {item.situation for item in found.items} == {"tried-it", "delivery-late"}


def test_a_reply_needs_something_to_reply_to(tmp_path: Path) -> None:
    assert replying(tmp_path, "opening").says("customer", "did that, no luck").items == ()
