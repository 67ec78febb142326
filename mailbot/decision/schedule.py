"""When something is due without any mail, and what happens if the hour was missed.

The reminder goes out some days before the event, at nine in the morning; missed in an outage, it is
sent late until the event starts, and then passed over: a reminder of yesterday helps nobody. In
supervised mode its copies wait for approval, like every mail that no organiser asked for. The closing
report is made when registration closes, late until the event ends. The digest is due each morning; of
several missed ones only that of today is made, and it tells of everything since the last. Erasure is
due when the retention time is over, and is done however late. A job that was done or passed over has
its row in the ledger and is never done again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from mailbot.decision.model import Policy
from mailbot.event import Event

_REMINDER_HOUR = time(9)


class JobKind(StrEnum):
    """What is to be done."""

    REMINDER = "reminder"
    CLOSING = "closing"
    DIGEST = "digest"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do once: `key` names it in the ledger; from `too_late` on it is passed over."""

    kind: JobKind
    key: str
    due: datetime
    too_late: datetime | None = None

    def missed(self, now: datetime) -> bool:
        """Whether it makes no sense any more."""
        return self.too_late is not None and now >= self.too_late


def due_jobs(event: Event, policy: Policy, now: datetime) -> tuple[Job, ...]:
    """Every job whose hour has come by `now` (aware), done already or not."""
    return tuple(job for job in _jobs(event, policy, now) if job.due <= now)


def _jobs(event: Event, policy: Policy, now: datetime) -> list[Job]:
    zone = event.zone
    today = now.astimezone(zone).date()
    jobs = [Job(JobKind.CLOSING, "closing", event.closes_at, event.ends_at)]
    if policy.reminder_days:
        day = event.starts_at.astimezone(zone).date() - timedelta(days=policy.reminder_days)
        due = datetime.combine(day, _REMINDER_HOUR, zone)
        jobs.append(Job(JobKind.REMINDER, "reminder", due, event.starts_at))
    if now < event.ends_at + timedelta(days=1):
        due = datetime.combine(today, policy.digest_at, zone)
        jobs.append(Job(JobKind.DIGEST, f"digest.{today.isoformat()}", due))
    if policy.retention_days is not None:
        jobs.append(
            Job(JobKind.RETENTION, "retention", event.ends_at + timedelta(days=policy.retention_days))
        )
    return jobs
