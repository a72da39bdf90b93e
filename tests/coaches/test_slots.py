"""Slots that the chat fills: only from what it tells for certain."""

import pytest

from sidecar_server.coaches.line import line
from sidecar_server.coaches.slots import known
from sidecar_server.conversation import Conversation, Message
from sidecar_server.model import Customer
from tests.sample import phrase


def chat(*texts: str, name: str = "") -> Conversation:
    """Give a chat in which the customer wrote these messages."""
    made = Conversation("c1", Customer(name))
    for number, text in enumerate(texts):
        made.see(Message(str(number), "customer", text))
    return made


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("my order number is 4471902", "4471902"),
        ("order 407-0490236-8049166 is late", "407-0490236-8049166"),
        ("Booking ref: AB12345D please", "AB12345D"),
        ("it is about #99812", "99812"),
        ("call me on 07700900123", None),
        ("in order to pay, use 4111111111111111", None),
        ("order 4111111111111111", None),
        ("my order of three shirts", None),
    ],
)
def test_a_number_is_known_when_it_is_named(text: str, number: str | None) -> None:
    assert known(chat(text)).get("order_number") == number


def test_two_numbers_are_not_certain() -> None:
    assert "order_number" not in known(chat("order 4471902", "or order 4471903"))


def test_the_name_is_what_the_helpdesk_states() -> None:
    assert known(chat("hi", name="Ana Lima"))["customer_name"] == "Ana Lima"
    assert "customer_name" not in known(chat("I am Ana"))


def test_what_is_known_is_the_slots_value_and_the_rest_stays_open() -> None:
    text = "I have order {order_number} open, {customer_name}."
    one = phrase("delivery-late.open", "own", text, slots={"order_number": "", "customer_name": ""})
    slots = line(one, "", 1.0, known(chat("order 4471902"))).slots
    assert [(slot.name, slot.value) for slot in slots] == [
        ("order_number", "4471902"),
        ("customer_name", None),
    ]
