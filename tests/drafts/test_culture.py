"""Wording that reads otherwise where the customer is, by what the helpdesk states of them."""

import pytest

from tests.drafts.reviewed import Reviewed

RULE = "culture"
HOT = "where is my parcel, this is a disgrace, a pathetic scam"


@pytest.mark.parametrize(
    ("locale", "draft", "ways"),
    [
        ("en-US", "It comes on 03/04 to you.", ("March 4", "April 3")),
        ("en-GB", "It comes on 03/04 to you.", ("3 April", "4 March")),
        ("de-DE", "Das Paket kommt am 03.04.2026 bei Ihnen an.", ("3. April", "4. März")),
        ("en-IN", "It comes on 3-4-26 to you.", ("3 April", "4 March")),
    ],
)
def test_a_date_with_two_readings_is_written_out(
    desk: Reviewed, locale: str, draft: str, ways: tuple[str, ...]
) -> None:
    desk.begin(locale=locale)
    [found] = desk.of(RULE, draft)
    assert found.replacements == ways


@pytest.mark.parametrize(
    "draft",
    [
        "It comes on 13/04 to you.",
        "It comes on 4 March, we are here 24/7.",
        "It took 9.12 s, 3-4 days, score 3/4, version 3.4.",
        "It comes on 04/04 to you.",
        "You are in flat 3/4.",
    ],
)
def test_what_has_one_reading_or_is_no_date_is_left(desk: Reviewed, draft: str) -> None:
    desk.begin(locale="en-GB")
    assert desk.of(RULE, draft) == []


def test_without_a_stated_locale_no_date_is_touched(desk: Reviewed) -> None:
    desk.begin()
    assert desk.of(RULE, "It comes on 03/04 to you.") == []


@pytest.mark.parametrize(
    ("name", "locale", "draft", "words", "instead"),
    [
        ("Wang Jian", "zh-CN", "Dear Mr Jian, it is here.", "Mr Jian", "Mr Wang"),
        ("Kovács Anna", "hu-HU", "Dear Ms Anna, it is here.", "Ms Anna", "Ms Kovács"),
        ("Nguyen Van Duc", "vi-VN", "Dear Mr Nguyen, it is here.", "Mr Nguyen", "Mr Duc"),
    ],
)
def test_a_title_stands_before_the_right_part_of_a_name(
    desk: Reviewed, name: str, locale: str, draft: str, words: str, instead: str
) -> None:
    desk.begin(name=name, locale=locale)
    [found] = desk.of(RULE, draft)
    assert (found.text, found.replacements) == (words, (instead,))
    assert desk.of(RULE, draft.replace(words, instead)) == []
    desk.begin(name=name, locale="en-GB")
    assert desk.of(RULE, draft) == []


@pytest.mark.parametrize(
    ("said", "draft", "words"),
    [
        ("Guten Tag, können Sie mir bitte mit meinem Paket helfen?",
         "Ich schaue gleich nach, du bekommst dein Paket morgen früh.", "du"),
        ("Bonjour, pouvez-vous me dire où est mon colis ?",
         "Je regarde tout de suite, tu auras ton colis demain matin.", "tu"),
        ("Hola, ¿me puede ayudar usted con mi pedido, por favor?",
         "Lo reviso ahora mismo y mañana te llega el pedido a casa.", "te"),
        ("नमस्ते, क्या आप मेरा पार्सल देख सकते हैं?",
         "मैं अभी देख रहा हूँ, तुम्हारा पार्सल कल आएगा।", "तुम्हारा"),
    ],
)  # fmt: skip
def test_familiar_address_in_a_formal_chat_is_found(
    desk: Reviewed, said: str, draft: str, words: str
) -> None:
    desk.begin(said)
    assert desk.words(RULE, draft) == [words]


def test_who_is_on_familiar_terms_is_answered_so(desk: Reviewed) -> None:
    said = "Hallo, kannst du mir bitte sagen, wo mein Paket bleibt?"
    for before in ((said,), (said, "Guten Tag, ich frage für Sie nach.", said)):
        desk.begin(*before)
        assert desk.of(RULE, "Ich schaue nach, du bekommst dein Paket morgen früh.") == []
    desk.begin("Hallo, wo bleibt mein Paket, es ist noch nicht da?")
    assert desk.of(RULE, "Ich schaue gleich nach, du bekommst dein Paket morgen früh.") == []
    assert desk.words(RULE, "Ich schaue nach, und dann hörst du von mir, was Sie bekommen.")


@pytest.mark.parametrize(
    "said", [HOT, "someone took my bank card", "my mum died and the parcel is late"]
)
@pytest.mark.parametrize("fun", ["😂", "haha", "LOL", ";-)", "on the bright side"])
def test_no_jokes_to_somebody_upset_or_in_grief(desk: Reviewed, said: str, fun: str) -> None:
    desk.begin(said)
    [found] = desk.words(RULE, f"Well {fun} it comes tomorrow.")
    assert found.strip() == fun


def test_a_calm_chat_may_laugh_and_a_word_is_no_joke(desk: Reviewed) -> None:
    desk.begin()
    assert desk.of(RULE, "Haha, it comes tomorrow 😂") == []
    desk.begin(HOT)
    assert desk.of(RULE, "The lollipop shop on Bright Side Road, step 3) has it.") == []


def test_an_idiom_is_told_to_readers_of_another_language_alone(desk: Reviewed) -> None:
    draft = "Hang tight, it is in the pipeline."
    desk.begin(locale="ja-JP")
    [found] = desk.of(RULE, draft)
    assert (found.text, found.replacements) == ("Hang tight", ("please wait",))
    assert desk.of(RULE, "Please wait, it is being prepared.") == []
    for locale in ("en-IN", ""):
        desk.begin(locale=locale)
        assert desk.of(RULE, draft) == []
