"""A lead's desk over a small library, without a server."""

from pathlib import Path

from sidecar_server.curation.desk import Desk
from sidecar_server.encoders.languages import load_encoders
from sidecar_server.library.changes import Changes
from sidecar_server.library.search import Searchable, build
from sidecar_server.model import Library
from tests.sample import LIBRARY, store_in


def lead_desk(folder: Path, library: Library = LIBRARY) -> Desk:
    """Give the desk; what agents are served from follows the store at once."""
    store, encoders = store_in(folder, library), load_encoders("hashing")
    built: dict[int, Searchable] = {}

    def searchable() -> Searchable:
        revision = store.revision()
        if revision not in built:
            built[revision] = build(store.library(), store, encoders)
        return built[revision]

    return Desk(store, Changes(store.engine), encoders, searchable, lambda language: None)
