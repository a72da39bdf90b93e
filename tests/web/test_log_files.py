"""The log's files: bounded, private, without a text, and as talkative as the settings now say."""

import io
import logging
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog
from websockets.asyncio.client import connect

from sidecar_server.errors import StartProblem
from sidecar_server.settings import FILE, Settings, load_settings
from sidecar_server.web import log
from tests.process import SidecarProcess
from tests.web.desk import Client

CANARY = "canary5e01b7aa"


def files(home: Path) -> list[Path]:
    return sorted((home / log.FOLDER).iterdir())


def test_files_are_rotated_bounded_and_private(
    logged: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert log.FILE_BYTES * log.FILES <= 5_000_000
    monkeypatch.setattr(log, "FILE_BYTES", 2_000)
    log.keep(tmp_path)
    for number in range(400):
        structlog.get_logger("sidecar").error("again", count=number, text=CANARY)
    assert [file.name for file in files(tmp_path)] == [
        "sidecar.log", *(f"sidecar.log.{number}" for number in range(1, 5))
    ]  # fmt: skip
    assert all(file.stat().st_size <= 2_000 for file in files(tmp_path))
    assert "count=399" in (tmp_path / log.FOLDER / log.FILE).read_text()
    assert not any(CANARY in file.read_text() for file in files(tmp_path))
    assert len(logged.getvalue().splitlines()) == 400
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in files(tmp_path)} == {0o600}
        assert stat.S_IMODE((tmp_path / log.FOLDER).stat().st_mode) == 0o700


def test_no_stranger_rolls_the_log_over(logged: io.StringIO) -> None:
    structlog.get_logger("sidecar").error("something that matters")
    elsewhere = logging.getLogger("uvicorn.error")
    for number in range(1_000):
        elsewhere.warning("Invalid HTTP request received.")
        elsewhere.warning(f"made anew each time: {number}")
    elsewhere.error("another")
    lines = logged.getvalue().splitlines()
    assert sum("Invalid HTTP" in line for line in lines) == log.ALIKE
    assert len(lines) <= log.KINDS + 2 * log.ALIKE + 1
    assert "something that matters" in lines[0]


def test_without_a_place_for_files_the_log_goes_on(logged: io.StringIO, tmp_path: Path) -> None:
    (tmp_path / log.FOLDER).write_text("in the way")
    log.keep(tmp_path)
    structlog.get_logger("sidecar").error("something")
    assert "no log file can be written" in logged.getvalue()
    assert "event=something" in logged.getvalue()


def test_a_line_that_cannot_be_written_is_not_printed_instead(
    logged: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logged.close()
    logging.getLogger("elsewhere").error("took %s", CANARY)
    assert CANARY not in capsys.readouterr().err


def test_other_libraries_are_not_heard_at_debug(logged: io.StringIO) -> None:
    log.set_level("debug")
    logging.getLogger("elsewhere").info(f"formatted before it comes: {CANARY}")
    structlog.get_logger("sidecar.answers").debug("message answered", count=2, text=CANARY)
    assert CANARY not in logged.getvalue()
    assert "message answered" in logged.getvalue()
    log.set_level("error")
    logging.getLogger("elsewhere").warning("no more")
    structlog.get_logger("sidecar").warning("no more")
    assert "no more" not in logged.getvalue()


def until(check: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.05)


async def chat(server: SidecarProcess, name: str) -> None:
    token = server.run("token", "log")
    async with connect(f"ws://{server.authority}/live", compression=None, proxy=None) as socket:
        client = Client(socket)
        await client.greet(token, server.authority)
        await client.get("welcome")
        line = {"message": f"m-{CANARY}", "role": "customer", "text": f"my card {CANARY} is gone"}
        await client.send("conversation.opened", conversation=f"{name}-{CANARY}")
        await client.send("message.seen", conversation=f"{name}-{CANARY}", **line)
        await client.get("suggestions")
        await client.raw(f'{{"type": "message.seen", "text": "{CANARY}')
        await client.get("problem")


async def test_the_level_of_a_running_server_changes_with_the_settings_file(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    kept = home / log.FOLDER / log.FILE
    with SidecarProcess(home, encoder="hashing") as server:
        await chat(server, "before")
        assert kept.read_text() == ""
        (home / FILE).write_text('log_level = "debug"\n')
        until(lambda: "log level is now debug" in kept.read_text())
        await chat(server, "during")
        until(lambda: "message answered" in kept.read_text())
        (home / FILE).write_text('log_level = "loud"\n')
        until(lambda: "settings file not read" in kept.read_text())
        (home / FILE).unlink()
        until(lambda: "log level is now warning" in kept.read_text())
        before = kept.read_text()
        await chat(server, "after")
        assert kept.read_text() == before
    said = server.log.read_text()
    assert "message answered" in said  # beside the file, on standard error too
    held = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert CANARY not in said
    assert CANARY.encode() not in held


def test_a_level_that_is_none_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDECAR_HOME", str(tmp_path))
    assert Settings().log_level == "warning"
    monkeypatch.setenv("SIDECAR_LOG_LEVEL", "loud")
    with pytest.raises(StartProblem, match="log_level cannot be 'loud'"):
        load_settings()
