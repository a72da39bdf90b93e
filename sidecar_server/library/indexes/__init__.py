"""Indexes: nearest neighbours among the vectors of a shelf, one kind a file.

To add a kind: write what makes an index of a source, and name what opens it in `KINDS`.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import Engine

from sidecar_server.errors import StartProblem
from sidecar_server.library.indexes.flat import flat
from sidecar_server.library.indexes.protocol import Maker

_INSTALL = "install it: pip install 'empathy-sidecar[team]'"
_NEEDS = "set `database` to a postgresql:// address, or leave `index` at faiss"


def _pgvector(engine: Engine) -> Maker:
    if engine.dialect.name != "postgresql":
        raise StartProblem("index = pgvector keeps vectors in PostgreSQL", fix=_NEEDS)
    try:
        from sidecar_server.library.indexes.hnsw import open_pgvector  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise StartProblem("the package pgvector is not installed", fix=_INSTALL) from error
    return open_pgvector(engine)


KINDS: Mapping[str, Callable[[Engine], Maker]] = {"faiss": lambda _: flat, "pgvector": _pgvector}


def open_indexes(kind: str, engine: Engine) -> Maker:
    """Give what makes indexes of a kind, beside or in the library's database.

    StartProblem and StoreProblem name what is missing and the fix.
    """
    if kind not in KINDS:
        raise StartProblem(f"there is no index {kind!r}", fix=f"use one of: {', '.join(KINDS)}")
    return KINDS[kind](engine)
