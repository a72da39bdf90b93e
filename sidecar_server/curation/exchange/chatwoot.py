"""Chatwoot's canned responses: the list that its API gives, or a table of the same columns.

https://developers.chatwoot.com/api-reference/canned-responses/list-all-canned-responses-in-an-account
https://www.chatwoot.com/docs/user-guide/features/template-variables/
"""

from collections.abc import Iterator

from sidecar_server.curation.exchange import cells, lines
from sidecar_server.curation.exchange.lines import Told
from sidecar_server.curation.exchange.reading import Format, Reading, Source

_NAME = "Chatwoot"
_COLUMNS = {"short_code", "content"}


def fits(source: Source) -> bool:
    """Take a list of objects, or a table, with `short_code` and `content`."""
    if source.json is not None:
        first = source.json[0] if isinstance(source.json, list) and source.json else None
        return isinstance(first, dict) and first.keys() >= _COLUMNS
    return set(cells.columns_of(source.content)) >= _COLUMNS


def read(source: Source) -> Reading:
    """Read every response; its short code is its title."""
    if source.json is not None:
        return lines.reading(_NAME, _objects(source), source)
    table = cells.read(source.content, source.name)
    told = (
        (f"{source.name}:{number}", _title(row["short_code"]), row["content"])
        for number, row in table.rows
    )
    found, faults = lines.foreign(_NAME, told, source)
    return Reading(_NAME, (), found, [*table.faults, *faults], table.remarks)


def _objects(source: Source) -> Iterator[Told]:
    for number, one in enumerate(source.json, 1):
        known = one if isinstance(one, dict) else {}
        code, text = (known.get(name) for name in ("short_code", "content"))
        place = f"{source.name}:{number}"
        yield place, _title(str(code or "")), text if isinstance(text, str) else ""


def _title(code: str) -> str:
    return code.strip().replace("_", " ").replace("-", " ").strip("/ ")


FORMAT = Format(_NAME, fits, read)
