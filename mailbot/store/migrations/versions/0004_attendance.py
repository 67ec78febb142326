"""Who has come on the day: when they were ticked off, and by whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies the change."""
    op.add_column("registrations", sa.Column("present_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("registrations", sa.Column("present_by", sa.String(length=100), nullable=True))
    op.create_index("ix_registrations_present", "registrations", ["event_id", "present_at"], unique=False)
