"""Phrases and notes as cells of a table and back, every field exactly as it was."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
import orjson

from sidecar_server.curation.catalogue import Line
from sidecar_server.curation.writing import NOTE, PHRASE, blank, empty
from sidecar_server.errors import BadInput
from sidecar_server.library.rows import Key, key_of
from sidecar_server.model import Phrase

NAMES = ("kind", "id", "language", "state")
COLUMNS = (*NAMES, *PHRASE, *NOTE)
_OWN = {"phrase": PHRASE, "note": NOTE}
_STRANGE = {"phrase": NOTE, "note": PHRASE}
_COMMAS = ("stakes", "avoid_when", "teams", "applies_to")
_LINES = ("text_triggers", "draft_triggers", "sources")
# Left empty, these stay as they stand or are as in a new entry.
_FILLED = ("strategy", "moment", "register", "heat_from", "heat_to", "topic", "confidence")


def cells_of(one: Line) -> dict[str, str]:
    """Write an entry as cells by column; a list that a plain cell cannot hold is JSON."""
    plain: dict[str, Any] = msgspec.to_builtins(one)
    triggers = plain.pop("triggers", {})
    plain |= {f"{name}_triggers": triggers[name] for name in ("text", "draft") if triggers}
    if isinstance(one, Phrase):
        plain |= {"heat_from": one.heat[0], "heat_to": one.heat[1]}
    else:
        plain["calendar"] = one.triggers.calendar
    kind = key_of(one).kind
    cells = {name: _cell(name, plain[name]) for name in _OWN[kind]}
    language = one.language if isinstance(one, Phrase) else one.locale
    return {"kind": kind, "id": one.id, "language": language, "state": one.state, **cells}


def key_in(cells: Mapping[str, str]) -> Key:
    """Give the name of the entry of a row; BadInput names the cell and the fix."""
    kind = cells.get("kind", "").strip().lower() or "phrase"
    if kind not in _OWN:
        raise BadInput(f"kind = {kind!r} is not known", fix="write phrase or note")
    language = cells.get("language", "").strip() or "en"
    return Key(kind, cells["id"].strip(), language if kind == "phrase" else "")


def entry_in(cells: Mapping[str, str], stands: Line | None) -> Line:
    """Read a row as a draft; a column that the table lacks stays as it `stands`.

    BadInput names the cell and the fix.
    """
    key = key_in(cells)
    if strange := [name for name in _STRANGE[key.kind] if cells.get(name)]:
        raise BadInput(f"a {key.kind} has no {strange[0]}", fix="leave that cell empty")
    base = stands or empty(key)
    standing = cells_of(stands) if stands else _new(key.kind)
    given = {
        n: cell for n in standing if (cell := cells.get(n, "")) or (n in cells and n not in _FILLED)
    }
    known = {**standing, **given}
    plain: dict[str, Any] = {name: _value(name, known[name]) for name in _OWN[key.kind]}
    made = _phrase(plain) if key.kind == "phrase" else _note(plain)
    try:
        return msgspec.convert(msgspec.to_builtins(base) | made | {"state": "draft"}, type(base))
    except msgspec.ValidationError as error:
        raise BadInput(f"{error}", fix="mend that cell") from error


@cache
def _new(kind: str) -> Mapping[str, str]:
    return cells_of(blank(kind))


def _phrase(plain: dict[str, Any]) -> dict[str, Any]:
    plain["heat"] = [plain.pop("heat_from"), plain.pop("heat_to")]
    return plain


def _note(plain: dict[str, Any]) -> dict[str, Any]:
    wordings = {name: plain.pop(f"{name}_triggers") for name in ("text", "draft")}
    return {**plain, "triggers": {**wordings, "calendar": plain.pop("calendar")}}


def _cell(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    items = [f"{key} = {meant}" for key, meant in value.items()] if name == "slots" else value
    plain = (", " if name in _COMMAS else "\n").join(items)
    try:
        same = _value(name, plain) == value
    except BadInput:
        same = False
    return plain if same else orjson.dumps(value).decode()


def _value(name: str, cell: str) -> Any:
    if name in _READ:
        return _READ[name](cell)
    if name in {"text", "means", "advise", "avoid", "limits"}:
        return cell
    return cell.strip()


def _number(cell: str) -> float:
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        raise BadInput("heat is not a number", fix="write one from 0 to 1, like 0.4") from None


def _list(separator: str) -> Callable[[str], Sequence[str]]:
    def read(cell: str) -> Sequence[str]:
        found = _json(cell, list[str])
        if found is not None:
            return list(found)
        return [one.strip() for one in cell.split(separator) if one.strip()]

    return read


def _slots(cell: str) -> Mapping[str, str]:
    if (found := _json(cell, dict[str, str])) is not None:
        return dict(found)
    pairs = [line.partition("=") for line in cell.split("\n") if line.strip()]
    if any(not equals for _, equals, _ in pairs):
        raise BadInput("a slot has no meaning", fix="write name = what it stands for, one a line")
    return {name.strip().strip("{}"): meant.strip() for name, _, meant in pairs}


def _json(cell: str, kind: Any) -> Any:
    """Read a cell as JSON of this kind, None where it is none."""
    if not cell.lstrip().startswith(("[", "{")):
        return None
    try:
        return msgspec.json.decode(cell, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


_READ: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("heat_from", "heat_to"), _number),
    **dict.fromkeys(_COMMAS, _list(",")),
    **dict.fromkeys(_LINES, _list("\n")),
    "slots": _slots,
}
