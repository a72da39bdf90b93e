"""Care: hostility is counted for the agent alone, and a hard run brings one private word."""

from sidecar_server.model import Advice, Item
from tests.sample import Desk

HOT = "this is a disgrace, a pathetic scam, you liars"
WARM = "this is unacceptable and ridiculous"


def cares(advice: Advice) -> list[Item]:
    return [item for item in advice.items if item.kind == "care"]


def run(desk: Desk, *said: str) -> list[Advice]:
    """Let the customer write, the agent between."""
    found = []
    for text in said:
        found.append(desk.says("customer", text))
        desk.says("agent", f"I look into it, {len(found)}.")
    return found


def test_a_hostile_message_counts_once_however_often_it_is_read(desk: Desk) -> None:
    desk.says("customer", HOT)
    for _ in range(3):
        desk.answer()
    desk.says("agent", "I see what happened.")
    desk.says("note", "rude")
    assert desk.chat.agent.hostile == 1
    id_ = next(message.id for message in desk.chat.messages if message.role == "customer")
    desk.chat.rename(id_, "its-real-id")
    desk.answer()
    assert desk.chat.agent.hostile == 1


def test_a_chat_that_is_opened_again_is_not_counted_again(desk: Desk) -> None:
    for _ in range(3):
        desk.another("same")
        desk.says("customer", HOT)
        desk.another("kind")
        desk.says("customer", "thank you that worked perfectly")
    assert desk.chat.agent.hostile == 1
    assert len(desk.chat.agent.thanks) == 1
    assert list(desk.chat.agent.recent) == [True, False]


def test_what_follows_an_outburst_in_the_same_turn_is_no_second_one(desk: Desk) -> None:
    for said in (HOT, "order 4471902", "are you there", "thank you that worked perfectly"):
        desk.says("customer", said)
    assert desk.chat.agent.hostile == 1
    assert not desk.chat.agent.thanks  # nor is it a thanks to be read again
    desk.says("customer", WARM)
    assert desk.chat.agent.hostile == 2


def test_what_the_agent_writes_is_never_hostile(desk: Desk) -> None:
    desk.says("customer", "where is my parcel")
    desk.says("agent", HOT)
    assert desk.chat.agent.hostile == 0


def test_after_a_hard_run_comes_a_private_word_and_a_boundary(desk: Desk) -> None:
    first, second, third = run(desk, HOT, HOT, HOT)
    assert cares(first) == cares(second) == []
    word, boundary = cares(third)
    assert (word.title, word.insertable) == ("For you alone", False)
    assert (boundary.insertable, boundary.strategy) == (True, "de-escalate")
    assert word.why.startswith("3 hard messages")
    assert "their" in boundary.why.casefold()


def test_the_run_may_go_over_several_chats(desk: Desk) -> None:
    for number in range(2):
        desk.another(str(number))
        assert cares(desk.says("customer", HOT)) == []
    desk.another("third")
    [word] = cares(desk.says("customer", HOT))
    assert not word.insertable, "this customer wrote one such message: no boundary is due to them"


def test_it_stands_while_the_chat_is_heated_and_goes_when_it_calms(desk: Desk) -> None:
    *_, third = run(desk, HOT, HOT, HOT)
    desk.says("customer", WARM)
    assert cares(desk.answer()) == cares(third)
    desk.says("agent", "You are right to ask.")
    assert cares(desk.says("customer", "ok, where is my parcel then?")) == []
    assert cares(run(desk, HOT)[0]) == []  # and does not come back for one more


def test_another_hard_run_brings_another_word(desk: Desk) -> None:
    *_, third, fourth, fifth, sixth = run(desk, *[HOT] * 6)
    assert cares(fourth) == cares(fifth) == []
    assert cares(sixth)
    texts = {item.text for item in cares(third)}
    assert texts.isdisjoint(item.text for item in cares(sixth))
    assert {item.id for item in cares(third)}.isdisjoint(item.id for item in cares(sixth))


def test_hostile_messages_of_several_chats_far_between_are_no_hard_run(desk: Desk) -> None:
    calm = ["where is my parcel"] * 5
    answers = []
    for number in range(3):
        desk.another(str(number))
        answers += run(desk, HOT, *calm)
    assert desk.chat.agent.hostile == 3
    assert not any(cares(advice) for advice in answers)


def test_switched_off_quiet_or_dismissed_there_is_none(desk: Desk) -> None:
    desk.chat.agent.switch({"care": False}, None, None)
    assert not any(cares(advice) for advice in run(desk, HOT, HOT, HOT))
    desk.another("2")
    desk.chat.agent.switch({}, True, None)
    assert not any(cares(advice) for advice in run(desk, HOT, HOT, HOT))
    desk.another("3")
    desk.chat.agent.switch(None, False, None)
    *_, last = run(desk, HOT, HOT, HOT)
    word, boundary = cares(last)
    desk.chat.note(word.id, "dismissed")
    assert cares(desk.says("customer", WARM)) == [boundary]


def test_a_grateful_line_is_kept_for_the_reel(desk: Desk) -> None:
    run(desk, "where is my parcel", "thank you that worked perfectly")
    assert list(desk.chat.agent.thanks) == ["thank you that worked perfectly"]


def test_what_is_no_thanks_worth_keeping_is_not(desk: Desk) -> None:
    run(
        desk,
        "ok",
        "thanks!",
        "where is my parcel, thank you",
        "thank you for nothing, you liars, worked perfectly, a pathetic scam",
    )
    desk.says("agent", "thank you that worked perfectly")
    assert list(desk.chat.agent.thanks) == []
