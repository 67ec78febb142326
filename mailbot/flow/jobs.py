"""Scheduled work: reminder, closing report, digest, alarms; each once, and taken up after a crash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.decision import (
    Job,
    JobKind,
    Notification,
    SeatLine,
    Situation,
    closing_report,
    digest,
    due_jobs,
    limit_alarm,
)
from mailbot.envelope import Notice, OutboxState, Status
from mailbot.flow.bulk import send_to_many
from mailbot.flow.erase import erase_everything
from mailbot.flow.office import Office
from mailbot.flow.posting import post_to_organisers
from mailbot.store import (
    Connection,
    decided_between,
    held_mails,
    job_done,
    jobs_done,
    keys_written,
    last_digest,
    outbox_counts,
    reports,
    withheld_by_limit,
)

_DAY = timedelta(days=1)


def run_jobs(office: Office) -> list[str]:
    """Does every job that is due and not done; gives the keys of those done or passed over."""
    now = office.clock()
    due = due_jobs(office.event, office.policy(), now)
    with office.database.reading() as tx:
        done = jobs_done(tx, office.event.id, [job.key for job in due])
    handled: list[str] = []
    for job in due:
        if job.key not in done:
            _DOING[job.kind](office, job, now)
            handled.append(job.key)
    _alarm_about_limits(office, now)
    return handled


def _remind(office: Office, job: Job, now: datetime) -> None:
    if not job.missed(now):
        send_to_many(
            office,
            Notice.REMINDER,
            "reminder",
            lambda r: r.status is Status.CONFIRMED,
            withheld=office.supervision,
        )
    with office.database.transaction() as tx:
        job_done(tx, office.event.id, job.key, "missed" if job.missed(now) else "done", now)


def _close(office: Office, job: Job, now: datetime) -> None:
    def write(tx: Connection) -> list[Notification]:
        situation = replace(_situation(office, tx, now), seats=_seats(office, tx))
        return [closing_report(situation, office.event, to, now) for to in office.settings.office.notify]

    _tell_organisers(office, job, now, write)


def _digest(office: Office, job: Job, now: datetime) -> None:
    def write(tx: Connection) -> list[Notification]:
        situation = _situation(office, tx, now)
        if situation.empty:
            return []
        organisers = office.settings.office.notify
        return [digest(situation, office.event, to, f"{job.key}.{to}", now) for to in organisers]

    _tell_organisers(office, job, now, write)


def _retain(office: Office, job: Job, now: datetime) -> None:
    erase_everything(office, "retention")
    with office.database.transaction() as tx:
        job_done(tx, office.event.id, job.key, "done", now)


_DOING: dict[JobKind, Callable[[Office, Job, datetime], None]] = {
    JobKind.REMINDER: _remind,
    JobKind.CLOSING: _close,
    JobKind.DIGEST: _digest,
    JobKind.RETENTION: _retain,
}


def _tell_organisers(
    office: Office, job: Job, now: datetime, write: Callable[[Connection], list[Notification]]
) -> None:
    """The job's row and its mails in one transaction: never one without the other."""
    with office.database.transaction() as tx:
        mails = [] if job.missed(now) else write(tx)
        post_to_organisers(office, tx, job.kind.value, mails, now)
        job_done(tx, office.event.id, job.key, "missed" if job.missed(now) else "done", now)


def _alarm_about_limits(office: Office, now: datetime) -> None:
    """Organisers hear once a day that a limit bites, however often it does."""
    day = now.astimezone(office.event.zone).date().isoformat()
    with office.database.transaction() as tx:
        count = withheld_by_limit(tx, office.event.id, now - _DAY)
        if not count:
            return
        mails = [limit_alarm(count, office.event, to, day, now) for to in office.settings.office.notify]
        written = keys_written(tx, [mail.key for mail in mails])
        fresh = [mail for mail in mails if mail.key not in written]
        post_to_organisers(office, tx, "limit", fresh, now)


def _situation(office: Office, tx: Connection, now: datetime) -> Situation:
    since = last_digest(tx, office.event.id) or now - _DAY
    states = outbox_counts(tx, office.event.id)
    return Situation(
        since=since,
        decided=decided_between(tx, office.event.id, since, now),
        waits=held_mails(tx, *office.shown),
        withheld=states.get(OutboxState.WITHHELD, 0),
        failed=states.get(OutboxState.FAILED, 0) + states.get(OutboxState.BOUNCED, 0),
    )


def _seats(office: Office, tx: Connection) -> list[SeatLine]:
    counts = reports.workshop_counts(tx, office.event.id)
    event = office.within(tx).event
    places = [(w.id, w.title, w.seats) for w in event.workshops]
    if not places:
        places = [("", event.title, event.seats)]
    if office.event.livestream:
        places.append(("livestream", "Livestream", None))
    return [
        SeatLine(title, counts[key].taken, counts[key].waiting, seats)
        if key in counts
        else SeatLine(title, 0, 0, seats)
        for key, title, seats in places
    ]
