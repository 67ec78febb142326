"""Personal data: what is held of somebody, and forgetting it everywhere.

Forgetting reaches the folders that we filed mails to, every table of the ledger, and the pages of the
database file. Somebody without an address, or one of a group, is forgotten by their reference: the
content of every mail that told of them goes with them, what it said of others too; in the folders it
stays, since there it is the contact's. The folders come first: if the mail server cannot be reached,
nothing is half done and the same command works later. Whoever is forgotten while registered gives the
seat back, and the next one moves up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mailbot.config import Filing
from mailbot.decision import Decision, Disposition, Registration, settle, withdrawn
from mailbot.flow.office import Office
from mailbot.flow.posting import post
from mailbot.mailbox import erase_from
from mailbot.store import (
    Connection,
    Occasion,
    privacy,
    registrations_called,
    seats_snapshot,
    snapshot_of_contact,
)


def access(office: Office, whom: str) -> dict[str, list[dict[str, Any]]]:
    """Everything held of an address, or of the participant with a reference (Art. 15 GDPR)."""
    with office.database.reading() as tx:
        return privacy.held_of(tx, _traces(office, tx, whom))


def forget(
    office: Office, whom: str, actor: str, cause: str = "forget", everywhere: Sequence[Office] = ()
) -> dict[str, int]:
    """Forgets an address everywhere, or the participant with a reference in the ledger (Art. 17 GDPR);
    gives how much there was, by kind. everywhere: the offices of all events, for an address.

    Raises: MailboxUnreachable, MailboxRefused before anything is erased from the ledger.
    """
    offices = (everywhere or (office,)) if is_address(whom) else (office,)
    rooms = [one for one in offices if one.event.id == one.events[0] or len(offices) == 1]
    filed = sum(_erase_filed(one, [whom.lower()]) for one in rooms) if is_address(whom) else 0
    with office.database.transaction() as tx:
        for one in sorted(offices, key=lambda o: o.event.id):
            # In one order, so that two who lock several events never wait for each other.
            one.database.lock_seats(tx, one.event.id)
        for one in offices:
            _give_back_seats(one.within(tx), tx, _registered(one, tx, whom))
        counts = privacy.erase(tx, _traces(office, tx, whom)) | {"filed_mails": filed}
        privacy.note_erasure(tx, cause, actor, counts, office.clock())
    office.database.compact()
    return counts


def is_address(whom: str) -> bool:
    """Whether somebody is meant by their address, not by a reference."""
    return "@" in whom


def erase_everything(office: Office, cause: str) -> dict[str, int]:
    """Forgets everybody of this event, when the retention time is over; one proof for all.

    Whoever stands in another event of the same mailbox as well keeps what lies in its folders until that one
    is over; so do mails without a sender, and those of which nobody has said for which event they are.
    """
    others = [one for one in office.events if one != office.event.id]
    with office.database.reading() as tx:
        everybody = privacy.addresses(tx, office.event.id)
        kept = {address for one in others for address in privacy.addresses(tx, one)}
    # Mails without a sender were set aside too.
    filed = _erase_filed(office, [*(a for a in everybody if a not in kept), *([] if kept else [""])])
    with office.database.transaction() as tx:
        counts = privacy.erase(tx, privacy.traces_of_event(tx, office.event.id))
        counts["announcements"] = privacy.erase_announcements(tx, office.event.id)
        if others and not kept:
            undecided = privacy.erase(tx, privacy.traces_of_event(tx, office.undecided))
            counts = {kind: number + undecided.get(kind, 0) for kind, number in counts.items()}
        total = counts | {"filed_mails": filed, "addresses": len(everybody)}
        privacy.note_erasure(tx, cause, "mailbot", total, office.clock())
    office.database.compact()
    return total


def _traces(office: Office, tx: Connection, whom: str) -> privacy.Traces:
    if is_address(whom):
        return privacy.traces_of_address(tx, whom.lower())
    return privacy.traces_of_registration(tx, office.event.id, whom.strip().upper())


def _registered(office: Office, tx: Connection, whom: str) -> Sequence[Registration]:
    if is_address(whom):
        return snapshot_of_contact(tx, office.event.id, whom.lower())
    return registrations_called(tx, office.event.id, [whom.strip().upper()])


def _erase_filed(office: Office, addresses: list[str]) -> int:
    settings = office.settings.mailbox
    if settings.filing is not Filing.MOVE or not addresses:
        return 0
    folders = [folder for folder in (settings.handled_folder, settings.held_folder) if folder]
    return erase_from(settings, folders, addresses)


def _give_back_seats(office: Office, tx: Connection, people: Sequence[Registration]) -> None:
    """Seats of people who are forgotten pass to the next before the rows go; they hear nothing."""
    event, now = office.event, office.clock()
    gone = [(person, withdrawn(person)) for person in people if person.live]
    if not gone:
        return
    settled = settle(seats_snapshot(tx, event.id), event, office.policy(), now, gone)
    decision = Decision(
        Disposition.CANCELLED,
        "forgotten",
        "The person asked to be forgotten.",
        tuple(settled.final.values()),
        settled.promotions(f"forget{now:%Y%m%d%H%M%S}", now),
    )
    occasion = Occasion(event.id, "mailbot", "mail", now, now)
    post(office, tx, decision, occasion, withheld=lambda _n, _place: office.supervision)
