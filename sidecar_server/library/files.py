"""Library files: TOML to records and back, with file and line of every entry."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from pathlib import Path, PurePath
from typing import Any

import msgspec
import tomlkit

from sidecar_server.errors import LibraryProblem
from sidecar_server.model import Expectation, Library, Note, Phrase, Situation, State

Fault = tuple[str, str]  # the place, `file:line`; the fault and, after a dash, the fix
Entry = Situation | Phrase | Note | Expectation
KINDS: dict[str, type[Entry]] = {
    "situation": Situation,
    "phrase": Phrase,
    "note": Note,
    "expect": Expectation,
}
_DERIVED = {"situation": {"language"}, "phrase": {"language", "situation"}, "note": {"locale"}}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SIMPLE = re.compile(r'[^\x00-\x1f"\\\x7f]*')  # a text that needs no escape
_HEADER = re.compile(r"^\s*\[\[\s*([\w-]+)\s*\]\]")


@dataclass(frozen=True, slots=True)
class Located:
    """An entry with the place it was read from, `file:line`."""

    kind: str
    entry: Entry
    place: str


def read(path: Path, state: State = "published") -> list[Located]:
    """Read one TOML file or every one below a folder; `state` is that of entries that name none.

    LibraryProblem lists each thing that cannot be taken, with file, line and fix.
    """
    if not path.exists():
        raise LibraryProblem([f"{path}: there is no such file or folder — check the path"])
    files = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
    located: list[Located] = []
    problems: list[str] = []
    for file in files:
        name = str(file.relative_to(path.parent if path.is_dir() else file.parent))
        if "scenarios" in file.relative_to(path).parts:
            continue
        try:
            located += _file(file, name, state)
        except LibraryProblem as problem:
            problems += problem.problems
    if problems:
        raise LibraryProblem(problems)
    return located


def collect(located: Iterable[Located]) -> Library:
    """Put entries together as one library."""
    by_kind: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for one in located:
        by_kind[one.kind].append(one.entry)
    return Library(
        situations=tuple(by_kind["situation"]),
        phrases=tuple(by_kind["phrase"]),
        notes=tuple(by_kind["note"]),
        expectations=tuple(by_kind["expect"]),
    )


def _file(file: Path, name: str, state: State) -> list[Located]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise LibraryProblem([f"{name}:1: cannot be read: {error} — check the file"]) from error
    return parse(content, file, name, state)


def parse(content: bytes, file: PurePath, name: str, state: State) -> list[Located]:
    """Read a file's content; where it lies says the language, and `name` is its place's."""
    try:
        source = content.decode("utf-8-sig").replace("\r\n", "\n")
        tables = tomllib.loads(source)
    except UnicodeDecodeError as error:
        raise LibraryProblem([f"{name}:1: cannot be read: {error} — save it as UTF-8"]) from error
    except (ValueError, RecursionError) as error:  # also numbers and brackets without end
        at = re.search(r"line (\d+)", str(error))
        place = f"{name}:{at[1] if at else 1}"
        raise LibraryProblem([f"{place}: not TOML: {error} — mend the syntax"]) from error
    language = _language(file, tables.pop("language", None))
    problems = [
        f"{name}:1: unknown table {key!r} — use [[situation]], [[phrase]], [[note]] or [[expect]]"
        for key, value in tables.items()
        if key not in KINDS or not _tables(value)
    ]
    located: list[Located] = []
    for kind, line, raw in _entries(source, tables):
        try:
            if kind in {"phrase", "note"}:
                raw.setdefault("state", state)
            entry = _entry(kind, raw, language)
            located.append(Located(kind, entry, f"{name}:{line}"))
        except (msgspec.ValidationError, ValueError) as error:
            problems.append(f"{name}:{line}: [[{kind}]] {raw.get('id', '')!r}: {error}")
    if problems:
        raise LibraryProblem(problems)
    return located


def _entries(source: str, tables: dict[str, Any]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(source.splitlines(), start=1):
        if header := _HEADER.match(line):
            lines.setdefault(header[1], []).append(number)
    for kind in KINDS:
        for index, raw in enumerate(_tables(tables.get(kind))):
            at = lines.get(kind, [])
            yield kind, at[index] if index < len(at) else 1, dict(raw)


def _tables(value: Any) -> list[dict[str, Any]]:
    """Give an array of tables; nothing for anything else."""
    rows = value if isinstance(value, list) else []
    return rows if all(isinstance(row, dict) for row in rows) else []


def _entry(kind: str, raw: dict[str, Any], language: str) -> Entry:
    record = KINDS[kind]
    derived = _DERIVED.get(kind, set())
    allowed = [f.name for f in fields(record) if f.name not in derived]
    for key in raw:
        if key not in allowed:
            raise ValueError(f"unknown key {key!r} — use one of: {', '.join(allowed)}")
    first, _, rest = str(raw.get("id", "")).partition(".")
    if kind in {"phrase", "note"} and not rest:
        what = "situation" if kind == "phrase" else "locale"
        raise ValueError(f"the id must be “{what}.short-name” — put the {what} before a dot")
    known = {"language": language, "situation": first, "locale": first}
    try:
        return msgspec.convert(raw | {key: known[key] for key in derived}, record, strict=True)
    except msgspec.ValidationError as error:
        raise ValueError(f"{error} — see prompts/README.md") from error


def _language(file: PurePath, stated: object) -> str:
    if stated is not None:
        return str(stated)
    if file.parent.parent.name == "phrases":
        return file.parent.name
    return file.stem if file.parent.name == "situations" else "en"


def place_of(kind: str, entry: Entry) -> str:
    """Name the canonical file of an entry, relative to the library's folder."""
    if isinstance(entry, Situation):
        return f"situations/{entry.language}.toml"
    if isinstance(entry, Phrase):
        return f"phrases/{entry.language}/{entry.situation}.toml"
    return f"notes/{entry.locale}.toml" if isinstance(entry, Note) else "expectations.toml"


def write(library: Library, folder: Path) -> int:
    """Write canonical files below `folder`; gives how many."""
    texts = documents(library)
    for place, text in texts.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return len(texts)


def documents(library: Library) -> dict[str, str]:
    """Give the canonical files' texts by their path below the library's folder."""
    rows: dict[str, list[dict[str, Any]]] = {}
    kinds: dict[str, str] = {}
    groups: tuple[tuple[Entry, ...], ...] = (
        library.situations,
        library.phrases,
        library.notes,
        library.expectations,
    )
    for kind, entries in zip(KINDS, groups, strict=True):
        for entry in entries:
            place = place_of(kind, entry)
            kinds[place] = kind
            rows.setdefault(place, []).append(_plain(kind, entry))
    return {place: _document(kinds[place], sorted(of, key=_order)) for place, of in rows.items()}


def _order(row: dict[str, Any]) -> tuple[str, ...]:
    """Order entries by id; expectations, which have none, by what they are known by."""
    return tuple(str(row.get(name, "")) for name in ("id", "language", "message", "locale"))


def _plain(kind: str, entry: Entry) -> dict[str, Any]:
    """Give the keys that say something or must be there, in the record's order."""
    row: dict[str, Any] = msgspec.to_builtins(entry)
    skipped = _DERIVED.get(kind, set())
    needed = {f.name for f in fields(entry) if f.default is f.default_factory is MISSING}
    return {
        key: value
        for key, value in row.items()
        if key not in skipped and (key in needed or value not in ([], {}, "", False, None))
    }


def _document(kind: str, rows: list[dict[str, Any]]) -> str:
    return "\n".join(_entry_text(kind, row) for row in rows)


def _entry_text(kind: str, row: dict[str, Any]) -> str:
    """Write an entry's table and, behind it, those of the keys that are tables themselves."""
    plain = {key: value for key, value in row.items() if not isinstance(value, dict)}
    below = {key: value for key, value in row.items() if isinstance(value, dict)}
    tables = {f"[[{kind}]]": plain, **{f"[{kind}.{key}]": value for key, value in below.items()}}
    return "\n".join(
        "\n".join([head, *(f"{_key(k)} = {_value(v)}" for k, v in keys.items()), ""])
        for head, keys in tables.items()
    )


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else tomlkit.key(name).as_string()


def _value(value: Any) -> str:
    if isinstance(value, str) and _SIMPLE.fullmatch(value):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return str(tomlkit.item(value).as_string())
