"""The wire: a frame is taken or refused by a code, and no refusal holds a customer's words."""

import asyncio
import itertools
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sidecar_server.settings import Limits
from sidecar_server.wire import CLIENT_FRAMES, BadFrame, parse
from sidecar_server.wire.codec import encode
from sidecar_server.wire.server import Code
from tests.process import SidecarProcess
from tests.soak.frames import CANARY
from tests.soak.hostile import traces
from tests.soak.looks import free
from tests.soak.surfaces.drawn import ODD, drawn, spoilt
from tests.web.desk import Client, dialled

CODES = frozenset(Code.__args__)  # type: ignore[attr-defined]
PROPERTY = "a frame is taken or refused by a code, and no refusal holds its texts"
LIMITS = Limits()
_ID = st.sampled_from(("a", "b", "m1", "m2", "r", "x" * 200))
_SAID = st.text(max_size=30).map(lambda text: f"{CANARY} {text}")
_TIME = st.sampled_from(("2026-03-02T10:00:00Z", "9999-12-31T23:59:59+23:59", "yesterday"))
_MESSAGE = {
    "message": _ID,
    "role": st.sampled_from(("customer", "agent", "bot", "king")),
    "text": _SAID,
    "sent_at": _TIME,
    "author": _SAID,
    "truncated": st.booleans(),
}
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **_MESSAGE,
    **dict.fromkeys(("conversation", "to", "request", "suggestion"), _ID),
    "customer": st.fixed_dictionaries({}, optional={"name": _SAID, "locale": _SAID}),
    "messages": st.lists(st.fixed_dictionaries(_MESSAGE), max_size=4),
    "revision": st.sampled_from((0, 1, 2**53 - 1, 2**53, -1)),
    "event": st.sampled_from(("shown", "inserted", "eaten")),
    "query": _SAID,
}


@st.composite
def _fields(draw: st.DrawFn) -> str:
    # A line that is proposed is meant to be kept, so it is left to other tests.
    type_ = draw(st.sampled_from([name for name in CLIENT_FRAMES if name != "propose"]))
    names = CLIENT_FRAMES[type_].__dataclass_fields__
    made = {name: draw(_FIELDS.get(name, ODD)) for name in names}
    for name in draw(st.lists(st.sampled_from([*names, CANARY]), max_size=2)):
        made[name] = draw(ODD)
    return json.dumps({"type": type_, **made}, ensure_ascii=draw(st.booleans()))


FRAMES = spoilt(_fields())


def read(count: int, full: bool) -> None:
    """Hand frames to the codec."""

    @drawn(count, full)
    @given(FRAMES)
    def holds(raw: str) -> None:
        try:
            frame = parse(raw, LIMITS)
        except BadFrame as refused:
            bad = refused
        else:
            assert parse(encode(frame), LIMITS) == frame
            return
        assert bad.code in CODES
        assert CANARY not in bad.sentence()
        assert bad.__cause__ is None

    holds()


def _fits(text: str) -> bool:
    return len(text.encode(errors="replace")) <= LIMITS.frame_bytes


async def _send(client: Client, texts: Sequence[str], number: int) -> None:
    """Send frames, then one whose answer shows that all before it were read."""
    for text in texts:
        await client.raw(text.encode(errors="replace").decode())
    proof = f"proof-{number}"
    await client.send("message.removed", conversation=proof, message="m")
    while (found := await client.get(within_s=30)).get("about", {}).get("conversation") != proof:
        if found["type"] == "problem":
            assert found["code"] in CODES
            assert CANARY not in found["detail"]


def _told(server: SidecarProcess, token: str, count: int, full: bool) -> None:
    with asyncio.Runner() as runner:
        door = dialled(server.authority, token)
        client = runner.run(door.__aenter__())
        numbers = itertools.count()

        @drawn(count, full)
        @given(st.lists(FRAMES.filter(_fits), min_size=1, max_size=8))
        def holds(texts: list[str]) -> None:
            runner.run(_send(client, texts, next(numbers)))

        try:
            holds()
        finally:
            runner.run(door.__aexit__(None, None, None))


def tell(count: int, full: bool) -> None:
    """Send frames to a server, which goes on and writes down nothing of them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        free(Path(folder) / "home", SIDECAR_LOG_LEVEL="debug") as server,
    ):
        _told(server, server.run("token", "Mallory"), count, full)
        assert server.runs
        assert not list(traces(server))
