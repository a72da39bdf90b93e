"""The match: who shares the language and knows the topic, of those who want to be found."""

import random
from collections.abc import Sequence

import pytest

from sidecar_server.conversations import Conversations
from sidecar_server.model import Card, Colleague, Fact
from tests.sample import Desk

PARCELS = ("parcels",)


def card(name: str, languages: Sequence[str] = ("en",), topics: Sequence[str] = PARCELS) -> Card:
    return Card(name, 3, tuple(topics), tuple(languages), match=True)


def found(desk: Desk, *cards: Card, said: str = "where is my parcel") -> list[Colleague]:
    desk.another(said)
    desk.says("customer", said)
    encoder, texts = desk.assistant.unread_cards(desk.chat, cards)
    desk.chat.learn(encoder, texts, desk.encoder.encode(texts))
    return sorted(desk.assistant.match(desk.chat, cards), key=lambda one: one.name)


def test_language_and_topic_are_both_needed(desk: Desk) -> None:
    people = found(
        desk,
        card("both"),
        card("no language", ("de",)),
        card("no topic", topics=("telescopes",)),
        card("neither", ("de",), ("telescopes",)),
        card("nothing", (), ()),
    )
    assert [one.name for one in people] == ["both"]
    assert (people[0].languages, people[0].topics) == (("en",), ("parcels",))


@pytest.mark.parametrize("stated", ["en", "EN", "en-GB", "en_IN", " English "])
def test_a_language_is_known_by_its_code_or_its_name(desk: Desk, stated: str) -> None:
    assert found(desk, card("Bo", ("de", stated)))[0].languages == (stated,)


def test_only_what_fits_this_chat_is_told(desk: Desk) -> None:
    facts = (Fact("dogs", "I have a dog."), Fact("chess", "I play chess."))
    bo = Card("Bo", 30, ("telescopes", "late parcels"), ("de", "en"), facts, match=True)
    [one] = found(desk, bo, said="where is my parcel, my dog waits")
    assert one == Colleague("Bo", ("en",), ("late parcels",), ("dogs",))


def test_there_is_no_order_of_worth(desk: Desk) -> None:
    random.seed(7)
    few, many = card("few"), Card("many", 40, ("parcels", "late parcels"), ("en",), match=True)
    desk.says("customer", "where is my parcel")
    firsts = {desk.assistant.match(desk.chat, [few, many])[0].name for _ in range(40)}
    assert firsts == {"few", "many"}


def test_only_who_wants_to_be_found_is_and_nobody_finds_themselves() -> None:
    shifts = Conversations().shifts
    shifts.of("me").switch(None, None, card("Me"))
    shifts.of("open").switch(None, None, card("Open"))
    shifts.of("shy").switch(None, None, Card("Shy", 3, PARCELS, ("en",)))
    shifts.of("nameless").switch(None, None, Card("", 3, PARCELS, ("en",), match=True))
    assert [one.name for one in shifts.cards("me")] == ["Open"]
    shifts.end("open")
    assert shifts.cards("me") == []
