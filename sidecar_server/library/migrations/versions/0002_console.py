"""What the console keeps: sessions, changes, usage by week, proposals; and versions in work."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables, give credentials teams, and set apart what is in draft or review."""
    for table in ("credential", "pairing"):
        op.add_column(table, sa.Column("teams", sa.Text, nullable=False, server_default="[]"))
    op.execute(
        "UPDATE entry SET origin = 'working' WHERE origin = 'team' AND state IN ('draft', 'review')"
    )
    op.create_table(
        "session",
        sa.Column("key", sa.LargeBinary(32), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("teams", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
    )
    op.create_table(
        "change",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("batch", sa.String(16), nullable=False, index=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
    )
    _counts()


def _counts() -> None:
    """Create what knows nobody: the use of phrases by week, and what the floor proposes."""
    op.create_table(
        "usage",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("language", sa.String(35), primary_key=True),
        sa.Column("event", sa.String(9), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "proposal",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("situation", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
