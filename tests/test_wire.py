"""Frames: read, written, and refused without a word of what they held."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar_server import wire
from sidecar_server.model import Cues, Evidence, Finding, Item, Likely, Slot
from sidecar_server.settings import Limits

SECRET = "my card 4929-1111"
MESSAGE = {"conversation": "c", "message": "m", "role": "customer", "text": "t"}


def parse(**frame: Any) -> wire.ClientFrame:
    return wire.parse(orjson.dumps(frame), Limits())


def refusal(raw: str | bytes) -> wire.BadFrame:
    with pytest.raises(wire.BadFrame) as bad:
        wire.parse(raw, Limits())
    return bad.value


def test_a_message_is_read_with_its_time() -> None:
    frame = parse(type="message.seen", sent_at="2026-01-02T03:04:05+09:00", **MESSAGE)
    assert isinstance(frame, wire.MessageSeen)
    assert frame.sent_at == datetime(2026, 1, 1, 18, 4, 5, tzinfo=UTC)
    assert (frame.author, frame.truncated) == (None, False)


def test_null_is_as_good_as_absent_for_an_optional_field() -> None:
    customer = {"name": None, "locale": "en-GB"}
    frame = parse(type="conversation.opened", conversation="c", customer=customer)
    assert isinstance(frame, wire.ConversationOpened)
    assert frame.customer == wire.CustomerStated(locale="en-GB")


def test_every_frame_of_both_sides_comes_back_as_it_was_written() -> None:
    frames: list[wire.ClientFrame | wire.ServerFrame] = [
        wire.Hello(1, "t", "id", "0" * 64, "a:1"),
        wire.MessageSeen("c", "m", "customer", "naïve 👋", author="Al"),
        wire.ConversationOpened(
            "c", wire.CustomerStated("Al"), (wire.MessageShown("m", "bot", "t"),)
        ),
        wire.Feedback("c", "s", "inserted"),
        wire.Search("r", "q"),
        wire.Tick(),
    ]
    for frame in frames:
        assert wire.parse(wire.encode(frame), Limits()) == frame


def test_suggestions_are_written_as_the_contract_says() -> None:
    item = Item("p", "phrase", "Hi {name}", "why", 0.5, True, slots=(Slot("name", (3, 9)),))
    cues = Cues((Likely("late", 0.9),), 0.5, evidence=(Evidence("heat", "m", (0, 2)),))
    written = orjson.loads(
        wire.encode(wire.Suggestions("c", wire.About(message="m"), 3, cues, (item,)))
    )
    assert written == {
        "type": "suggestions",
        "conversation": "c",
        "about": {"message": "m"},
        "offset": 3,
        "cues": {
            "situation": [{"id": "late", "score": 0.9}],
            "heat": 0.5,
            "dissatisfaction": 0.0,
            "trend": 0.0,
            "stakes": "low",
            "language": "",
            "moment": "opening",
            "evidence": [{"cue": "heat", "message": "m", "span": [0, 2]}],
        },
        "items": [
            {
                "id": "p",
                "kind": "phrase",
                "text": "Hi {name}",
                "why": "why",
                "score": 0.5,
                "insertable": True,
                "slots": [{"name": "name", "span": [3, 9]}],
            }
        ],
    }


def test_findings_are_written_as_the_contract_says() -> None:
    finding = Finding("length", (0, 1), "x", "shorter", ("y",))
    written = orjson.loads(wire.encode(wire.DraftChecked("c", 1, (finding,))))
    assert written["findings"] == [
        {"rule": "length", "span": [0, 1], "text": "x", "advice": "shorter", "replacements": ["y"]}
    ]


def test_the_registries_name_every_frame_of_the_contract() -> None:
    assert sorted(wire.CLIENT_FRAMES) == sorted(
        [
            "hello",
            "auth",
            "conversation.opened",
            "message.seen",
            "message.removed",
            "message.renamed",
            "draft.changed",
            "search",
            "feedback",
            "settings",
            "match",
            "propose",
            "reel",
            "receipt.asked",
            "conversation.closed",
            "signed_off",
            "tick",
        ]
    )
    assert sorted(wire.SERVER_FRAMES) == sorted(
        [
            *("challenge", "paired", "welcome"),
            "suggestions",
            "draft.checked",
            "attention",
            "results",
            "colleagues",
            "proposed",
            "thanks",
            "receipt",
            "today",
            "library",
            "problem",
            "tick",
        ]
    )


BAD: list[tuple[dict[str, Any], str]] = [
    ({"type": "message.seen", **MESSAGE, "role": SECRET}, "role"),
    ({"type": "message.seen", **MESSAGE, "text": [SECRET]}, "text"),
    ({"type": "message.seen", **MESSAGE, "text": None}, "text"),
    ({"type": "message.seen", **MESSAGE, "sent_at": SECRET}, "sent_at"),
    ({"type": "message.seen", **MESSAGE, "sent_at": "2026-01-02T03:04:05"}, "sent_at"),
    ({"type": "message.seen", **MESSAGE, "message": SECRET * 20}, "message"),
    ({"type": "message.seen", "text": SECRET}, "conversation"),
    ({"type": "feedback", "conversation": "c", "suggestion": "s", "event": SECRET}, "event"),
    ({"type": "draft.changed", "conversation": "c", "revision": -1, "text": SECRET}, "revision"),
    ({"type": "draft.changed", "conversation": "c", "revision": 1.5, "text": SECRET}, "revision"),
    ({"type": "draft.changed", "conversation": "c", "revision": 2**70, "text": SECRET}, "revision"),
    ({"type": "settings", "rules": {SECRET: SECRET}}, "rules"),
    ({"type": "settings", "quiet": SECRET}, "quiet"),
    (
        {"type": "conversation.opened", "conversation": "c", "messages": [{"text": SECRET}]},
        "messages[0]",
    ),
    ({"type": "conversation.opened", "conversation": "c", "messages": SECRET}, "messages"),
    ({"type": "hello", "nonce": SECRET, "protocol": 1, "client": "c", "id": "i"}, "nonce"),
]


@pytest.mark.parametrize(("frame", "field"), BAD, ids=range(len(BAD)))
def test_a_refusal_names_the_field_and_quotes_nothing(frame: dict[str, Any], field: str) -> None:
    raw = orjson.dumps(frame) if 2**70 not in frame.values() else str(frame).replace("'", '"')
    bad = refusal(raw)
    assert bad.code == "bad_frame"
    assert field in str(bad)
    assert bad.fix
    chain = [bad, bad.__cause__, bad.__context__ if not bad.__suppress_context__ else None]
    assert not any(SECRET in repr(one) + str(one) for one in chain)


@pytest.mark.parametrize("raw", [SECRET, f'{{"type":"{SECRET}"}}', f'["{SECRET}"]', b"\xff\xfe"])
def test_what_is_no_frame_is_not_quoted(raw: str | bytes) -> None:
    bad = refusal(raw)
    assert SECRET not in repr(bad) + str(bad) + bad.fix + repr(bad.about)
    # What it came from holds the whole document.
    assert bad.__context__ is None or bad.__suppress_context__


def test_an_unknown_type_has_its_own_code_and_is_named() -> None:
    bad = refusal('{"type":"message.sung","conversation":"c"}')
    assert (bad.code, bad.about) == ("unknown_type", wire.Concerning("message.sung", "c"))


def test_eight_levels_are_taken_and_nine_are_not() -> None:
    def nested(levels: int) -> str:
        return '{"type":"tick","x":' + "[" * (levels - 1) + "]" * (levels - 1) + "}"

    assert wire.parse(nested(8), Limits()) == wire.Tick()
    assert "8" in str(refusal(nested(9)))


def test_a_length_is_counted_in_code_points() -> None:
    limits = Limits(text_chars=3)
    wire.parse(orjson.dumps({"type": "message.seen", **MESSAGE, "text": "👋👋👋"}), limits)
    with pytest.raises(wire.BadFrame) as bad:
        wire.parse(orjson.dumps({"type": "message.seen", **MESSAGE, "text": "👋👋👋👋"}), limits)
    assert (bad.value.code, bad.value.about.message) == ("too_long", "m")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)
FIELDS = sorted({field.name for kind in wire.CLIENT_FRAMES.values() for field in fields(kind)})


def said(raw: str | bytes) -> str:
    try:
        wire.parse(raw, Limits())
    except wire.BadFrame as bad:
        return f"{bad} {bad.fix}"
    return ""


@given(
    st.sampled_from(sorted(wire.CLIENT_FRAMES)),
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=8),
)
def test_any_frame_is_taken_or_refused_and_never_anything_else(
    type_: str, given_fields: dict[str, Any]
) -> None:
    try:
        raw = orjson.dumps({**given_fields, "type": type_})
    except TypeError:  # an integer that JSON here cannot hold
        return
    quoted = [v for v in given_fields.values() if isinstance(v, str) and len(v) > 12]
    assert not any(value in said(raw) for value in quoted)


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes_are_taken_or_refused(raw: bytes | str) -> None:
    assert said(raw) == said(raw)  # any other exception would come through


def test_the_schema_of_every_frame_can_be_written() -> None:
    kinds = [*wire.CLIENT_FRAMES.values(), *wire.SERVER_FRAMES.values()]
    schemas, components = msgspec.json.schema_components(kinds)
    assert len(schemas) == len(kinds)
    assert components["MessageSeen"]["required"] == ["conversation", "message", "role", "text"]
