"""One healthy computer for each test."""

from pathlib import Path

import pytest

from tests.doctor.setup import Computer


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    monkeypatch.setenv("SIDECAR_HOME", str(tmp_path / "home"))
    return Computer.healthy(tmp_path)
