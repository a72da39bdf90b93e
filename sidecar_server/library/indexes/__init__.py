"""Indexes: nearest neighbours among the vectors of a shelf, one kind a file.

To add a kind: write what makes an index of a source, and name how it is opened in `KINDS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from sidecar_server.errors import StartProblem, StoreProblem
from sidecar_server.library.indexes.memory import in_memory
from sidecar_server.library.indexes.protocol import Maker

_INSTALL = "install it: pip install 'empathy-sidecar[team]'"
_NEEDS = "set `database` to a postgresql:// address, or leave `index` at faiss"


@dataclass(frozen=True, slots=True)
class Kind:
    """How an index is opened; `check` changes nothing, raises what is missing, gives a doubt."""

    check: Callable[[Engine], StoreProblem | None]
    open: Callable[[Engine], Maker]


def _check_pgvector(engine: Engine) -> StoreProblem | None:
    if engine.dialect.name != "postgresql":
        raise StartProblem("index = pgvector keeps vectors in PostgreSQL", fix=_NEEDS)
    try:
        from sidecar_server.library.indexes import extension  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise StartProblem("the package pgvector is not installed", fix=_INSTALL) from error
    return extension.check(engine)


def _open_pgvector(engine: Engine) -> Maker:
    from sidecar_server.library.indexes.hnsw import open_pgvector  # noqa: PLC0415

    return open_pgvector(engine)


KINDS: Mapping[str, Kind] = {
    "faiss": Kind(lambda _: None, lambda _: in_memory),
    "pgvector": Kind(_check_pgvector, _open_pgvector),
}


def check_index(kind: str, engine: Engine) -> StoreProblem | None:
    """Look whether a kind can be opened beside, or in, a library's database; gives a doubt.

    StartProblem and StoreProblem name what is missing and the fix.
    """
    if kind not in KINDS:
        raise StartProblem(f"there is no index {kind!r}", fix=f"use one of: {', '.join(KINDS)}")
    return KINDS[kind].check(engine)


def open_indexes(kind: str, engine: Engine) -> Maker:
    """Give what makes indexes of a kind; raises as `check_index` does."""
    check_index(kind, engine)
    return KINDS[kind].open(engine)
