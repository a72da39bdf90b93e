"""Introductions: two openings at most before the agent has written, and one quiet hint later."""

import pytest

from sidecar_server.coaches.introduction import shared_word
from sidecar_server.model import Advice, Card, Customer, Fact, Item
from tests.sample import Desk, ids

PARCEL = "where is my parcel"
DOG, VIOLIN = Fact("dogs", "I have a dog too."), Fact("violins", "I play the violin badly.")
CARD = Card("Ana", 7, ("parcels", "bank cards"), ("en",), (DOG, VIOLIN))


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.chat.agent.switch(None, None, CARD)
    return desk


def openings(advice: Advice) -> list[Item]:
    return [item for item in advice.items if item.kind == "introduction"]


def whys(advice: Advice) -> list[str]:
    return [item.why for item in openings(advice)]


def begins(desk: Desk, id_: str, text: str = PARCEL) -> list[Item]:
    """Begin another chat of this agent and give its openings."""
    desk.another(id_)
    return openings(desk.says("customer", text))


def test_two_openings_at_most_each_telling_another_thing(desk: Desk) -> None:
    found = desk.says("customer", PARCEL)
    assert whys(found) == ["Your card · expertise", "Your card · years"]
    assert all(item.insertable and "Ana" in item.text for item in openings(found))
    assert "parcels" in openings(found)[0].text
    assert "7" in openings(found)[1].text
    assert not any("{" in item.text for item in openings(found))


def test_a_fact_is_told_where_the_customer_speaks_of_it_and_one_alone(desk: Desk) -> None:
    found = desk.says("customer", "where is my parcel, my dog and my violin wait for it")
    assert whys(found)[0] == "Your card · fact"
    told = [fact.says for fact in CARD.facts for item in openings(found) if fact.says in item.text]
    assert len(told) == 1
    assert not any(DOG.says in one.text for one in begins(desk, "no dog"))


def test_somebody_upset_gets_the_name_and_no_more(desk: Desk) -> None:
    hot = "where is my parcel for my dog, this is a disgrace, a pathetic scam"
    for text in (hot, "someone took my bank card while I walked the dog"):
        found = begins(desk, text, text)
        assert found
        assert {item.why for item in found} == {"Your card"}
        said = " ".join(item.text for item in found)
        assert not any(word in said for word in ("7", "parcels", "bank cards", "dog"))


def test_what_the_card_does_not_hold_is_not_told(desk: Desk) -> None:
    desk.chat.agent.switch(None, None, Card("Ana", years=1, expertise=("telescopes",)))
    found = desk.says("customer", PARCEL)
    assert whys(found) == ["Your card"]
    desk.chat.agent.switch(None, None, Card())
    assert openings(desk.answer()) == []


def test_none_once_the_agent_has_written_nor_for_a_mere_ok(desk: Desk) -> None:
    desk.says("customer", PARCEL)
    assert openings(desk.says("agent", "Hello.")) == []
    assert openings(desk.says("customer", "parcel still not here")) == []
    assert begins(desk, "idle", "ok") == []


def test_an_opening_that_was_used_makes_room_for_others(desk: Desk) -> None:
    first = begins(desk, "1")
    desk.chat.note(first[0].id, "inserted")
    second = begins(desk, "2")
    assert first[0].id not in [item.id for item in second]
    assert begins(desk, "3") == second  # what was only looked at comes again
    desk.chat.note(second[0].id, "copied")
    desk.chat.note(second[0].id, "copied")
    third = begins(desk, "4")
    assert {first[0].id, second[0].id}.isdisjoint(item.id for item in third)


def test_a_fact_that_was_told_makes_room_for_another(desk: Desk) -> None:
    both = "my parcel with things for dogs and violins is late"
    first = begins(desk, "1", both)[0]
    assert DOG.says in first.text
    desk.chat.note(first.id, "inserted")
    assert VIOLIN.says in begins(desk, "2", both)[0].text


def test_the_name_that_the_helpdesk_states_is_used_and_no_other(desk: Desk) -> None:
    texts = set()
    for number in range(24):
        desk.another(str(number))
        desk.chat.customer = Customer("Li Wei") if number % 2 else Customer()
        for item in openings(desk.says("customer", PARCEL)):
            desk.chat.note(item.id, "inserted")
            texts.add(item.text)
            assert number % 2 or "Li" not in item.text.split()
    assert any("Li" in text for text in texts)


def test_a_dismissed_opening_goes_and_many_leave_only_what_suits_best(desk: Desk) -> None:
    first, second = begins(desk, "1")
    desk.chat.note(first.id, "dismissed")
    assert openings(desk.answer()) == [second]
    for number in range(6):
        for item in begins(desk, str(number)):
            desk.chat.note(item.id, "dismissed")
    assert {item.why for item in begins(desk, "later")} == {"Your card · expertise"}
    desk.chat.agent.switch(None, None, Card("Ana", 7))
    assert begins(desk, "nothing that suits") == []


def test_switched_off_or_quiet_there_is_none(desk: Desk) -> None:
    desk.chat.agent.switch({"introduction": False, "hint": False}, None, None)
    assert begins(desk, "1") == []
    desk.chat.agent.switch({}, True, None)
    assert begins(desk, "2") == []


def hints(desk: Desk, text: str) -> list[Item]:
    return [item for item in desk.says("customer", text).items if item.kind == "hint"]


def test_a_hint_comes_once_a_chat_with_the_words_it_answers(desk: Desk) -> None:
    desk.says("customer", PARCEL)
    desk.says("agent", "I look.")
    [hint] = hints(desk, "it is the food for my dog")
    assert (hint.text, hint.insertable) == (DOG.says, True)
    assert "“dog”" in hint.why
    desk.says("customer", "the small one")
    assert ids(desk.answer(), "hint") == [hint.id]  # it stands while that turn goes on
    desk.says("agent", "I see.")
    assert hints(desk, "the dog is hungry") == []
    assert hints(desk, "and my violin is out of tune") == []


def test_no_hint_before_the_agent_wrote_nor_to_somebody_hot_or_with_much_to_lose(
    desk: Desk,
) -> None:
    assert hints(desk, "my dog waits for the parcel") == []
    desk.says("agent", "I look.")
    assert hints(desk, "my dog waits and this is unacceptable, ridiculous") == []
    desk.another("grave")
    desk.says("customer", "someone took my bank card")
    desk.says("agent", "I look.")
    assert hints(desk, "my dog is here with me") == []


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("dogs", "my dog is ill", "dog"),
        ("cats", "the cat sat", "cat"),
        ("bakery", "the bakers came", "bakers"),
        ("Gärten", "mein Garten ist groß", ""),
        ("cat", "a new category", ""),
        ("art", "part of the order", ""),
        ("gardens", "a gardener came", "gardener"),
    ],
)
def test_words_are_shared_by_their_stem_alone(field: str, text: str, word: str) -> None:
    assert shared_word(field, text) == word
