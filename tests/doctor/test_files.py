"""Settings and library files that cannot be taken, each place named."""

import os
from pathlib import Path

import pytest

from tests.doctor.setup import Computer, open_to_all, ordinary_user

BAD = '[[phrase]]\nid = "delivery-late.x"\nstrategy = "shout"\nmoment = "opening"\ntext = "Hm."\n'


@pytest.mark.parametrize(
    ("content", "what", "fix"),
    [
        ("prot = 1\n", "unknown setting 'prot'", "use one of: database,"),
        ('port = "eight"\n', "port cannot be 'eight'", "give a value like 8765"),
        ("port = 8765.5\n", "port cannot be 8765.5", "give a value like 8765"),
        ("port = inf\n", "port cannot be inf", "give a value like 8765"),
        ("hosts = 5\n", "hosts cannot be 5", "give a value like ()"),
        ("host = 5\n", "host cannot be 5", "give a value like '127.0.0.1'"),
        ('log_level = "loud"\n', "log_level cannot be 'loud'", "use one of: debug"),
        ("port = \n", "cannot be read: Invalid value (at line 1", "mend or remove it"),
        (b"encoder = '\xff'\n", "is not text in UTF-8", "save it as UTF-8"),
    ],
)
def test_a_settings_file_with_a_fault(
    computer: Computer, content: str | bytes, what: str, fix: str
) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    (computer.home / "sidecar.toml").write_bytes(raw)
    said = computer.the_fault("settings")
    assert what in said
    assert fix in said


def test_every_fault_of_a_settings_file_is_a_line(computer: Computer) -> None:
    (computer.home / "sidecar.toml").write_text('prot = 1\nport = "eight"\nlimits = 2\n')
    assert [one.name for one in computer.wrong()] == ["settings"] * 3


def test_a_variable_that_cannot_be_taken(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDECAR_PORT", "eight")
    assert "port cannot be 'eight'" in computer.the_fault("settings")


def test_a_data_folder_of_a_user_that_is_none(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDECAR_HOME", "~nobody-here/sidecar")
    assert "the setting home cannot be" in computer.the_fault("settings")


def test_a_folder_in_the_settings_files_place(computer: Computer) -> None:
    (computer.home / "sidecar.toml").mkdir()
    assert "give the file to this user, or remove it" in computer.the_fault("settings")


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps permissions otherwise")
def test_a_settings_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_to_all() as folder:
        computer = Computer.healthy(folder)
        monkeypatch.setenv("SIDECAR_HOME", str(computer.home))
        file = computer.home / "sidecar.toml"
        file.write_text("port = 1001\n")
        computer.examined()
        with ordinary_user(computer.home, file):
            file.chmod(0)
            said = {one.name: f"{one.detail} — {one.fix}" for one in computer.wrong()}
    assert "sidecar.toml cannot be read: Permission denied" in said["settings"]
    assert "give the file to this user" in said["settings"]


def test_no_library_folder(computer: Computer) -> None:
    computer.set(prompts=str(computer.folder / "nowhere"))
    said = computer.the_fault("library files")
    assert "nowhere is not there" in said
    assert "set `prompts`" in said


def test_an_empty_library_folder(computer: Computer) -> None:
    (computer.folder / "empty").mkdir()
    computer.set(prompts=str(computer.folder / "empty"))
    assert "empty is empty — set `prompts`" in computer.the_fault("library files")


def test_a_bad_entry_is_named_with_file_and_line(computer: Computer) -> None:
    (Path(computer.settings.prompts) / "bad.toml").write_text(f'language = "en"\n\n{BAD}')
    said = computer.the_fault("library files")
    assert "bad.toml:3" in said
    assert "shout" in said


def test_every_bad_entry_is_a_line_up_to_twenty(computer: Computer) -> None:
    (Path(computer.settings.prompts) / "bad.toml").write_text(f'language = "en"\n{BAD * 30}')
    faults = computer.wrong()
    assert [one.name for one in faults] == ["library files"] * 21
    assert faults[-1].detail.endswith("more like these")


def test_a_library_file_that_is_not_toml(computer: Computer) -> None:
    (Path(computer.settings.prompts) / "bad.toml").write_text("[[phrase]\n")
    said = computer.the_fault("library files")
    assert "bad.toml:1: not TOML" in said
    assert "mend the syntax" in said
