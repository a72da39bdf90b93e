"""Signs: what the words must show besides for a tone to be believed."""

import pytest

from sidecar_server.drafts.signs import SIGNS
from sidecar_server.drafts.tone import ADVICE, promise, tone
from sidecar_server.text import fold
from tests.drafts.reviewed import Reviewed

SHOWN = [
    ("dismissive", "Calm down, it is only a parcel."),
    ("blaming", "You should have read the terms."),
    ("policy", "That is not possible, it is our policy."),
    ("robotic", "We apologise for any inconvenience caused."),
    ("promise", "It will definitely arrive tomorrow."),
]
NOT_SHOWN = [
    ("dismissive", "Thank you, I'll look at that parcel with you."),
    ("blaming", "You shouldn't have been charged, that was us."),
    ("policy", "That is not possible, but I can send you another one instead."),
    ("robotic", "The lid was packed upside down."),
    ("promise", "It should arrive tomorrow, they say."),
]


def agree(label: str, text: str) -> bool:
    folded = fold(text).text
    return SIGNS[label].agree(folded, folded)


@pytest.mark.parametrize(("label", "text"), SHOWN)
def test_words_bear_a_tone_out(label: str, text: str) -> None:
    assert agree(label, text)


@pytest.mark.parametrize(("label", "text"), NOT_SHOWN)
def test_words_speak_against_it(label: str, text: str) -> None:
    assert not agree(label, text)


def test_a_way_out_anywhere_in_the_draft_redeems_a_rule() -> None:
    sentence = fold("That is our policy.").text
    assert SIGNS["policy"].agree(sentence, sentence)
    draft = fold("That is our policy. Here's why: it keeps the others warm.").text
    assert not SIGNS["policy"].agree(sentence, draft)


def test_every_tone_has_signs_and_advice() -> None:
    assert SIGNS.keys() == ADVICE.keys()


def test_without_a_trained_head_nothing_is_said_of_tone(desk: Reviewed) -> None:
    desk.begin()
    for _, text in SHOWN:
        assert desk.of("tone", text) == desk.of("promise", text) == []
    assert tone is not promise
