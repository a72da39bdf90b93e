"""The demo chats with the shipped library: to the point at first, closed at the end."""

from collections.abc import Iterator

import pytest

from sidecar_server.assistant import Assistant
from sidecar_server.library.search import Extent
from sidecar_server.model import Advice
from sidecar_server.replay import Line, Replay
from sidecar_server.settings import Settings
from sidecar_server.startup import Parts, open_parts
from sidecar_server.web.scripted import Chat, load_chats
from tests.prepared import prepare

pytestmark = pytest.mark.quality

ABOUT = {
    "late-parcel": {"delivery-late", "delivered-not-received"},
    "billing-understatement": {"billing-mistake", "charge-not-recognised"},
    "blocked-by-bug": {"software-bug", "app-not-working"},
    "formal-request": {
        "refund-not-arrived",
        "refund-short",
        "order-cancel",
        "booking-cancel",
        "travel-disrupted",
    },
    "japanese-apology": {"apologises-for-trouble", "says-hello", "wrong-item", "order-change"},
    "stolen-card": {"card-lost-or-stolen", "charge-not-recognised"},
    "cat-and-screws": {"missing-item"},
    "german-appointment": {"engineer-visit", "appointment-problem"},
    "hard-run": {"billing-mistake", "charge-not-recognised", "subscription-cancel"},
    "left-waiting": {"slow-connection", "connection-outage", "repeated-contact"},
    "three-points": {"order-change", "details-change", "delivery-late"},
}
NOTES = {
    "billing-understatement": "en-GB.",
    "formal-request": "en-IN.",
    "japanese-apology": "ja.",
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    home = tmp_path_factory.mktemp("demo") / "home"
    prepare(home)
    return open_parts(Settings(home=home), pytest.fail)


@pytest.fixture(scope="module")
def assistant(parts: Parts) -> Assistant:
    return Assistant(parts.searchable(extent=Extent(languages={"en"})))


def play(parts: Parts, assistant: Assistant, chat: Chat) -> Iterator[Advice]:
    """Answer each of the customer's lines; the agent asks for a moment before each reply."""
    replay = Replay(assistant, parts.encoders)
    for number, line in enumerate(chat.line):
        if line.when == "reply":
            replay.step(Line("agent", "One moment please."), f"agent {number}")
        event = Line(line.role, line.text, locale=chat.customer.locale, name=chat.customer.name)
        advice = replay.step(event, str(number))
        if line.role == "customer":
            yield advice


@pytest.mark.parametrize("chat", load_chats(), ids=lambda chat: chat.id)
def test_a_demo_chat_opens_to_the_point_and_closes_without_its_matter(
    parts: Parts, assistant: Assistant, chat: Chat
) -> None:
    answers = list(play(parts, assistant, chat))
    lines = {item.situation or "" for item in answers[0].items if item.kind == "phrase"}
    opening = {id_ for id_ in lines if not assistant.searchable.situations[id_].broad}
    assert lines
    assert opening <= ABOUT[chat.id]
    assert {item.situation for item in answers[-1].items} <= {"praise", "thanks-solved", None}
    notes = [item.id for answer in answers for item in answer.items if item.kind == "note"]
    assert any(note.startswith(NOTES.get(chat.id, "")) for note in notes) or chat.id not in NOTES
