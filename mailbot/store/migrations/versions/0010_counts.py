"""Counts that are kept, so that no decision has to count: seats taken, who waits, and how many before whom.

The database keeps them itself, by triggers, whoever changes a registration and in whatever way.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_COLUMNS = ("event_id", "status", "attendance", "seat", "waiting_for", "offered", "queue_received")
"""What of a registration is counted; another change leaves the counts as they are."""
_LIVE = "{row}.status IN ('confirmed', 'waitlisted', 'pending', 'held')"
_SEATED = "{row}.status = 'confirmed' AND {row}.attendance = 'on-site'"
_OFFERED = "({row}.offered IS NOT NULL AND " + _LIVE + ")"
_WAITS = "{row}.waiting_for IS NOT NULL AND " + _LIVE
_PARTS = f"""
SELECT {{row}}.event_id AS event_id, 0 AS span, 0 AS start, 'status' AS kind, {{row}}.status AS place,
  {{n}} AS n
UNION ALL SELECT {{row}}.event_id, 0, 0, 'seated', COALESCE({{row}}.seat, ''), {{n}} WHERE {_SEATED}
UNION ALL SELECT {{row}}.event_id, 0, 0, 'livestream', '', {{n}}
  WHERE {{row}}.status = 'confirmed' AND {{row}}.attendance = 'livestream'
UNION ALL SELECT {{row}}.event_id, 0, 0, 'offered', {{row}}.offered, {{n}} WHERE {_OFFERED}
UNION ALL SELECT {{row}}.event_id, 0, 0, 'total', '', {{n}} WHERE ({_SEATED}) OR {_OFFERED}
UNION ALL SELECT {{row}}.event_id, 0, 0, 'waiting', {{row}}.waiting_for, {{n}} WHERE {_WAITS}
UNION ALL SELECT {{row}}.event_id, 6, {{second}} / 64, 'waiting', {{row}}.waiting_for, {{n}}
  WHERE {_WAITS}
UNION ALL SELECT {{row}}.event_id, 12, {{second}} / 4096, 'waiting', {{row}}.waiting_for, {{n}}
  WHERE {_WAITS}
UNION ALL SELECT {{row}}.event_id, 18, {{second}} / 262144, 'waiting', {{row}}.waiting_for, {{n}}
  WHERE {_WAITS}
"""
_SECOND = {
    # As text, cut to whole seconds: SQLite would round what is left of one.
    "sqlite": "CAST(strftime('%s', substr({row}.queue_received, 1, 19)) AS INTEGER)",
    "postgresql": "CAST(floor(extract(epoch FROM {row}.queue_received)) AS BIGINT)",
}
_ADD = """
INSERT INTO counts (event_id, span, start, kind, place, people)
SELECT event_id, span, start, kind, place, SUM(n) FROM ({parts}) AS parts
GROUP BY event_id, span, start, kind, place HAVING SUM(n) <> 0
ON CONFLICT (event_id, span, start, kind, place) DO UPDATE SET people = counts.people + excluded.people
"""
_CHANGES = {"insert": (("NEW", 1),), "delete": (("OLD", -1),), "update": (("OLD", -1), ("NEW", 1))}
_CAUSES = {"insert": "INSERT", "delete": "DELETE", "update": f"UPDATE OF {', '.join(_COLUMNS)}"}


def upgrade() -> None:
    """Applies the change, and counts what there is."""
    op.create_table(
        "counts",
        sa.Column("event_id", sa.String(length=100), nullable=False),
        sa.Column("span", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "span", "start", "kind", "place", name=op.f("pk_counts")),
        sqlite_with_rowid=False,
    )
    # With state and notice in it, the replies of an hour are counted from the index alone.
    op.drop_index("ix_outbox_created_at", table_name="outbox")
    op.create_index("ix_outbox_created_at", "outbox", ["created_at", "state", "notice"])
    dialect = op.get_bind().dialect.name
    _count_all(dialect)
    for change in _CHANGES:
        _watch(dialect, change)


def _added(dialect: str, change: str) -> str:
    """The statement that adds what a changed row counts for, and takes away what it did."""
    parts = [
        _PARTS.format(row=row, n=n, second=_SECOND[dialect].format(row=row)) for row, n in _CHANGES[change]
    ]
    return _ADD.format(parts=" UNION ALL ".join(parts))


def _watch(dialect: str, change: str) -> None:
    name, cause, added = f"count_{change}", _CAUSES[change], _added(dialect, change)
    told = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{column} {told} NEW.{column}" for column in _COLUMNS)
    when = f"WHEN ({changed})" if change == "update" else ""
    trigger = f"CREATE TRIGGER {name} AFTER {cause} ON registrations FOR EACH ROW {when}"
    statements: tuple[str, ...] = (f"{trigger} BEGIN {added}; END",)
    if dialect == "postgresql":
        body = f"$$ BEGIN {added}; RETURN NULL; END $$"
        function = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}"
        statements = (function, f"{trigger} EXECUTE FUNCTION {name}()")
    for statement in statements:
        op.execute(statement)


def _count_all(dialect: str) -> None:
    parts = _PARTS.format(row="r", n=1, second=_SECOND[dialect].format(row="r"))
    selects = [_from_table(one) for one in parts.split("UNION ALL")]
    statement = _ADD.format(parts=" UNION ALL ".join(selects))
    op.execute(statement)


def _from_table(select: str) -> str:
    head, where, condition = select.partition("WHERE")
    return f"{head} FROM registrations r {where}{condition}"
