"""Lists that stay quick with many rows: folded columns to search and sort by, and indexes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mailbot.store.folding import KEY, SEARCH, name_key, place_of, searchable, sorting_key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NEW = {"name_key": KEY, "organisation_key": KEY, "place": 100, "search_text": SEARCH}
_INDEXES = (
    ("ix_registrations_name", "registrations", ("event_id", "name_key", "id")),
    ("ix_registrations_organisation", "registrations", ("event_id", "organisation_key", "id")),
    ("ix_registrations_place", "registrations", ("event_id", "place", "received_at", "id")),
    ("ix_registrations_status", "registrations", ("event_id", "status", "received_at", "id")),
    ("ix_registrations_source", "registrations", ("event_id", "source", "received_at", "id")),
    ("ix_registrations_attendance", "registrations", ("event_id", "attendance", "received_at", "id")),
    ("ix_registrations_search", "registrations", ("event_id", "search_text", "id")),
    ("ix_mails_waiting", "mails", ("event_id", "disposition", "received_at", "id")),
    ("ix_mails_decided", "mails", ("event_id", "decided_at", "disposition")),
    ("ix_mails_reason", "mails", ("event_id", "reason", "decided_at")),
    ("ix_mails_sender", "mails", ("event_id", "sender", "received_at")),
    ("ix_outbox_states", "outbox", ("event_id", "state", "id")),
    ("ix_outbox_event", "outbox", ("event_id", "id")),
    ("ix_audit_actor", "audit", ("actor", "id")),
    ("ix_audit_action", "audit", ("action", "id")),
)
_WAITING = ("event_id", "waiting_for", "queue_received", "queue_uid", "queue_ordinal", "status")


def upgrade() -> None:
    """Applies the change."""
    for name, length in _NEW.items():
        op.add_column(
            "registrations", sa.Column(name, sa.String(length=length), server_default="", nullable=False)
        )
    _fill(op.get_bind())
    # With the status in it, people who wait are counted from the index alone.
    op.drop_index("ix_registrations_waiting", "registrations")
    op.create_index("ix_registrations_waiting", "registrations", _WAITING, unique=False)
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns, unique=False)


def _fill(connection: sa.Connection) -> None:
    table = sa.table(
        "registrations",
        *(sa.column(c) for c in ("id", "name", "organisation", "reference", "contact")),
        *(sa.column(c) for c in ("attendance", "seat", "workshop", *_NEW)),
    )
    for row in connection.execute(sa.select(table)).all():
        values = {
            "name_key": name_key(row.name),
            "organisation_key": sorting_key(row.organisation),
            "place": place_of(row.attendance, row.seat, row.workshop),
            "search_text": searchable(row.reference, row.name, row.organisation, row.contact),
        }
        connection.execute(sa.update(table).where(table.c.id == row.id).values(**values))
