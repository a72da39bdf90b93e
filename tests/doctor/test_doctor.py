"""The whole of it: a healthy computer, faults of the doctor's own, and the command."""

import json
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest

from sidecar_server import doctor
from sidecar_server.doctor import configuration
from tests.command import sidecar
from tests.doctor.setup import Computer
from tests.process import SidecarProcess

CANARY = "canary90ff12ab"


def test_on_a_healthy_computer_nothing_is_wrong(computer: Computer) -> None:
    assert {one.level for one in computer.examined()} == {"ok"}
    assert computer.wrong() == []


def test_the_model_and_the_library_that_are_shipped_are_fine(computer: Computer) -> None:
    computer.set(encoder="onnx", prompts="")
    assert computer.wrong() == []
    assert "reads de, es, fr" in computer.said("other languages")


def test_beside_a_running_server_nothing_is_wrong(computer: Computer) -> None:
    with SidecarProcess(computer.home, encoder="hashing", port=computer.settings.port):
        assert computer.wrong() == []
        assert "the server answers at" in computer.said("port")


@pytest.mark.parametrize(("now", "shown"), [(0.0, "1970-01-01"), (9e9, "2255-03-14")])
def test_a_clock_that_is_clearly_wrong(computer: Computer, now: float, shown: str) -> None:
    computer.answer(now=lambda: now)
    said = computer.the_fault("clock")
    assert shown in said
    assert "set the computer's clock" in said


def test_no_time_zones(computer: Computer) -> None:
    def missing(name: str) -> object:
        raise ZoneInfoNotFoundError(name)

    computer.answer(zone=missing)
    assert "pip install tzdata" in computer.the_fault("time zones")


def test_a_python_that_is_too_old_or_too_narrow(computer: Computer) -> None:
    computer.answer(python=(3, 9))
    assert "install Python 3.11 or newer" in computer.the_fault("python")
    computer.answer(python=(3, 12), wide=False)
    assert "install a 64-bit Python" in computer.the_fault("python")


def test_a_processor_without_a_build_is_a_warning(computer: Computer) -> None:
    computer.answer(processor="riscv64")
    assert "ARM64" in computer.the_doubt("python")


def test_a_fault_of_a_check_is_one_line_without_what_it_quotes(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> object:
        raise KeyError(f"{CANARY}\n{CANARY}")

    monkeypatch.setitem(configuration.CHECKS, "settings", failing)
    found = doctor.examine(computer.settings, computer.machine)
    [one] = [one for one in found if not one.ok]
    assert one.detail.startswith("the check failed by itself: KeyError at tests.doctor.test_doctor")
    assert one.fix.startswith("report this line")
    assert CANARY not in str(found)
    assert len(found) > 15


def test_a_module_that_cannot_be_imported_hides_nothing_else(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sidecar_server.doctor.models", None)
    found = doctor.examine(computer.settings, computer.machine)
    assert [one.name for one in found if not one.ok] == ["models"]
    assert "port" in {one.name for one in found}


def test_many_faults_at_once_are_all_found(computer: Computer) -> None:
    (computer.home / "sidecar.toml").write_text("prot = 1\n")
    (computer.home / "sidecar.db").write_bytes(b"none" * 2_000)
    (computer.folder / "extension" / "manifest.json").unlink()
    computer.set(encoder="magic", port=99_999, prompts=str(computer.folder / "nowhere"))
    computer.answer(now=lambda: 0.0, free=lambda _: 0)
    assert [one.name for one in computer.wrong()] == [
        "clock", "settings", "disk", "database", "model", "library files", "extension", "port"
    ]  # fmt: skip


def test_the_command_ends_with_0_on_warnings_and_with_1_on_a_fault(tmp_path: Path) -> None:
    home = tmp_path / "home"
    asked = ("doctor", "--json")
    done = sidecar(home, *asked, SIDECAR_PORT="0")
    assert done.exit_code == 0, done.stdout
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert set(found["pairing"]) == {"name", "ok", "detail", "fix", "level"}
    assert (found["pairing"]["level"], found["pairing"]["ok"]) == ("warn", True)
    assert not home.exists()  # looking makes nothing
    done = sidecar(home, *asked, SIDECAR_PORT="99999")
    assert done.exit_code == 1
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert (found["port"]["level"], found["port"]["ok"]) == ("wrong", False)


def test_the_command_prints_one_line_each_with_the_fix(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "sidecar.toml").write_text('prot = 1\nport = "eight"\n')
    done = sidecar(home, "doctor")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert all(line.startswith(("ok    ", "warn  ", "WRONG ")) for line in lines)
    wrong = [line for line in lines if line.startswith("WRONG")]
    assert all(line.startswith("WRONG settings: ") and " — to fix it: " in line for line in wrong)
    assert len(wrong) == 2


def test_the_real_command_ends_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    environment = {"SIDECAR_HOME": str(tmp_path / "file" / "home"), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-m", "sidecar_server.cli", "doctor"],
        env=environment, capture_output=True, text=True, check=False,
        cwd=Path(doctor.__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 1
    assert "WRONG data folder" in done.stdout
    assert done.stderr == ""
