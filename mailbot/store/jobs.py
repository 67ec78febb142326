"""What scheduled work needs to know and remembers: jobs done, announcements under way, who is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from mailbot.decision import MailLine, Registration
from mailbot.envelope import Notice, OutboxState, Status
from mailbot.store.schema import Announcement, JobRun, Mail, OutboxRow, RegistrationRow
from mailbot.store.snapshot import registrations_query, to_registration

R = RegistrationRow
_CHUNK = 400
_RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class OpenAnnouncement:
    """An announcement that has not reached everybody yet."""

    id: int
    audience: str
    text: str


def jobs_done(connection: Connection, event_id: str, keys: Collection[str]) -> frozenset[str]:
    """Those of `keys` whose job was done or passed over."""
    rows = connection.execute(
        select(JobRun.key).where(JobRun.event_id == event_id, JobRun.key.in_(list(keys)))
    )
    return frozenset(rows.scalars())


def job_done(connection: Connection, event_id: str, key: str, outcome: str, now: datetime) -> None:
    """Notes a job as done ("done") or passed over ("missed"): it never runs again."""
    connection.execute(insert(JobRun).values(event_id=event_id, key=key, done_at=now, outcome=outcome))


def note_restore(connection: Connection, event_id: str, now: datetime) -> None:
    """Notes that the ledger was put back from a backup: what the next turn does may have been done."""
    where = (JobRun.event_id == event_id, JobRun.key == _RESTORE)
    connection.execute(delete(JobRun).where(*where))
    job_done(connection, event_id, _RESTORE, "pending", now)


def was_restored(connection: Connection, event_id: str) -> bool:
    """Whether the ledger was put back from a backup and no whole turn has gone by since."""
    where = (JobRun.event_id == event_id, JobRun.key == _RESTORE, JobRun.outcome == "pending")
    return connection.execute(select(JobRun.id).where(*where)).first() is not None


def restore_settled(connection: Connection, event_id: str) -> None:
    """Notes that a whole turn has gone by: what is done from now on was not done before."""
    where = (JobRun.event_id == event_id, JobRun.key == _RESTORE)
    connection.execute(update(JobRun).where(*where).values(outcome="done"))


def last_digest(connection: Connection, event_id: str) -> datetime | None:
    """When the last digest was made."""
    return connection.execute(
        select(func.max(JobRun.done_at)).where(JobRun.event_id == event_id, JobRun.key.like("digest.%"))
    ).scalar()


def of_status(connection: Connection, event_id: str, statuses: Collection[Status]) -> Iterator[Registration]:
    """Registrations with one of these statuses, in order of receipt."""
    values = [status.value for status in statuses]
    query = registrations_query(R.event_id == event_id, R.status.in_(values))
    for row in connection.execute(query.order_by(R.queue_received, R.queue_uid, R.queue_ordinal)):
        yield to_registration(row)


def may_expire(
    connection: Connection, event_id: str, now: datetime, asked_before: datetime, limit: int = 100
) -> list[Registration]:
    """Registrations whose offer has run out, or that have been pending since before `asked_before`."""
    here = R.event_id == event_id
    found: dict[int, Registration] = {}
    # Each cause by itself, so that an index finds them among however many others.
    for why in (
        (R.offered_until <= now,),
        (R.status == Status.PENDING.value, R.queue_received <= asked_before),
    ):
        rows = connection.execute(registrations_query(here, *why).order_by(R.id).limit(limit))
        found |= {row.id: to_registration(row) for row in rows}
    return [found[number] for number in sorted(found)][:limit]


def keys_written(connection: Connection, keys: Collection[str]) -> frozenset[str]:
    """Those of `keys` that the outbox has."""
    wanted, found = list(keys), set[str]()
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found.update(connection.execute(select(OutboxRow.key).where(OutboxRow.key.in_(chunk))).scalars())
    return frozenset(found)


def begin_announcement(
    connection: Connection, event_id: str, audience: str, text: str, actor: str, now: datetime
) -> int:
    """A new announcement; gives its number."""
    number: int = connection.execute(
        insert(Announcement)
        .values(event_id=event_id, audience=audience, text=text, actor=actor, created_at=now)
        .returning(Announcement.id)
    ).scalar_one()
    return number


def was_announced(connection: Connection, event_id: str, audience: str, text: str) -> bool:
    """Whether these very words went to this audience before."""
    where = (Announcement.event_id == event_id, Announcement.audience == audience, Announcement.text == text)
    return connection.execute(select(Announcement.id).where(*where).limit(1)).first() is not None


def open_announcements(connection: Connection, event_id: str) -> list[OpenAnnouncement]:
    """Announcements that were begun and are not finished, oldest first."""
    rows = connection.execute(
        select(Announcement.id, Announcement.audience, Announcement.text)
        .where(Announcement.event_id == event_id, Announcement.finished_at.is_(None))
        .order_by(Announcement.id)
    )
    return [OpenAnnouncement(row.id, row.audience, row.text) for row in rows]


def finish_announcement(connection: Connection, number: int, now: datetime) -> None:
    """Everybody has their copy in the outbox."""
    connection.execute(update(Announcement).where(Announcement.id == number).values(finished_at=now))


def decided_between(
    connection: Connection, event_id: str, since: datetime, until: datetime
) -> list[MailLine]:
    """Mails that were decided by themselves from `since` on and before `until`, so that digests that
    follow each other tell of each once; those that are none of ours, or that an organiser decided,
    are left out.
    """
    ours = Mail.disposition.not_in(("ignored", "recorded", "held"))
    alone = Mail.reason.not_like("%-by-organiser")
    meanwhile = (Mail.decided_at >= since, Mail.decided_at < until)
    return _mail_lines(connection, Mail.event_id == event_id, *meanwhile, ours, alone)


def held_mails(connection: Connection, *events: str) -> list[MailLine]:
    """Mails of these events that wait for a person, oldest first."""
    return _mail_lines(connection, Mail.event_id.in_(events), Mail.disposition == "held")


def outbox_counts(connection: Connection, event_id: str) -> dict[OutboxState, int]:
    """How many mails of ours are in each state."""
    query = select(OutboxRow.state, func.count()).where(OutboxRow.event_id == event_id)
    return {OutboxState(row[0]): row[1] for row in connection.execute(query.group_by(OutboxRow.state))}


def withheld_by_limit(connection: Connection, event_id: str, since: datetime) -> int:
    """How many replies a limit has held back after `since`."""
    return connection.execute(
        select(func.count()).where(
            OutboxRow.event_id == event_id,
            OutboxRow.created_at > since,
            OutboxRow.state == OutboxState.WITHHELD.value,
            OutboxRow.notice.not_in((Notice.DIGEST.value, Notice.ALARM.value)),
            OutboxRow.reason.like("limit-%"),
        )
    ).scalar_one()


def _mail_lines(connection: Connection, *where: object) -> list[MailLine]:
    query = select(
        Mail.received_at, Mail.sender, Mail.sender_name, Mail.subject, Mail.disposition, Mail.reason
    )
    rows = connection.execute(query.where(*where).order_by(Mail.received_at, Mail.id))  # type: ignore[arg-type]
    return [
        MailLine(
            row.received_at,
            row.sender_name or row.sender or "?",
            row.subject or "",
            f"{row.disposition}, {row.reason}",
        )
        for row in rows
    ]
