"""The second client against the whole server: a process, its own library, its own commands."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process import SidecarProcess
from tests.second_client.client import HungUp, NotOurServer, SecondClient

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SidecarProcess]:
    home = tmp_path_factory.mktemp("second") / "home"
    with SidecarProcess(home, encoder="hashing") as running:
        yield running


@pytest.fixture(scope="module")
def token(server: SidecarProcess) -> str:
    return server.run("token", "second-client")


async def test_a_chat_is_answered_and_what_was_used_does_not_come_again(
    server: SidecarProcess, token: str
) -> None:
    async with SecondClient(HOST, server.port, token) as client:
        assert client.welcome["protocol"] == 1
        assert client.welcome["library"]["phrases"] > 0
        await client.send(
            "conversation.opened", conversation="desk:1", customer={"locale": "en-GB"}, messages=[]
        )
        await client.send(
            "message.seen",
            conversation="desk:1",
            message="m1",
            role="customer",
            text="where is my parcel, it was due monday and still nothing",
            sent_at="2026-03-01T09:30:00Z",
        )
        first = await client.suggestions("desk:1", "m1")
        lines = [item for item in first["items"] if item["insertable"]]
        assert lines
        assert 0 <= first["cues"]["heat"] <= 1
        for item in lines:
            for slot in item.get("slots", []):
                start, end = slot["span"]
                assert item["text"][start:end] == "{" + slot["name"] + "}"
        used = lines[0]["id"]
        await client.send("feedback", conversation="desk:1", suggestion=used, event="inserted")
        await client.send(
            "message.seen",
            conversation="desk:1",
            message="m2",
            role="customer",
            text="so where is my parcel?",
        )
        second = await client.suggestions("desk:1", "m2")
        assert used not in [item["id"] for item in second["items"]]
        assert second["offset"] > first["offset"]
        assert client.problems == []


async def test_a_draft_and_a_search_are_answered(server: SidecarProcess, token: str) -> None:
    async with SecondClient(HOST, server.port, token) as client:
        await client.send("conversation.opened", conversation="desk:2")
        await client.send("draft.changed", conversation="desk:2", revision=4, text="Dear Ana")
        checked = await client.answer("draft.checked", conversation="desk:2")
        assert checked["revision"] == 4
        await client.send("search", request="r1", query="the parcel is late")
        assert (await client.answer("results", request="r1"))["items"]


async def test_a_problem_names_the_frame_and_the_connection_lives(
    server: SidecarProcess, token: str
) -> None:
    async with SecondClient(HOST, server.port, token) as client:
        await client.send("message.sung", conversation="x")
        assert (await client.problem("unknown_type"))["about"]["type"] == "message.sung"
        await client.send("message.removed", conversation="x", message="m")
        assert (await client.problem("unknown_conversation"))["about"]["conversation"] == "x"
        await client.send("message.seen", conversation="x", message="m", role="boss", text="t")
        assert "role" in (await client.problem("bad_frame"))["detail"]
        messages = [{"message": "m", "role": "customer", "text": "my parcel is late"}]
        await client.send("conversation.opened", conversation="x", messages=messages)
        assert await client.suggestions("x", "m")


TEAM_LINE = """
[[phrase]]
id = "delivery-late.a-line-of-our-team"
strategy = "own"
moment = "opening"
text = "A quokka took your parcel, and I am going to get it back."
state = "published"
"""


async def test_an_import_beside_the_server_is_served(
    server: SidecarProcess, token: str, tmp_path: Path
) -> None:
    file = tmp_path / "phrases" / "en" / "delivery-late.toml"
    file.parent.mkdir(parents=True)
    file.write_text(TEAM_LINE, encoding="utf-8")
    async with SecondClient(HOST, server.port, token) as client:
        before = client.revision
        await asyncio.to_thread(server.run, "library", "import", str(tmp_path))
        await client.library(newer_than=before)
        await client.send("search", request="q", query="a quokka took your parcel")
        found = (await client.answer("results", request="q"))["items"]
    assert "delivery-late.a-line-of-our-team" in [item["id"] for item in found]


async def test_a_frame_too_big_is_hung_up_on(server: SidecarProcess, token: str) -> None:
    async with SecondClient(HOST, server.port, token) as client:
        await client.send("tick", padding="x" * client.welcome["limits"]["frame_bytes"])
        assert await client.gone() == 4413


async def test_a_server_that_does_not_know_the_token_is_told_from_ours(
    server: SidecarProcess,
) -> None:
    with pytest.raises(NotOurServer):
        await SecondClient(HOST, server.port, "not a token of this server").__aenter__()


async def test_pairing_by_the_code_that_the_command_prints(server: SidecarProcess) -> None:
    code = await asyncio.to_thread(server.run, "pair")
    async with SecondClient.pairing(HOST, server.port, code.lower()) as browser:
        assert browser.paired
    async with SecondClient(HOST, server.port, browser.paired) as client:
        assert client.welcome["epoch"] == browser.welcome["epoch"]
    with pytest.raises((NotOurServer, HungUp)):
        await SecondClient.pairing(HOST, server.port, code).__aenter__()
