"""Data folders that cannot be used, or that others can look into."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doctor.setup import Computer, open_to_all, ordinary_user

posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps permissions otherwise")


@pytest.fixture
def shared() -> Iterator[Computer]:
    """A healthy computer in a folder that other users can reach."""
    with open_to_all() as folder:
        computer = Computer.healthy(folder)
        computer.examined()  # imports what it needs, as long as everything can be read
        yield computer


def test_a_file_in_the_folders_place(computer: Computer) -> None:
    shutil.rmtree(computer.home)
    computer.home.write_text("")
    said = {one.name: f"{one.detail} — {one.fix}" for one in computer.wrong()}
    assert "is not a folder" in said["data folder"]
    assert "set SIDECAR_HOME elsewhere" in said["data folder"]


def test_a_folder_that_the_first_start_makes_is_fine(computer: Computer) -> None:
    shutil.rmtree(computer.home)
    assert "the first start makes it" in computer.said("data folder")
    assert not computer.home.exists()
    assert computer.wrong() == []


@posix
def test_a_folder_without_the_right_to_write(shared: Computer) -> None:
    with ordinary_user(shared.home, *shared.home.iterdir()):
        shared.home.chmod(0o500)
        try:
            said = {one.name: f"{one.detail} — {one.fix}" for one in shared.wrong()}
        finally:
            shared.home.chmod(0o700)
    assert "cannot be written: Permission denied" in said["data folder"]
    assert "give the folder to this user" in said["data folder"]


@posix
def test_a_folder_that_cannot_even_be_entered(shared: Computer) -> None:
    with ordinary_user(shared.home):
        shared.home.chmod(0)
        try:
            said = {one.name: f"{one.detail} — {one.fix}" for one in shared.wrong()}
        finally:
            shared.home.chmod(0o700)
    assert "cannot be written: Permission denied" in said["data folder"]
    assert "set SIDECAR_HOME" in said["data folder"]


@posix
def test_a_database_that_may_only_be_read(shared: Computer) -> None:
    file = shared.home / "sidecar.db"
    with ordinary_user(shared.home, file):
        file.chmod(0o400)
        said = {one.name: f"{one.detail} — {one.fix}" for one in shared.wrong()}
    assert "cannot be read and written: Permission denied" in said["database"]
    assert "give the file to this user" in said["database"]


@posix
def test_what_belongs_to_another_user(computer: Computer) -> None:
    if os.geteuid() == 0:
        os.chown(computer.home / "sidecar.db", 12_345, 12_345)
    else:
        computer.answer(user=lambda: os.geteuid() + 1)
    [*first, last] = computer.wrong()
    assert {one.name for one in (*first, last)} == {"owner"}
    assert "sidecar.db belongs to user" in last.detail
    assert "run `chown`" in last.fix


@posix
@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701])
def test_a_folder_that_others_can_look_into(computer: Computer, mode: int) -> None:
    computer.home.chmod(mode)
    assert f"run `chmod 700 {computer.home}`" in computer.the_fault("privacy")
    assert computer.home.stat().st_mode & 0o777 == mode  # looking mends nothing


def test_a_full_disk(computer: Computer) -> None:
    computer.answer(free=lambda _: 5_000_000)
    assert "the disk is full: 5 MB free — free the disk" in computer.the_fault("disk")


def test_a_nearly_full_disk_is_a_warning(computer: Computer) -> None:
    computer.answer(free=lambda _: 300_000_000)
    assert "nearly full: 300 MB free — free the disk" in computer.the_doubt("disk")


def test_looking_leaves_nothing_behind(computer: Computer) -> None:
    def content(folder: Path) -> dict[Path, bytes]:
        return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    before = content(computer.folder)
    assert computer.wrong() == []
    assert content(computer.folder) == before
