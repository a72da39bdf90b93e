"""What a chat shows: heat, stakes, language and dissatisfaction, each with its words."""

from pathlib import Path

import pytest

from sidecar_server.model import Cues
from tests.sample import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def read(desk: Desk, *turns: str) -> Cues:
    for turn in turns[:-1]:
        desk.says("customer", turn)
        desk.says("agent", "Let me see.")
    cues = desk.says("customer", turns[-1]).cues
    assert cues is not None
    return cues


def test_furious_words_capitals_and_marks_are_hotter_than_calm_ones(tmp_path: Path) -> None:
    calm = read(Desk(tmp_path / "a"), "could you tell me where my parcel is please")
    hot = read(Desk(tmp_path / "b"), "WHERE IS MY PARCEL!! this is unacceptable and pathetic")
    assert calm.heat == 0
    assert hot.heat > 0.7


def test_a_long_friendly_message_is_not_hot(desk: Desk) -> None:
    friendly = (
        "I have had such a lovely time with this shop and I wanted to ask you something. " * 6
    )
    assert read(desk, friendly).heat < 0.1


def test_every_hot_word_is_evidence_in_the_text_as_written(desk: Desk) -> None:
    said = "My parcel is late — ‘UNACCEPTABLE’, and I am fed up"
    cues = read(desk, said)
    words = {said[slice(*e.span)] for e in cues.evidence if e.cue.startswith("heat.")}
    assert words == {"UNACCEPTABLE", "fed up"}


def test_trend_says_which_way_the_heat_goes(desk: Desk) -> None:
    assert read(desk, "this is a disgrace", "ok thank you, that is kind of you").trend < 0


def test_a_calm_customer_with_much_to_lose_is_seen(desk: Desk) -> None:
    said = "Good morning, a small question: my whole team cannot work since the update."
    cues = read(desk, said)
    assert cues.heat < 0.3
    assert cues.stakes == "high"
    assert "whole team" in [said[slice(*e.span)] for e in cues.evidence if e.cue == "stakes"]


def test_without_such_words_the_situation_says_the_stakes(desk: Desk) -> None:
    assert read(desk, "where is my parcel").stakes == "medium"


def test_a_chat_that_drags_on_is_worse_than_a_first_word(tmp_path: Path) -> None:
    one = read(Desk(tmp_path / "a"), "where is my parcel")
    many = read(Desk(tmp_path / "b"), *["where is my parcel, still nothing"] * 4)
    assert many.dissatisfaction > one.dissatisfaction


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("where is my parcel", "en"),
        ("ok", "en"),
        ("4471-22", "en"),
        ("¿dónde está mi pedido? llevo una semana esperando", "es"),
        ("荷物がまだ届いていません", "ja"),
        ("Wo ist denn bitte mein Paket geblieben?", "de"),
        ("मेरा ऑर्डर अभी तक नहीं आया", "hi"),
    ],
)
def test_the_language_is_that_of_the_words(desk: Desk, said: str, language: str) -> None:
    assert read(desk, said).language == language


def test_nothing_said_shows_nothing(desk: Desk) -> None:
    assert desk.answer().cues == Cues()


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Waar is mijn pakket? Het is nog steeds niet aangekomen", "nl"),
        ("Hvor er min pakke? Jeg har ventet i for mange dage, har I set den", "da"),
        ("Gdzie jest moja paczka, my czekamy na to od tygodnia", "pl"),
        ("Hello my friend, could you please tell me where it is", "en"),
    ],
)
def test_words_that_english_shares_do_not_make_a_text_english(
    desk: Desk, said: str, language: str
) -> None:
    assert read(desk, said).language == language
