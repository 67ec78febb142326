"""A held mail in an organiser's hand: what it said, whom it brought, and how it is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from mailbot.decision import (
    WHICH_EVENT,
    AlreadyDone,
    Case,
    Decision,
    Disposition,
    Refused,
    Registration,
    references_in,
)
from mailbot.envelope import Attendance, Status
from mailbot.flow.acting import Action, acting
from mailbot.flow.office import Office
from mailbot.flow.outcome import Done, Unknown, told
from mailbot.flow.understand import answered
from mailbot.intent.model import Action as Wanted
from mailbot.intent.model import Evidence, Intent, Kind, Participant, Source
from mailbot.message import parse
from mailbot.message.model import Address
from mailbot.store import (
    Occasion,
    StoredMail,
    close_mail,
    registrations_of_mail,
    snapshot,
    stored_mail,
    trail_of_mail,
)


@dataclass(frozen=True, slots=True)
class Held:
    """A held mail in hand: its row, and the registrations that it brought so far."""

    action: Action
    mail: StoredMail
    rows: tuple[Registration, ...]

    def case(self, people: Sequence[Participant], contact: str = "") -> Case:
        """The mail as if the reader had understood it so; `contact`: where replies go, if not From."""
        office, tx, mail = self.action.office, self.action.tx, self.mail
        message = parse(mail.raw or b"", office.own_addresses)
        if contact:
            message = replace(message, senders=(Address("", contact),), reply_to=())
        sender = message.sender.email.lower() if message.sender else ""
        ids = answered(message)
        names = references_in(f"{message.subject}\n{message.own}")
        ledger = snapshot(tx, office.event.id, sender, ids, names, mail.arrival, self.action.now)
        intent = Intent(
            Kind.REGISTRATION,
            Wanted.ACT,
            "accepted-by-organiser",
            "An organiser says so.",
            mail.language,
            participants=tuple(people),
        )
        return Case(mail.arrival, message, intent, ledger, office.event, office.policy(), self.action.now)

    def understood(self) -> tuple[Participant, ...]:
        """Whom the mail names."""
        return whom(self.rows, self.mail)

    def close(self, decision: Decision) -> Done:
        """Records the decision, and that the mail is decided."""
        office, action, mail = self.action.office, self.action, self.mail
        occasion = Occasion(office.event.id, action.actor, "mail", mail.arrival.received, action.now, mail.id)
        concerned = [r.reference for r in decision.registrations]
        done = action.record(decision, concerned, occasion=occasion)
        filing = office.filing_for(decision.disposition)
        close_mail(action.tx, mail, decision, action.actor, filing, action.now)
        return done


@contextmanager
def held_mail(office: Office, actor: str, mail_id: int, name: str) -> Iterator[Held]:
    """A mail that waits, for one action of `actor`; it is to be closed by that.

    Raises: Unknown; AlreadyDone with what became of it, if it waits no more.
    """
    with acting(office, actor, name) as action:
        held = mail_in_hand(action, mail_id)
        mail = held.mail
        if mail.disposition is not Disposition.HELD:
            stands = f"it is {mail.disposition.value}, {mail.reason}"
            who = told(trail_of_mail(action.tx, mail_id), office)
            raise AlreadyDone(f"mail {mail_id} does not wait: {stands}{who}")
        yield held


def mail_in_hand(action: Action, mail_id: int) -> Held:
    """A mail of this event with the registrations that it brought.

    Raises: Unknown; Refused if nobody has said yet for which event of its mailbox it is.
    """
    mail = stored_mail(action.tx, action.office.event.id, mail_id)
    if mail is None and stored_mail(action.tx, action.office.undecided, mail_id) is not None:
        raise Refused(WHICH_EVENT, f"Say first for which event mail {mail_id} is (`mailbot assign`).")
    if mail is None:
        raise Unknown(f"there is no mail {mail_id}")
    return Held(action, mail, registrations_of_mail(action.tx, mail_id))


def whom(rows: Sequence[Registration], mail: StoredMail) -> tuple[Participant, ...]:
    """Whom a mail names: those held with it, else what was read from it."""
    held = tuple(_participant(r) for r in rows if r.status is Status.HELD)
    if held or mail.understood is None:
        return held
    return tuple(_read(person) for person in mail.understood.get("participants", ()))


def _participant(registration: Registration) -> Participant:
    return Participant(
        registration.name,
        title=registration.title,
        organisation=registration.organisation,
        workshop=registration.workshop,
        alternative=registration.alternative,
        attendance=registration.attendance,
    )


def _read(person: Mapping[str, Any]) -> Participant:
    return Participant(
        person["name"],
        title=person.get("title"),
        organisation=person.get("organisation"),
        workshop=person.get("workshop"),
        alternative=person.get("alternative"),
        attendance=Attendance(person.get("attendance") or Attendance.ON_SITE),
        replaces=person.get("replaces"),
        evidence={
            field: Evidence(found.get("text", ""), Source(found["source"]), found.get("rule", ""))
            for field, found in (person.get("evidence") or {}).items()
        },
    )
