"""What is kept: rows and bytes, and that no table has a place for the text of a chat."""

from collections.abc import Iterator
from pathlib import Path

from sidecar_server.doctor import postgres, sqlite
from sidecar_server.doctor.finding import Check, Said, doubt, fine
from sidecar_server.doctor.machine import Machine
from sidecar_server.library.tables import metadata
from sidecar_server.settings import Settings
from sidecar_server.web.log import FOLDER

# Rows that come of work beside a chat, as people call them.
_COUNTED = {
    "usage": "usage counts",
    "proposal": "lines for leads",
    "change": "edits of the library",
}
_OURS = {
    (table.name, column.name) for table in metadata.tables.values() for column in table.columns
}
_SCHEMA = ("alembic_version", "version_num")
_LOOK = "look at what is in it: this version writes no such column, and no check knows its texts"


def _kept(settings: Settings, _: Machine) -> Iterator[Said]:
    kind = postgres if settings.database else sqlite
    columns = {(str(table), str(column)) for table, column in kind.ask(settings, kind.COLUMNS)}
    if _SCHEMA in columns:  # else it is none of ours, which is another check's to say
        for table, column in sorted(columns - _OURS - {_SCHEMA}):
            yield doubt(f"the database has a column {table}.{column} that is none of ours", _LOOK)
    there = [name for name in _COUNTED if any(table == name for table, _ in columns)]
    rows = [f"{_rows(settings, name)} {_COUNTED[name]}" for name in there]
    folder, logs = _size(settings.home), _size(settings.home / FOLDER)
    sizes = f"{folder} in the data folder, {logs} of it logs, which hold no text"
    yield fine("; ".join(["no table of ours holds a chat", *rows, sizes]))


def _rows(settings: Settings, table: str) -> int:
    kind = postgres if settings.database else sqlite
    asked = kind.ask(settings, f"SELECT count(*) FROM {table}")  # noqa: S608  (a name of `_COUNTED`)
    return int(asked[0][0]) if asked else 0


def _size(folder: Path) -> str:
    count = 0
    for path in folder.rglob("*"):
        try:
            count += path.stat().st_size if path.is_file() else 0
        except OSError:  # gone meanwhile, or another user's, which is another check's to say
            continue
    return f"{count / 1e6:.1f} MB"


CHECKS: dict[str, Check] = {"what is kept": _kept}
