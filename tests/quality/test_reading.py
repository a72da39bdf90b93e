"""What is read in a chat, with the real model and the shipped library."""

import pytest

from sidecar_server.model import Advice
from tests.quality.golden import OFFERED, offered, served

pytestmark = pytest.mark.quality

CALM_WITH_MUCH_TO_LOSE = (
    "Good morning. The parcel with my insulin was due yesterday, and I have enough until tonight.",
    "Hello, could you look at a transfer please? Without it I can't pay the rent tomorrow.",
    "Just a quick question: nobody at our reception can open a booking since eight. Is that known?",
    "Hi, my father's hospital bed was due on Tuesday, and he came home yesterday. When will it be?",
)
LONG_AND_FRIENDLY = (
    "Good afternoon! I hope you are having a lovely week. I have been using your planner for about "
    "two years now and I really like it, my sister got it as well after she saw mine. I was "
    "wondering, and please take your time with this, whether there is a way to see two months side "
    "by side. I looked around in the menus and found the week view and the year view, both very "
    "handy, but not that one. If it doesn't exist, no harm done at all. Thank you so much for all "
    "the work you put into it, and have a wonderful weekend when it comes!"
)


def read(*turns: tuple[str, str]) -> Advice:
    """Replay a chat and give the last answer."""
    rows = [{"role": role, "text": text} for role, text in turns]
    return list(served().replayed(rows))[-1][1]


@pytest.mark.parametrize("text", CALM_WITH_MUCH_TO_LOSE)
def test_a_calm_customer_with_much_to_lose_is_seen(text: str) -> None:
    cues = read(("customer", text)).cues
    assert cues
    assert cues.stakes == "high"
    assert cues.heat < 0.3
    assert any(one.cue == "stakes" for one in cues.evidence)


def test_long_is_not_hot() -> None:
    cues = read(("customer", LONG_AND_FRIENDLY)).cues
    assert cues
    assert cues.heat < 0.2
    assert cues.dissatisfaction < 0.4
    assert cues.stakes != "high"


def test_a_chat_that_goes_badly_is_told_from_one_that_goes_well() -> None:
    begun = ("customer", "my order from monday has not come"), ("agent", "Let me look.")
    well = read(*begun, ("customer", "oh, it has just been delivered, thank you!")).cues
    badly = read(*begun, ("customer", "you said that last week. nobody does anything there")).cues
    assert well
    assert badly
    assert well.dissatisfaction < 0.4
    assert badly.dissatisfaction > 0.6


@pytest.mark.parametrize(
    "text", ["thanks, that worked", "ah that did it, thank you!", "solved, ty"]
)
def test_what_worked_closes_or_is_silent(text: str) -> None:
    before = ("customer", "I can't log in"), ("agent", "Please try to reset the password.")
    strategies = {item.strategy for item in read(*before, ("customer", text)).items}
    assert strategies <= {"close", "thank", "inform", "offer"}


@pytest.mark.parametrize(
    "text", ["brb", "44719023", "407-0490236-8049166", "ok", "one sec", "k thx"]
)
def test_nothing_is_due(text: str) -> None:
    before = ("customer", "where is my parcel"), ("agent", "Could you send me the order number?")
    assert read(*before, ("customer", text)).items == ()


@pytest.mark.parametrize(
    "text",
    [
        "bhai mera refund abhi tak nahi aaya",
        "mera order kab milega, 5 din ho gaye hai",
        "paisa kat gaya lekin recharge nahi hua",
        "aapka app bilkul kaam nahi kar raha hai",
    ],
)
def test_romanised_hindi_is_said_to_be_uncovered(text: str) -> None:
    advice = read(("customer", text))
    assert advice.cues
    assert advice.cues.language == "hi-Latn"
    assert [item.kind for item in advice.items] == ["notice"]


def test_whole_chats_are_answered_as_they_were() -> None:
    assert list(offered()) == OFFERED.read_text(encoding="utf-8").splitlines()


def test_no_line_comes_twice_in_a_whole_chat() -> None:
    for chat in "\n".join(offered()).split("# ")[1:]:
        lines = [
            row.rpartition(": ")[2] for row in chat.splitlines() if ": " in row and row[:1] == " "
        ]
        assert lines
        assert len(lines) == len(set(lines))
