"""The library's store: entries and the vectors of their texts, written together."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, delete, func, insert, select

from sidecar_server.library.files import KINDS, Entry
from sidecar_server.library.tables import (
    FILES,
    bump,
    current,
    entry,
    number,
    set_number,
    vector,
)
from sidecar_server.model import Expectation, Library, Note, Phrase, Situation

Vectors = Mapping[str, NDArray[np.float32]]
_KIND_OF = {record: kind for kind, record in KINDS.items()}


class Store:
    """Entries of two origins: `shipped` ones follow the files, `team` ones override them by id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def revision(self) -> int:
        """Give the revision of the library; it rises with every change."""
        with self._engine.connect() as connection:
            return current(connection)

    def library(self) -> Library:
        """Read everything that counts: of one id in one language, the team's entry."""
        with self._engine.connect() as connection:
            revision = current(connection)
            rows = connection.execute(
                select(entry.c.kind, entry.c.id, entry.c.language, entry.c.body).order_by(
                    entry.c.kind, entry.c.language, entry.c.id, entry.c.origin
                )
            ).all()
        latest = {(kind, id_, language): body for kind, id_, language, body in rows}
        by_kind: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        for (kind, *_), body in latest.items():
            by_kind[kind].append(msgspec.convert(orjson.loads(body), KINDS[kind]))
        return Library(
            situations=tuple(by_kind["situation"]),
            phrases=tuple(by_kind["phrase"]),
            notes=tuple(by_kind["note"]),
            expectations=tuple(by_kind["expect"]),
            revision=revision,
        )

    def follows(self, files: int) -> bool:
        """Say whether the shipped entries are those of files that look like this."""
        with self._engine.connect() as connection:
            return files != 0 and number(connection, FILES) == files

    def follow(self, shipped: Library, files: int = 0) -> bool:
        """Make the shipped entries equal to the files; says whether anything changed.

        `files` is a number that tells how the files look, for `follows`.
        """
        rows = [_row(one, "shipped") for one in _entries(shipped)]
        with self._engine.begin() as connection:
            set_number(connection, FILES, files)
            columns = (entry.c.kind, entry.c.id, entry.c.language, entry.c.body)
            stored = select(*columns).where(entry.c.origin == "shipped")
            known = {tuple(row) for row in connection.execute(stored)}
            if known == {(r["kind"], r["id"], r["language"], r["body"]) for r in rows}:
                return False
            connection.execute(delete(entry).where(entry.c.origin == "shipped"))
            if rows:
                connection.execute(insert(entry), rows)
            bump(connection)
        return True

    def add(self, entries: Sequence[Entry], vectors: Mapping[str, Vectors] | None = None) -> None:
        """Write a team's entries with their texts' vectors by encoder, all or nothing."""
        if not entries:
            return
        rows = [_row(one, "team") for one in entries]
        with self._engine.begin() as connection:
            for row in rows:
                same = [entry.c[key] == row[key] for key in ("kind", "id", "language", "origin")]
                connection.execute(delete(entry).where(*same))
            connection.execute(insert(entry), rows)
            for encoder, rows_by_text in (vectors or {}).items():
                _keep(connection, encoder, rows_by_text)
            bump(connection)

    def vectors(self, encoder: str) -> dict[bytes, NDArray[np.float32]]:
        """Give every stored vector of an encoder by the digest of its text."""
        wanted = select(vector.c.digest, vector.c.vector).where(vector.c.encoder == encoder)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).all()
        return {digest_: np.frombuffer(raw, dtype="<f4") for digest_, raw in rows}

    def encoders(self) -> set[str]:
        """Name the encoders of which any vector is stored."""
        with self._engine.connect() as connection:
            return set(connection.scalars(select(vector.c.encoder).distinct()))

    def keep_vectors(self, encoder: str, vectors: Vectors) -> None:
        """Store vectors of texts that are entries already."""
        with self._engine.begin() as connection:
            _keep(connection, encoder, vectors)

    def derived(
        self, name: str, key: bytes, make: Callable[[], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Give the numbers kept as `name` for this key, flat; else make and keep them instead."""
        kept = self.kept(name, key)
        if kept is None:
            kept = make().ravel()
            row = {"encoder": name, "digest": key, "vector": kept.astype("<f4").tobytes()}
            with self._engine.begin() as connection:
                connection.execute(delete(vector).where(vector.c.encoder == name))
                connection.execute(insert(vector), [row])
        return kept

    def kept(self, name: str, key: bytes, *_: object) -> NDArray[np.float32] | None:
        """Give the numbers that `derived` kept as `name` for this key, or None."""
        return self.vectors(name).get(key)

    def counts(self) -> dict[str, int]:
        """Count the entries by kind."""
        wanted = select(entry.c.kind, func.count()).group_by(entry.c.kind)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}


def digest(text: str) -> bytes:
    """Name a library text by 16 bytes of its SHA-256."""
    return hashlib.sha256(text.encode()).digest()[:16]


def _keep(connection: Connection, encoder: str, vectors: Vectors) -> None:
    rows = [
        {"encoder": encoder, "digest": digest(text), "vector": row.astype("<f4").tobytes()}
        for text, row in vectors.items()
    ]
    if rows:
        connection.execute(insert(vector).prefix_with("OR REPLACE", dialect="sqlite"), rows)


def _entries(library: Library) -> Iterable[Entry]:
    yield from library.situations
    yield from library.phrases
    yield from library.notes
    yield from library.expectations


def _name(one: Entry) -> str:
    """Give an entry's id; of one message there may be an expectation for each locale."""
    if isinstance(one, Expectation):
        return digest(f"{one.message}\n{one.locale}").hex()
    return one.id


def _row(one: Entry, origin: str) -> dict[str, str]:
    state = one.state if isinstance(one, Phrase | Note) else "published"
    return {
        "kind": _KIND_OF[type(one)],
        "id": _name(one),
        "language": one.language if isinstance(one, Situation | Phrase | Expectation) else "",
        "origin": origin,
        "state": state,
        "body": orjson.dumps(one).decode(),
    }
