"""What is still to be done with a mail in the mailbox, and what was done: the life of `Location.filing`.

none            it stays as and where it is
handled, held   to be moved to the folder for handled mails, or for those that wait for a person
aside           it was moved to the folder for those that wait
fetch, return   decided since: to be moved from there to the handled ones, or back to where it came in
done            it was filed, or has gone from where it was
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Select, case, select, update

from mailbot.store.intake import MailboxState
from mailbot.store.schema import Location, Mail, Mailbox

_CHUNK = 500
_ANEW = ("fetch", "return")


def to_file(connection: Connection, mailbox: MailboxState, limit: int) -> list[tuple[int, str]]:
    """Mails of this mailbox that wait to be filed: (UID, "handled" or "held"), by UID."""
    rows = connection.execute(
        select(Location.uid, Location.filing)
        .where(Location.mailbox_id == mailbox.id, Location.filing.in_(("handled", "held")))
        .order_by(Location.uid)
        .limit(limit)
    )
    return [(row.uid, row.filing) for row in rows]


def filed(connection: Connection, mailbox: MailboxState, uids: Sequence[int]) -> None:
    """Notes that these have been filed, or have gone from where they were."""
    for start in range(0, len(uids), _CHUNK):
        connection.execute(
            update(Location)
            .where(Location.mailbox_id == mailbox.id, Location.uid.in_(uids[start : start + _CHUNK]))
            .values(filing=case((Location.filing == "held", "aside"), else_="done"))
        )


def mails_at(connection: Connection, mailbox: MailboxState, uids: Sequence[int]) -> dict[int, int]:
    """The numbers of the mails at these UIDs."""
    rows = connection.execute(
        select(Location.uid, Location.mail_id).where(
            Location.mailbox_id == mailbox.id, Location.uid.in_(list(uids))
        )
    )
    return {row.uid: row.mail_id for row in rows}


def file_as(connection: Connection, mail_id: int, filing: str) -> None:
    """A mail that waited is decided: wherever it lies by now, it is to be filed as `filing` ("none",
    "handled") says.
    """
    here = update(Location).where(Location.mail_id == mail_id)
    connection.execute(here.where(Location.filing.in_(("none", "held"))).values(filing=filing))
    anew = "fetch" if filing == "handled" else "return"
    connection.execute(here.where(Location.filing == "aside").values(filing=anew))


def file_back(connection: Connection, mail_id: int, filing: str) -> None:
    """A decided mail waits again: it is to be filed as `filing` ("none", "held") says, or stays aside."""
    here = update(Location).where(Location.mail_id == mail_id)
    connection.execute(here.where(Location.filing == "none").values(filing=filing))
    connection.execute(here.where(Location.filing.in_(_ANEW)).values(filing="aside"))


def decided_aside(connection: Connection, mailbox: MailboxState) -> dict[str, str]:
    """Mails that were set aside from this folder and are decided now: by digest, "fetch" or "return"."""
    rows = connection.execute(
        select(Mail.digest, Location.filing)
        .join(Mail, Mail.id == Location.mail_id)
        .where(Location.filing.in_(_ANEW), Location.mailbox_id.in_(_same_folder(mailbox)))
    )
    return {row.digest: row.filing for row in rows}


def filed_anew(connection: Connection, mailbox: MailboxState) -> None:
    """Notes that all of these are where they belong, or have gone."""
    connection.execute(
        update(Location)
        .where(Location.filing.in_(_ANEW), Location.mailbox_id.in_(_same_folder(mailbox)))
        .values(filing="done")
    )


def _same_folder(mailbox: MailboxState) -> Select[int]:
    """The folder in all its incarnations: where a mail lies now does not depend on its old UID."""
    same = (Mailbox.account == mailbox.key.account, Mailbox.folder == mailbox.key.folder)
    return select(Mailbox.id).where(*same)
