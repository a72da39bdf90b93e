"""Where the index is kept by PostgreSQL, nothing waits for it but the message that asks."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, event, text

from sidecar_server.library.indexes import KINDS
from sidecar_server.library.indexes.extension import SCHEMA
from sidecar_server.library.search import Extent, build
from sidecar_server.web import log
from tests.clustered import examples
from tests.databases import drop, fresh, migrated
from tests.indexed import shop
from tests.process import SidecarProcess
from tests.sample import store_of
from tests.web.coached import Coached
from tests.web.desk import Desk

LATE = ("where is my parcel", "it was due on monday", "and my card was stolen too")


class Kept(Coached):
    """A mind whose index is in a database."""

    def __init__(self, folder: Path, engine: Engine, made: Any) -> None:
        super().__init__(folder)
        self.engine, self._made, self._store = engine, made, store_of(engine)
        self.build()

    def build(self) -> None:
        """Serve the library as it is stored now."""
        before = self.assistant.searchable
        made = build(
            self._store.library(), self._store, self.encoders, None, Extent(index=self._made)
        )
        changed = replace(made.library, revision=before.library.revision + 1)
        self.assistant.searchable = replace(made, library=changed)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with shop("pgvector", tmp_path / "shop", examples(2, 1)) as made:
        stub = Kept(tmp_path / "sample", made.engine, made.make)
        with Desk(tmp_path / "home", stub=stub) as running:
            yield running


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the log says, as the server writes it."""
    root, stream = logging.getLogger(), StringIO()
    before, level = root.handlers[:], root.level
    log.configure(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@contextmanager
def searches() -> Iterator[list[str]]:
    """Name the thread of each question to the index."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "embedding" in statement:
            seen.append(threading.current_thread().name)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_the_event_loop_never_searches(desk: Desk) -> None:
    async with desk.client() as client:
        with searches() as seen:
            await client.opened("c", *LATE)
            answered = await client.get("suggestions")
        assert {one["situation"] for one in answered["items"]} & {"delivery-late", "card-stolen"}
        assert len(seen) == len(LATE) + 1  # and once for the lines that may come
        assert all(name.startswith("asyncio_") for name in seen)
        with searches() as seen:
            await client.seen("m9", "still nothing, where is it")
            await client.get("suggestions")
            await client.send("search", request="r", query="a parcel that is late")
            assert (await client.get("results"))["items"]
        assert len(seen) >= 1  # what was found before is known
        assert all(name.startswith("asyncio_") for name in seen)
        desk.stub.build()  # type: ignore[attr-defined]
        with searches() as seen:
            await client.seen("m10", "hello")
            await client.get("suggestions")
        assert len(seen) >= len(LATE) + 2  # another library: all is asked anew
        assert all(name.startswith("asyncio_") for name in seen)


async def test_a_message_that_cannot_be_looked_up_is_said_and_the_next_is_answered(
    written: StringIO, desk: Desk
) -> None:
    async with desk.client() as client:
        await client.opened("c", LATE[0])
        await client.get("suggestions")
        rename(desk, SCHEMA, "away")
        await client.seen("m1", LATE[1])
        problem = await client.get("problem")
        assert (problem["code"], problem["about"]["message"]) == ("unavailable", "m1")
        rename(desk, "away", SCHEMA)
        await client.seen("m2", LATE[2])
        assert (await client.get("suggestions"))["items"]
    assert "StoreProblem" in written.getvalue()
    assert "monday" not in written.getvalue()


def rename(desk: Desk, schema: str, to: str) -> None:
    engine: Engine = desk.stub.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.execute(text(f"ALTER SCHEMA {schema} RENAME TO {to}"))


def test_a_command_answers_the_same_with_either_index(tmp_path: Path) -> None:
    url = fresh(migrated())
    told = []
    for kind in KINDS:
        names = {"SIDECAR_DATABASE": url, "SIDECAR_INDEX": kind}
        process = SidecarProcess(tmp_path / kind, encoder="hashing", extra=names)
        told.append(process.run("suggest", "--json", LATE[0]))
    assert told[0] == told[1]
    assert "delivery-late.find" in told[0]
    drop(url)


def test_a_command_that_cannot_open_its_index_names_the_fix(tmp_path: Path) -> None:
    process = SidecarProcess(
        tmp_path / "home", encoder="hashing", extra={"SIDECAR_INDEX": "pgvector"}
    )
    asked = process.ask("suggest", LATE[0])
    assert asked.returncode == 1
    assert "set `database` to a postgresql:// address" in asked.stderr
    assert "Traceback" not in asked.stderr
