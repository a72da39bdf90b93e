"""A server that is told to end does what is left to do first, by whatever signal it is told."""

import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.process import SidecarProcess
from tests.test_privacy import connected


@pytest.mark.skipif(sys.platform == "win32", reason="a signal ends a process there at once")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_what_was_counted_in_the_last_minute_is_kept(tmp_path: Path, told: int) -> None:
    with SidecarProcess(tmp_path / "home", encoder="hashing") as server:
        async with connected(server, server.run("token", "Ana")) as client:
            await client.opened("c", "where is my parcel, it was due monday")
            line = (await client.get("suggestions"))["items"][0]["id"]
            await client.send("feedback", conversation="c", suggestion=line, event="inserted")
            await client.get("today")
        assert server.stop(by=told) == 0
    with closing(sqlite3.connect(tmp_path / "home" / "sidecar.db")) as database:
        counted = database.execute("SELECT id, event, count FROM usage").fetchall()
    assert counted == [(line, "inserted", 1)]
    assert "Traceback" not in server.log.read_text()
