"""The assistant with its two coaches, over a small library."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.model import Advice
from tests.sample import LIBRARY, Desk, phrase


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def ids(advice: Advice, kind: str = "phrase") -> list[str]:
    return [item.id for item in advice.items if item.kind == kind]


def only(desk: Desk, *wanted: str) -> None:
    """Dismiss every line but these."""
    desk.chat.dismissed = {p.id for p in desk.assistant.searchable.library.phrases} - set(wanted)


def test_three_phrases_of_different_strategies_with_the_customers_words(desk: Desk) -> None:
    advice = desk.says("customer", "where is my parcel")
    strategies = [item.strategy for item in advice.items]
    assert len(strategies) == 3
    assert len(set(strategies)) == 3
    assert all(item.situation == "delivery-late" for item in advice.items)
    assert all("“where is my parcel”" in item.why for item in advice.items)


def test_the_quote_is_the_sentence_that_decided(desk: Desk) -> None:
    advice = desk.says("customer", "Good evening to you all. My parcel is late and was due monday.")
    assert "“My parcel is late and was due monday.”" in advice.items[0].why


def test_two_matters_in_one_message_both_get_a_line(desk: Desk) -> None:
    advice = desk.says("customer", "someone took my bank card. parcel still not here")
    assert {item.situation for item in advice.items} == {"card-stolen", "delivery-late"}


def test_danger_stands_alone_and_before_a_likelier_matter(tmp_path: Path) -> None:
    grave = [replace(s, grave=s.id == "card-stolen") for s in LIBRARY.situations]
    desk = Desk(tmp_path, replace(LIBRARY, situations=tuple(grave)))
    advice = desk.says("customer", "parcel still not here. someone took my bank card")
    assert {item.situation for item in advice.items} == {"card-stolen"}


def test_context_carries_a_fragment(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    desk.says("agent", "Let me look.")
    advice = desk.says("customer", "hmm whatever then")
    assert advice.items
    assert advice.items[0].why.startswith("Earlier they wrote “where is my parcel”")


def test_nothing_is_due_after_an_acknowledgement_a_number_or_the_agents_own_line(
    desk: Desk,
) -> None:
    desk.says("customer", "where is my parcel")
    assert desk.says("agent", "It is on its way.").items == ()
    assert desk.says("customer", "ok will do").items == ()
    assert desk.says("customer", "4471-22").items == ()


def test_nothing_is_said_to_what_no_situation_covers(desk: Desk) -> None:
    assert desk.says("customer", "violins need rosin before every rehearsal").items == ()


def test_a_language_without_lines_is_said(desk: Desk) -> None:
    advice = desk.says(
        "customer", "Guten Tag, wo bleibt denn mein parcel, es ist immer noch nicht da"
    )
    assert advice.cues is not None
    assert advice.cues.language == "de"
    assert [(item.kind, item.title) for item in advice.items] == [
        ("notice", "German is not covered")
    ]
    desk.chat.note("coverage.de", "dismissed")
    assert desk.says("customer", "Hallo, ich warte immer noch auf eine Antwort").items == ()


def test_romanised_hindi_is_not_taken_for_english(desk: Desk) -> None:
    advice = desk.says("customer", "mera parcel abhi tak nahi aaya, kab milega?")
    assert advice.cues is not None
    assert advice.cues.language == "hi-Latn"
    assert [item.title for item in advice.items] == ["Hindi (Latin) is not covered"]


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


def test_a_greeting_alone_is_answered_and_gives_way_to_a_matter(desk: Desk) -> None:
    assert ids(desk.says("customer", "good morning")) == ["says-hello.ask"]
    advice = desk.says("customer", "Good morning. My parcel, it is late and not around.")
    assert {item.situation for item in advice.items} == {"delivery-late"}


def test_a_greeting_is_not_carried_into_later_turns(desk: Desk) -> None:
    desk.says("customer", "good morning")
    desk.says("agent", "What can I do?")
    assert desk.says("customer", "violins need rosin before every rehearsal").items == ()


def test_an_acknowledgement_is_not_answered_from_what_was_said_before(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    desk.says("agent", "Looking.")
    assert desk.says("customer", "ok brb then").items == ()


def test_an_order_number_beside_a_question_does_not_silence_it(desk: Desk) -> None:
    assert desk.says("customer", "ok will do. where is my parcel").items


def test_an_inserted_phrase_never_comes_again(desk: Desk) -> None:
    first = ids(desk.says("customer", "where is my parcel"))[0]
    desk.chat.note(first, "inserted")
    assert first not in ids(desk.says("customer", "where is my parcel please"))


def test_a_dismissed_phrase_stays_away(desk: Desk) -> None:
    first = ids(desk.says("customer", "where is my parcel"))[0]
    desk.chat.note(first, "dismissed")
    assert first not in ids(desk.answer())


def test_a_sent_phrase_is_known_from_the_page_alone(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    desk.says("agent", "Right, I am opening the tracking now to see where it was last!")
    assert "delivery-late.find" not in ids(desk.says("customer", "parcel still not here"))


def test_one_apology_is_enough(desk: Desk) -> None:
    only(desk, "delivery-late.sorry")
    assert ids(desk.says("customer", "where is my parcel")) == ["delivery-late.sorry"]
    desk.says("agent", "I apologise.")
    assert ids(desk.says("customer", "parcel still not here")) == []


def test_heat_outside_a_phrases_range_keeps_it_back(desk: Desk) -> None:
    desk.chat.dismissed |= {p.id for p in desk.assistant.searchable.by_situation["delivery-late"]}
    desk.chat.dismissed.remove("delivery-late.calm")
    assert ids(desk.says("customer", "where is my parcel")) == ["delivery-late.calm"]
    assert ids(desk.says("customer", "where is my parcel, this is a pathetic scam")) == []


def test_no_greeting_once_the_agent_has_spoken(desk: Desk) -> None:
    only(desk, "delivery-late.good-day")
    assert ids(desk.says("customer", "where is my parcel")) == ["delivery-late.good-day"]
    desk.says("agent", "One moment.")
    assert ids(desk.says("customer", "parcel still not here")) == []


def test_a_line_stays_away_from_the_situations_it_avoids(desk: Desk) -> None:
    only(desk, "delivery-late.gift")
    assert ids(desk.says("customer", "where is my parcel")) == ["delivery-late.gift"]
    assert ids(desk.says("customer", "where is my parcel. someone took my bank card")) == []


def test_a_line_for_high_stakes_needs_them(desk: Desk) -> None:
    only(desk, "delivery-late.grave")
    assert ids(desk.says("customer", "where is my parcel")) == []
    assert ids(desk.says("customer", "where is my parcel, the medicine is in it")) != []


def test_what_calms_comes_first_in_a_hot_chat_alone(desk: Desk) -> None:
    only(desk, "delivery-late.slow-down", "delivery-late.find")
    assert ids(desk.says("customer", "where is my parcel"))[0] == "delivery-late.find"
    hot = "where is my parcel, this is a disgrace, a pathetic scam"
    assert ids(desk.says("customer", hot))[0] == "delivery-late.slow-down"


def test_a_customer_who_chases_gets_a_holding_line_first(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    desk.says("agent", "One moment.")
    assert ids(desk.says("customer", "hello is anyone there"))[0] == "no-answer-yet.here"


def test_drafts_are_not_served(desk: Desk) -> None:
    assert ids(desk.says("customer", "thank you that worked perfectly")) == ["thanks.close"]


def test_open_slots_are_marked(desk: Desk) -> None:
    desk.chat.dismissed |= {p.id for p in desk.assistant.searchable.by_situation["delivery-late"]}
    desk.chat.dismissed.remove("delivery-late.item")
    item = desk.says("customer", "where is my parcel").items[0]
    assert [item.text[slice(*slot.span)] for slot in item.slots] == ["{item}"]
    assert item.slots[0].value is None


def test_a_reply_is_due_even_when_a_private_note_stands_between(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    assert desk.says("note", "vip, be quick").items


def test_search_finds_by_meaning_and_leaves_out_what_was_taken(desk: Desk) -> None:
    vector = desk.encoder.encode(["where is my parcel"])[0]
    found = desk.assistant.search(vector, "en", desk.chat)
    assert found[0].situation == "delivery-late"
    desk.chat.note(found[0].id, "copied")
    assert found[0].id not in [item.id for item in desk.assistant.search(vector, "en", desk.chat)]


def test_a_swapped_library_is_served_at_once(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    empty = replace(desk.assistant.searchable, by_situation={})
    desk.assistant.searchable = empty
    assert desk.answer().items == ()


def test_a_closing_line_is_never_a_second_guess(desk: Desk) -> None:
    only(desk, "delivery-late.find", "thanks.close")
    advice = desk.says("customer", "parcel still not here thank you that worked")
    assert advice.cues is not None
    assert [likely.id for likely in advice.cues.situation][:2] == ["delivery-late", "thanks"]
    assert ids(advice) == ["delivery-late.find"]


def test_a_burst_of_fragments_does_not_lose_the_matter(desk: Desk) -> None:
    for said in ("my parcel is late and was due monday", "hello", "hi there", "hello", "hi there"):
        advice = desk.says("customer", said)
        assert {item.situation for item in advice.items} == {"delivery-late"}


def test_a_weak_new_matter_does_not_push_out_the_one_that_is_open(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    desk.says("agent", "I look.")
    advice = desk.says("customer", "and someone took it? the parcel is late")
    assert advice.items[0].situation == "delivery-late"


def test_thanks_close_a_chat_whatever_it_was_about(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    desk.says("agent", "It comes at noon.")
    advice = desk.says("customer", "wonderful thanks bye")
    assert {item.situation for item in advice.items} <= {"thanks"}


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
    only(desk, "thanks.close")
    assert ids(desk.says("customer", "that worked perfectly")) == ["thanks.close"]
    assert ids(desk.says("customer", "that never worked perfectly")) == []


def test_a_line_with_a_gap_comes_after_one_without(desk: Desk) -> None:
    only(desk, "delivery-late.item", "delivery-late.which")
    assert ids(desk.says("customer", "where is my parcel"))[-1] == "delivery-late.item"


def test_a_situation_may_put_the_chat_at_any_moment(tmp_path: Path) -> None:
    odd = tuple(replace(one, moment="bad-news") for one in LIBRARY.situations)
    desk = Desk(tmp_path, replace(LIBRARY, situations=odd))
    assert desk.says("customer", "where is my parcel").items == ()
