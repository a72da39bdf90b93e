"""Requests that never come to an end, and upgrades that no WebSocket can be made of."""

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from sidecar_server.web.punctual import PunctualHttp
from tests.web.desk import Desk

WITHIN_S = 0.3
KEY = ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
UPGRADE: Sequence[tuple[str, str]] = (
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    KEY,
)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PunctualHttp, "head_within_s", WITHIN_S)


def head(
    host: str,
    *more: tuple[str, str],
    line: str = "GET /live HTTP/1.1",
    fields: Sequence[tuple[str, str]] = UPGRADE,
) -> bytes:
    """Write a request's head."""
    all_ = (("Host", host), *fields, *more)
    return "\r\n".join([line, *(f"{a}: {b}" for a, b in all_), "", ""]).encode("latin-1")


@asynccontextmanager
async def dialled(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(10):
            yield reader, writer
    finally:
        writer.transport.abort()


async def is_hung_up_on(reader: asyncio.StreamReader) -> bytes:
    """Read to the end; gives what came."""
    data = b""
    with suppress(ConnectionError):
        while more := await reader.read(4_096):
            data += more
    return data


async def trickle(writer: asyncio.StreamWriter, data: bytes) -> None:
    """Send a byte at a time for as long as the other side lets."""
    with suppress(ConnectionError):
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(WITHIN_S / 4)


@pytest.mark.parametrize("began", [b"", b"G", b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n"])
async def test_half_a_head_is_not_waited_for(desk: Desk, began: bytes) -> None:
    async with dialled(desk.settings.port) as (reader, writer):
        writer.write(began)
        assert not await is_hung_up_on(reader)


async def test_a_head_that_trickles_is_not_waited_for(desk: Desk) -> None:
    async with dialled(desk.settings.port) as (reader, writer):
        sending = asyncio.create_task(trickle(writer, head(desk.authority)))
        assert not await is_hung_up_on(reader)
        sending.cancel()


async def test_the_second_head_of_a_connection_has_its_time_too(desk: Desk) -> None:
    health = head(desk.authority, line="GET /health HTTP/1.1", fields=())
    async with dialled(desk.settings.port) as (reader, writer):
        writer.write(health)
        assert (await reader.readuntil(b"}")).endswith(b'{"status":"ok"}')
        await asyncio.sleep(WITHIN_S / 3)  # between two requests a connection may rest
        writer.write(health)
        assert (await reader.readuntil(b"}")).endswith(b'{"status":"ok"}')
        writer.write(health[:20])
        assert not await is_hung_up_on(reader)


async def test_the_body_of_what_was_refused_is_not_waited_for(desk: Desk) -> None:
    asked = head(desk.authority, ("Content-Length", "9999"), line="POST /demo HTTP/1.1", fields=())
    async with dialled(desk.settings.port) as (reader, writer):
        writer.write(asked)
        sending = asyncio.create_task(trickle(writer, b"x" * 9_999))
        assert (await is_hung_up_on(reader)).startswith(b"HTTP/1.1 403")
        sending.cancel()


async def count(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the number of bytes that came."""
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


async def test_a_body_that_is_wanted_may_take_its_time() -> None:
    config = uvicorn.Config(count, port=0, http=PunctualHttp, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (it has no event for it)
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with dialled(port) as (reader, writer):
        asked = (("Content-Length", "12"), ("Connection", "close"))
        writer.write(head("x", *asked, line="POST / HTTP/1.1", fields=()))
        await trickle(writer, b"x" * 12)
        assert (await is_hung_up_on(reader)).endswith(b"12\r\n0\r\n\r\n")
    server.should_exit = True
    await serving


FILLER = [(f"X-{number}", "y") for number in range(200)]
UNREADABLE: dict[str, tuple[list[tuple[str, str]], str]] = {
    "too many fields": (FILLER, "GET /live HTTP/1.1"),
    "a long field": ([("X", "y" * 10_000)], "GET /live HTTP/1.1"),
    "a head without end": ([("X", "y" * 70_000)], "GET /live HTTP/1.1"),
    "a long address": ([], f"GET /live?{'x' * 9_000} HTTP/1.1"),
    "a body": ([("Content-Length", "5")], "GET /live HTTP/1.1"),
    "a body in chunks": ([("Transfer-Encoding", "chunked")], "GET /live HTTP/1.1"),
    "another method": ([], "POST /live HTTP/1.1"),
    "a method without end": ([], f"{'G' * 9_000} /live HTTP/1.1"),
    "another place": ([], "GET * HTTP/1.1"),
    "an odd place": ([], "GET /live%00%ff HTTP/1.1"),
    "two keys": ([KEY], "GET /live HTTP/1.1"),
    "two versions": ([("Sec-WebSocket-Version", "8")], "GET /live HTTP/1.1"),
    "a protocol that has no name": ([("Sec-WebSocket-Protocol", ",,@")], "GET /live HTTP/1.1"),
}


@pytest.mark.parametrize(("more", "line"), UNREADABLE.values(), ids=UNREADABLE)
async def test_an_upgrade_that_cannot_be_is_hung_up_on_quietly(
    desk: Desk, logged: io.StringIO, more: list[tuple[str, str]], line: str
) -> None:
    async with dialled(desk.settings.port) as (reader, writer):
        writer.write(head(desk.authority, *more, line=line))
        answer = await is_hung_up_on(reader)
        assert b" 101 " not in answer
    assert "level=error" not in logged.getvalue()
    async with desk.client() as client:
        assert await client.is_answered()


@pytest.mark.parametrize("missing", range(len(UPGRADE)))
async def test_an_upgrade_that_lacks_a_field_is_refused(desk: Desk, missing: int) -> None:
    fields = [one for number, one in enumerate(UPGRADE) if number != missing]
    async with dialled(desk.settings.port) as (reader, writer):
        writer.write(head(desk.authority, fields=fields))
        assert (await reader.readline()).startswith(b"HTTP/1.1 40")


@pytest.mark.parametrize("offer", ["permessage-deflate", "x; client_max_window_bits=9", ";;=="])
async def test_no_extension_and_no_subprotocol_is_selected(desk: Desk, offer: str) -> None:
    offered = (("Sec-WebSocket-Extensions", offer), ("Sec-WebSocket-Protocol", "a, b"))
    async with dialled(desk.settings.port) as (reader, writer):
        writer.write(head(desk.authority, *offered))
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 101")
        assert b"extensions" not in answer.lower()
        assert b"protocol" not in answer.lower().partition(b"\r\n")[2]
