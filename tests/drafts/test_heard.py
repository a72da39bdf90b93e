"""The heard check: points that a reply leaves out, and vague words for the customer's own."""

import numpy as np
import pytest

from tests.drafts.reviewed import Reviewed

RULE = "heard"
TWO = "where is my parcel? and can you block my card now?"
FIRST = "The parcel is at the depot and comes tomorrow to your door."


def test_a_question_that_a_reply_about_another_leaves_out_is_found(desk: Reviewed) -> None:
    desk.begin(TWO)
    [found] = desk.of(RULE, FIRST)
    assert found.text == "and can you block my card now?"
    assert found.span == (0, len(FIRST))
    assert found.replacements == ()


def test_a_word_on_both_is_enough(desk: Reviewed) -> None:
    desk.begin(TWO)
    assert desk.of(RULE, f"{FIRST} Your card is blocked from this minute on.") == []


@pytest.mark.parametrize(
    "draft",
    [
        "One moment, please.",
        "Let me check where your parcel is.",
        "Which parcel is it?",
    ],
)
def test_a_reply_that_only_holds_or_asks_leaves_nothing_out(desk: Reviewed, draft: str) -> None:
    desk.begin(TWO)
    assert desk.of(RULE, draft) == []


def test_a_reply_about_neither_is_not_judged(desk: Reviewed) -> None:
    desk.begin(TWO)
    assert desk.of(RULE, "Violins need rosin before every rehearsal of an orchestra here.") == []


def test_what_the_agent_has_answered_already_is_not_asked_again(desk: Reviewed) -> None:
    desk.begin(TWO, "I block your card now, one moment.", "ok")
    assert desk.of(RULE, FIRST) == []


def test_what_was_asked_stays_open_while_the_agent_only_holds(desk: Reviewed) -> None:
    desk.begin(TWO, "One moment, please.", "ok")
    assert [one.text for one in desk.of(RULE, FIRST)] == ["and can you block my card now?"]


def test_a_turn_that_was_answered_is_closed(desk: Reviewed) -> None:
    desk.begin(TWO, "That is done, all of it.", "where is my parcel?")
    assert desk.of(RULE, FIRST) == []


def test_meaning_counts_where_no_word_is_shared(desk: Reviewed) -> None:
    desk.begin(TWO)
    draft = f"{FIRST} Nobody can pay with it any more."
    assert desk.of(RULE, draft)
    encoder, texts = desk.assistant.unread_draft(desk.chat, draft)
    point = desk.chat.vector(encoder, "and can you block my card now?")
    assert not texts
    assert point is not None
    desk.chat.learn(encoder, ["Nobody can pay with it any more."], np.array([point]))
    assert desk.of(RULE, draft) == []


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        ("I understand your concern and pass it on.", "your concern"),
        ("I am looking into this matter for you.", "this matter"),
        ("We are aware of the issue here.", "the issue"),
    ],
)
def test_vague_words_get_the_customers_own(desk: Reviewed, draft: str, words: str) -> None:
    desk.begin("where is my parcel")
    [found] = desk.of(RULE, draft)
    assert (found.text, found.replacements) == (words, ("the parcel",))
    assert "“parcel”" in found.advice


@pytest.mark.parametrize(
    "draft",
    [
        "I am looking into the issue with your parcel.",
        "The problem is the parcel label.",
        "You can see the issue report there.",
        "I am looking where your parcel is.",
    ],
)
def test_what_is_named_is_not_vague(desk: Reviewed, draft: str) -> None:
    desk.begin("where is my parcel")
    assert desk.of(RULE, draft) == []


def test_where_the_matter_is_not_known_no_word_is_put_in(desk: Reviewed) -> None:
    desk.begin("violins need rosin before every rehearsal")
    [found] = desk.of(RULE, "I am looking into the issue for you.")
    assert found.replacements == ()
