"""A scenario made by hand, small enough to see through, its customer, and an agent's moves."""

from typing import Any

import msgspec

from sidecar_server.practice.customer import Customer
from sidecar_server.practice.moves import Moves
from sidecar_server.practice.scenario import Detail, Opening, Person, Point, Scenario
from sidecar_server.promises import Promised

OPENINGS = (("My kettle is late",), ("hello", "the kettle never came"))
WHERE = Point(
    "where",
    "Where the kettle is",
    ("So where is it?", "But where is my kettle now?"),
    ("It is at the Leeds depot.", "The van broke down near Leeds."),
)
WHEN = Point(
    "when",
    "When it comes",
    ("And when does it come?", "I still need a day"),
    ("It comes on Friday.", "Expect it two days from now."),
    ("Friday is fine", "ok, Friday"),
)
ORDER = Detail(
    "The order number", ("Which order is it?", "Could you tell me the order number?"), ("4471",)
)
KETTLE = Scenario(
    id="late-kettle",
    title="The late kettle",
    about="A kettle that has not come.",
    customer=Person("Dana Whitfield", "en-GB", "GB", "Europe/London"),
    opening=tuple(Opening(messages) for messages in OPENINGS),
    point=(WHERE, WHEN),
    desk=("Order 4471, paid on Monday", "Held at the Leeds depot"),
    detail=(ORDER,),
    says={"heard": ("Thanks for reading", "You read it!", "Good, you see it")},
    heat=0.4,
    patience=75.0,
)
WORDS = ((0, 4),)
BARE = Moves()
HEARD = Moves(heard=WORDS)
ASKED = Moves(asked=WORDS)
BLAMED = Moves(blamed=WORDS)
HOLD = Moves(promised=Promised(None, "One moment."), holds=True)
MINUTE = Moves(promised=Promised(60.0, "Back in a minute."))


def fields(**changed: Any) -> dict[str, Any]:
    """Give the scenario's fields as a file would hold them; None leaves one out."""
    plain: dict[str, Any] = msgspec.to_builtins(KETTLE) | changed
    return {name: value for name, value in plain.items() if value is not None}


def answers(*ids: str, **moves: Any) -> Moves:
    return Moves(answered=dict.fromkeys(ids, (0, 4)), **moves)


def move(name: str) -> Moves:
    made: dict[str, Any] = {name: WORDS}
    return Moves(**made)


def customer(seed: int = 1, heat: float = KETTLE.heat) -> Customer:
    made = Customer(msgspec.structs.replace(KETTLE, heat=heat), seed)
    made.begin()
    return made
