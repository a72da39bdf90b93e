"""/ready: 200 while messages are answered and the database is heard of, else 503 and one word."""

import asyncio
import math
import threading
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sidecar_server.web.readiness import FRESH_S, Readiness
from tests.web.desk import Client, Desk

PATIENCE_S = 20.0


async def asked(desk: Desk, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://{desk.authority}{path}")


async def test_a_copy_that_serves_is_ready(desk: Desk) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while (answer := await asked(desk, "/ready")).status_code != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # until its first look at the database
    assert answer.content == b'{"status":"ready"}'
    assert "server" not in answer.headers


async def test_a_copy_that_stops_says_so_until_everyone_has_gone(tmp_path: Path) -> None:
    begun, done = threading.Event(), threading.Event()

    def slow(_: Request) -> Response:
        begun.set()
        done.wait(PATIENCE_S)
        return PlainTextResponse("read to the end")

    with Desk(tmp_path, pages=[Route("/demo/slow", slow)]) as desk:
        assert desk._server
        async with desk.client() as client:
            reading = asyncio.ensure_future(asked(desk, "/demo/slow"))
            await asyncio.to_thread(begun.wait, PATIENCE_S)
            desk._server.should_exit = True
            assert await client.closed() == 1012
        answer = await asked(desk, "/ready")
        assert (answer.status_code, answer.json()) == (503, {"status": "stopping"})
        assert (await asked(desk, "/health")).status_code == 503
        async with desk.dial() as late:
            assert await Client(late).closed() == 1012
        done.set()
        assert (await reading).text == "read to the end"
        await asyncio.to_thread(desk.stop)
        with pytest.raises(httpx.ConnectError):
            await asked(desk, "/ready")


def test_the_word_follows_what_is_known() -> None:
    now, stops = 100.0, False
    readiness = Readiness(stopping=lambda: stops, clock=lambda: now)
    assert (readiness.word, readiness.answers) == ("starting", False)
    assert readiness.age_s == math.inf
    readiness.started = True
    assert (readiness.word, readiness.answers) == ("database", True)
    readiness.heard()
    assert readiness.word == "ready"
    now += FRESH_S + 0.1
    assert (readiness.word, readiness.has_database) == ("database", False)
    readiness.heard()
    stops = True
    assert (readiness.word, readiness.answers) == ("stopping", False)
