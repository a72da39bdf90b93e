"""What is scraped after traffic full of canaries: right counts, and labels from these lists."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from sidecar_server import __version__
from sidecar_server.settings import Settings
from sidecar_server.web import monitor
from sidecar_server.web.handshake import id_of, key_of
from sidecar_server.web.metrics import CLOSED, KINDS, QUICK_S, SLOW_S, UNKNOWN, Metrics
from sidecar_server.web.outward import Outward
from sidecar_server.web.parts import Mind
from sidecar_server.web.readiness import Readiness
from sidecar_server.wire import CLIENT_FRAMES, Code
from tests.bench.process import TOP
from tests.sample import PHRASES
from tests.web.console.leads import House
from tests.web.desk import Client, Desk
from tests.web.stub import item
from tests.web.test_serving import ask_without_end

CANARY = "canary7c1fe20b"
PATIENCE_S = 20.0
SAID = f"where is my parcel {CANARY}"
BUCKETS = {str(float(at)) for at in (*QUICK_S, *SLOW_S)} | {"+Inf"}
# Every label there may be, and every value it may have.
LABELS: Mapping[str, set[str]] = {
    "type": {*CLIENT_FRAMES, UNKNOWN},
    "kind": {*KINDS, UNKNOWN},
    "code": {*get_args(Code), *CLOSED, UNKNOWN},
    "le": BUCKETS,
    "version": {__version__},
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "home") as one:
        yield one


class Scrape:
    """One answer of /metrics, read by Prometheus's own parser."""

    def __init__(self, house: House, token: str) -> None:
        answer = httpx.get(
            f"{house.address}{monitor.ROOM}",
            headers={"authorization": f"Bearer {token}"},
            trust_env=False,
        )
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        self.text = answer.text
        self.families: list[Metric] = list(text_string_to_metric_families(answer.text))

    def value(self, name: str, **labels: str) -> float:
        [found] = [
            sample.value
            for family in self.families
            for sample in family.samples
            if (sample.name, sample.labels) == (name, labels)
        ]
        return float(found)


@pytest.fixture
def monitoring(house: House) -> str:
    return house.credentials.create(f"Prometheus {CANARY}", "monitor")


async def agent(house: House, token: str) -> Client:
    authority = house.address.removeprefix("http://")
    client = Client(await connect(f"ws://{authority}/live", compression=None, proxy=None))
    await client.greet(token, authority)
    await client.get("welcome")
    return client


def faulty() -> Iterator[dict[str, Any]]:
    """Frames that are answered by a problem, each with the code that is expected of it."""
    yield {"type": f"x.{CANARY}", "expected": "unknown_type"}
    yield {"type": CANARY, "expected": "unknown_type"}
    yield {"type": "unknown", "expected": "unknown_type"}
    yield {"type": ["message.seen"], "expected": "bad_frame"}
    yield {"type": "message.seen", "conversation": CANARY, "expected": "bad_frame"}
    yield {"type": "message.removed", "conversation": CANARY, "message": CANARY,
           "expected": "unknown_conversation"}  # fmt: skip
    yield {"type": "search", "request": CANARY, "query": "x" * 5_000, "expected": "too_long"}


async def traffic(house: House) -> Client:
    """Do what agents and attackers do; gives a connection that is left open."""
    token = house.credentials.create(f"Ana {CANARY}", "agent", [f"team-{CANARY}"])
    client = await agent(house, token)
    chat = f"desk:{CANARY}"
    customer = {"name": CANARY, "locale": "en-GB", "country": CANARY, "timezone": CANARY}
    await client.opened(chat, SAID, customer=customer)
    await client.get("suggestions")
    await client.seen("m9", f"please do the needful {CANARY}", chat)
    await client.get("suggestions")
    await client.send("draft.changed", conversation=chat, revision=1, text=f"Sorry {CANARY}.")
    await client.get("draft.checked")
    await client.send("search", request=CANARY, query=SAID)
    await client.get("results")
    await client.send("feedback", conversation=chat, suggestion=CANARY, event="shown")
    for frame in faulty():
        expected = frame.pop("expected")
        await client.send(frame.pop("type"), **frame)
        assert (await client.get("problem"))["code"] == expected
    await refused(house)
    return client


async def refused(house: House) -> None:
    authority = house.address.removeprefix("http://")
    dial = connect(f"ws://{authority}/live", compression=None, proxy=None)
    async with dial as socket:
        stranger = Client(socket)
        await stranger.hello(CANARY, authority, client=CANARY)
        await stranger.send("auth", proof="0" * 64)
        assert await stranger.closed() == 4401


async def test_what_is_scraped_counts_and_tells_of_nobody(house: House, monitoring: str) -> None:
    client = await traffic(house)
    found = await asyncio.to_thread(Scrape, house, monitoring)
    assert found.value("sidecar_frames_taken_total", type="message.seen") == 2  # one had a fault
    assert found.value("sidecar_frames_taken_total", type="draft.changed") == 1
    assert found.value("sidecar_frames_taken_total", type=UNKNOWN) == 4
    assert found.value("sidecar_problems_sent_total", code="unknown_type") == 3
    assert found.value("sidecar_problems_sent_total", code="too_long") == 1
    assert found.value("sidecar_suggestions_sent_total", kind="phrase") >= 1
    assert found.value("sidecar_suggestions_sent_total", kind="note") >= 1
    assert found.value("sidecar_suggestions_sent_total", kind=UNKNOWN) == 0
    assert found.value("sidecar_connections_refused_total", code="4401") == 1
    assert found.value("sidecar_connections") == 1
    assert found.value("sidecar_conversations") == 1
    assert found.value("sidecar_answer_seconds_count") == 2
    assert found.value("sidecar_draft_check_seconds_count") == 1
    assert found.value("sidecar_encoder_batches_total") >= 4
    assert found.value("sidecar_encoder_texts_total") >= 4
    assert found.value("sidecar_encoder_wait_seconds_count") >= 4
    assert found.value("sidecar_build_info", version=__version__) == 1
    for family in found.families:
        for sample in family.samples:
            for label, value in sample.labels.items():
                assert value in LABELS[label], sample
    key = key_of(monitoring)
    for what in (CANARY, "Ana", "desk:", "parcel", "en-GB", monitoring, id_of(key), key.hex()):
        assert what not in found.text
    await client.socket.close()


async def test_the_library_and_its_refreshing_are_told(house: House, monitoring: str) -> None:
    client = await agent(house, house.credentials.create("Ana"))
    before = await asyncio.to_thread(Scrape, house, monitoring)
    published = sum(one.state == "published" for one in house.store.library().phrases)
    assert before.value("sidecar_library_phrases") == published
    assert before.value("sidecar_library_refresh_seconds_count") == 0
    assert before.value("sidecar_database_up") == 1
    assert 0 <= before.value("sidecar_database_age_seconds") < PATIENCE_S
    line = replace(PHRASES[0], id="says-hello.other", text="What brings you here today?")
    await asyncio.to_thread(house.changes.write, [line], "Ana", "published")
    revision = (await client.get("library", PATIENCE_S))["revision"]
    after = await asyncio.to_thread(Scrape, house, monitoring)
    assert after.value("sidecar_library_phrases") == published + 1
    assert after.value("sidecar_library_revision") == revision
    assert after.value("sidecar_library_refresh_seconds_count") >= 1
    await client.socket.close()


def test_two_servers_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.frames.count("tick")
    sample = ("sidecar_frames_taken_total", {"type": "tick"})
    assert one.registry.get_sample_value(*sample) == 1
    assert other.registry.get_sample_value(*sample) == 0


async def test_a_reader_that_was_dropped_is_counted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = replace(Settings().limits, frames_per_second=100_000, burst=100_000)
    desk = Desk(tmp_path, Settings(limits=limits))
    desk.live.send_within_s = 0.3
    long = (replace(item("found"), text="x" * 20_000),)
    monkeypatch.setattr(desk.stub.advisor, "search", lambda *_: long)
    with desk:
        async with desk.client() as client:
            client.socket.transport.pause_reading()
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(ask_without_end(client), PATIENCE_S)
            async with asyncio.timeout(PATIENCE_S):
                while desk.live.connections:  # noqa: ASYNC110  (another thread's)
                    await asyncio.sleep(0.05)
        sample = ("sidecar_connections_refused_total", {"code": "4408"})
        assert desk.live.metrics.registry.get_sample_value(*sample) == 1


async def test_a_monitor_enters_no_chat(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        token = desk.credentials.create("Prometheus", "monitor")
        async with desk.dial() as socket:
            client = Client(socket)
            await client.greet(token, desk.authority)
            assert await client.closed() == 4403
            assert socket.close_reason == "this credential reads metrics alone: run `sidecar token`"


@dataclass
class Asleep:
    """A server that has not begun."""

    readiness: Readiness = field(default_factory=Readiness)
    mind: Mind | None = None
    connections: int = 0
    outward: Outward = field(default_factory=Outward)


def test_every_metric_is_in_the_docs() -> None:
    metrics = Metrics()
    metrics.show(Asleep())
    table = [row(one) for one in metrics.registry.collect() if one.name.startswith("sidecar_")]
    scale = (TOP / "docs" / "scale.md").read_text(encoding="utf-8")
    kept = re.findall(r"^\| `sidecar_.*$", scale, re.MULTILINE)
    assert kept == table, "put this table into docs/scale.md:\n" + "\n".join(table)


def row(family: Metric) -> str:
    name = f"{family.name}_{family.type}" if family.type == "info" else family.name
    name += "_total" if family.type == "counter" else ""
    labels = sorted({label for sample in family.samples for label in sample.labels} - {"le"})
    return f"| `{name}` | {family.type} | {', '.join(labels)} | {family.documentation} |"
