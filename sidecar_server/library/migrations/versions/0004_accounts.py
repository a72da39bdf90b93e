"""Accounts, and what belongs to them: credentials, pairing codes, sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table; what there was before belongs to no account and does not expire."""
    op.create_table(
        "account",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("password", sa.String(255), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("teams", sa.Text, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
    )
    for table in ("credential", "pairing", "session"):
        op.add_column(
            table, sa.Column("account", sa.String(100), nullable=False, server_default="")
        )
    op.add_column("credential", sa.Column("expires_at", sa.Float))
