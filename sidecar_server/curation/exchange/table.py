"""Our own table: CSV with a column for every field of a phrase and of a note."""

from collections.abc import Iterable

from sidecar_server.curation.catalogue import Line
from sidecar_server.curation.exchange import cells
from sidecar_server.curation.exchange.columns import COLUMNS, cells_of, entry_in, key_in
from sidecar_server.curation.exchange.reading import Format, Reading, Source
from sidecar_server.errors import BadInput
from sidecar_server.library.files import Fault, Located

_NAME = "Table (CSV)"
_ENDINGS = ("csv", "tsv", "txt")


def fits(source: Source) -> bool:
    """Take what has an id column, or at least says by its name that it is a table."""
    return source.json is None and (
        "id" in cells.columns_of(source.content) or source.ending in _ENDINGS
    )


def read(source: Source) -> Reading:
    """Read every row as a draft."""
    table = cells.read(source.content, source.name)
    faults = [*_columns(table, source.name), *table.faults]
    located: list[Located] = []
    for number, row in table.rows if "id" in table.columns else ():
        place = f"{source.name}:{number}"
        try:
            key = key_in(row)
            located.append(Located(key.kind, entry_in(row, source.stands(key)), place))
        except BadInput as bad:
            faults.append((place, bad.sentence()))
    return Reading(_NAME, located, faults=faults, remarks=table.remarks)


def write(lines: Iterable[Line]) -> bytes:
    """Write phrases and notes as a table."""
    return cells.write(COLUMNS, map(cells_of, lines))


def _columns(table: cells.Table, name: str) -> Iterable[Fault]:
    place = f"{name}:1"
    for column in dict.fromkeys(table.columns):
        if column not in COLUMNS:
            yield place, f"unknown column {column!r} — use these: {', '.join(COLUMNS)}"
        if table.columns.count(column) > 1:
            yield place, f"the column {column!r} stands there twice — take one out"
    if "id" not in table.columns and not table.faults:
        yield place, "there is no column 'id' — name the columns in the first row"


FORMAT = Format(_NAME, fits, read)
