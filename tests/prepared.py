"""A data folder whose library is embedded already, made once, for tests of what comes after."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from sidecar_server.library.database import open_database
from sidecar_server.library.store import Store
from sidecar_server.resources import folder
from sidecar_server.settings import load_settings
from sidecar_server.startup import open_parts

PACKAGE = folder("prompts").parent / "sidecar_server"


def prepare(home: Path) -> None:
    """Put an embedded library into `home`, unless it has one."""
    if home.exists():
        return
    shutil.copytree(ready(), home)


def store() -> Store:
    """Give a store of its own that knows the library's vectors: each is found by its text."""
    home = Path(tempfile.mkdtemp()) / "home"
    prepare(home)
    return Store(open_database(home))


def _make(made: Path) -> None:
    with tempfile.TemporaryDirectory(dir=made.parent) as beside:
        parts = open_parts(load_settings({"home": beside}), print)
        parts.searchable()
        parts.engine.dispose()
        shutil.copytree(beside, f"{beside}-whole")
        try:
            os.rename(f"{beside}-whole", made)  # whole or not at all, whoever else makes one
        except OSError:
            shutil.rmtree(f"{beside}-whole")


def ready() -> Path:
    """Give the folder that is copied, made now where it is not there."""
    made = Path(tempfile.gettempdir()) / f"sidecar-prepared-{_looks()}"
    if not made.exists():
        _make(made)
    return made


def _looks() -> str:
    """Name the library's files, the models and the code that embeds, as they are now."""
    found = hashlib.sha256()
    for top in (folder("prompts"), PACKAGE / "models", PACKAGE / "library", PACKAGE / "encoders"):
        for file in sorted(path for path in top.rglob("*") if path.is_file()):
            if "__pycache__" not in file.parts:
                stat = file.stat()
                found.update(f"{file} {stat.st_size} {stat.st_mtime_ns}".encode())
    return found.hexdigest()[:16]


if __name__ == "__main__":
    ready()  # so that no two who need it make it side by side
