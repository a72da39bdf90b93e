"""Copies follow their database: when nobody can listen, and when it goes away and comes back."""

import asyncio
import http.client
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from tests.copies.test_published import PATIENCE_S, agent, copies, publish
from tests.databases import Restarted, ask, database
from tests.process import SidecarProcess
from tests.web.desk import Client

__all__ = ["copies", "database"]
LISTENERS = "FROM pg_stat_activity WHERE query = 'LISTEN sidecar' AND datname = current_database()"


def said(copy: SidecarProcess, path: str, token: str = "") -> tuple[int, str]:
    """Ask a copy for a page, as a load balancer or Prometheus does."""
    caller = http.client.HTTPConnection(copy.authority, timeout=PATIENCE_S)
    try:
        given = {"authorization": f"Bearer {token}"} if token else {}
        caller.request("GET", path, headers=given)
        answer = caller.getresponse()
        return answer.status, answer.read().decode()
    finally:
        caller.close()


async def comes_true(what: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not await asyncio.to_thread(what):  # noqa: ASYNC110  (others know it)
            await asyncio.sleep(0.05)


async def answers(client: Client, message: str) -> list[str]:
    """Say something in the open chat; gives the texts that are suggested."""
    await client.seen(message, "where is my parcel, it was due monday")
    while True:
        frame = await client.get("suggestions", PATIENCE_S)
        if frame["about"].get("message") == message:
            return [one["text"] for one in frame["items"]]


async def meanwhile(what: Callable[[], Any], doing: Awaitable[Any]) -> None:
    """Do one thing again and again until another is done."""
    task = asyncio.ensure_future(doing)
    while not task.done():
        await asyncio.to_thread(what)
        await asyncio.sleep(0.05)
    await task


async def test_changes_arrive_where_nobody_can_listen_and_listening_comes_back(
    copies: Sequence[SidecarProcess], tmp_path: Path
) -> None:
    url, token = copies[0].extra["SIDECAR_DATABASE"], copies[0].run("token", "Ana")

    def end_listening() -> None:
        ask(url, f"SELECT pg_terminate_backend(pid) {LISTENERS}")

    def all_listen() -> bool:
        return len(ask(url, f"SELECT pid {LISTENERS}")) == len(copies)

    async with AsyncExitStack() as stack:
        agents = [await agent(stack, copy, token) for copy in copies]
        await comes_true(all_listen)

        async def told_by_all() -> None:
            await asyncio.to_thread(publish, copies[1], tmp_path / "in", "Told without.")
            told = [(await one.get("library", PATIENCE_S))["revision"] for one in agents]
            assert len(set(told)) == 1

        await meanwhile(end_listening, told_by_all())
        await comes_true(all_listen)


async def test_what_nobody_tells_of_is_found_by_looking(copies: Sequence[SidecarProcess]) -> None:
    """As where a pooler swallows the notices, or a copy of an older version writes."""
    url, token = copies[0].extra["SIDECAR_DATABASE"], copies[0].run("token", "Ana")
    async with AsyncExitStack() as stack:
        agents = [await agent(stack, copy, token) for copy in copies]
        ask(url, "UPDATE revision SET value = value + 1 WHERE name = 'library'")
        told = [(await one.get("library", PATIENCE_S))["revision"] for one in agents]
    assert len(set(told)) == 1


async def test_a_database_that_goes_and_comes_back_is_survived(
    database: Restarted, tmp_path: Path
) -> None:
    copy = SidecarProcess(tmp_path / "copy", "hashing", extra={"SIDECAR_DATABASE": database.url})

    def ready() -> tuple[int, Any]:
        status, body = said(copy, "/ready")
        return status, json.loads(body)

    async with AsyncExitStack() as stack:
        stack.enter_context(copy)
        token, monitor = copy.run("token", "Ana"), copy.run("token", "m", "--role", "monitor")
        client = await agent(stack, copy, token)
        await client.opened()
        known = await answers(client, "before")
        assert ready() == (200, {"status": "ready"})
        assert "sidecar_database_up 1.0" in said(copy, "/metrics", monitor)[1]

        await asyncio.to_thread(database.stop)
        await comes_true(lambda: ready() == (503, {"status": "database"}))
        assert said(copy, "/health") == (200, '{"status":"ok"}')
        assert await answers(client, "meanwhile") == known
        assert "sidecar_database_up 0.0" in said(copy, "/metrics", monitor)[1]
        assert said(copy, "/metrics", token)[0] == 403

        await asyncio.to_thread(database.start)
        await comes_true(lambda: ready() == (200, {"status": "ready"}))
        await asyncio.to_thread(publish, copy, tmp_path / "in", "Told after.")
        await client.get("library", PATIENCE_S)
        assert await answers(client, "after")
    assert copy.log.read_text().count("the database does not answer") == 1
    assert copy.log.read_text().count("the database answers again") == 1
