"""What must not reach this customer: whole numbers, passwords, others' names."""

import pytest

from tests.drafts.reviewed import Reviewed

RULE = "private"


@pytest.mark.parametrize(
    ("draft", "words", "instead"),
    [
        ("Is it 4929 1111 2222 3333?", "4929 1111 2222 3333", "ending 3333"),
        ("Is it 4929-1111-2222-3333?", "4929-1111-2222-3333", "ending 3333"),
        ("Is it 4111111111111111 still?", "4111111111111111", "ending 1111"),
        (
            "It goes to DE89 3704 0044 0532 0130 00 today.",
            "DE89 3704 0044 0532 0130 00",
            "ending 3000",
        ),
        ("It goes to GB29NWBK60161331926819 today.", "GB29NWBK60161331926819", "ending 6819"),
        ("Your account number is 12345678.", "12345678", "ending 5678"),
        ("Ihre Kontonummer 987654321 stimmt.", "987654321", "ending 4321"),
    ],
)
def test_a_whole_number_is_found_with_its_last_four_digits(
    desk: Reviewed, draft: str, words: str, instead: str
) -> None:
    desk.begin()
    [found] = desk.of(RULE, draft)
    assert (found.text, found.replacements) == (words, (instead,))


@pytest.mark.parametrize(
    "draft",
    [
        "Your card ending 3333 works.",
        "Tracking 4929111122223332 shows it in Leeds.",  # no card number: its digits do not sum up
        "Call us on 0800 123 4567 any time.",
        "Order 4471902 left on 12.03.2026.",
        "Your account is open, order 44719.",
    ],
)
def test_other_numbers_are_left_alone(desk: Reviewed, draft: str) -> None:
    desk.begin()
    assert desk.of(RULE, draft) == []


def test_a_password_is_found_where_passwords_are_spoken_of(desk: Reviewed) -> None:
    desk.begin("i cannot get into my account")
    assert desk.words(RULE, "Your password is Sunny!2024x for now.") == ["Sunny!2024x"]
    assert desk.words(RULE, "Ihr Passwort ist Sunny!2024x jetzt.") == ["Sunny!2024x"]
    assert desk.of(RULE, "Reset it: https://desk.test/reset?x=1#password1 please.") == []
    assert desk.of(RULE, "Take model Sunny!2024x for now.") == []
    desk.begin("what is my password")
    assert desk.words(RULE, "It is Sunny!2024x for now.") == ["Sunny!2024x"]


@pytest.mark.parametrize(
    ("draft", "name"),
    [
        ("Hi Bob, it is on its way.", "Bob"),
        ("Dear Mr Miller, it is on its way.", "Miller"),
        ("Guten Tag Frau Schulz, es kommt.", "Schulz"),
        ("It is on its way, Mrs Miller.", "Miller"),
    ],
)
def test_another_name_in_the_greeting_is_found(desk: Reviewed, draft: str, name: str) -> None:
    desk.begin(name="Ana Lima")
    [found] = desk.of(RULE, draft)
    assert found.text == name
    assert "Ana Lima" in found.advice


@pytest.mark.parametrize(
    "draft",
    [
        "Hi Ana, it is on its way.",
        "Hello Ms Lima, it is on its way.",
        "Hello there, it is on its way.",
        "Hi Annie, it is on its way.",  # short or long for it
        "Hi Team, it is on its way.",
        "Thanks for Monday, it is on its way.",
    ],
)
def test_their_own_name_is_not(desk: Reviewed, draft: str) -> None:
    desk.begin(name="Ana Lima")
    assert desk.of(RULE, draft) == []


def test_a_name_that_the_customer_or_the_agent_gave_is_no_secret(desk: Reviewed) -> None:
    desk.begin("where is my parcel, call me Bob please", "Joan looks at it.", name="Ana Lima")
    assert desk.of(RULE, "Hi Bob, it is on its way.") == []
    assert desk.of(RULE, "Hi Joan, it is on its way.") == []
    desk.begin()
    assert desk.of(RULE, "Hi Bob, it is on its way.") == []  # nobody says who this is


def test_the_customer_of_another_chat_is_kept_out(desk: Reviewed) -> None:
    desk.begin(name="Ana Lima")
    said = "The depot has the boxes of Bob Miller in Leeds."
    assert desk.of(RULE, said) == []
    desk.chat.agent.names_customer("another", "Bob Miller")
    assert desk.words(RULE, said) == ["Bob Miller"]
    assert desk.of(RULE, "The depot has the boxes of Ana Lima in Leeds.") == []
    desk.chat.agent.names_customer(desk.chat.id, "Bob Miller")
    desk.chat.agent.names.pop("another")
    assert desk.of(RULE, said) == []  # it is this one's own name


def test_somebody_told_of_as_another_customer_is_found(desk: Reviewed) -> None:
    desk.begin(name="Ana Lima")
    assert desk.words(RULE, "That card belongs to Bob Miller.") == ["Bob Miller"]
    assert desk.of(RULE, "Your colleague Bob Miller wrote to us.") == []
