"""The clock beside the socket, on a steady clock that tests set: each nudge once, no flood."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from sidecar_server.conversation import Conversation, Message
from sidecar_server.web.clock import Clock
from sidecar_server.web.live import Live
from sidecar_server.wire import Attention, ServerFrame, Suggestions
from tests.web.coached import Coached

CALM = "where is my parcel"
HOT = "where is my parcel, this is a disgrace, a pathetic scam"


@dataclass
class Ears:
    """Who is connected, and what each was told."""

    owners: dict[str, set[Any]] = field(default_factory=lambda: {"ana": {1}})
    told: list[tuple[str, ServerFrame]] = field(default_factory=list)

    def tell(self, owner: str, frame: ServerFrame) -> None:
        self.told.append((owner, frame))


class Room:
    """Chats of some agents, and the clock that looks at them."""

    def __init__(self, folder: Path) -> None:
        self.mind, self.ears = Coached(folder), Ears()
        self.clock = Clock(cast(Live, self.ears), self.mind.mind())

    def says(self, chat: str, role: str, text: str, owner: str = "ana") -> Conversation:
        found = self.mind.conversations.opened(owner, chat)
        id_ = f"m{len(found.messages)}"
        found.see(Message(id_, role, text, at=self.mind.now))  # type: ignore[arg-type]
        encoder, texts = self.mind.assistant.unread(found)
        if texts:
            found.learn(encoder, texts, self.mind.vectors(texts))
        self.mind.assistant.advise(found)
        return found

    def passes(self, seconds: Iterable[float]) -> list[tuple[str, ServerFrame]]:
        """Let these times pass, one after the other; give what was told meanwhile."""
        self.ears.told.clear()
        for step in seconds:
            self.mind.now += step
            for _ in self.clock.look():
                pass
        return list(self.ears.told)

    def nudged(self, seconds: Iterable[float]) -> list[str]:
        """Name the chats whose clock rang meanwhile."""
        told = self.passes(seconds)
        return [frame.conversation for _, frame in told if isinstance(frame, Suggestions)]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_each_due_nudge_comes_once_second_by_second(room: Room) -> None:
    for chat in ("a", "b"):
        room.says(chat, "customer", CALM)
    room.says("c", "customer", HOT)
    assert room.nudged([1] * 600) == ["c", "a", "b"]


def test_after_hours_asleep_each_comes_once_and_no_flood(room: Room) -> None:
    for number in range(5):
        room.says(f"c{number}", "customer", CALM)
    room.says("done", "customer", CALM)
    room.says("done", "agent", "It was handed over on Monday.")
    first = room.passes([4 * 3_600.0])
    assert len([one for _, one in first if isinstance(one, Suggestions)]) == 5
    assert len([one for _, one in first if isinstance(one, Attention)]) == 1
    assert room.nudged([1] * 300) == []


def test_a_promise_that_fell_due_while_asleep_is_told_once(room: Room) -> None:
    room.says("c", "customer", CALM)
    room.says("c", "agent", "I'll be back in five minutes.")
    assert room.nudged([20 * 60, 1, 1]) == ["c"]


def test_the_frame_of_the_clock_repeats_what_stands(room: Room) -> None:
    chat = room.says("c", "customer", CALM)
    before = chat.advice.items
    [frame] = [one for _, one in room.passes([3_600]) if isinstance(one, Suggestions)]
    assert frame.about.clock is True
    assert frame.about.message is None
    assert frame.items[0].kind == "nudge"
    assert frame.items[1:] == before
    assert frame.cues == chat.advice.cues


def test_only_those_who_are_connected_are_told_and_later_they_are(room: Room) -> None:
    room.ears.owners = {}
    room.says("c", "customer", CALM)
    assert room.passes([3_600]) == []
    room.ears.owners = {"ana": {1}}
    assert room.nudged([1, 1]) == ["c"]


def test_nobody_hears_of_anothers_chats(room: Room) -> None:
    room.ears.owners = {"ana": {1}, "bo": {2}}
    room.says("hers", "customer", CALM)
    room.says("his", "customer", CALM, "bo")
    heard = {(owner, str(frame).count("hers")) for owner, frame in room.passes([3_600])}
    assert {owner for owner, _ in heard} == {"ana", "bo"}
    assert not any(count for owner, count in heard if owner == "bo")


def test_attention_is_told_when_the_order_or_a_reason_changes(room: Room) -> None:
    room.says("calm", "customer", CALM)
    room.says("hot", "customer", HOT)
    [(owner, frame)] = room.passes([10])
    assert isinstance(frame, Attention)
    assert [(one.conversation, one.why) for one in frame.order] == [
        ("hot", "hot"),
        ("calm", "waiting"),
    ]
    assert frame.order[0].waiting_s == 10
    assert room.passes([1] * 10) == []  # the seconds alone are no news
    room.says("hot", "agent", "It was handed over on Monday.")
    [(owner, frame)] = room.passes([1])
    assert owner == "ana"
    assert isinstance(frame, Attention)
    assert [one.conversation for one in frame.order] == ["calm"]
    room.says("calm", "agent", "It was handed over on Monday.")
    [(_, frame)] = room.passes([1])
    assert frame == Attention(())


def test_who_connects_anew_is_told_although_nothing_changed(room: Room) -> None:
    room.says("c", "customer", CALM)
    assert len(room.passes([1, 1])) == 1
    room.ears.owners = {"ana": {1, 2}}  # another browser
    assert len(room.passes([1, 1])) == 1
    room.ears.owners = {"ana": {3}}  # gone and back within a second
    assert len(room.passes([1, 1])) == 1
    room.ears.owners = {}
    assert room.passes([1]) == []
    room.ears.owners = {"ana": {4}}
    assert len(room.passes([1, 1])) == 1


def test_an_unsent_reply_puts_the_nudge_off_a_little(room: Room) -> None:
    chat = room.says("c", "customer", CALM)
    assert chat.clock.due is not None
    room.mind.now = chat.clock.due - 1
    room.mind.assistant.check(chat, "I have found")
    assert room.nudged([1] * 15) == []
    assert room.nudged([1] * 15) == ["c"]
