"""Personal data: what is held of somebody, and forgetting it everywhere.

Forgetting reaches the folders that we filed mails to, every table of the ledger, and the pages of the
database file. The folders come first: if the mail server cannot be reached, nothing is half done and
the same command works later. Whoever is forgotten while registered gives the seat back, and the next
one moves up.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailbot.config import Filing
from mailbot.decision import Decision, Disposition, settle
from mailbot.envelope import Status
from mailbot.flow.office import Office
from mailbot.flow.posting import post
from mailbot.mailbox import erase_from
from mailbot.store import Connection, Occasion, privacy, seats_snapshot, snapshot_of_contact


def access(office: Office, address: str) -> dict[str, list[dict[str, Any]]]:
    """Everything held of an address (Art. 15 GDPR)."""
    with office.database.reading() as tx:
        return privacy.held_of(tx, address.lower())


def forget(office: Office, address: str, actor: str, cause: str = "forget") -> dict[str, int]:
    """Forgets an address everywhere (Art. 17 GDPR); gives how much there was, by kind.

    Raises: MailboxUnreachable, MailboxRefused before anything is erased from the ledger.
    """
    address = address.lower()
    filed = _erase_filed(office, [address])
    with office.database.transaction() as tx:
        office.database.lock_seats(tx, office.event.id)
        _give_back_seats(office, tx, address)
        counts = privacy.erase(tx, address) | {"filed_mails": filed}
        privacy.note_erasure(tx, cause, actor, counts, office.clock())
    office.database.compact()
    return counts


def erase_everything(office: Office, cause: str) -> dict[str, int]:
    """Forgets everybody of this event, when the retention time is over; one proof for all."""
    with office.database.reading() as tx:
        everybody = privacy.addresses(tx, office.event.id)
    total = {"filed_mails": _erase_filed(office, everybody), "addresses": len(everybody)}
    for address in everybody:
        with office.database.transaction() as tx:
            for kind, count in privacy.erase(tx, address).items():
                total[kind] = total.get(kind, 0) + count
    with office.database.transaction() as tx:
        privacy.note_erasure(tx, cause, "mailbot", total, office.clock())
    office.database.compact()
    return total


def _erase_filed(office: Office, addresses: list[str]) -> int:
    settings = office.settings.mailbox
    if settings.filing is not Filing.MOVE or not addresses:
        return 0
    folders = [folder for folder in (settings.handled_folder, settings.held_folder) if folder]
    return erase_from(settings, folders, addresses)


def _give_back_seats(office: Office, tx: Connection, address: str) -> None:
    """Seats of somebody who is forgotten pass to the next before the rows go; they hear nothing."""
    event, now = office.event, office.clock()
    live = [r for r in snapshot_of_contact(tx, event.id, address) if r.live]
    if not live:
        return
    gone = [
        (
            r,
            replace(
                r, status=Status.CANCELLED, seat=None, waiting_for=None, offered=None, offered_until=None
            ),
        )
        for r in live
    ]
    settled = settle(seats_snapshot(tx, event.id), event, office.policy(), now, gone)
    decision = Decision(
        Disposition.CANCELLED,
        "forgotten",
        "The person asked to be forgotten.",
        tuple(settled.final.values()),
        settled.promotions(f"forget{now:%Y%m%d%H%M%S}", now),
    )
    post(office, tx, decision, Occasion(event.id, "mailbot", "mail", now, now))
