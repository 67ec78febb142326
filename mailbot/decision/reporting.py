"""What organisers are told by mail: the digest of the morning, the closing report, alarms.

A digest is made only when there is something to tell: what was decided by itself since the last
one, and what waits for a person. It is written in the event's language, German or English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.decision.bulk import bulk_key
from mailbot.decision.model import Decision, Notification
from mailbot.decision.unreachable import UNREACHABLE
from mailbot.envelope import Notice, Status
from mailbot.event import Event

_WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "since": "Seit {since} von selbst entschieden:",
        "nothing": "Seit {since} wurde nichts von selbst entschieden.",
        "waits": "Auf Sie warten {count} Mails:",
        "withheld": "{count} Antworten warten auf Freigabe.",
        "failed": "{count} unserer Mails konnten nicht zugestellt werden.",
        "closing": "Die Anmeldung ist geschlossen. So steht die Liste:",
        "seats": "{title}: {taken} bestätigt, {waiting} warten, Plätze: {seats}",
        "unlimited": "unbegrenzt",
        "limit": "Grenze erreicht: {count} Antworten wurden zurückgehalten, damit keine Schleife entsteht."
        " Bitte ansehen und freigeben oder verwerfen.",
        "call": "{name} ({reference}) hat jetzt einen Platz: {place}. Eine Mail-Adresse ist nicht bekannt."
        " Bitte sagen Sie selbst Bescheid.",
        "phone": "Telefon: {phone}",
        "lost": "{name} ({reference}) ist unter {address} nicht zu erreichen: Die Adresse gibt es nicht."
        " Die Anmeldung wartet auf Sie; ein Platz ist schon weitergegeben, wenn jemand darauf gewartet hat."
        " Bitte finden Sie die richtige Adresse heraus und tragen Sie sie ein, oder sagen Sie ab.",
    },
    "en": {
        "since": "Decided by itself since {since}:",
        "nothing": "Nothing was decided by itself since {since}.",
        "waits": "{count} mails wait for you:",
        "withheld": "{count} replies wait to be released.",
        "failed": "{count} of our mails could not be delivered.",
        "closing": "Registration has closed. This is how the list stands:",
        "seats": "{title}: {taken} confirmed, {waiting} waiting, seats: {seats}",
        "unlimited": "no limit",
        "limit": "A limit was reached: {count} replies were held back so that no loop arises."
        " Please look at them, and release or drop them.",
        "call": "{name} ({reference}) has a seat now: {place}. No mail address is known."
        " Please tell them yourself.",
        "phone": "Telephone: {phone}",
        "lost": "{name} ({reference}) cannot be reached at {address}: there is no such address."
        " The registration waits for you; the seat has passed on if somebody was waiting for it."
        " Please find the right address and enter it, or cancel.",
    },
}


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail as a report tells of it."""

    received: datetime
    sender: str
    subject: str
    outcome: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One workshop as a report tells of it; seats None: no limit."""

    title: str
    taken: int
    waiting: int
    seats: int | None


@dataclass(frozen=True, slots=True)
class Situation:
    """What there is to tell. decided: since the last digest; waits: held, whatever their age."""

    since: datetime
    decided: Sequence[MailLine] = ()
    waits: Sequence[MailLine] = ()
    withheld: int = 0
    failed: int = 0
    seats: Sequence[SeatLine] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell: then no digest is sent."""
        return not (self.decided or self.waits or self.withheld or self.failed)


def digest(situation: Situation, event: Event, to: str, key: str, now: datetime) -> Notification:
    """The digest to one organiser."""
    return _to_organiser(Notice.DIGEST, key, to, _digest_text(situation, event), event, now)


def closing_report(situation: Situation, event: Event, to: str, now: datetime) -> Notification:
    """How the list stands when registration closes."""
    words = _words(event)
    lines = [words["closing"], "", *_seat_lines(situation, event), "", _digest_text(situation, event)]
    return _to_organiser(Notice.DIGEST, f"closing.{to}", to, "\n".join(lines).strip(), event, now)


def limit_alarm(withheld: int, event: Event, to: str, day: str, now: datetime) -> Notification:
    """Told once a day when a limit held replies back."""
    text = _words(event)["limit"].format(count=withheld)
    return _to_organiser(Notice.ALARM, f"alarm.limit.{day}.{to}", to, text, event, now)


def call_alarms(
    notifications: Sequence[Notification], event: Event, organisers: Sequence[str], now: datetime
) -> tuple[Notification, ...]:
    """For everybody who moves up and has no address (telephone, paper): organisers are to tell them."""
    alarms = []
    for silent in (n for n in notifications if n.notice is Notice.PROMOTION and not n.to):
        person = silent.lines[0].registration
        workshop = event.workshop(person.offered or person.seat)
        place = workshop.title if workshop else event.title
        words = _words(event)
        text = words["call"].format(name=person.name, reference=person.reference, place=place)
        text += f" {words['phone'].format(phone=person.phone)}" if person.phone else ""
        alarms += [
            _to_organiser(Notice.ALARM, bulk_key(f"{silent.key}.call", to), to, text, event, now)
            for to in organisers
        ]
    return tuple(alarms)


def lost_alarms(
    decision: Decision, event: Event, organisers: Sequence[str], now: datetime
) -> tuple[Notification, ...]:
    """For everybody whom a delivery report made unreachable: organisers are to look for them."""
    if decision.reason != UNREACHABLE:
        return ()
    alarms = []
    for person in (r for r in decision.registrations if r.status is Status.HELD):
        words = {"name": person.name, "reference": person.reference, "address": person.contact}
        text = _words(event)["lost"].format(**words)
        # Whoever is made reachable and lost again is told of again.
        name = f"{person.reference}.lost.{person.sequence}"
        alarms += [_to_organiser(Notice.ALARM, bulk_key(name, to), to, text, event, now) for to in organisers]
    return tuple(alarms)


def _digest_text(situation: Situation, event: Event) -> str:
    words = _words(event)
    since = situation.since.astimezone(event.zone).strftime("%d.%m.%Y %H:%M")
    lines = [words["since" if situation.decided else "nothing"].format(since=since)]
    lines += [_mail_line(mail, event) for mail in situation.decided]
    if situation.waits:
        lines += ["", words["waits"].format(count=len(situation.waits))]
        lines += [_mail_line(mail, event) for mail in situation.waits]
    if situation.withheld:
        lines += ["", words["withheld"].format(count=situation.withheld)]
    if situation.failed:
        lines += ["", words["failed"].format(count=situation.failed)]
    return "\n".join(lines)


def _mail_line(mail: MailLine, event: Event) -> str:
    at = mail.received.astimezone(event.zone).strftime("%d.%m. %H:%M")
    return f"- {at} {mail.sender}: {mail.subject} ({mail.outcome})"


def _seat_lines(situation: Situation, event: Event) -> list[str]:
    words = _words(event)
    return [
        "- "
        + words["seats"].format(
            title=line.title,
            taken=line.taken,
            waiting=line.waiting,
            seats=words["unlimited"] if line.seats is None else line.seats,
        )
        for line in situation.seats
    ]


def _words(event: Event) -> Mapping[str, str]:
    return _WORDS.get(event.language, _WORDS["en"])


def _to_organiser(notice: Notice, key: str, to: str, text: str, event: Event, now: datetime) -> Notification:
    return Notification(key=key, notice=notice, to=to, language=event.language, received=now, text=text)
