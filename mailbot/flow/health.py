"""How it stands with the office: what the ledger, the disk and the settings tell, held against the limits.

Nothing here asks a server: who looks gets an answer at once, whatever is broken.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from mailbot.config import AlarmSettings, Settings
from mailbot.decision import Limits, Rule, Sign, Standing, Vitals, examine
from mailbot.event import Event
from mailbot.flow.office import Office
from mailbot.store import (
    BEAT,
    STARTED,
    Connection,
    Place,
    give_sign,
    measured,
    places,
    sign_of,
    standing_alarms,
)

_BEAT_SECONDS = 60
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Health:
    """What was measured at one moment, how it stands with each rule, and the alarms that last. places: the
    workers that are there, where there may be several (PostgreSQL).
    """

    at: datetime
    vitals: Vitals
    signs: tuple[Sign, ...]
    standing: tuple[Standing, ...]
    places: tuple[Place, ...] = ()

    @property
    def well(self) -> bool:
        """Whether no rule is broken. A secret that will run out breaks nothing before it has."""
        return not self.failing

    @property
    def word(self) -> str:
        """For programs: `ok` or `failing`."""
        return "ok" if self.well else "failing"

    @property
    def failing(self) -> tuple[Rule, ...]:
        """The rules that are broken."""
        return tuple(sign.rule for sign in self.signs if not sign.well and not self._announced(sign))

    def _announced(self, sign: Sign) -> bool:
        return sign.rule is Rule.SECRET and sign.since is not None and sign.since > self.at


def health(office: Office) -> Health:
    """How it stands now.

    Raises: DatabaseFailed.
    """
    with office.database.reading() as tx:
        return health_within(office, tx)


def health_within(office: Office, tx: Connection) -> Health:
    """How it stands as this transaction sees it."""
    now = office.clock()
    vitals = replace(
        _measured(office, tx, now),
        free_megabytes=_free_megabytes(office),
        secret_expires=secret_expires(office.settings, office.event),
    )
    standing = tuple(standing_alarms(tx, office.event.id))
    limits = limits_of(office)
    return Health(
        now, vitals, examine(vitals, limits, now, [one.rule for one in standing]), standing, places(tx)
    )


def _measured(office: Office, tx: Connection, now: datetime) -> Vitals:
    """Where there is one event, its mailbox may have had other names: the newest counts."""
    if not office.served:
        return measured(tx, office.event.id, now, office.name)
    return measured(tx, office.event.id, now, office.name, office.account, office.undecided)


def in_values(found: Health) -> dict[str, Any]:
    """How it stands, for programs: numbers and times, never a person."""
    vitals = found.vitals
    return {
        "status": found.word,
        "at": found.at.isoformat(),
        "failing": [rule.value for rule in found.failing],
        "alarms": [one.rule.value for one in found.standing],
        "parts": {sign.rule.value: _part(sign, found) for sign in found.signs},
        "mailbox_contact": _shown(vitals.contact),
        "mails_in_mailbox": vitals.present,
        "mails_missing": vitals.missing,
        "mails_waiting_for_a_person": vitals.held,
        "workers": [
            {"holder": one.holder, "since": _shown(one.since), "mailbox_since": _shown(one.working_since)}
            for one in found.places
        ],
    }


def all_in_values(found: Mapping[str, Health]) -> dict[str, Any]:
    """How it stands with several events, by their ids."""
    failing = sorted({rule.value for one in found.values() for rule in one.failing})
    events = {event: in_values(one) for event, one in found.items()}
    return {"status": "failing" if failing else "ok", "failing": failing, "events": events}


def _part(sign: Sign, found: Health) -> dict[str, Any]:
    part: dict[str, Any] = {"ok": sign.rule not in found.failing, "limit": sign.limit}
    if sign.rule is Rule.DISK:
        return part | {"free_megabytes": sign.count}
    if sign.rule is Rule.SECRET:
        return part | {"expires": _shown(sign.since), "days": sign.count}
    age = (found.at - sign.since).total_seconds() if sign.since else None
    return part | {"since": _shown(sign.since), "age_seconds": age}


def _shown(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def limits_of(office: Office) -> Limits:
    """The office's limits as the rules want them; what is set to 0 is left out. Room and backups are
    those of all: one of several offices tells of them. Whoever looks into the mailbox seldom is silent for
    long in between: two looks must have failed.
    """
    alarm: AlarmSettings = office.settings.alarm
    seldom = timedelta(seconds=2 * office.settings.mailbox.poll_seconds)
    silence = timedelta(minutes=alarm.mailbox_minutes)
    ages = {
        Rule.WORKER: timedelta(minutes=alarm.worker_minutes),
        Rule.MAILBOX: silence and max(silence, seldom),
        Rule.PROOF: timedelta(minutes=alarm.proof_minutes),
        Rule.UNHANDLED: timedelta(hours=alarm.unhandled_hours),
        Rule.OUTBOX: timedelta(minutes=alarm.outbox_minutes),
        Rule.DEFERRED: timedelta(hours=alarm.deferred_hours),
        Rule.BACKUP: timedelta(hours=alarm.backup_hours if office.leads else 0),
    }
    return Limits(
        ages={rule: age for rule, age in ages.items() if age},
        megabytes=alarm.disk_megabytes if office.leads else 0,
        until=office.event.ends_at,
        repeat=timedelta(hours=alarm.repeat_hours) or None,
    )


def secret_expires(settings: Settings, event: Event) -> datetime | None:
    """When the first of the secrets for the mail servers runs out, at the end of its last day; None if that
    is not known.
    """
    used = (settings.mailbox.oauth, settings.smtp.oauth)
    days = [oauth.secret_expires for oauth in used if oauth is not None and oauth.secret_expires]
    return datetime.combine(min(days) + timedelta(days=1), time(), event.zone) if days else None


def begin(office: Office, tx: Connection) -> None:
    """Notes that the worker starts."""
    for name in (STARTED, BEAT):
        give_sign(tx, sign_of(name, office.name), office.clock())


class Pulse:
    """Notes that the worker lives: at once when asked to, else once a minute at the most."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._last: datetime | None = None

    def beat(self, *, at_once: bool = False) -> None:
        """Gives a sign of life.

        Raises: DatabaseFailed.
        """
        now = self._office.clock()
        if not at_once and self._last and (now - self._last).total_seconds() < _BEAT_SECONDS:
            return
        self._last = now
        if self._office.holder is not None:
            self._office.holder.moves()
        with self._office.database.transaction() as tx:
            give_sign(tx, sign_of(BEAT, self._office.name), now)


def _free_megabytes(office: Office) -> int | None:
    """Room on the disk of the ledger; None where the ledger is on a server, or nobody knows."""
    if not office.database.is_sqlite:
        return None
    try:
        disk = os.statvfs(Path(office.database.url.database or "").parent)
    except OSError:
        return None
    return disk.f_bavail * disk.f_frsize // _MEGABYTE
