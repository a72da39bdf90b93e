"""The receipt of a real server process: at its work, and after it called out."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import drop, fresh, migrated
from tests.process import SidecarProcess
from tests.test_privacy import CANARY, connected, frames

# What Python imports by itself as it starts. When the file CALL is there, whatever imported this
# calls out three times; from a loopback address nothing can get there.
CALLS_OUT = """
import os, pathlib, socket, threading, time

def call():
    asked = pathlib.Path(os.environ["CALL"])
    while not asked.exists():
        time.sleep(0.01)
    for _ in range(3):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            try:
                one.connect(("192.0.2.1", 9))
            except OSError:
                pass
    asked.unlink()

threading.Thread(target=call, daemon=True).start()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SidecarProcess]:
    with SidecarProcess(tmp_path / "home", encoder="hashing") as running:
        yield running


async def told(server: SidecarProcess) -> dict[str, Any]:
    """Bring every kind of frame, then ask what became of it."""
    async with connected(server, server.run("token", "Ana")) as client:
        for type_, fields in frames():
            await client.send(type_, **fields)
        # What the disk is looked through for: the chat, which stays open.
        await client.opened("desk:open", f"where is my parcel {CANARY}, it was due on monday")
        await client.send("receipt.asked", request="r")
        answer: dict[str, Any] = await client.get("receipt")
        return answer


async def test_a_server_at_work_reaches_nobody_and_keeps_no_text(server: SidecarProcess) -> None:
    answer = await told(server)
    read, held, kept, sent = (answer[part] for part in ("read", "held", "kept", "sent"))
    assert {name: count for name, count in read.items() if name != "since"} == {
        "customer": 3, "desk": 1, "others": 3, "drafts": 1, "searches": 1,
    }  # fmt: skip
    assert (held["chats"], held["messages"]) == (1, 1)
    assert kept == {"chat_texts": 0, "usage": 0, "proposals": 1}  # the line that `frames` sends
    assert (sent["elsewhere"], sent["database"]) == (0, 0)
    assert sent["since"] <= read["since"]


async def test_a_server_that_calls_out_says_so(tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled"
    spoiled.mkdir()
    (spoiled / "sitecustomize.py").write_text(CALLS_OUT)
    asked = tmp_path / "call"
    extra = {"PYTHONPATH": str(spoiled), "CALL": str(asked)}
    with SidecarProcess(tmp_path / "home", encoder="hashing", extra=extra) as server:
        assert (await told(server))["sent"]["elsewhere"] == 0
        asked.touch()
        while asked.exists():  # noqa: ASYNC110  (another process takes it away)
            await asyncio.sleep(0.01)
        assert (await told(server))["sent"]["elsewhere"] == 3


async def test_a_teams_database_is_counted_apart(tmp_path: Path) -> None:
    url = fresh(migrated())
    extra = {"SIDECAR_DATABASE": url}
    with SidecarProcess(tmp_path / "home", encoder="hashing", extra=extra) as server:
        answer = await told(server)
    drop(url)
    assert answer["sent"]["elsewhere"] == 0
    assert answer["sent"]["database"] >= 2  # the pool's, and one that listens for changes
    assert answer["kept"] == {"chat_texts": 0, "usage": 0, "proposals": 1}
