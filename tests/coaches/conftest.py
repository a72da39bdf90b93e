"""A desk for the tests of the coaches."""

from pathlib import Path

import pytest

from tests.sample import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
