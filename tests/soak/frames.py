"""Hostile frames without end, by a seed: what no client sends, and what one may send and means ill.

Each holds the canary in every text, so that a word of it in a log or a file is found.
"""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sidecar_server.wire import CLIENT_FRAMES
from tests.web.raw import BINARY, CONT, PING, PONG, TEXT, close, frame, head

CANARY = "canary-5d0c-of-a-customer"
_PIECES: Sequence[str] = (
    "hello where is my parcel it was due monday",
    "\u202eesrever\u202c",
    "\u200b\u200d\ufeff\u2060",
    "e\u0301\u0302\u0303" * 40,
    "🏳️‍🌈👩‍👩‍👧‍👦🤷🏽",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "' OR 1=1; DROP TABLE entry; --",
    "=cmd|' /C calc'!A0",
    "{{7*7}}${7*7}%s%n%x",
    "../../../../etc/passwd\x00",
    "\x00\x01\x1b[31m\x7f\x85\u2028",
    "Ω≈ç√∫˜µ≤≥÷ 한국어 العربية हिन्दी 日本語",
    "a" * 1_500,
    "ab " * 700,
    "!?" * 900,
    "@" * 500 + "." * 500,
    "4111 1111 1111 1111 a@b.example +44 20 7946 0958 " * 20,
    "1" * 1_800,
    "Ⅷ㍿ﬃ𝕳𝖊𝖑𝖑𝖔 ẞ İ ı",
)
_LONGEST = 16_000  # characters, so that the bytes are read still
_ODD: Sequence[Any] = (
    None,
    True,
    -1,
    0,
    2**53,
    2**70,
    -(2**70),
    1e308,
    -0.0,
    "",
    "x",
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": 1}}}}}}}},
)
_ROLES = ("customer", "agent", "bot", "system", "note", "unknown", "king")
_EVENTS = ("shown", "inserted", "copied", "dismissed", "eaten")
_TIMES = ("2026-03-02T10:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "yesterday")
_LOCALES = ("en-GB", "xx-XX", "../..", "ja", "en-IN-x-very-long-private-use", "\u202e")
_CHATS = tuple(f"chat-{number}" for number in range(8))
Chance = random.Random


def words(chance: Chance) -> str:
    """Give a text that means ill, with the canary in it."""
    return " ".join([CANARY, *chance.choices(_PIECES, k=chance.choice((0, 1, 1, 2)))])


def _field(name: str, chance: Chance) -> Any:
    """Give a value that fits a field, or nearly."""
    known: Mapping[str, Callable[[], Any]] = {
        "conversation": lambda: chance.choice(_CHATS),
        "message": lambda: f"m{chance.randrange(60)}",
        "to": lambda: f"m{chance.randrange(60)}",
        "role": lambda: chance.choice(_ROLES),
        "event": lambda: chance.choice(_EVENTS),
        "sent_at": lambda: chance.choice(_TIMES),
        "revision": lambda: chance.choice((0, 1, 2**53 - 1, 2**53, -1)),
        "customer": lambda: {"name": words(chance)[:200], "locale": chance.choice(_LOCALES)},
        "messages": lambda: [_message(chance) for _ in range(chance.choice((0, 1, 3, 60)))],
        "rules": lambda: {words(chance)[:90]: chance.random() < 0.5},
        "card": lambda: {"name": words(chance)[:110], "years": 3, "match": True},
        "quiet": lambda: chance.random() < 0.5,
        "truncated": lambda: True,
        "request": lambda: f"r{chance.randrange(9)} {CANARY}",
        "suggestion": lambda: f"{CANARY}-{chance.randrange(99)}",
    }
    return known.get(name, lambda: words(chance))()


def _message(chance: Chance) -> dict[str, Any]:
    names = ("message", "role", "text", "sent_at", "author")
    return {name: _field(name, chance) for name in names if chance.random() < 0.97}


def _object(chance: Chance) -> dict[str, Any]:
    """Give a frame's fields: sound ones, some left out, some of another kind."""
    # A line that is proposed is meant to be kept, so it is left to other tests.
    type_ = chance.choice([name for name in CLIENT_FRAMES if name != "propose"])
    names = CLIENT_FRAMES[type_].__dataclass_fields__
    fields = {name: _field(name, chance) for name in names if chance.random() < 0.95}
    if fields and chance.random() < 0.3:
        fields[chance.choice(list(fields))] = chance.choice(_ODD)
    if chance.random() < 0.1:
        fields[words(chance)[:60]] = words(chance)
    return {"type": type_, **fields}


def _json(chance: Chance) -> str:
    return json.dumps(_object(chance), ensure_ascii=chance.random() < 0.3)[:_LONGEST]


def _broken(chance: Chance) -> str:
    """Cut, double or spoil the JSON of a frame."""
    whole = _json(chance)
    at = chance.randrange(len(whole))
    spoilt = whole[:at] + chr(chance.randrange(32, 127)) + whole[at + 1 :]
    return chance.choice((whole[:at], whole + whole[at:], spoilt, whole[at:] + whole))[:_LONGEST]


def _nonsense(chance: Chance) -> str:
    deep = chance.choice(("[", '{"a":', '[{"type":'))
    return chance.choice(
        (
            deep * chance.randrange(1, 3_000),
            '{"type":"tick","x":NaN}',
            '{"type":"tick","type":"auth","x":"\\ud800"}',
            f'"{CANARY}"',
            "",
            "9" * chance.randrange(1, 5_000),
            f'{{"type":"{CANARY}","text":"{CANARY}"}}',
        )
    )


def _bytes(payload: str) -> bytes:
    return payload.encode(errors="replace")  # half a character ends a connection: see `ending`


def _text(payload: Callable[[Chance], str]) -> Callable[[Chance], bytes]:
    return lambda chance: frame(TEXT, _bytes(payload(chance)))


def _in_pieces(chance: Chance) -> bytes:
    """Send a text in fragments, with control frames between them."""
    whole, made = _bytes(_json(chance)), b""
    cuts = sorted(chance.choices(range(len(whole) + 1), k=chance.choice((1, 2, 9))))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    for number, piece in enumerate(pieces):
        made += frame(CONT if number else TEXT, piece, fin=number == len(pieces) - 1)
        if number < len(pieces) - 1 and chance.random() < 0.5:
            made += frame(chance.choice((PING, PONG)), CANARY.encode())
    return made


def _control(chance: Chance) -> bytes:
    payload = chance.choice((b"", CANARY.encode(), bytes(chance.choices(range(256), k=125))))
    return frame(chance.choice((PING, PONG)), payload)


LIVES: Sequence[tuple[int, Callable[[Chance], bytes]]] = (
    (50, _text(_json)),
    (20, _text(_broken)),
    (10, _text(_nonsense)),
    (8, _in_pieces),
    (6, lambda chance: frame(BINARY, _bytes(_json(chance)))),
    (6, _control),
)


def living(chance: Chance, count: int) -> list[bytes]:
    """Give frames after which the connection goes on."""
    weights, kinds = zip(*LIVES, strict=True)
    return [kind(chance) for kind in chance.choices(kinds, weights, k=count)]


def ending(chance: Chance) -> bytes:
    """Give what a server hangs up on."""
    said = CANARY.encode()
    return chance.choice(
        (
            frame(TEXT, said + b"\xff\xfe"),
            frame(TEXT, said, fin=False) + frame(CONT, b"\xc3"),
            frame(TEXT, said, rsv=chance.randrange(1, 8)),
            frame(chance.choice((3, 4, 5, 6, 7, 11, 12, 13, 14, 15)), said),
            frame(TEXT, said, mask=None),
            frame(CONT, said),
            frame(TEXT, said, fin=False) + frame(TEXT, said),
            frame(PING, said * 9),
            frame(PING, said, fin=False),
            frame(TEXT, said * 3_000),
            head(TEXT, 2**63 + 7) + b"\0\0\0\0" + said,
            head(BINARY, 2**40) + b"\0\0\0\0" + said,
            close(chance.choice((0, 999, 1004, 1005, 1006, 1015, 2000, 5000)), said),
            frame(8, b"\x03"),
            close(1000, b"\xff" + said),
            close(None),
            b"\0" * 90,
            bytes(chance.choices(range(256), k=300)),
        )
    )
