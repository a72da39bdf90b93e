"""The apology budget: the second one for the same thing is pointed out, and once."""

import pytest

from tests.drafts.reviewed import Reviewed

SORRY = "I am so sorry that your parcel is late."
AGAIN = "I am really sorry that your parcel is late. I call the depot now."


def after(desk: Reviewed, sent: str = SORRY) -> None:
    desk.begin("where is my parcel", sent, "parcel still not here")


def test_the_first_apology_is_nobodys_business(desk: Reviewed) -> None:
    desk.begin()
    assert desk.of("apology", SORRY) == []
    after(desk, "I look into it.")
    assert desk.of("apology", AGAIN) == []


def test_the_second_for_the_same_is_found_as_its_sentence(desk: Reviewed) -> None:
    after(desk)
    assert desk.words("apology", AGAIN) == ["I am really sorry that your parcel is late."]


@pytest.mark.parametrize(
    ("sent", "draft"),
    [
        (
            "Es tut mir leid, dass Ihr Paket zu spät kommt.",
            "Es tut mir leid wegen Ihrem Paket, ich frage nach.",
        ),
        ("Lamento que su pedido llegue tarde.", "Disculpe de nuevo, su pedido llega mañana."),
        ("Désolé pour votre colis.", "Encore désolé pour votre colis, il arrive demain."),
        ("Desculpe pelo seu pedido.", "Peço desculpas novamente pelo seu pedido."),
        ("大変申し訳ございません。", "重ねて申し訳ございません。確認いたします。"),
        ("आपके पार्सल के लिए माफ़ी।", "आपके पार्सल के लिए फिर से क्षमा।"),
    ],
)
def test_in_every_language_of_the_library(desk: Reviewed, sent: str, draft: str) -> None:
    after(desk, sent)
    assert len(desk.of("apology", draft)) == 1
    after(desk, "…")
    assert desk.of("apology", draft) == []


@pytest.mark.parametrize(
    "draft",
    [
        "I am really sorry, I sent you the wrong link just now.",
        "Sorry to ask, which street do you live in?",
        "I am sorry for your loss.",
        "There is no need to apologise for the parcel.",
        "It is at the depot, and I call them now.",
    ],
)
def test_another_mistake_condolence_and_courtesy_are_not(desk: Reviewed, draft: str) -> None:
    after(desk)
    assert desk.of("apology", draft) == []


def test_it_is_told_while_the_draft_stands_and_not_in_the_next_one(desk: Reviewed) -> None:
    after(desk)
    assert desk.of("apology", AGAIN)
    assert desk.of("apology", f"{AGAIN} They open at nine.")  # the same draft, written on
    desk.says("agent", AGAIN)
    desk.says("customer", "and?")
    assert desk.of("apology", AGAIN) == []
    after(desk)
    assert desk.of("apology", AGAIN)  # in another chat again
