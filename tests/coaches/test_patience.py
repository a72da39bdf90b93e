"""The patience clock: a word is due to whoever waits, sooner to who can wait less, and once."""

from sidecar_server.model import Item
from tests.sample import Desk, ids

CALM = "where is my parcel"
HOT = "where is my parcel, this is a disgrace, a pathetic scam"
GRAVE = "someone took my bank card"


def due(desk: Desk, *said: str, at: float = 0.0) -> float | None:
    """Give when a word falls due in a new chat that a customer begins so."""
    desk.another(" ".join(said))
    for text in said:
        desk.says("customer", text, at)
    return desk.chat.clock.due


def waits(desk: Desk, text: str = CALM) -> float:
    """Begin a chat in which a nudge falls due, and say when."""
    found = due(desk, text)
    assert found is not None
    return found


def rings(desk: Desk, until: float, since: float = 0.0) -> list[tuple[float, Item]]:
    """Let the clock look every second, as the server's does; give what it brought and when."""
    found = []
    for second in range(int(since), int(until) + 1):
        at = desk.chat.clock.due
        if at is not None and at <= second and (nudge := desk.assistant.ring(desk.chat, second)):
            found.append((float(second), nudge))
    return found


def test_the_hot_and_those_with_much_to_lose_wait_less(desk: Desk) -> None:
    calm, hot, grave = waits(desk), waits(desk, HOT), waits(desk, GRAVE)
    assert hot < grave < calm
    assert hot >= 30
    assert calm > 90


def test_a_time_that_the_customer_names_is_heard(desk: Desk) -> None:
    assert waits(desk, f"{CALM}, my train leaves in 25 minutes") < 0.7 * waits(desk)
    assert waits(desk, f"{CALM}, it was sent 20 hours ago") == waits(desk)


def test_one_nudge_and_no_more_until_the_agent_writes(desk: Desk) -> None:
    first = waits(desk)
    [(at, nudge)] = rings(desk, 3_600)
    assert first <= at < first + 1
    assert (nudge.kind, nudge.title, nudge.insertable) == ("nudge", "They are still waiting", True)
    assert nudge.why.startswith("No answer for")
    desk.says("customer", "parcel still not here", 3_601.0)
    assert rings(desk, 7_200, 3_601) == []
    desk.says("agent", "It was handed over on Monday.", 7_201.0)
    desk.says("customer", "and where is my parcel now?", 7_202.0)
    assert len(rings(desk, 10_000, 7_202)) == 1


def test_nothing_is_due_after_an_answer_or_a_question_of_the_agent(desk: Desk) -> None:
    for said in (
        "It was handed over on Monday.",
        "Which order is it?",
        "Could you wait 5 minutes?",
    ):
        waits(desk)
        desk.says("agent", said, 10.0)
        assert desk.chat.clock.due is None, said
        assert rings(desk, 3_600, 10) == []


def test_thanks_and_an_acknowledgement_ask_for_nothing(desk: Desk) -> None:
    waits(desk)
    desk.says("agent", "It was handed over on Monday.", 10.0)
    for at, said in enumerate(("thank you that worked perfectly", "ok", "brb", "thanks!"), 11):
        desk.says("customer", said, float(at))
        assert desk.chat.clock.due is None, said
    desk.says("customer", "thanks, but it still does not work", 20.0)
    assert desk.chat.clock.due is not None


def test_a_note_or_a_line_of_the_helpdesk_is_no_answer(desk: Desk) -> None:
    at = waits(desk)
    desk.says("note", "vip", 10.0)
    desk.says("system", "Ana joined", 11.0)
    assert desk.chat.clock.due == at


def test_whoever_goes_on_writing_is_let_finish(desk: Desk) -> None:
    at = waits(desk)
    desk.says("customer", "and it was for my niece you see", at - 2)
    assert desk.chat.clock.due is not None
    assert desk.chat.clock.due > at


def test_a_half_written_reply_puts_the_nudge_off(desk: Desk) -> None:
    at = waits(desk)
    desk.checks("I have found your par")
    assert desk.assistant.ring(desk.chat, at) is None
    assert desk.chat.clock.due is not None
    assert desk.chat.clock.due > at
    desk.checks("I have found your parcel at")
    assert desk.assistant.ring(desk.chat, at + 30) is None  # still writing
    assert len(rings(desk, at + 120, at + 31)) == 1  # not for ever


def test_a_cleared_reply_does_not_put_it_off(desk: Desk) -> None:
    at = waits(desk)
    desk.checks("I have")
    desk.checks("  ")
    assert desk.assistant.ring(desk.chat, at)


def test_a_reply_that_was_sent_is_no_longer_being_written(desk: Desk) -> None:
    waits(desk)
    desk.checks("One moment, please.")
    desk.says("agent", "One moment, please.", 10.0)
    at = desk.chat.clock.due
    assert at is not None
    assert desk.assistant.ring(desk.chat, at)


def test_none_comes_while_it_is_switched_off_or_quiet(desk: Desk) -> None:
    agent = desk.chat.agent
    at = waits(desk)
    agent.switch({"nudge": False}, None, None)
    assert desk.assistant.ring(desk.chat, at + 10) is None
    assert due(desk, HOT) is None
    agent.switch({}, True, None)
    assert due(desk, HOT) is None
    agent.switch(None, False, None)
    assert due(desk, HOT) is not None


def test_each_dismissal_makes_the_next_one_later(desk: Desk) -> None:
    before = waits(desk)
    [(_, nudge)] = rings(desk, 300)
    desk.chat.note(nudge.id, "dismissed")
    once = waits(desk)
    assert once > before
    [(_, nudge)] = rings(desk, 300)
    desk.chat.note(nudge.id, "shown")
    assert waits(desk) == once
    desk.chat.note("delivery-late.find", "dismissed")
    assert waits(desk) == once  # another kind


def test_a_nudge_is_a_holding_line_not_used_in_this_chat(desk: Desk) -> None:
    waits(desk)
    [(_, begins)] = rings(desk, 300)
    assert begins.id.startswith("hold."), "nobody has written yet: nothing can still be so"
    desk.says("agent", "Hello.", 301.0)
    desk.says("customer", "parcel still not here", 302.0)
    [(_, first)] = rings(desk, 600, 302)
    assert first.id == "delivery-late.later"
    desk.chat.note(first.id, "inserted")
    desk.says("agent", first.text, 601.0)
    desk.says("customer", "parcel still not here", 602.0)
    [(_, second)] = rings(desk, 1200, 602)
    assert second.text != first.text
    assert {first.kind, second.kind} == {"nudge"}


def test_a_clock_frame_repeats_what_still_stands(desk: Desk) -> None:
    waits(desk)
    lines = ids(desk.answer())
    [(_, nudge)] = rings(desk, 300)
    assert [item.id for item in desk.chat.advice.items] == [nudge.id, *lines]


def test_the_order_is_of_need_and_each_has_its_reason(desk: Desk) -> None:
    chats = {}
    for name, said in (("calm", CALM), ("hot", HOT), ("grave", GRAVE), ("done", CALM)):
        desk.another(name)
        desk.says("customer", said, 0.0)
        chats[name] = desk.chat
    desk.says("agent", "It was handed over on Monday.", 5.0)
    desk.another("promised")
    desk.says("customer", CALM, 0.0)
    desk.says("agent", "I'll be back in ten minutes.", 5.0)
    order = desk.assistant.attention([*chats.values(), desk.chat], 40.0)
    assert [one.id for one, _, _ in order] == ["hot", "grave", "calm", "promised"]
    why = {one.id: reason for one, reason, _ in order}
    assert why == {
        "hot": "hot",
        "grave": "much to lose",
        "calm": "waiting",
        "promised": "your promise",
    }
    assert [waited for _, _, waited in order] == [40.0, 40.0, 40.0, 35.0]
    later = [one.id for one, _, _ in desk.assistant.attention([desk.chat, chats["hot"]], 600.0)]
    assert later == ["hot", "promised"]
