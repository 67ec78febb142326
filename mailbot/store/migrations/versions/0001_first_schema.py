"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies the change."""
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("audience", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "job_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_job_runs_event_id")),
    )
    op.create_table(
        "mailboxes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=320), nullable=False),
        sa.Column("folder", sa.String(length=500), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("first_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailboxes")),
        sa.UniqueConstraint("account", "folder", "uidvalidity", name=op.f("uq_mailboxes_account")),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=100), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("disposition", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("attention", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("message_id", sa.String(length=1000), nullable=True),
        sa.Column("sender", sa.String(length=320), nullable=True),
        sa.Column("sender_name", sa.String(length=500), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("understood", sa.JSON(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("digest", name=op.f("uq_mails_digest")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index("ix_mails_disposition_received", ["disposition", "received_at"], unique=False)
        batch_op.create_index("ix_mails_message_id", ["message_id"], unique=False)
        batch_op.create_index("ix_mails_received_at", ["received_at"], unique=False)

    op.create_table(
        "locations",
        sa.Column("mailbox_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("filing", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_locations_mail_id_mails")),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name=op.f("fk_locations_mailbox_id_mailboxes")
        ),
        sa.PrimaryKeyConstraint("mailbox_id", "uid", name=op.f("pk_locations")),
    )
    with op.batch_alter_table("locations", schema=None) as batch_op:
        batch_op.create_index("ix_locations_mail_id", ["mail_id"], unique=False)
        batch_op.create_index("ix_locations_to_file", ["mailbox_id", "filing", "uid"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("message_id", sa.String(length=400), nullable=False),
        sa.Column("event_id", sa.String(length=100), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("notice", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("mail_from", sa.String(length=320), nullable=False),
        sa.Column("rcpt_to", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_code", sa.Integer(), nullable=True),
        sa.Column("reply_text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_outbox_mail_id_mails")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_outbox_due", ["state", "next_attempt_at", "id"], unique=False)
        batch_op.create_index("ix_outbox_mail_id", ["mail_id"], unique=False)
        batch_op.create_index("ix_outbox_rcpt", ["rcpt_to", "created_at"], unique=False)

    op.create_table(
        "raw_mails",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_raw_mails_mail_id_mails")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_raw_mails")),
    )
    op.create_table(
        "registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=100), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=320), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("attendance", sa.String(length=20), nullable=False),
        sa.Column("workshop", sa.String(length=100), nullable=True),
        sa.Column("alternative", sa.String(length=100), nullable=True),
        sa.Column("seat", sa.String(length=100), nullable=True),
        sa.Column("waiting_for", sa.String(length=100), nullable=True),
        sa.Column("offered", sa.String(length=100), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("queue_received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queue_uid", sa.BigInteger(), nullable=False),
        sa.Column("queue_ordinal", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=True),
        sa.Column("consent_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_registrations_mail_id_mails")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("event_id", "reference", name=op.f("uq_registrations_event_id")),
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index("ix_registrations_contact", ["event_id", "contact"], unique=False)
        batch_op.create_index("ix_registrations_mail_id", ["mail_id"], unique=False)
        batch_op.create_index("ix_registrations_offered", ["event_id", "offered_until"], unique=False)
        batch_op.create_index("ix_registrations_order", ["event_id", "received_at", "id"], unique=False)
        batch_op.create_index(
            "ix_registrations_seats", ["event_id", "status", "attendance", "seat"], unique=False
        )
        batch_op.create_index(
            "ix_registrations_waiting",
            ["event_id", "waiting_for", "queue_received", "queue_uid", "queue_ordinal"],
            unique=False,
        )

    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_audit_mail_id_mails")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_audit_registration_id_registrations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_mail_id", ["mail_id"], unique=False)
        batch_op.create_index("ix_audit_registration_id", ["registration_id"], unique=False)

    op.create_table(
        "outbox_lines",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_outbox_lines_outbox_id_outbox")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_outbox_lines_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("outbox_id", "registration_id", name=op.f("pk_outbox_lines")),
    )
    with op.batch_alter_table("outbox_lines", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_lines_registration_id", ["registration_id"], unique=False)


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("outbox_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_lines_registration_id")

    op.drop_table("outbox_lines")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_registration_id")
        batch_op.drop_index("ix_audit_mail_id")

    op.drop_table("audit")
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index("ix_registrations_waiting")
        batch_op.drop_index("ix_registrations_seats")
        batch_op.drop_index("ix_registrations_order")
        batch_op.drop_index("ix_registrations_offered")
        batch_op.drop_index("ix_registrations_mail_id")
        batch_op.drop_index("ix_registrations_contact")

    op.drop_table("registrations")
    op.drop_table("raw_mails")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_rcpt")
        batch_op.drop_index("ix_outbox_mail_id")
        batch_op.drop_index("ix_outbox_due")
        batch_op.drop_index("ix_outbox_created_at")

    op.drop_table("outbox")
    with op.batch_alter_table("locations", schema=None) as batch_op:
        batch_op.drop_index("ix_locations_to_file")
        batch_op.drop_index("ix_locations_mail_id")

    op.drop_table("locations")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index("ix_mails_received_at")
        batch_op.drop_index("ix_mails_message_id")
        batch_op.drop_index("ix_mails_disposition_received")

    op.drop_table("mails")
    op.drop_table("mailboxes")
    op.drop_table("job_runs")
    op.drop_table("erasures")
    op.drop_table("announcements")
