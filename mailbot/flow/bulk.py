"""Mails to many: reminder and announcements, through the outbox, once for each contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailbot.decision import (
    Audience,
    Decision,
    Disposition,
    Refused,
    Registration,
    by_contact,
    copy_for,
    in_audience,
    not_before,
)
from mailbot.envelope import Notice, Status
from mailbot.errors import Permanent
from mailbot.flow.office import Office
from mailbot.flow.posting import post
from mailbot.store import (
    Occasion,
    Trail,
    begin_announcement,
    finish_announcement,
    keys_written,
    note,
    of_status,
    open_announcements,
    was_announced,
)

_CHUNK = 50
"""Copies in one transaction: a crash in between repeats none of them."""


class UnknownAudience(Permanent):
    """There is no such group of people at this event."""


@dataclass(frozen=True, slots=True)
class Preview:
    """An announcement before it is sent: how many contacts and people, and one copy as it leaves.

    unreached: how many more are meant who have no address; somebody must tell them.
    """

    contacts: int
    people: int
    sample: bytes | None
    unreached: int = 0


def preview(office: Office, audience: str, text: str) -> Preview:
    """What an announcement to this audience would be; writes nothing."""
    meant = _meant(office, audience)
    with office.database.reading() as tx:
        everybody = [r for r in of_status(tx, office.event.id, tuple(Status)) if meant(r)]
    people = [r for r in everybody if r.contact]
    groups = by_contact(people)
    now = office.clock()
    sample = None
    if groups:
        first = next(iter(groups.values()))
        copy = copy_for(Notice.ANNOUNCEMENT, "preview", first, now, text)
        sample = office.composer.compose(copy, now).data
    return Preview(len(groups), len(people), sample, len(everybody) - len(people))


def announce(office: Office, audience: str, text: str, actor: str, *, once: bool = False) -> int:
    """Begins an announcement; its copies go to the outbox now, or in the next run after a crash.

    once: these very words may not have gone to this audience before, as a second click would have it.
    Gives its number. Raises: UnknownAudience, Refused.
    """
    _meant(office, audience)
    with office.database.transaction() as tx:
        now = office.clock()
        if once and was_announced(tx, office.event.id, audience, text):
            raise Refused("announced-before", "These very words went to this audience before.")
        number = begin_announcement(tx, office.event.id, audience, text, actor, now)
        details = {"announcement": number, "audience": audience, "event": office.event.id}
        note(tx, Trail(actor, "announced", "announced-by-organiser", now), details)
    continue_announcements(office)
    return number


def continue_announcements(office: Office) -> None:
    """Writes the copies that are still missing of every announcement that was begun."""
    with office.database.reading() as tx:
        unfinished = open_announcements(tx, office.event.id)
    for one in unfinished:
        name = f"announcement.{one.id}"
        meant, again = _meant(office, one.audience), "restored" if office.restored else ""
        send_to_many(office, Notice.ANNOUNCEMENT, name, meant, one.text, withheld=again)
        with office.database.transaction() as tx:
            finish_announcement(tx, one.id, office.clock())


def send_to_many(
    office: Office,
    notice: Notice,
    name: str,
    meant: Callable[[Registration], bool],
    text: str = "",
    *,
    withheld: str = "",
) -> int:
    """Puts one copy for each contact into the outbox, those that are there already left out; they
    leave at a limited rate, or wait for a person if `withheld` says why. Gives how many were written.
    """
    now, event = office.clock(), office.event
    with office.database.reading() as tx:
        groups = by_contact(r for r in of_status(tx, event.id, tuple(Status)) if meant(r))
        copies = [
            copy_for(notice, name, people, now, text) for people in groups.values() if people[0].contact
        ]
        written = keys_written(tx, [copy.key for copy in copies])
    missing = [copy for copy in copies if copy.key not in written]
    rate = office.policy().bulk_per_minute
    for start in range(0, len(missing), _CHUNK):
        chunk = missing[start : start + _CHUNK]
        decision = Decision(Disposition.RECORDED, name, "Sent to many.", notifications=tuple(chunk))
        occasion = Occasion(event.id, "mailbot", "mail", now, now)
        with office.database.transaction() as tx:
            post(
                office,
                tx,
                decision,
                occasion,
                withheld=lambda _n, _place: withheld,
                not_before=lambda n, s=start: not_before(s + n, rate, now),  # type: ignore[misc]
            )
    return len(missing)


def _meant(office: Office, audience: str) -> Callable[[Registration], bool]:
    kind, _, workshop = audience.partition(":")
    if kind not in tuple(Audience) or (kind == Audience.WORKSHOP) != bool(workshop):
        raise UnknownAudience(f'"{audience}" is nobody: use all, workshop:ID, waiting or livestream')
    if workshop and office.event.workshop(workshop) is None:
        known = ", ".join(w.id for w in office.event.workshops)
        raise UnknownAudience(f'there is no workshop "{workshop}"; there are {known}')
    return lambda registration: in_audience(registration, Audience(kind), workshop)
