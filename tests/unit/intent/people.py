"""Reads a mail and writes its people down in one line each: "Name @ Organisation > workshop"."""

from __future__ import annotations

from mailbot.envelope import Attendance
from mailbot.intent import Intent, Participant
from tests.unit.intent.mails import understood


def line(person: Participant, organisation: bool) -> str:
    """One participant as a line; the organisation only where it is asked for."""
    where = "livestream" if person.attendance is Attendance.LIVESTREAM else person.workshop
    house = f" @ {person.organisation}" if organisation else ""
    return f"{person.name}{house} > {where}"


def people(intent: Intent, expected: list[str]) -> list[str]:
    """All participants of the intent, written like the expected lines."""
    organisation = any(" @ " in e for e in expected)
    return sorted(line(p, organisation) for p in intent.participants)


def check(own: str, expected: str, action: str = "act", *, name: str, subject: str = "") -> None:
    """Fail unless the mail `own` puts exactly the expected people (separated by semicolons) on the list."""
    wanted = sorted(e.strip() for e in expected.split(";") if e.strip())
    intent = understood(own, name=name, subject=subject)
    assert (str(intent.action), people(intent, wanted)) == (action, wanted), intent.reason
