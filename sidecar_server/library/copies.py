"""Copies of the database from before an upgrade: whole or not there, private, the newest three."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sidecar_server.errors import StoreProblem

KEPT = 3
_PART = ".part"  # of a copy that is being made, or whose making was cut short


def keep(file: Path, schema: str) -> None:
    """Copy the database, as last committed, beside itself: FILE.before-SCHEMA.

    Call it holding the write lock, so that one copy is made at a time. StoreProblem names the fix.
    """
    copy = file.with_name(f"{file.name}.before-{schema}")
    part = copy.with_name(copy.name + _PART)
    try:
        for left in file.parent.glob(f"{file.name}.before-*{_PART}"):
            left.unlink()
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
            target.execute("PRAGMA journal_mode=OFF")  # the renaming makes it whole
            source.backup(target)
        part.replace(copy)
    except (sqlite3.Error, OSError) as error:
        raise StoreProblem(
            f"before the upgrade sidecar.db is copied, and it cannot be: {error}; nothing changed",
            fix=f"free {file.stat().st_size // 2**20 + 1} MB in {file.parent}, "
            "or give the folder to this user, and run it again",
        ) from error


def prune(file: Path) -> None:
    """Remove all but the newest copies; what cannot be removed stays."""
    copies = sorted(
        copy for copy in file.parent.glob(f"{file.name}.before-*") if copy.suffix != _PART
    )
    for copy in copies[:-KEPT]:
        try:
            copy.unlink()
        except OSError:  # an upgrade that went well is not undone for this
            return
