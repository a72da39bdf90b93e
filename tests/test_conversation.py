"""Live conversations: bounded, forgetful, and true to the page."""

import numpy as np

from sidecar_server.conversation import (
    KEPT_CHARS,
    KEPT_MESSAGES,
    KEPT_NOTED,
    Conversation,
    Message,
)
from sidecar_server.conversations import Conversations
from sidecar_server.model import Customer


def chat(*texts: str, role: str = "customer") -> Conversation:
    made = Conversation("c")
    for number, text in enumerate(texts):
        made.see(Message(f"m{number}", role, text))  # type: ignore[arg-type]
    return made


def test_the_same_id_replaces_in_place() -> None:
    made = chat("one", "two")
    made.see(Message("m0", "customer", "first"))
    assert [m.text for m in made.messages] == ["first", "two"]
    assert made.newest == "m1"


def test_a_renamed_message_keeps_its_place_and_a_twin_goes() -> None:
    made = chat("one", "two", "three")
    made.rename("m1", "m2")
    assert [(m.id, m.text) for m in made.messages] == [("m0", "one"), ("m2", "two")]
    made.rename("unknown", "x")
    assert len(made.messages) == 2
    made.rename("m2", "m2")
    assert len(made.messages) == 2


def test_a_removed_message_is_gone_and_an_unknown_one_is_no_error() -> None:
    made = chat("one", "two")
    made.remove("m1")
    made.remove("m9")
    assert made.newest == "m0"


def test_nothing_read_in_a_removed_message_is_kept() -> None:
    made = chat("one", "two")
    made.learn("e", made.unread("e"), np.eye(2, dtype=np.float32))
    made.once("words", "two", str.split)
    made.remove("m1")
    assert made.vector("e", "one") is not None
    assert made.vector("e", "two") is None
    assert made.once("words", "two", lambda _: "read anew") == "read anew"


def test_reopening_replaces_what_was_known() -> None:
    made = chat("one", "two")
    made.replace(Customer(name="Ana"), [Message("n", "customer", "new")])
    assert [m.text for m in made.messages] == ["new"]
    assert made.customer.name == "Ana"


def test_turns_group_one_role_and_pass_over_notes_and_system_lines() -> None:
    made = Conversation("c")
    for number, role in enumerate(["customer", "system", "customer", "note", "agent", "customer"]):
        made.see(Message(str(number), role, role))  # type: ignore[arg-type]
    assert [[m.id for m in turn] for turn in made.turns()] == [["0", "2"], ["4"], ["5"]]
    assert len(made.turns("customer")) == 2


def test_each_text_is_read_once() -> None:
    made = chat("Where is it? I need it.", "hello", "   ", "hello")
    unread = made.unread("e")
    assert unread == ["Where is it? I need it.", "hello"]
    made.learn("e", unread, np.eye(2, dtype=np.float32))
    assert made.unread("e") == []
    made.see(Message("again", "customer", "hello"))
    assert made.unread("e") == []


def test_an_unknown_author_is_never_read_as_the_customer() -> None:
    assert chat("where is my parcel", role="unknown").unread("e") == []
    assert chat("where is my parcel", role="note").turns() == []


def test_messages_and_vectors_are_bounded() -> None:
    made = Conversation("c")
    for number in range(KEPT_MESSAGES * 3):
        made.see(Message(str(number), "customer", f"text {number}"))
        made.learn("e", made.unread("e"), np.zeros((len(made.unread("e")), 2), dtype=np.float32))
        made.offered.setdefault("line", set()).add(str(number))
    assert len(made.messages) == KEPT_MESSAGES
    assert made.vector("e", "text 0") is None
    assert len(made.offered["line"]) <= 2 * KEPT_MESSAGES


def test_all_texts_of_a_chat_together_are_bounded() -> None:
    made = Conversation("c")
    for number in range(40):
        made.see(Message(str(number), "customer", "x" * 4_000))
    assert sum(len(one.text) for one in made.messages) <= KEPT_CHARS
    assert made.newest == "39"
    made.see(Message("long", "customer", "x" * 2 * KEPT_CHARS))  # of a replayed file
    assert [one.id for one in made.messages] == ["long"]


def test_what_feedback_was_given_on_is_bounded() -> None:
    made = Conversation("c")
    for number in range(2 * KEPT_NOTED):
        made.note(f"line {number}", "inserted")
        made.note(f"line {number}", "dismissed")
    assert len(made.taken) == len(made.dismissed) == KEPT_NOTED


def test_a_chat_is_forgotten_after_half_an_hour_of_silence() -> None:
    now = [0.0]
    chats = Conversations(forget_after_s=1800, clock=lambda: now[0])
    chats.opened("a", "quiet")
    chats.opened("a", "busy")
    now[0] = 1000.0
    assert chats.get("a", "busy")
    now[0] = 1900.0
    assert chats.get("a", "quiet") is None
    assert chats.get("a", "busy")


def test_one_credentials_chats_are_no_others() -> None:
    chats = Conversations()
    chats.opened("a", "1").see(Message("m", "customer", "hi"))
    assert not chats.opened("b", "1").messages
    chats.sign_off("a")
    assert chats.get("a", "1") is None
    assert chats.get("b", "1")
    chats.close("b", "1")
    assert len(chats) == 0


def test_who_opens_very_many_chats_crowds_out_their_own() -> None:
    chats = Conversations(most=4)
    chats.opened("a", "1")
    for name in range(9):
        chats.opened("b", str(name))
    assert chats.get("a", "1")
    assert len(chats) == 4


def test_who_fills_very_long_chats_crowds_out_their_own() -> None:
    kept = Conversations(most_chars=1_000)
    for owner in ("ana", "ben"):
        kept.opened(owner, "c").see(Message("m", "customer", "x" * 50))
    for number in range(300):
        kept.opened("mallory", str(number)).see(Message("m", "customer", "x" * 90))
    assert all(kept.get(owner, "c") for owner in ("ana", "ben"))
    assert sum(chat.chars for _, chat in kept.each()) <= 1_000 + 90
    assert kept.get("mallory", "299")
    kept.sign_off("mallory")
    for number in range(9):  # what was forgotten counts no more
        kept.opened("cleo", str(number)).see(Message("m", "customer", "x" * 90))
    assert len([one for one, _ in kept.each() if one == "cleo"]) == 9


def test_beyond_the_most_the_longest_idle_goes() -> None:
    chats = Conversations(most=2)
    for name in ("1", "2", "1", "3"):
        chats.opened("a", name)
    assert chats.get("a", "2") is None
    assert chats.get("a", "1")
