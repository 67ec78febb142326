"""What the organisers' commands do: the ledger is opened, one action done, its outcome given back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailbot.cli.app import Place, fail, login
from mailbot.cli.printed import Printed, approval_printed, done_printed, seats_printed
from mailbot.clock import system
from mailbot.decision import WHOLE_EVENT, Caller, Correction, Origin
from mailbot.envelope import Attendance
from mailbot.flow import Office, approval, capacity, heldmail, open_office, organiser
from mailbot.flow.assigning import assign as assign_mail
from mailbot.intent.model import Participant

LIVESTREAM = Attendance.LIVESTREAM.value
Fields = tuple[str | None, str | None, str | None, str | None, str | None]
"""Name, title, organisation, address and telephone number as they are corrected; None: as they stand."""
ALL, UNLIMITED, FILE = "all", "unlimited", "file"
"""How the command line says the whole event, no limit, and what the file of the event says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a clerk types in. fields: name, title, organisation, workshop, second choice. reached: mail
    address and telephone number.
    """

    fields: tuple[str, str, str, str, str | None]
    reached: tuple[str, str]
    received: datetime | None
    source: str
    clerk: str
    exception: bool
    namesake: bool


def accept(
    place: Place, by: str, mail_id: int, participants: Sequence[str], email: str, exception: bool
) -> Printed:
    """Accepts a held mail; `participants` as on the command line."""
    people = [participant(text) for text in participants]
    with _office(place) as office:
        return done_printed(
            heldmail.accept(office, _actor(by), mail_id, people, contact=email.lower(), exception=exception)
        )


def assign(place: Place, by: str, mail_id: int) -> Printed:
    """Gives a mail to the event that is named."""
    with _office(place) as office:
        return done_printed(assign_mail(office, _actor(by), mail_id))


def dismiss(place: Place, by: str, mail_id: int) -> Printed:
    """Closes a held mail that is no registration."""
    with _office(place) as office:
        return done_printed(heldmail.dismiss(office, _actor(by), mail_id))


def take_up(place: Place, by: str, mail_id: int) -> Printed:
    """Lets a dismissed mail wait again."""
    with _office(place) as office:
        return done_printed(heldmail.take_up(office, _actor(by), mail_id))


def restore(place: Place, by: str, reference: str, silent: bool) -> Printed:
    """Takes a cancellation back."""
    with _office(place) as office:
        return done_printed(organiser.restore(office, _actor(by), reference, tell=not silent))


def undrop(place: Place, by: str, outbox_id: int) -> Printed:
    """Lets a dropped mail of ours wait again."""
    with _office(place) as office:
        return approval_printed(approval.undrop(office, _actor(by), outbox_id))


def answer(place: Place, by: str, mail_id: int, text: str, email: str) -> Printed:
    """Answers a held mail."""
    with _office(place) as office:
        return done_printed(heldmail.answer(office, _actor(by), mail_id, text, contact=email.lower()))


def ask(place: Place, by: str, mail_id: int, missing: Sequence[str], email: str, exception: bool) -> Printed:
    """Asks back."""
    with _office(place) as office:
        return done_printed(
            heldmail.ask(office, _actor(by), mail_id, missing, contact=email.lower(), exception=exception)
        )


def cancel(place: Place, by: str, references: Sequence[str], text: str, silent: bool) -> Printed:
    """Cancels registrations."""
    with _office(place) as office:
        return done_printed(organiser.cancel(office, _actor(by), references, tell=not silent, text=text))


def move(
    place: Place, by: str, reference: str, target: str, text: str, *, overbook: bool, silent: bool
) -> Printed:
    """Moves somebody."""
    with _office(place) as office:
        return done_printed(
            organiser.move(
                office, _actor(by), reference, target, overbook=overbook, tell=not silent, text=text
            )
        )


def grant(place: Place, by: str, target: str, workshop: str | None, silent: bool) -> Printed:
    """Makes an exception for a registration or for a mail."""
    with _office(place) as office:
        if target.isdigit():
            return done_printed(heldmail.grant_mail(office, _actor(by), int(target)))
        return done_printed(organiser.grant(office, _actor(by), target, workshop, tell=not silent))


def merge(place: Place, by: str, keep: str, drop: str) -> Printed:
    """Makes one registration of two."""
    with _office(place) as office:
        return done_printed(organiser.merge(office, _actor(by), keep, drop))


def correct(place: Place, by: str, reference: str, fields: Fields, *, tell: bool) -> Printed:
    """Corrects name, title, organisation, address, telephone."""
    with _office(place) as office:
        return done_printed(organiser.correct(office, _actor(by), reference, Correction(*fields), tell=tell))


def add(place: Place, by: str, entry: Entry) -> Printed:
    """Registers somebody by hand."""
    if entry.source not in tuple(Origin):
        fail(f"--source: {entry.source!r} is none of {', '.join(Origin)}", 2)
    name, title, organisation, workshop, alternative = entry.fields
    email, phone = entry.reached
    person = _person(name, organisation, workshop, alternative, title)
    caller = Caller(person, email.strip().lower(), phone=phone)
    with _office(place) as office:
        return done_printed(
            organiser.add(
                office,
                entry.clerk or _actor(by),
                caller,
                Origin(entry.source),
                entry.received,
                actor=_actor(by),
                exception=entry.exception,
                namesake=entry.namesake,
            )
        )


def set_seats(place: Place, by: str, workshop: str, seats: str) -> Printed:
    """Sets seats; `workshop` and `seats` as on the command line."""
    where = WHOLE_EVENT if workshop == ALL else workshop
    if seats not in (UNLIMITED, FILE) and not (seats.isascii() and seats.isdigit() and len(seats) < 7):
        fail(f"SEATS: {seats!r} is neither a number nor {UNLIMITED} nor {FILE}", 2)
    with _office(place) as office:
        if seats == FILE:
            return seats_printed(capacity.seats_as_filed(office, _actor(by), where))
        number = None if seats == UNLIMITED else int(seats)
        return seats_printed(capacity.change_seats(office, _actor(by), where, number))


def resend(place: Place, by: str, reference: str) -> Printed:
    """Sends the last notice once more."""
    with _office(place) as office:
        return done_printed(organiser.resend(office, _actor(by), reference))


def release(place: Place, by: str, ids: Sequence[int], *, anyway: bool) -> Printed:
    """Lets withheld mails leave."""
    with _office(place) as office:
        return approval_printed(approval.release(office, _actor(by), ids, anyway=anyway))


def drop(place: Place, by: str, ids: Sequence[int]) -> Printed:
    """Throws withheld mails away."""
    with _office(place) as office:
        return approval_printed(approval.drop(office, _actor(by), ids))


def edit(place: Place, by: str, outbox_id: int, text: str, subject: str) -> Printed:
    """Gives a withheld mail another text."""
    with _office(place) as office:
        return approval_printed(approval.reword(office, _actor(by), outbox_id, text, subject))


def retry(place: Place, by: str, ids: Sequence[int]) -> Printed:
    """Sends failed mails again."""
    with _office(place) as office:
        return approval_printed(approval.retry(office, _actor(by), ids))


def words(file: str | None, text: str | None) -> str:
    """The text of a command: given with it, in a file, or on standard input."""
    if (file is None) == (text is None):
        fail("give the text with --text, or the name of a file (- for standard input)", 2)
    if text is not None or file is None:
        return text or ""
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{file} cannot be read: {error}", 2)


def participant(text: str) -> Participant:
    """`"Name; Organisation; workshop; alternative"`; what is empty or missing says nothing."""
    parts = [part.strip() or None for part in text.split(";")]
    name, organisation, workshop, alternative = (parts + [None] * 4)[:4]
    if name is None or len(parts) > 4:
        fail(f'--participant: write "Name; Organisation; workshop; alternative", not {text!r}', 2)
    return _person(name, organisation, workshop, alternative, None)


def _person(
    name: str, organisation: str | None, workshop: str | None, alternative: str | None, title: str | None
) -> Participant:
    streams = (workshop or "").lower() == LIVESTREAM
    choice = None if streams or workshop == Attendance.ON_SITE.value else workshop
    attendance = Attendance.LIVESTREAM if streams else Attendance.ON_SITE
    return Participant(
        name,
        title=title,
        organisation=organisation,
        workshop=choice,
        alternative=alternative,
        attendance=attendance,
    )


def _actor(by: str) -> str:
    return by[:100] or login()


@contextmanager
def _office(place: Place) -> Iterator[Office]:
    office = open_office(place.folder, system, place.event)
    try:
        yield office
    finally:
        office.database.close()
