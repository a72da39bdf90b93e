"""The first schema: entries, vectors, revisions, credentials, pairings, origins."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables; written out, because a migration must not change with the code."""
    op.create_table(
        "entry",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("language", sa.String(35), primary_key=True),
        sa.Column("origin", sa.String(8), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "vector",
        sa.Column("encoder", sa.String(80), primary_key=True),
        sa.Column("digest", sa.LargeBinary(16), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    revisions = op.create_table(
        "revision",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )
    op.bulk_insert(revisions, [{"name": "library", "value": 0}])
    op.create_table(
        "credential",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
    )
    op.create_table(
        "pairing",
        sa.Column("key", sa.LargeBinary(32), primary_key=True),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
    )
    op.create_table("known_origin", sa.Column("origin", sa.String(200), primary_key=True))
