"""Seats that organisers set, telephone numbers, and the consent text that a mail of ours carries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies the change."""
    op.add_column(
        "registrations", sa.Column("phone", sa.String(length=100), server_default="", nullable=False)
    )
    op.add_column("outbox", sa.Column("consent_text", sa.Text(), nullable=True))
    op.create_table(
        "seat_limits",
        sa.Column("event_id", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("instead_of", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "place", name=op.f("pk_seat_limits")),
    )
