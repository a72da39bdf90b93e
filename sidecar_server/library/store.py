"""The library's store: entries and the vectors of their texts, written together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, delete, func, insert, select, text

from sidecar_server.library.files import KINDS, Entry
from sidecar_server.library.rows import Key, digest, entry_of, key_of, row_of
from sidecar_server.library.scope import EVERYTHING, Scope
from sidecar_server.library.tables import (
    FILES,
    SHIPPED,
    TEAM,
    WORKING,
    bump,
    change,
    current,
    entry,
    number,
    set_number,
    vector,
)
from sidecar_server.library.writing import writing
from sidecar_server.model import Expectation, Library

Vectors = Mapping[str, NDArray[np.float32]]
_MUCH = 200  # changes from which everything is read anew
_AT_ONCE = 500  # names in one query: databases have a limit of variables
_QUERIES = 6  # of so many names each; for more it is sooner to look through all
_KEEP = text(  # SQLite and PostgreSQL alike
    "INSERT INTO vector (encoder, digest, vector) VALUES (:encoder, :digest, :vector) "
    "ON CONFLICT (encoder, digest) DO UPDATE SET vector = excluded.vector"
)
_RANK = {WORKING: 0, SHIPPED: 1, TEAM: 2}


class Store:
    """Entries by origin: shipped ones follow the files, the team's override them by id.

    `Changes` writes what people change; what is in work beside a served entry serves nobody.
    Only what the scope sees is read.
    """

    def __init__(self, engine: Engine, scope: Scope = EVERYTHING) -> None:
        self.engine, self._scope = engine, scope

    def within(self, scope: Scope) -> "Store":
        """Give the same for whoever sees less."""
        return Store(self.engine, scope)

    def revision(self) -> int:
        """Give the revision of the library; it rises with every change."""
        with self.engine.connect() as connection:
            return current(connection)

    def library(self, before: Library | None = None) -> Library:
        """Read everything that counts: of one id in one language, the team's entry.

        What is in work counts where nothing else of that name is: it says its state, and no one
        is served by it. With a library read `before`, only what was changed since is read, if it
        is little; what stayed is the same objects in the same order, what is new comes last.
        """
        # Before the entries: what is written between is read twice rather than never.
        revision, newest = self.revision(), self.newest_change()
        keys = self.changed(before.revision, before.change, revision) if before else set()
        if before and (keys or revision == before.revision):
            return self._patched(before, {key for key, _ in keys}, revision, newest)
        by_kind: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        for (kind, *_), body in self._best().items():
            if self._scope.sees(one := entry_of(kind, body)):
                by_kind[kind].append(one)
        return _library(by_kind, revision, newest)

    def _best(self) -> dict[Key, str]:
        """Give what counts of each name, as JSON, ordered."""
        columns = (entry.c.kind, entry.c.id, entry.c.language, entry.c.origin, entry.c.body)
        ordered = select(*columns).order_by(entry.c.kind, entry.c.language, entry.c.id)
        with self.engine.connect() as connection:
            rows = connection.execute(ordered).all()
        best: dict[Key, tuple[int, str]] = {}
        for kind, id_, language, origin, body in rows:
            name, rank = Key(kind, id_, language), _RANK[origin]
            if name not in best or rank > best[name][0]:
                best[name] = (rank, body)
        return {name: body for name, (_, body) in best.items()}

    def _patched(self, before: Library, keys: Set[Key], revision: int, newest: int) -> Library:
        """Give a library with these entries as they stand now."""
        by_kind = dict(zip(KINDS, kinds_of(before), strict=True))
        for kind in {key.kind for key in keys}:
            wanted = sorted(key for key in keys if key.kind == kind)
            ids = {key.id for key in wanted}
            # Few are looked for among many, and an id is sooner compared than a name made.
            at = {
                key_of(one): row
                for row, one in enumerate(by_kind[kind])
                if isinstance(one, Expectation) or one.id in ids
            }
            entries: list[Entry | None] = list(by_kind[kind])
            for key in wanted:
                standing = self._standing(key)
                best = standing.get(max(standing, key=_RANK.__getitem__, default=""))
                seen = best if best and self._scope.sees(best) else None
                if key in at:
                    entries[at[key]] = seen
                else:
                    entries.append(seen)
            by_kind[kind] = tuple(one for one in entries if one is not None)
        return _library(by_kind, revision, newest)

    def versions(self, key: Key) -> dict[str, Entry]:
        """Give what stands under a name, by origin: shipped, team, working."""
        found = self._standing(key)
        return {origin: one for origin, one in found.items() if self._scope.sees(one)}

    def _standing(self, key: Key) -> dict[str, Entry]:
        named = (entry.c.kind == key.kind, entry.c.id == key.id, entry.c.language == key.language)
        with self.engine.connect() as connection:
            rows = connection.execute(select(entry.c.origin, entry.c.body).where(*named)).all()
        return {origin: entry_of(key.kind, body) for origin, body in rows}

    def keys_of(self, kind: str, but: str) -> set[Key]:
        """Name the entries of a kind that are kept under another origin than one."""
        columns = (entry.c.kind, entry.c.id, entry.c.language)
        query = select(*columns).where(entry.c.kind == kind, entry.c.origin != but)
        with self.engine.connect() as connection:
            return {Key(*row) for row in connection.execute(query)}

    def working(self) -> dict[Key, Entry]:
        """Give everything that is in draft or review."""
        query = select(entry).where(entry.c.origin == WORKING)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        found = {Key(r.kind, r.id, r.language): entry_of(r.kind, r.body) for r in rows}
        return {key: one for key, one in found.items() if self._scope.sees(one)}

    def newest_change(self) -> int:
        """Give the number of the newest change that people made, 0 before the first."""
        with self.engine.connect() as connection:
            return int(connection.scalar(select(func.max(change.c.number))) or 0)

    def changed(self, revision: int, after: int, now: int) -> set[tuple[Key, int]]:
        """Name what was changed after a change's number, each with its change's own number.

        Empty where that does not explain the way from one revision to the other, or is much.
        """
        columns = (change.c.number, change.c.batch, change.c.kind, change.c.id, change.c.language)
        query = select(*columns).where(change.c.number > after).limit(_MUCH + 1)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        explained = len({row.batch for row in rows}) == now - revision
        few = explained and len(rows) <= _MUCH
        return {(Key(r.kind, r.id, r.language), r.number) for r in rows} if few else set()

    def follows(self, files: int) -> bool:
        """Say whether the shipped entries are those of files that look like this."""
        with self.engine.connect() as connection:
            return files != 0 and number(connection, FILES) == files

    def follow(self, shipped: Library, files: int = 0) -> bool:
        """Make the shipped entries equal to the files; says whether anything changed.

        `files` is a number that tells how the files look, for `follows`.
        """
        found = [(key_of(one), orjson.dumps(one).decode()) for one in entries_of(shipped)]
        rows = [row_of(key, SHIPPED, body) for key, body in found]
        with writing(self.engine) as connection:
            set_number(connection, FILES, files)
            columns = (entry.c.kind, entry.c.id, entry.c.language, entry.c.body)
            stored = select(*columns).where(entry.c.origin == SHIPPED)
            known = {tuple(row) for row in connection.execute(stored)}
            if known == {(r["kind"], r["id"], r["language"], r["body"]) for r in rows}:
                return False
            connection.execute(delete(entry).where(entry.c.origin == SHIPPED))
            if rows:
                connection.execute(insert(entry), rows)
            bump(connection)
        return True

    def vectors(self, encoder: str) -> dict[bytes, NDArray[np.float32]]:
        """Give every stored vector of an encoder by the digest of its text."""
        wanted = select(vector.c.digest, vector.c.vector).where(vector.c.encoder == encoder)
        with self.engine.connect() as connection:
            rows = connection.execute(wanted).all()
        return {digest_: np.frombuffer(raw, dtype="<f4") for digest_, raw in rows}

    def digests(self, encoder: str) -> set[bytes]:
        """Name the texts of which an encoder's vector is stored."""
        wanted = select(vector.c.digest).where(vector.c.encoder == encoder)
        with self.engine.connect() as connection:
            return set(connection.scalars(wanted))

    def some_vectors(
        self, encoder: str, digests: Iterable[bytes]
    ) -> dict[bytes, NDArray[np.float32]]:
        """Give the stored vectors of some texts alone, by their digests."""
        parts = self.each_vectors(encoder, set(digests))
        return {name: row for names, rows in parts for name, row in zip(names, rows, strict=True)}

    def each_vectors(
        self, encoder: str, digests: Set[bytes]
    ) -> Iterator[tuple[Sequence[bytes], NDArray[np.float32]]]:
        """Go through the stored vectors of some texts, a part of them at a time.

        A part is the texts' digests and as many rows, shape (n, dimensions).
        """
        columns = select(vector.c.digest, vector.c.vector).where(vector.c.encoder == encoder)
        named = list(digests)
        few = [
            columns.where(vector.c.digest.in_(named[at : at + _AT_ONCE]))
            for at in range(0, len(named), _AT_ONCE)
        ]
        with self.engine.connect() as connection:
            for query in few if len(few) <= _QUERIES else [columns]:
                found = connection.execute(query.execution_options(yield_per=_AT_ONCE))
                for part in found.partitions():
                    if wanted := [(name, raw) for name, raw in part if name in digests]:
                        names, raws = zip(*wanted, strict=True)
                        yield names, np.frombuffer(b"".join(raws), "<f4").reshape(len(names), -1)

    def encoders(self) -> set[str]:
        """Name the encoders of which any vector is stored."""
        with self.engine.connect() as connection:
            return set(connection.scalars(select(vector.c.encoder).distinct()))

    def keep_vectors(self, encoder: str, vectors: Vectors) -> None:
        """Store vectors of texts that are entries already."""
        with self.engine.begin() as connection:
            keep(connection, encoder, vectors)

    def derived(
        self, name: str, key: bytes, make: Callable[[], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Give the numbers kept as `name` for this key, flat; else make and keep them instead."""
        kept = self.kept(name, key)
        if kept is None:
            kept = make().ravel()
            row = {"encoder": name, "digest": key, "vector": kept.astype("<f4").tobytes()}
            with writing(self.engine) as connection:
                connection.execute(delete(vector).where(vector.c.encoder == name))
                connection.execute(insert(vector), [row])
        return kept

    def kept(self, name: str, key: bytes, *_: object) -> NDArray[np.float32] | None:
        """Give the numbers that `derived` kept as `name` for this key, or None."""
        return self.vectors(name).get(key)

    def counts(self) -> dict[str, int]:
        """Count the entries by kind."""
        wanted = select(entry.c.kind, func.count()).group_by(entry.c.kind)
        with self.engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}


def keep(connection: Connection, encoder: str, vectors: Vectors) -> None:
    """Store an encoder's vectors by their texts, in the caller's transaction."""
    rows = [
        {"encoder": encoder, "digest": digest(text), "vector": row.astype("<f4").tobytes()}
        for text, row in vectors.items()
    ]
    if rows:
        connection.execute(_KEEP, rows)


def entries_of(library: Library) -> Iterable[Entry]:
    """Go through everything a library holds."""
    for some in kinds_of(library):
        yield from some


def kinds_of(library: Library) -> tuple[Sequence[Entry], ...]:
    """Give what a library holds by kind, in the order of `KINDS`."""
    return library.situations, library.phrases, library.notes, library.expectations


def _library(by_kind: Mapping[str, Sequence[Any]], revision: int, newest: int) -> Library:
    situations, phrases, notes, expectations = (tuple(by_kind[kind]) for kind in KINDS)
    return Library(situations, phrases, notes, expectations, revision, newest)
