"""The schema's version and the way to the newest, for any database."""

from pathlib import Path

from sqlalchemy import Connection, text

from sidecar_server.errors import StoreProblem

SCHEMA = "0004"  # the newest migration


def version(connection: Connection) -> str | None:
    """Give the version that a database is at, None for an empty one."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    at = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if at is None else str(at)


def check_version(at: str | None) -> None:
    """Refuse a database that a newer version wrote."""
    if at is not None and at > SCHEMA:
        raise StoreProblem(
            f"the database was written by a newer version (schema {at}, this one knows {SCHEMA})",
            fix="upgrade empathy-sidecar, or use another data folder or database; to stay with "
            "this version see docs/install.md, Upgrading and going back",
        )


def upgrade(connection: Connection) -> None:
    """Bring a database to the newest schema in the caller's transaction; nothing where it is."""
    if version(connection) == SCHEMA:
        return
    from alembic import command  # noqa: PLC0415  (slow to import, rarely needed)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
