"""The assistant with its two coaches, over a small library."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.sample import LIBRARY, Desk, ids


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


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


def test_a_customer_who_chases_gets_a_holding_line_first(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    desk.says("agent", "One moment.")
    assert ids(desk.says("customer", "hello is anyone there"))[0] == "no-answer-yet.here"


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


def test_a_situation_may_put_the_chat_at_any_moment(tmp_path: Path) -> None:
    odd = tuple(replace(one, moment="bad-news") for one in LIBRARY.situations)
    desk = Desk(tmp_path, replace(LIBRARY, situations=odd))
    assert desk.says("customer", "where is my parcel").items == ()
