"""Agents by the hundred: who shares a token is told of all its chats, as one person would be."""

from pathlib import Path

from sidecar_server.library.database import open_database
from sidecar_server.web.credentials import Credentials


def tokens(home: Path, count: int) -> list[str]:
    """Make tokens of so many agents in a data folder; a running server knows them at once."""
    engine = open_database(home)
    try:
        credentials = Credentials(engine)
        return [credentials.create(f"agent {number}") for number in range(count)]
    finally:
        engine.dispose()
