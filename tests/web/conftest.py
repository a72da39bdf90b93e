"""A running desk for the tests of the web, shared by the tests of a module."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog
from playwright.sync_api import expect

from sidecar_server.web import log
from tests.databases import engine
from tests.web.console.leads import House
from tests.web.desk import Desk

expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    shared_desk.clear()
    return shared_desk


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A whole server for the tests of a module."""
    with House(tmp_path_factory.mktemp("house") / "home") as one:
        yield one


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged meanwhile; the log is afterwards as it was."""
    root = logging.getLogger()
    before, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    stream = io.StringIO()
    log.configure(stream)
    yield stream
    for handler in set(root.handlers) - set(before):
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)
    logging.raiseExceptions = raising
    for name in log.OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


__all__ = ["engine"]
