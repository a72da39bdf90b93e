"""Addresses that cannot be served, readers that are stuck, and a flood of hostile frames."""

import asyncio
import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from sidecar_server.errors import StartProblem
from sidecar_server.settings import Limits, Settings
from sidecar_server.web.connection import KEPT_FRAMES
from sidecar_server.web.serving import SOCKETS, allow_sockets, bind, bind_twin
from tests.process import PATIENCE_S, SIDECAR, SidecarProcess, free_port
from tests.sample import prompts
from tests.test_wire import FIELDS, JSON
from tests.web.desk import Client, Desk
from tests.web.stub import item

CANARY = "canary-7c1f-of-a-customer"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "example.test"])  # noqa: S104
def test_an_address_that_others_can_reach_is_refused(host: str) -> None:
    with pytest.raises(StartProblem) as problem:
        bind(Settings(host=host, port=0))
    assert "127.0.0.1" in problem.value.fix
    assert "`tls_certificate`" in problem.value.fix
    assert "`proxies`" in problem.value.fix


def test_a_port_in_use_says_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(StartProblem) as problem:
            bind(Settings(port=other.getsockname()[1]))
    assert "in use" in str(problem.value)
    assert "--port" in problem.value.fix


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the option is not set")
def test_nobody_takes_the_port_between_binding_and_serving() -> None:
    with bind(Settings(port=0)) as ours, socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            squatter.bind(ours.getsockname())


@pytest.mark.skipif(sys.platform != "linux", reason="only here another process's can be asked")
def test_no_memory_is_written_to_the_disk_when_it_crashes(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        with SidecarProcess(tmp_path / "home", encoder="hashing") as server:
            assert resource.prlimit(server.pid, resource.RLIMIT_CORE)[0] == 0
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no device that is always full")
def test_it_serves_where_nothing_that_it_prints_can_be_written(tmp_path: Path) -> None:
    port = free_port()
    command = [*SIDECAR, "serve", "--port", str(port)]
    own = {"SIDECAR_HOME": str(tmp_path / "home"), "SIDECAR_ENCODER": "hashing"}
    environment = {**os.environ, **own, "SIDECAR_PROMPTS": prompts()}
    with (
        open("/dev/full", "w") as full,
        subprocess.Popen(command, env=environment, stdout=full, stderr=full) as server,
    ):
        try:
            until = time.monotonic() + PATIENCE_S
            while time.monotonic() < until and server.poll() is None:
                with suppress(httpx.TransportError):
                    said = httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False)
                    assert said.status_code == httpx.codes.OK
                    return
                time.sleep(0.05)
            pytest.fail(f"it did not serve, and ended with {server.poll()}")
        finally:
            server.terminate()


def test_a_port_that_cannot_be_says_what_to_do() -> None:
    with pytest.raises(StartProblem) as problem:
        bind(Settings(port=99_999))
    assert "--port" in problem.value.fix


@pytest.mark.parametrize(("host", "twin"), [("127.0.0.1", "::1"), ("::1", "127.0.0.1")])
def test_whoever_dials_localhost_reaches_nobody_else(host: str, twin: str) -> None:
    """A relay at the other address of that name could hand on both sides' proofs, and read all."""
    with bind(Settings(host=host, port=0)) as ours:
        wanted = Settings(host=host, port=ours.getsockname()[1])
        [other] = bind_twin(wanted)
        with other, pytest.raises(OSError):  # noqa: PT011  (each system has its own)
            socket.create_server((twin, wanted.port), family=other.family)
        with socket.create_server((twin, wanted.port), family=other.family):
            with pytest.raises(StartProblem, match="in use") as problem:
                bind_twin(wanted)
            assert twin in str(problem.value)
            assert "--port" in problem.value.fix


def test_a_server_is_localhost_under_every_address_of_that_name(tmp_path: Path) -> None:
    with SidecarProcess(tmp_path / "home", encoder="hashing") as server:
        for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with socket.socket(family) as caller:
                caller.connect((host, server.port))
                asked = f"GET /health HTTP/1.1\r\nHost: localhost:{server.port}\r\n"
                caller.sendall(f"{asked}Connection: close\r\n\r\n".encode())
                assert caller.recv(4096).startswith(b"HTTP/1.1 200"), host


def test_the_usual_limit_of_open_files_is_raised() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        allow_sockets()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert hard == before[1]
        assert soft == SOCKETS or soft == hard < SOCKETS
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def ask_without_end(client: Client) -> None:
    await client.opened("c")
    while True:
        await client.send("search", request="r", query="x")


async def comes_true(what: Callable[[], bool], within_s: float = 10.0) -> None:
    async with asyncio.timeout(within_s):
        while not what():  # noqa: ASYNC110  (true in another thread)
            await asyncio.sleep(0.02)


async def test_a_reader_that_is_stuck_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = replace(Limits(), frames_per_second=100_000, burst=100_000)
    desk = Desk(tmp_path, Settings(limits=limits))
    desk.live.send_within_s = 0.3
    long = (replace(item("found"), text="x" * 20_000),)
    monkeypatch.setattr(desk.stub.advisor, "search", lambda *_: long)
    with desk:
        async with desk.client() as client, desk.client() as other:
            client.socket.transport.pause_reading()  # the kernel's buffers fill, then the server's
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(ask_without_end(client), 8)
            await asyncio.sleep(1.5)
            assert len(desk.live._open) == 1
            assert await other.is_answered()


async def test_a_reader_that_is_stuck_and_answers_no_ping_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = replace(Limits(), frames_per_second=100_000, burst=100_000)
    desk = Desk(tmp_path, Settings(limits=limits))
    desk.live.send_within_s = 2.0  # so that the ping's time is over first
    long = (replace(item("found"), text="x" * 60_000),)
    monkeypatch.setattr(desk.stub.advisor, "search", lambda *_: long)
    with desk:
        assert desk._server
        desk._server.config.ws_ping_interval = desk._server.config.ws_ping_timeout = 0.5
        async with desk.client() as client:
            client.socket.transport.pause_reading()
            for _ in range(KEPT_FRAMES // 2):  # fewer than make it drop who does not read them
                await client.send("search", request="r", query="x")
            await comes_true(lambda: not desk.live._open)


async def test_a_reader_that_is_stuck_gets_no_more_answers_to_pings(desk: Desk) -> None:
    async with desk.client() as client:
        assert desk._server
        [served] = desk._server.server_state.connections
        served.pause_writing()  # as asyncio does once too much waits to be read
        pong = asyncio.ensure_future(await client.socket.ping())
        await client.opened("c", "hello")
        await desk.encoding_begins()  # so the ping before it was seen
        served.loop.call_soon_threadsafe(served.resume_writing)
        assert await client.get("suggestions")
        assert not pong.done()
        await (await client.socket.ping())


async def read_on(client: Client) -> None:
    while True:
        await client.socket.recv()


def hostile(given_fields: dict[str, object], type_: str) -> bytes | str:
    try:
        return orjson.dumps({**given_fields, "type": type_, "note": CANARY}).decode()
    except TypeError:
        return CANARY


def test_hostile_frames_end_nothing_and_leave_no_trace(tmp_path: Path, logged: io.StringIO) -> None:
    limits = replace(Limits(), frames_per_second=100_000, burst=100_000)
    frames: list[str | bytes] = []

    @settings(max_examples=300, database=None, suppress_health_check=list(HealthCheck))
    @given(
        st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=8),
        st.sampled_from(["message.seen", "conversation.opened", "search", "settings", "x", ""]),
        st.binary(max_size=60) | st.text(max_size=60),
    )
    def gather(given_fields: dict[str, object], type_: str, raw: bytes | str) -> None:
        frames.extend([hostile(given_fields, type_), raw])

    gather()
    frames += ["{" * 3000, '{"a":' * 900, '"' + CANARY, b"\x00" * 100, "[" * 60_000]

    async def attack(desk: Desk) -> None:
        async with desk.client() as good:
            async with desk.client() as bad:
                reader = asyncio.ensure_future(read_on(bad))  # else it is dropped as stuck
                for frame in frames:
                    with suppress(UnicodeEncodeError):  # half a character never leaves a client
                        await bad.raw(frame)
                reader.cancel()
                await bad.opened("c", f"boom {CANARY}", "boom")
                assert await bad.is_answered()
            assert await good.is_answered()

    with Desk(tmp_path, Settings(limits=limits)) as desk:
        asyncio.run(attack(desk))
    assert CANARY not in logged.getvalue()
    assert "Traceback" not in logged.getvalue()
    assert 'event="message not answered"' in logged.getvalue()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes()


async def test_bytes_that_are_no_text_close_the_connection_quietly(
    tmp_path: Path, logged: io.StringIO
) -> None:
    with Desk(tmp_path) as desk:
        async with desk.client() as client:
            await client.socket.send(CANARY.encode() + b"\xff", text=True)
            assert await Client(client.socket).closed() == 1007
        async with desk.client() as client:
            assert await client.is_answered()
    assert CANARY not in logged.getvalue()
    assert "Traceback" not in logged.getvalue()
