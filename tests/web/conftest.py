"""A running desk for the tests of the web, shared by the tests of a module."""

from collections.abc import Iterator

import pytest

from tests.databases import engine
from tests.web.desk import Desk


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    shared_desk.clear()
    return shared_desk


__all__ = ["engine"]
