"""The state of the office as Prometheus metrics, read from the ledger at each scrape.

The desk and the worker may be two processes, so nothing is counted in memory. Labels come from fixed lists
and from the ids of events and their workshops: their number is bounded, and none is personal. Where there are
several events, each number has that of its event and of its mailbox.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.metadata import version

from prometheus_client import ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from mailbot.decision import Disposition, Rule
from mailbot.envelope import OutboxState, Status
from mailbot.event import Event
from mailbot.flow import Health, Office
from mailbot.flow.health import health_within
from mailbot.store import Census, census

_WAITING = (
    OutboxState.WITHHELD, OutboxState.QUEUED, OutboxState.SENDING, OutboxState.DEFERRED, OutboxState.UNKNOWN,
)  # fmt: skip


class Measurements(Collector):
    """Reads everything of an event in one transaction.

    Raises: DatabaseFailed from `collect`.
    """

    def __init__(self, offices: Sequence[Office]) -> None:
        self._offices = offices

    def describe(self) -> list[Metric]:
        """Nothing in advance: registering must not read the ledger."""
        return []

    def collect(self) -> Iterator[Metric]:
        """All metrics, as they are now."""
        families: dict[str, Metric] = {}
        for office in self._offices:
            own = {"event": office.event.id, "mailbox": office.name} if len(self._offices) > 1 else {}
            for family in _of(office):
                samples = [one._replace(labels=one.labels | own) for one in family.samples]
                family.samples = []
                families.setdefault(family.name, family).samples += samples
        yield from families.values()
        yield from ProcessCollector(registry=CollectorRegistry()).collect()


def _of(office: Office) -> Iterator[Metric]:
    """All that is measured of one event and its mailbox."""
    with office.database.reading() as tx:
        found = health_within(office, tx)
        counts = census(tx, office.event.id)
        event = office.within(tx).event
    info = {"version": version("mailbot"), "event": event.id}
    yield InfoMetricFamily("mailbot", "The program and its event.", info)
    yield from _health(found)
    yield from _counts(counts, found.at)
    yield from _seats(counts, event)


def _health(found: Health) -> Iterator[Metric]:
    vitals, now = found.vitals, found.at
    yield GaugeMetricFamily("mailbot_healthy", "1 if no rule is broken, else 0.", float(found.well))
    broken = GaugeMetricFamily("mailbot_rule_broken", "1 if this rule is broken, else 0.", labels=["rule"])
    alarm = GaugeMetricFamily("mailbot_alarm", "1 while the alarm of this rule lasts.", labels=["rule"])
    for rule in Rule:
        broken.add_metric([rule.value], float(rule in found.failing))
        alarm.add_metric([rule.value], float(any(one.rule is rule for one in found.standing)))
    yield from (broken, alarm)
    ages = {
        "mailbot_mailbox_contact_age_seconds": ("Since the mailbox was last reached.", vitals.contact),
        "mailbot_worker_heartbeat_age_seconds": ("Since the worker last gave a sign of life.", vitals.beat),
        "mailbot_held_oldest_age_seconds": ("Since the oldest mail for a person came.", vitals.held_since),
        "mailbot_backup_age_seconds": ("Since the last backup.", vitals.backup),
    }
    for name, (words, since) in ages.items():
        if since is not None:
            yield GaugeMetricFamily(name, words, _age(since, now))
    if found.places:
        workers = GaugeMetricFamily("mailbot_workers", "Workers that are there.", labels=["doing"])
        works = [place.working_since for place in found.places if place.working_since]
        workers.add_metric(["mailbox"], len(works))
        workers.add_metric(["standby"], len(found.places) - len(works))
        yield workers
        if works:
            words = "Since the mailbox was last taken over by a worker."
            yield GaugeMetricFamily("mailbot_mailbox_lease_age_seconds", words, _age(max(works), now))
    if vitals.secret_expires is not None:
        left = (vitals.secret_expires - now).total_seconds()
        yield GaugeMetricFamily("mailbot_secret_expires_in_seconds", "Until the sign-in runs out.", left)
    values = {
        "mailbot_held_mails": ("Mails that wait for a person.", vitals.held),
        "mailbot_mailbox_mails": ("Mails in the mailbox at the last look.", vitals.present),
        "mailbot_mailbox_mails_missing": ("Of those, without a row in the ledger.", vitals.missing),
        "mailbot_disk_free_megabytes": ("Room on the disk of the ledger.", vitals.free_megabytes),
    }
    for name, (words, value) in values.items():
        if value is not None:
            yield GaugeMetricFamily(name, words, value)


def _counts(counts: Census, now: datetime) -> Iterator[Metric]:
    mails = GaugeMetricFamily("mailbot_mails", "Mails in the ledger.", labels=["disposition"])
    for disposition in Disposition:
        mails.add_metric([disposition.value], counts.mails.get(disposition.value, 0))
    outbox = GaugeMetricFamily("mailbot_outbox_mails", "Mails of ours.", labels=["state"])
    for state in OutboxState:
        outbox.add_metric([state.value], counts.outgoing.get(state.value, 0))
    words = "Since the oldest one in this state was due."
    oldest = GaugeMetricFamily("mailbot_outbox_oldest_age_seconds", words, labels=["state"])
    for state in _WAITING:
        since = counts.oldest.get(state.value)
        oldest.add_metric([state.value], _age(since, now) if since else 0.0)
    people = GaugeMetricFamily("mailbot_registrations", "Registrations.", labels=["status"])
    for status in Status:
        people.add_metric([status.value], counts.registrations.get(status.value, 0))
    yield from (mails, outbox, oldest, people)


def _seats(counts: Census, event: Event) -> Iterator[Metric]:
    """The workshop "" is where an event without workshops seats people."""
    seats = GaugeMetricFamily("mailbot_seats", "Seats; none where there is no limit.", labels=["workshop"])
    taken = GaugeMetricFamily("mailbot_seats_taken", "Seats that are taken.", labels=["workshop"])
    waiting = GaugeMetricFamily("mailbot_waiting", "Who waits for a seat.", labels=["workshop"])
    places = {workshop.id: workshop.seats for workshop in event.workshops} or {"": event.seats}
    for place, limit in (places | ({"livestream": None} if event.livestream else {})).items():
        count = counts.workshops.get(place)
        taken.add_metric([place], count.taken if count else 0)
        waiting.add_metric([place], count.waiting if count else 0)
        if limit is not None:
            seats.add_metric([place], limit)
    yield from (seats, taken, waiting)


def _age(since: datetime, now: datetime) -> float:
    """In seconds; what lies ahead has the age 0."""
    return max(0.0, (now - since).total_seconds())
