"""A computer on which nothing is wrong, to be broken in one place; what the doctor says then."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from sidecar_server import doctor, resources
from sidecar_server.doctor import Examined, examine
from sidecar_server.doctor.machine import Machine
from sidecar_server.library.database import open_database
from sidecar_server.library.files import write
from sidecar_server.settings import Settings
from sidecar_server.web.credentials import Credentials
from tests.process import free_port
from tests.sample import LIBRARY

NOBODY = 65_534
CHECKS = sum(len(import_module(f"{doctor.__name__}.{name}").CHECKS) for name in doctor.FAMILIES)


@dataclass
class Computer:
    """`folder` holds all of it: data, extension, a browser, the place of policies."""

    folder: Path
    settings: Settings = field(default_factory=Settings)
    machine: Machine = field(default_factory=Machine)

    @classmethod
    def healthy(cls, folder: Path) -> "Computer":
        home, bin_, extension = folder / "home", folder / "bin", folder / "extension"
        engine = open_database(home)
        Credentials(engine).create("Ana")
        engine.dispose()
        bin_.mkdir()
        (bin_ / "google-chrome").write_text("#!/bin/sh\n")
        (bin_ / "google-chrome").chmod(0o755)
        extension.mkdir()
        shutil.copy(resources.folder("extension") / "manifest.json", extension)
        machine = Machine(
            system="linux", root=folder, environment={"PATH": str(bin_)},
            shipped=lambda name: folder / name,
        )  # fmt: skip
        write(LIBRARY, prompts := folder / "prompts")
        settings = Settings(home=home, port=free_port(), encoder="hashing", prompts=str(prompts))
        return cls(folder, settings, machine)

    @property
    def home(self) -> Path:
        return self.settings.home

    def set(self, **settings: object) -> None:
        self.settings = replace(self.settings, **settings)  # type: ignore[arg-type]

    def answer(self, **machine: object) -> None:
        self.machine = replace(self.machine, **machine)  # type: ignore[arg-type]

    def examined(self) -> list[Examined]:
        found = examine(self.settings, self.machine)
        assert all("\n" not in one.detail + one.fix and one.detail for one in found)
        assert all(one.fix for one in found if one.level != "ok")
        assert not any("failed by itself" in one.detail for one in found)
        return found

    def wrong(self) -> list[Examined]:
        """Give what is wrong; a fault hides no other, so every check has said something."""
        found = self.examined()
        assert len({one.name for one in found}) == CHECKS
        return [one for one in found if not one.ok]

    def the_fault(self, name: str) -> str:
        """Give detail and fix of the one thing that is wrong."""
        [one] = self.wrong()
        assert (one.name, one.level) == (name, "wrong")
        return f"{one.detail} — {one.fix}"

    def the_doubt(self, name: str) -> str:
        """Give detail and fix of the one warning; nothing is wrong then."""
        assert self.wrong() == []
        [one] = [one for one in self.examined() if one.level == "warn"]
        assert (one.name, one.ok) == (name, True)
        return f"{one.detail} — {one.fix}"

    def said(self, name: str) -> str:
        """Give what a check says that finds nothing wrong."""
        return "; ".join(one.detail for one in self.examined() if one.name == name and one.ok)


@contextmanager
def open_to_all() -> Iterator[Path]:
    """Give a folder that every user can enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="sidecar-doctor-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def ordinary_user(*owned: Path) -> Iterator[None]:
    """Be somebody whom permissions hold for, owning these; root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    for path in owned:
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
