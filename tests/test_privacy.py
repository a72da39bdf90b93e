"""A canary in every text that comes in is found nowhere afterwards: no file, no log, no output."""

import http.client
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from sidecar_server.web.handshake import PAIR
from tests.process import SidecarProcess
from tests.web.desk import Client

CANARY = "canary7c1fe20b"
SAID = f"hello, where is my parcel {CANARY}? it was due monday and nobody answers"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SidecarProcess]:
    """A server whose every place to write, the user's own folders too, is below `tmp_path`."""
    places = {"TMPDIR": "tmp", "HOME": "user", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data"}
    extra = {name: str(tmp_path / place) for name, place in places.items()}
    for place in extra.values():
        Path(place).mkdir()
    extra["SIDECAR_LOG_LEVEL"] = "debug"  # where the most is written
    with SidecarProcess(tmp_path / "home", encoder="hashing", extra=extra) as running:
        yield running


def found(folder: Path, what: str = CANARY) -> list[Path]:
    """Give the files that hold these letters, in any case and in any of the usual encodings."""
    forms = [what.encode(code) for code in ("utf-8", "utf-16-le", "utf-32-le")]
    files = [file for file in folder.rglob("*") if file.is_file()]
    named = list(folder.rglob(f"*{what}*"))
    return named + [f for f in files if any(form in f.read_bytes().lower() for form in forms)]


@asynccontextmanager
async def connected(server: SidecarProcess, token: str) -> AsyncIterator[Client]:
    address = f"ws://{server.authority}/live"
    async with connect(address, compression=None, proxy=None, max_size=None) as socket:
        client = Client(socket)
        await client.greet(token, server.authority)
        await client.get("welcome")
        yield client


def frames() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every frame of a client, the canary in every field that takes text."""
    chat = f"desk:{CANARY}"
    person = dict.fromkeys(("name", "locale", "country", "timezone"), CANARY)
    line = {"message": f"m-{CANARY}", "role": "customer", "text": SAID, "author": CANARY}
    about = {"conversation": chat}
    yield "conversation.opened", {**about, "customer": person, "messages": [line]}
    for role in ("customer", "agent", "bot", "system", "note"):
        yield "message.seen", {**about, **line, "message": f"{role}-{CANARY}", "role": role}
    yield "message.renamed", {**about, "message": line["message"], "to": f"to-{CANARY}"}
    yield "draft.changed", {**about, "revision": 1, "text": f"Unfortunately {SAID}"}
    yield "search", {**about, "request": CANARY, "query": SAID}
    for event in ("shown", "inserted", "copied", "dismissed"):
        yield "feedback", {**about, "suggestion": CANARY, "event": event}
    yield "settings", {"rules": {CANARY: False}, "card": CANARY, CANARY: CANARY}
    # The line itself is meant to be kept; whose it is and of which chat is not.
    yield "propose", {**about, "request": CANARY, "text": "I am looking for {item} now."}
    yield "message.removed", {**about, "message": f"to-{CANARY}"}
    yield "conversation.closed", about


def faulty() -> Iterator[str | bytes]:
    """Frames with a fault, each answered by a `problem`."""
    seen = {"type": "message.seen", "conversation": "c", "message": "m", "role": "customer"}
    yield json.dumps({**seen, "conversation": f"never-{CANARY}", "text": SAID})
    yield json.dumps({**seen, "text": SAID + "x" * 5_000})
    yield json.dumps({**seen, "text": [SAID]})
    yield json.dumps({**seen, "text": SAID, "role": CANARY})
    yield json.dumps({**seen, "text": SAID, "sent_at": CANARY})
    yield json.dumps({**seen, "text": SAID, "message": CANARY * 40})
    yield json.dumps({"type": "propose", "request": "r", "text": f"{SAID} a@b.example"})
    yield json.dumps({"type": f"x.{CANARY}", "text": SAID})
    yield json.dumps({"type": [CANARY]})
    yield json.dumps([CANARY])
    yield f'{{"type": "message.seen", "text": "{SAID}'
    yield json.dumps({**seen, "text": SAID}).encode()


async def talk(server: SidecarProcess, token: str) -> None:
    async with connected(server, token) as client:
        for type_, fields in frames():
            await client.send(type_, **fields)
        for frame in faulty():
            await client.raw(frame)
            problem = await client.get("problem")
            assert CANARY not in problem["detail"]
        assert await client.is_answered()


async def hang_up_on(server: SidecarProcess, token: str) -> None:
    """Frames that end a connection, and callers who are not let in."""
    async with connected(server, token) as client:
        await client.raw(SAID * 2_000)
        assert await client.closed() == 4413
    async with connected(server, token) as client:
        await client.socket.send(CANARY.encode() + b"\xff", text=True)
        assert await client.closed() == 1007
    async with connect(f"ws://{server.authority}/live", compression=None, proxy=None) as socket:
        stranger = Client(socket)
        await stranger.hello(CANARY, server.authority, client=CANARY)
        await stranger.send("auth", proof=CANARY)
        assert await stranger.closed() == 4401
    async with connect(f"ws://{server.authority}/live", compression=None, proxy=None) as socket:
        with pytest.raises((AssertionError, ConnectionClosed)):
            await Client(socket).greet(f"{CANARY}AAAA", server.authority, PAIR)
    with pytest.raises(InvalidStatus):
        async with connect(
            f"ws://{server.authority}/live?{CANARY}", origin=Origin(f"http://{CANARY}.test")
        ):
            pass


def visit(server: SidecarProcess) -> None:
    for path in (f"/{CANARY}", f"/demo/{CANARY}", f"/demo?q={CANARY}", f"/health?{CANARY}"):
        for headers in ({}, {"Host": f"{CANARY}.test"}, {"Cookie": CANARY, "Referer": CANARY}):
            caller = http.client.HTTPConnection(server.authority, timeout=20)
            caller.request("GET", path, headers=headers)
            assert CANARY.encode() not in caller.getresponse().read()
            caller.close()


def commands(server: SidecarProcess) -> None:
    """Replay and suggest: the answer may quote the customer, what is said beside it may not."""
    chat: list[dict[str, Any]] = [
        {"role": "customer", "text": SAID, "conversation": CANARY, "name": CANARY, "locale": "en"},
        {"role": "agent", "text": SAID, "draft": True, "conversation": CANARY},
        {"role": "clock", "at": 300, "conversation": CANARY},
    ]
    lines = "".join(json.dumps(line) + "\n" for line in chat)
    for done in (
        server.ask("replay", "-", given=lines),
        server.ask("suggest", SAID, "--locale", CANARY, "--json"),
    ):
        assert (done.returncode, CANARY in done.stderr) == (0, False)
    for fault in (f'{{"role": "{CANARY}"}}', f'{{"role": "customer", "text": ["{CANARY}"', CANARY):
        done = server.ask("replay", "-", "--json", given=f"{lines}{fault}\n")
        assert done.returncode == 1
        assert "line 4" in done.stderr
        assert CANARY not in done.stderr


async def test_no_text_of_a_chat_is_found_anywhere(server: SidecarProcess, tmp_path: Path) -> None:
    token = server.run("token", "Ana")
    await talk(server, token)
    await hang_up_on(server, token)
    visit(server)
    commands(server)
    assert "message answered" in (tmp_path / "home" / "logs" / "sidecar.log").read_text()
    assert found(tmp_path) == []  # while it runs
    server.stop()
    assert found(tmp_path) == []
    assert CANARY not in server.said
    assert "Traceback" not in server.log.read_text()


def test_what_was_written_would_be_found(server: SidecarProcess, tmp_path: Path) -> None:
    server.run("token", CANARY)  # a name of the agent's own, which is kept
    (tmp_path / "tmp" / "left-behind").write_text(SAID.upper(), "utf-16")
    names = {file.name for file in found(tmp_path)}
    assert names == {"sidecar.db", "left-behind"}
