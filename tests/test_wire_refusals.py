"""What a client is told about a frame that is refused: what is wrong, where, and what to do."""

import orjson
import pytest

from sidecar_server import wire
from sidecar_server.settings import Limits
from sidecar_server.wire import Concerning

SEEN = {"type": "message.seen", "conversation": "c", "message": "m", "role": "agent", "text": "t"}
ABOUT = Concerning("message.seen", "c", "m")
TOLD = [
    (b"{", "this is not JSON", Concerning()),
    (b"[]", "a frame is a JSON object", Concerning()),
    (b"{}", "the field `type` is missing or not a text", Concerning()),
    (b'{"type":1}', "the field `type` is missing or not a text", Concerning()),
    (b'{"type":"tick","x":[[[[[[[[1]]]]]]]]}', "this is nested deeper than 8 levels", Concerning()),
    (SEEN | {"text": 5}, "the field `text`: Expected `str`, got `int`", ABOUT),
    (
        SEEN | {"role": "SECRET"},
        "the field `role`: this value is not one of those allowed",
        ABOUT,
    ),
    (
        {"type": "search", "request": "r"},
        "Object missing required field `query`",
        Concerning("search", request="r"),
    ),
    (
        SEEN | {"message": "m" * 201, "text": 5},
        "the field `message`: Expected `str` of length <= 200",
        Concerning("message.seen", "c"),
    ),
]


def refusal(frame: object) -> wire.BadFrame:
    raw = frame if isinstance(frame, bytes) else orjson.dumps(frame)
    with pytest.raises(wire.BadFrame) as bad:
        wire.parse(raw, Limits())
    return bad.value


@pytest.mark.parametrize(("frame", "said", "about"), TOLD)
def test_a_refusal_says_what_is_wrong_and_what_it_concerns(
    frame: object, said: str, about: Concerning
) -> None:
    bad = refusal(frame)
    assert (str(bad), bad.about, bad.code) == (said, about, "bad_frame")
    assert bad.fix == "send the frame as docs/protocol.md describes it"


def test_a_type_that_is_not_known_has_a_code_of_its_own() -> None:
    bad = refusal({"type": "guess"})
    assert (str(bad), bad.code) == ("this type of frame is not known here", "unknown_type")
    assert bad.about == Concerning("guess")


def test_a_text_may_be_as_long_as_the_limit_and_no_longer() -> None:
    wire.parse(orjson.dumps(SEEN | {"text": "x" * 4_000}), Limits())
    bad = refusal(SEEN | {"text": "x" * 4_001})
    assert (str(bad), bad.code) == ("a text holds more than 4000 characters", "too_long")
    assert bad.fix == "cut it at a whole character and set `truncated`"
    assert bad.about == ABOUT


def test_eight_levels_are_taken() -> None:
    assert wire.parse(b'{"type":"tick","x":[[[[[[[1]]]]]]]}', Limits()) == wire.Tick()
