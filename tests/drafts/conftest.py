"""A desk for the tests of the draft rules."""

from pathlib import Path

import pytest

from tests.drafts.reviewed import Reviewed


@pytest.fixture
def desk(tmp_path: Path) -> Reviewed:
    return Reviewed(tmp_path)
