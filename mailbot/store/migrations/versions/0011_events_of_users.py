"""Which events somebody who signs in at the desk may see; nothing: all, as before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies the change."""
    op.add_column("users", sa.Column("events", sa.JSON(), nullable=True))
