"""What is known of the state of the installation: signs of life, measurements, and alarms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Connection, Index, String, func, insert, not_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.decision import Disposition, Phase, Rule, Standing, Telling, Vitals
from mailbot.envelope import OutboxState
from mailbot.store.instant import Instant
from mailbot.store.lease import MAILBOX, PRESENCE, LeaseRow, gone
from mailbot.store.reports import WorkshopCount, of_account, standing
from mailbot.store.schema import Base, Mail, Mailbox, OutboxRow

STARTED, BEAT, BACKUP = "worker-started", "worker", "backup"
"""Names of signs of life; see `sign_of`."""

UNREFUSED = (OutboxState.QUEUED.value, OutboxState.SENDING.value, OutboxState.UNKNOWN.value)
"""Of these nobody has said no."""

WAITING = (*UNREFUSED, OutboxState.DEFERRED.value)
_O = OutboxRow


class SignRow(Base):
    """When something was last done that shows that the installation works."""

    __tablename__ = "signs"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)


class AlarmRow(Base):
    """An alarm from its beginning to its end; see `decision.Standing`. `call`: what the office's own
    command is still to be told, and `calls`: how often that was tried.
    """

    __tablename__ = "alarms"
    __table_args__ = (Index("ix_alarms_standing", "event_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(100))
    rule: Mapped[str] = mapped_column(String(20))
    began_at: Mapped[datetime] = mapped_column(Instant)
    told_at: Mapped[datetime] = mapped_column(Instant)
    told: Mapped[int]
    stage: Mapped[int]
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    call: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    calls: Mapped[int] = mapped_column(default=0)


_A = AlarmRow


@dataclass(frozen=True, slots=True)
class Place:
    """A worker that is there, since when, and what it works on (names of leases without `MAILBOX`), and
    since when it has worked on the first of these.
    """

    holder: str
    since: datetime
    mailboxes: tuple[str, ...] = ()
    working_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """Something that the office's own command is still to be told. tries: how often that failed."""

    id: int
    words: dict[str, Any]
    tries: int


@dataclass(frozen=True, slots=True)
class Census:
    """Numbers alone: mails by disposition, mails of ours by state and since when the oldest of those that
    wait is due, registrations by status, and how full each workshop is.
    """

    mails: dict[str, int]
    outgoing: dict[str, int]
    oldest: dict[str, datetime]
    registrations: dict[str, int]
    workshops: dict[str, WorkshopCount]


def sign_of(name: str, mailbox: str) -> str:
    """The sign of life of the worker on the mailbox of this name ("": the only one)."""
    return f"{name}/{mailbox}" if mailbox else name


def give_sign(connection: Connection, name: str, now: datetime) -> None:
    """Notes that this was done now; several workers may do so at once."""
    if connection.execute(update(SignRow).where(SignRow.name == name).values(at=now)).rowcount == 0:
        kind = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(kind.insert(SignRow).values(name=name, at=now).on_conflict_do_nothing())


def places(connection: Connection) -> tuple[Place, ...]:
    """The workers that are there, longest first; none on SQLite, where the sign of life says it all."""
    if connection.dialect.name == "sqlite":
        return ()
    rows = connection.execute(
        select(LeaseRow.name, LeaseRow.holder, LeaseRow.taken_at)
        .where(not_(gone(LeaseRow.session)))
        .order_by(LeaseRow.taken_at, LeaseRow.name)
    ).all()
    found: list[Place] = []
    for worker in (row for row in rows if row.name.startswith(PRESENCE)):
        held = [row for row in rows if row.holder == worker.holder and row.name.startswith(MAILBOX)]
        names = tuple(row.name.removeprefix(MAILBOX) for row in held)
        found.append(Place(worker.holder, worker.taken_at, names, held[0].taken_at if held else None))
    return tuple(found)


def measured(
    connection: Connection,
    event_id: str,
    now: datetime,
    mailbox_name: str = "",
    account: tuple[str, str] | None = None,
    undecided: str = "",
) -> Vitals:
    """All that the ledger itself knows; the disk and secrets are for others to tell.

    account: see `reports.last_contact`. undecided: what stands for the event of mails of which nobody has
    said yet which one they are for; they wait as those of this event do.
    """
    signs = {row.name: row.at for row in connection.execute(select(SignRow.name, SignRow.at))}
    newest = of_account(select(Mailbox.contact_at, Mailbox.proof), account)
    newest = newest.order_by(Mailbox.contact_at.desc().nulls_last())
    mailbox = connection.execute(newest.limit(1)).one_or_none()
    proof: dict[str, int] = (mailbox.proof or {}) if mailbox else {}
    since = proof.get("missing_since")
    held = connection.execute(
        select(func.count(), func.min(Mail.received_at)).where(
            Mail.event_id.in_({event_id, undecided or event_id}), Mail.disposition == Disposition.HELD.value
        )
    ).one()
    waiting = (_O.event_id == event_id, _O.due_at <= now)
    oldest = {
        row.state: row
        for row in connection.execute(
            select(_O.state, func.count().label("late"), func.min(_O.due_at).label("since"))
            .where(*waiting, _O.state.in_(WAITING))
            .group_by(_O.state)
        )
    }
    deferred = oldest.get(OutboxState.DEFERRED.value)
    unrefused = [oldest[state].since for state in UNREFUSED if state in oldest]
    return Vitals(
        contact=mailbox.contact_at if mailbox else None,
        started=signs.get(sign_of(STARTED, mailbox_name)),
        beat=signs.get(sign_of(BEAT, mailbox_name)),
        present=proof.get("present"),
        missing=proof.get("missing"),
        missing_since=datetime.fromtimestamp(since, UTC) if since else None,
        held=held[0],
        held_since=held[1],
        late=sum(row.late for row in oldest.values()),
        due_since=min(unrefused, default=None),
        deferred_since=deferred.since if deferred else None,
        sent=_last_sent(connection, event_id) if deferred else None,
        backup=signs.get(BACKUP),
    )


def census(connection: Connection, event_id: str) -> Census:
    """What there is, in numbers."""
    mails = select(Mail.disposition, func.count()).where(Mail.event_id == event_id)
    ours = select(_O.state, func.count()).where(_O.event_id == event_id)
    waits = (_O.event_id == event_id, _O.state.in_((*WAITING, OutboxState.WITHHELD.value)))
    oldest = select(_O.state, func.min(_O.due_at)).where(*waits).group_by(_O.state)
    statuses, workshops = standing(connection, event_id)
    return Census(
        mails={row[0]: row[1] for row in connection.execute(mails.group_by(Mail.disposition))},
        outgoing={row[0]: row[1] for row in connection.execute(ours.group_by(_O.state))},
        oldest={row[0]: row[1] for row in connection.execute(oldest) if row[1]},
        registrations=statuses,
        workshops=workshops,
    )


def standing_alarms(connection: Connection, event_id: str) -> list[Standing]:
    """The alarms that were told and are not over, oldest first."""
    rows = connection.execute(
        select(_A.id, _A.rule, _A.began_at, _A.told_at, _A.told, _A.stage)
        .where(_A.event_id == event_id, _A.ended_at.is_(None))
        .order_by(_A.id)
    )
    known = {rule.value for rule in Rule}
    return [
        Standing(row.id, Rule(row.rule), row.began_at, row.told_at, row.told, row.stage)
        for row in rows
        if row.rule in known
    ]


def note_telling(connection: Connection, event_id: str, telling: Telling, now: datetime) -> Standing:
    """Notes that an alarm is told; gives it as it stands from now on."""
    sign, known = telling.sign, telling.standing
    if known is None:
        number: int = connection.execute(
            insert(_A)
            .values(
                event_id=event_id,
                rule=sign.rule.value,
                began_at=now,
                told_at=now,
                told=1,
                stage=sign.stage,
                calls=0,
            )
            .returning(_A.id)
        ).scalar_one()
        return Standing(number, sign.rule, now, now, 1, sign.stage)
    over = telling.phase is Phase.OVER
    connection.execute(
        update(_A)
        .where(_A.id == known.id)
        .values(
            told_at=now,
            told=known.told + 1,
            stage=max(sign.stage, known.stage),
            ended_at=now if over else None,
        )
    )
    return Standing(known.id, known.rule, known.began_at, now, known.told + 1, sign.stage)


def add_call(connection: Connection, alarm: int, words: dict[str, Any]) -> None:
    """The office's own command is to be told this of an alarm, instead of what it was to be told before."""
    connection.execute(update(_A).where(_A.id == alarm).values(call=words, calls=0))


def calls_to_make(connection: Connection, event_id: str) -> list[Call]:
    """What the office's own command is still to be told, oldest first."""
    rows = connection.execute(
        select(_A.id, _A.call, _A.calls)
        .where(_A.event_id == event_id, _A.call.is_not(None))
        .order_by(_A.told_at, _A.id)
    )
    return [Call(row.id, row.call, row.calls) for row in rows if row.call]


def call_made(connection: Connection, call: Call) -> None:
    """The command was told, or is given up on."""
    connection.execute(update(_A).where(_A.id == call.id).values(call=None))


def call_failed(connection: Connection, call: Call) -> None:
    """The command did not take it; it is tried again."""
    connection.execute(update(_A).where(_A.id == call.id).values(calls=call.tries + 1))


def alarm_waits(connection: Connection, prefix: str) -> bool:
    """Whether a mail of ours whose key begins so has not left yet."""
    like = _O.key.startswith(prefix, autoescape=True)
    waits = select(_O.id).where(like, _O.state.in_(WAITING)).limit(1)
    return connection.execute(waits).first() is not None


def _last_sent(connection: Connection, event_id: str) -> datetime | None:
    sent = (_O.event_id == event_id, _O.state == OutboxState.SENT.value)
    return connection.execute(select(func.max(_O.sent_at)).where(*sent)).scalar()
