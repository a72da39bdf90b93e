"""How much each field of a client's frame may hold, and what stands where it is left out."""

from typing import Any

import orjson
import pytest

from sidecar_server import wire
from sidecar_server.settings import Limits

NONCE = "0123456789abcdef" * 4
HELLO = {"protocol": 1, "client": "x", "id": "x", "nonce": NONCE, "authority": "a:1"}
SEEN = {"conversation": "c", "message": "m", "role": "agent", "text": "t"}
DRAFT = {"conversation": "c", "revision": 1, "text": ""}
PHOTO = "data:image/png;base64,"


def frame(type_: str, fields: dict[str, Any]) -> wire.ClientFrame:
    return wire.parse(orjson.dumps({"type": type_, **fields}), Limits())


def card(**fields: Any) -> dict[str, Any]:
    return {"card": fields}


TAKEN = [
    ("hello", HELLO | {"client": "x" * 200, "id": ""}),
    ("auth", {"proof": NONCE}),
    ("message.seen", SEEN | {"message": "m" * 200, "sent_at": "2026-01-02T03:04:05Z"}),
    ("draft.changed", DRAFT | {"revision": 0}),
    ("draft.changed", DRAFT | {"revision": 2**53 - 1}),
    ("propose", {"request": "r", "text": "t" * 600, "why": "w" * 200}),
    ("settings", card(name="n" * 120, years=70, expertise=["e"] * 12, languages=["l"] * 12)),
    ("settings", card(facts=[{"about": "a", "says": "s"}] * 12, photo="")),
    ("settings", card(photo=PHOTO + "A" * (24_000 - len(PHOTO)))),
    ("settings", card(photo="data:image/webp;base64,Zm9v+/==")),
]
REFUSED = [
    ("hello", HELLO | {"client": "x" * 201}),
    ("hello", HELLO | {"nonce": NONCE[1:]}),
    ("hello", HELLO | {"nonce": NONCE + "0"}),
    ("hello", HELLO | {"nonce": NONCE.upper()}),
    ("message.seen", SEEN | {"message": ""}),
    ("message.seen", SEEN | {"message": "m" * 201}),
    ("message.seen", SEEN | {"sent_at": "2026-01-02T03:04:05"}),
    ("draft.changed", DRAFT | {"revision": -1}),
    ("draft.changed", DRAFT | {"revision": 2**53}),
    ("propose", {"request": "r", "text": ""}),
    ("propose", {"request": "r", "text": "t" * 601}),
    ("settings", card(name="n" * 121)),
    ("settings", card(years=-1)),
    ("settings", card(years=71)),
    ("settings", card(expertise=["e"] * 13)),
    ("settings", card(languages=["l"] * 13)),
    ("settings", card(facts=[{"about": "a", "says": "s"}] * 13)),
    ("settings", card(photo=PHOTO + "A" * (24_001 - len(PHOTO)))),
    ("settings", card(photo="data:image/svg+xml;base64,AAAA")),
    ("settings", card(photo=f"x{PHOTO}AAAA")),
]


@pytest.mark.parametrize(("type_", "fields"), TAKEN)
def test_what_is_within_its_limit_is_taken(type_: str, fields: dict[str, Any]) -> None:
    assert type(frame(type_, fields)) is wire.CLIENT_FRAMES[type_]


@pytest.mark.parametrize(("type_", "fields"), REFUSED)
def test_what_is_beyond_it_is_refused(type_: str, fields: dict[str, Any]) -> None:
    with pytest.raises(wire.BadFrame, match="the field"):
        frame(type_, fields)


def test_what_is_left_out_is_as_the_contract_says() -> None:
    assert frame("hello", HELLO) == wire.Hello(1, "x", "x", NONCE, "a:1", "")
    seen = frame("message.seen", SEEN)
    assert seen == wire.MessageSeen("c", "m", "agent", "t", None, None, False)
    given = frame("settings", card())
    assert given == wire.SettingsChanged(None, wire.CardStated("", 0, (), (), (), "", False), None)
    assert frame("propose", {"request": "r", "text": "t"}) == wire.LineProposed("r", "t", "", None)
