"""Settings: four layers, refused by name, and all of them documented."""

from dataclasses import fields
from pathlib import Path

import pytest

from sidecar_server.errors import StartProblem
from sidecar_server.settings import HELP, Settings, load_settings, read_settings
from sidecar_server.settings_doc import settings_page


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIDECAR_HOME", str(tmp_path))
    return tmp_path


def test_a_flag_outdoes_the_environment_and_that_the_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings().port == 8765
    (home / "sidecar.toml").write_text('port = 1001\nextension_ids = ["a", "b"]\n')
    assert load_settings().port == 1001
    assert load_settings().extension_ids == ("a", "b")
    monkeypatch.setenv("SIDECAR_PORT", "1002")
    monkeypatch.setenv("SIDECAR_EXTENSION_IDS", "c, d")
    assert load_settings().port == 1002
    assert load_settings().extension_ids == ("c", "d")
    assert load_settings({"port": 1003, "host": None}).port == 1003


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("prot = 1\n", "unknown setting 'prot'"),
        ('port = "many"\n', "port cannot be"),
        ("port = true\n", "port cannot be"),
        ("host = 5\n", "host cannot be"),
        ('log_level = "loud"\n', "log_level cannot be"),
        ("port = ", "cannot be read"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(home: Path, file: str, said: str) -> None:
    (home / "sidecar.toml").write_text(file)
    with pytest.raises(StartProblem, match=said):
        load_settings()


def test_what_can_be_taken_is_taken_beside_every_fault(home: Path) -> None:
    (home / "sidecar.toml").write_text('prot = 1\nport = 1001\nforget_after_s = "long"\n')
    settings, faults = read_settings()
    assert settings.port == 1001
    assert [str(fault).split()[-1] for fault in faults] == ["'prot'", "'long'"]


def test_every_setting_is_documented_and_the_page_is_fresh() -> None:
    assert set(HELP) == {field.name for field in fields(Settings)} - {"limits"}
    page = Path(__file__).parents[1] / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == settings_page()
