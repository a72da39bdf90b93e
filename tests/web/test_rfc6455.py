"""RFC 6455 on raw sockets, in the case classes of the Autobahn suite: what comes back of each."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress

import orjson
import pytest

from tests.web.desk import Desk
from tests.web.raw import BINARY, CLOSE, CONT, PING, PONG, TEXT, Raw, close, connected, frame, head

BROKEN, NO_TEXT, TOO_BIG, TOO_LONG = 1002, 1007, 4413, 1009
TICK = b'{"type":"tick"}'
OTHER = (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)  # opcodes that nobody has defined


def tick(inside: bytes) -> bytes:
    """Give a frame's text that does nothing and holds these bytes in a field."""
    return b'{"type":"tick","x":"' + inside + b'"}'


def pieces(payload: bytes, *cuts: int, between: bytes = b"") -> bytes:
    """Give a text cut at these places, with other frames between the fragments."""
    parts = [payload[a:b] for a, b in zip([0, *cuts], [*cuts, len(payload)], strict=True)]
    made = [
        frame(CONT if number else TEXT, part, fin=number == len(cuts))
        for number, part in enumerate(parts)
    ]
    return between.join(made)


# What is taken, whole: the connection is served afterwards.
TAKEN = {
    "text of no bytes": frame(TEXT),
    "text of no bytes in three fragments": pieces(b"", 0, 0),
    **{f"text of {n} bytes": frame(TEXT, tick(b"x" * (n - 22))) for n in (125, 126, 127, 65_535)},
    **{f"binary of {n} bytes": frame(BINARY, b"\xfe" * n) for n in (0, 125, 126, 65_535)},
    "a mask that changes": frame(TEXT, TICK, mask=b"\x37\xfa\x21\x3d"),
    "a pong nobody asked for": frame(PONG),
    "a pong nobody asked for, with a payload": frame(PONG, b"unasked"),
    "two fragments": pieces(TICK, 5),
    "a fragment a byte": pieces(TICK, *range(1, len(TICK))),
    "a thousand empty fragments": frame(TEXT, TICK, fin=False)
    + frame(CONT, fin=False) * 1_000
    + frame(CONT),
    "an empty first fragment": pieces(TICK, 0, 5),
    "a pong between two fragments": pieces(TICK, 5, between=frame(PONG, b"x")),
    "a length with bytes to spare": b"\x81\xfe\0" + bytes([len(TICK)]) + b"\0\0\0\0" + TICK,
    "three texts at once": frame(TEXT, TICK) * 3,
}

# UTF-8 that is sound, whole and cut inside a character.
SOUND = {
    "a Greek word": "κόσμε",
    "all lengths": "$£€𐍈",
    "the first and the last of each length": "\x7f\x80\u07ff\u0800\uffff\U00010000\U0010ffff",
    "around the surrogates": "\ud7ff\ue000\ufffd",
    "what is no character": "\ufffe\uffff\U0001fffe\ufdd0",
}
UNSOUND = {
    "a lone continuation": b"\x80",
    "continuations without end": b"\x80\xbf" * 3,
    "all lone first bytes of two": b" ".join(bytes([n]) for n in range(0xC0, 0xE0)),
    "a cut character of two": b"\xc3",
    "a cut character of three": b"\xe2\x82",
    "a cut character of four": b"\xf0\x90\x8d",
    "a character of five": b"\xf8\x88\x80\x80\x80",
    "a character of six": b"\xfc\x84\x80\x80\x80\x80",
    "impossible bytes": b"\xfe\xff",
    "a slash too long, in two": b"\xc0\xaf",
    "a slash too long, in three": b"\xe0\x80\xaf",
    "a slash too long, in four": b"\xf0\x80\x80\xaf",
    "a NUL too long": b"\xc0\x80",
    "half a surrogate pair": b"\xed\xa0\x80",
    "a surrogate pair": b"\xed\xa0\x80\xed\xb0\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "sound, then not": "κόσμε".encode() + b"\xed\xa0\x80edited",
}

# What a server hangs up on, and with which code.
ENDED = {
    **{f"reserved bits {n}": (frame(TEXT, TICK, rsv=n), BROKEN) for n in range(1, 8)},
    **{f"reserved bits {n} of a ping": (frame(PING, rsv=n), BROKEN) for n in (1, 4, 7)},
    "reserved bits of a close": (frame(CLOSE, b"\x03\xe8", rsv=2), BROKEN),
    "reserved bits after a good text": (frame(TEXT, TICK) + frame(TEXT, TICK, rsv=5), BROKEN),
    **{f"opcode {n}": (frame(n, TICK), BROKEN) for n in OTHER},
    **{f"opcode {n}, empty": (frame(n), BROKEN) for n in OTHER},
    "no mask": (frame(TEXT, TICK, mask=None), BROKEN),
    "no mask on a ping": (frame(PING, mask=None), BROKEN),
    "a ping of 126 bytes": (frame(PING, b"x" * 126), BROKEN),
    "a fragmented ping": (frame(PING, b"x", fin=False) + frame(CONT, b"y"), BROKEN),
    "a fragmented pong": (frame(PONG, b"x", fin=False) + frame(CONT, b"y"), BROKEN),
    "a fragmented close": (frame(CLOSE, b"\x03\xe8", fin=False), BROKEN),
    "a continuation of nothing": (frame(CONT, TICK), BROKEN),
    "a continuation of nothing, and more": (frame(CONT, TICK, fin=False), BROKEN),
    "a continuation of what is over": (pieces(TICK, 5) + frame(CONT, b"x"), BROKEN),
    "a text inside a text": (frame(TEXT, TICK, fin=False) + frame(TEXT, TICK), BROKEN),
    "a binary inside a text": (frame(TEXT, TICK, fin=False) + frame(BINARY, TICK), BROKEN),
    "a close of one byte": (frame(CLOSE, b"\x03"), BROKEN),
    "a reason of 124 bytes": (close(1000, b"x" * 124), BROKEN),
    "a reason that is no text": (close(1000, b"\xff"), NO_TEXT),
    "a frame over the limit": (frame(TEXT, tick(b"x" * 65_536)), TOO_BIG),
    "a binary over the limit": (frame(BINARY, b"x" * 65_537), TOO_BIG),
    "a long text in fragments": (pieces(tick(b"x" * 2**17), *range(0, 2**17, 4_096)), TOO_BIG),
    "a length that nobody holds": (head(TEXT, 2**18 + 1) + b"\0\0\0\0", TOO_LONG),
    "a length without end": (head(TEXT, 2**63 + 5) + b"\0\0\0\0", TOO_LONG),
    "a megabyte in fragments": (pieces(b"x" * 2**20, *range(0, 2**20, 2**14)), TOO_LONG),
    "no frame at all": (b"GET / HTTP/1.1\r\n\r\n", BROKEN),
}
GOOD_CODES = (*range(1000, 1004), *range(1007, 1015), 3000, 3999, 4000, 4401, 4999)
BAD_CODES = (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)


@pytest.fixture
def token(desk: Desk) -> str:
    return desk.token()


async def ended(desk: Desk, token: str, data: bytes) -> Raw:
    """Send this and read until the server has hung up."""
    async with asyncio.timeout(20), connected(desk.authority, token) as raw:
        reading = asyncio.create_task(raw.ended())
        with suppress(ConnectionError):  # it may hang up before all was sent
            await raw.send(data)
        await reading
        return raw


def code(raw: Raw) -> int | None:
    closes = [one.code for one in raw.came if one.opcode == CLOSE]
    return closes[0] if closes else None


@pytest.mark.parametrize("data", TAKEN.values(), ids=TAKEN)
async def test_what_is_sound_is_taken(desk: Desk, token: str, data: bytes) -> None:
    async with connected(desk.authority, token) as raw:
        await raw.send(data)
        assert await raw.is_answered()


@pytest.mark.parametrize(
    "data",
    [frame(TEXT, TICK, mask=os.urandom(4)), pieces(tick("κόσμε".encode()), 23, 25)],
    ids=["whole", "in fragments"],
)
async def test_a_frame_may_come_byte_by_byte(desk: Desk, token: str, data: bytes) -> None:
    async with connected(desk.authority, token) as raw:
        for byte in data:
            await raw.send(bytes([byte]))
            await asyncio.sleep(0)
        assert await raw.is_answered()


def cut_everywhere(payload: bytes) -> Iterator[bytes]:
    yield frame(TEXT, payload)
    yield from (pieces(payload, at) for at in range(len(payload)))


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
async def test_sound_utf8_is_taken_wherever_it_is_cut(desk: Desk, token: str, text: str) -> None:
    payload = tick(text.encode("utf-8", "surrogatepass"))
    for data in cut_everywhere(payload):
        async with connected(desk.authority, token) as raw:
            await raw.send(data)
            assert await raw.is_answered()
            assert not [one for one in raw.came if one.opcode == TEXT and b"problem" in one.payload]


@pytest.mark.parametrize("inside", UNSOUND.values(), ids=UNSOUND)
async def test_unsound_utf8_ends_the_connection_wherever_it_is_cut(
    desk: Desk, token: str, inside: bytes
) -> None:
    payload = tick(inside)
    for data in (
        frame(TEXT, payload),
        pieces(payload, 20),
        pieces(payload, 21),
        pieces(payload, 22),
    ):
        assert code(await ended(desk, token, data)) == NO_TEXT


@pytest.mark.parametrize(("data", "expected"), ENDED.values(), ids=ENDED)
async def test_what_breaks_the_rules_ends_with_its_code(
    desk: Desk, token: str, data: bytes, expected: int
) -> None:
    assert code(await ended(desk, token, data)) == expected
    async with connected(desk.authority, token) as raw:
        assert await raw.is_answered()


@pytest.mark.parametrize("payload", [b"", b"x", b"\xff\0\xfe", b"x" * 125])
async def test_a_ping_is_answered_with_its_payload(desk: Desk, token: str, payload: bytes) -> None:
    async with connected(desk.authority, token) as raw:
        await raw.send(frame(PING, payload))
        while (one := await raw.next()).opcode != PONG:
            pass
        assert one.payload == payload


async def test_a_flood_of_pings_is_answered_in_order_while_it_is_read(
    desk: Desk, token: str
) -> None:
    payloads = [str(number).encode() for number in range(5_000)]
    async with connected(desk.authority, token) as raw:
        sending = asyncio.create_task(raw.send(b"".join(frame(PING, one) for one in payloads)))
        pongs: list[bytes] = []
        while len(pongs) < len(payloads):
            one = await asyncio.wait_for(raw.next(), 20)
            pongs += [one.payload] * (one.opcode == PONG)
        await sending
        assert pongs == payloads
        assert await raw.is_answered()


async def test_a_ping_between_fragments_is_answered_first(desk: Desk, token: str) -> None:
    seen = orjson.dumps(
        {"type": "message.seen", "conversation": "no", "message": "m", "role": "bot", "text": ""}
    )
    async with connected(desk.authority, token) as raw:
        await raw.send(pieces(seen, 9, 30, between=frame(PING, b"between")))
        order: list[int] = []
        while len(order) < 3:
            one = await raw.next()
            if one.opcode == PONG or b"unknown_conversation" in one.payload:
                order.append(one.opcode)
        assert order == [PONG, PONG, TEXT]


@pytest.mark.parametrize("number", GOOD_CODES)
@pytest.mark.parametrize("reason", [b"", b"x" * 123], ids=["no reason", "a long reason"])
async def test_a_close_is_answered_with_its_code(
    desk: Desk, token: str, number: int, reason: bytes
) -> None:
    raw = await ended(desk, token, close(number, reason))
    assert [one.code for one in raw.came if one.opcode == CLOSE] == [number]


@pytest.mark.parametrize("number", BAD_CODES)
async def test_a_close_with_a_code_that_cannot_be_is_broken(
    desk: Desk, token: str, number: int
) -> None:
    assert code(await ended(desk, token, close(number))) == BROKEN


AFTER: Sequence[tuple[str, bytes]] = (
    ("nothing", b""),
    ("another close", close(1001)),
    ("a ping", frame(PING, b"late")),
    ("a text", frame(TEXT, TICK)),
    ("what breaks the rules", frame(TEXT, TICK, rsv=7)),
    ("text that is no UTF-8", frame(TEXT, b"\xff")),
)


@pytest.mark.parametrize("after", [one[1] for one in AFTER], ids=[one[0] for one in AFTER])
@pytest.mark.parametrize(
    ("before", "answer"),
    [(b"", 1000), (frame(TEXT, TICK), 1000), (frame(TEXT, TICK, fin=False), BROKEN)],
    ids=["at once", "after a text", "inside a text"],
)
async def test_after_a_close_nothing_is_taken(
    desk: Desk, token: str, before: bytes, answer: int, after: bytes
) -> None:
    raw = await ended(desk, token, before + close(1000) + after)
    late = [one for one in raw.came if one.payload == b"late"]
    assert not late
    assert [one.code for one in raw.came if one.opcode == CLOSE] == [answer]


async def test_a_close_without_a_code_is_answered(desk: Desk, token: str) -> None:
    raw = await ended(desk, token, close(None))
    assert [one.payload for one in raw.came if one.opcode == CLOSE] == [b""]
