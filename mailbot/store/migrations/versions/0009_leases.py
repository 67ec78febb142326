"""Who of several workers works on which mailbox, and which of them is sending a mail of ours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies the change."""
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=900), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("session", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_index("ix_leases_session", "leases", ["session"])
    op.add_column("outbox", sa.Column("claimed_by", sa.BigInteger(), nullable=True))
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.create_index("ix_outbox_due", "outbox", ["event_id", "state", "next_attempt_at", "id"])
