"""What the last look into a mailbox proved: how many mails were there, and how many lack their row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies the change."""
    op.add_column("mailboxes", sa.Column("proof", sa.JSON(), nullable=True))
