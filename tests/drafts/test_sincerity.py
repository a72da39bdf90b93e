"""The sincerity guard: what this customer was sent before, or many today, word for word."""

import pytest

from tests.drafts.reviewed import Reviewed
from tests.sample import phrase

SENT = "I am opening the tracking of your parcel to see where it was last."


def test_a_sentence_sent_before_in_this_chat_is_found(desk: Reviewed) -> None:
    desk.begin("where is my parcel", SENT, "and now")
    assert desk.words("sincerity", f"Hello. {SENT} Thank you.") == [SENT]
    near = "I am opening the tracking of your parcel again to see where it was last."
    assert desk.words("sincerity", near) == [near]


@pytest.mark.parametrize(
    "draft",
    [
        "I am on it now.",
        "The parcel was last seen in Leeds, so I am calling them.",
        "Where was it when you last opened the tracking page of your parcel?",
    ],
)
def test_other_words_and_short_routine_are_not(desk: Reviewed, draft: str) -> None:
    desk.begin("where is my parcel", SENT, "and now")
    assert desk.of("sincerity", draft) == []


def test_short_words_may_be_said_twice(desk: Reviewed) -> None:
    desk.begin("where is my parcel", "One moment, please.", "and now")
    assert desk.of("sincerity", "One moment, please.") == []


def test_scripts_without_spaces_are_compared_too(desk: Reviewed) -> None:
    sent = "お荷物の現在の状況をこれから確認いたします。"
    desk.begin("荷物はどこですか", sent, "まだですか")
    assert desk.words("sincerity", sent) == [sent]
    assert desk.of("sincerity", "倉庫に電話をして、届く日を聞いてみます。") == []


def test_what_was_sent_in_three_other_chats_today_is_worn(desk: Reviewed) -> None:
    for number in range(3):
        desk.begin()
        assert desk.of("sincerity", SENT) == []
        desk.says("agent", SENT.replace("parcel", ("parcel", "parcel 7", "parcel 8")[number]))
    desk.begin()
    [found] = desk.of("sincerity", SENT)
    assert "3 times today" in found.advice
    assert desk.of("sincerity", "Is there a street where it was last, or a door?") == []
    desk.chat.agent.sent.clear()
    assert desk.of("sincerity", SENT) == []


def test_a_chat_that_is_opened_again_wears_nothing_out(desk: Reviewed) -> None:
    for _ in range(3):
        desk.another("the same")
        desk.says("customer", "where is my parcel")
        desk.says("agent", SENT)
    desk.begin()
    assert desk.of("sincerity", SENT) == []


def test_another_line_of_the_library_is_offered(desk: Reviewed) -> None:
    line = phrase("x.y", "own", "I am opening the tracking to see where it was last.").text
    desk.begin("where is my parcel", line, "and now")
    [found] = desk.of("sincerity", line)
    assert line not in found.replacements
    assert len(found.replacements) <= 2
