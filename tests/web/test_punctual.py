"""Whoever never finishes a request is cut off; whoever is merely slow, or a socket, is not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sidecar_server.web import console
from sidecar_server.web.punctual import PunctualHttp
from tests.web.console.leads import House
from tests.web.desk import Desk

SOON_S, PATIENCE_S = 0.3, 20.0


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PunctualHttp, "head_within_s", SOON_S)
    monkeypatch.setattr(PunctualHttp, "body_within_s", 2 * SOON_S)


@asynccontextmanager
async def calling(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    yield reader, writer
    writer.close()


async def is_cut_off(reader: asyncio.StreamReader) -> bool:
    """Wait until nothing more can come."""
    async with asyncio.timeout(PATIENCE_S):
        try:
            return await reader.read() == b""
        except ConnectionResetError:
            return True


@pytest.mark.parametrize("begun", ["", "GET /health HTTP/1.1\r\nHost: {}\r\nX-Slow: "])
async def test_who_sends_no_whole_request_is_cut_off(desk: Desk, begun: str) -> None:
    async with calling(desk.settings.port) as (reader, writer):
        writer.write(begun.format(desk.authority).encode())
        assert await is_cut_off(reader)


async def test_a_letter_now_and_then_wins_no_time_after_an_answer_either(desk: Desk) -> None:
    request = f"GET /health HTTP/1.1\r\nHost: {desk.authority}\r\n\r\n".encode()
    async with calling(desk.settings.port) as (reader, writer):
        writer.write(request)
        await reader.readuntil(b'{"status":"ok"}')
        cut_off = asyncio.create_task(is_cut_off(reader))
        for letter in request:
            writer.write(bytes([letter]))
            if (await asyncio.wait([cut_off], timeout=SOON_S / 3))[0]:
                break
        assert cut_off.done()


async def test_a_body_that_never_ends_is_cut_off(house: House) -> None:
    authority = house.address.removeprefix("http://")
    head = f"POST {console.ROOM}/sign-in HTTP/1.1\r\nHost: {authority}\r\nOrigin: {house.address}"
    async with calling(house.settings.port) as (reader, writer):
        writer.write(f"{head}\r\nContent-Length: 1000\r\n\r\nx".encode())
        assert await is_cut_off(reader)


async def test_who_is_slow_but_comes_to_an_end_is_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PunctualHttp, "body_within_s", 3 * PATIENCE_S)
    authority = house.address.removeprefix("http://")
    head = f"POST {console.ROOM}/sign-in HTTP/1.1\r\nHost: {authority}\r\nOrigin: {house.address}"
    async with calling(house.settings.port) as (reader, writer):
        writer.write(f"{head}\r\nContent-Length: 2\r\n\r\nx".encode())
        await asyncio.sleep(2 * SOON_S)
        writer.write(b"x")
        assert (await reader.readline()).startswith(b"HTTP/1.1 403")


async def test_a_socket_stays(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        async with desk.client() as client:
            await asyncio.sleep(4 * SOON_S)
            assert await client.is_answered()
