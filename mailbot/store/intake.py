"""The intake ledger: which mails have been seen where, so that none is missed or worked on twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from mailbot.decision import Disposition
from mailbot.envelope import MailboxKey
from mailbot.store.schema import Location, Mail, Mailbox

_CHUNK = 500
"""How many UIDs go into one query: well under every database's limit of parameters."""
_DENSE = 20
_FIND_MAIL = select(Mail.id, Mail.disposition, Mail.digest, Mail.event_id)
_FIND_MAIL = _FIND_MAIL.where(Mail.digest.in_((bindparam("known"), bindparam("before"))))
_ADD_LOCATION = insert(Location)


@dataclass(frozen=True, slots=True)
class MailboxState:
    """A mailbox as the ledger knows it. `read_to`: every UID up to this one has its row."""

    id: int
    key: MailboxKey
    read_to: int
    first_run_at: datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mail at its place: UID and, where it is known, the time it was received."""

    uid: int
    received: datetime


@dataclass(frozen=True, slots=True)
class KnownMail:
    """A mail that has its row: the row's id, and how the mail ended."""

    id: int
    disposition: Disposition


def open_mailbox(connection: Connection, key: MailboxKey, now: datetime) -> MailboxState:
    """The ledger's row for this mailbox, made if it is new, with the time of contact noted.

    A mailbox whose UIDVALIDITY changed is a new row (RFC 9051, 2.3.1.1), but its first run stays
    that of the folder: the mails in it are not news.
    """
    same_folder = (Mailbox.account == key.account, Mailbox.folder == key.folder)
    row = connection.execute(
        select(Mailbox.id, Mailbox.last_uid, Mailbox.first_run_at).where(
            *same_folder, Mailbox.uidvalidity == key.uidvalidity
        )
    ).one_or_none()
    if row is not None:
        connection.execute(update(Mailbox).where(Mailbox.id == row.id).values(contact_at=now))
        return MailboxState(row.id, key, row.last_uid, row.first_run_at)
    first_run = connection.execute(select(func.min(Mailbox.first_run_at)).where(*same_folder)).scalar() or now
    created = connection.execute(
        insert(Mailbox)
        .values(
            account=key.account,
            folder=key.folder,
            uidvalidity=key.uidvalidity,
            last_uid=0,
            first_run_at=first_run,
            contact_at=now,
        )
        .returning(Mailbox.id)
    )
    return MailboxState(created.scalar_one(), key, 0, first_run)


def mailbox_cursor(connection: Connection, key: MailboxKey) -> int:
    """How far this mailbox has been read: a UID, 0 if it is not known yet."""
    where = (
        Mailbox.account == key.account,
        Mailbox.folder == key.folder,
        Mailbox.uidvalidity == key.uidvalidity,
    )
    return connection.execute(select(Mailbox.last_uid).where(*where)).scalar() or 0


def unseen(connection: Connection, mailbox: MailboxState, uids: Iterable[int]) -> list[int]:
    """Those of `uids` that have no row in this mailbox yet, ascending."""
    wanted = sorted(set(uids))
    seen: set[int] = set()
    if len(wanted) > _CHUNK and wanted[-1] - wanted[0] < _DENSE * len(wanted):
        # They lie close together: one reading of all between them takes less than asking for each.
        between = (Location.uid >= wanted[0], Location.uid <= wanted[-1])
        rows = connection.execute(select(Location.uid).where(Location.mailbox_id == mailbox.id, *between))
        seen.update(rows.scalars())
        return [uid for uid in wanted if uid not in seen]
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        rows = connection.execute(
            select(Location.uid).where(Location.mailbox_id == mailbox.id, Location.uid.in_(chunk))
        )
        seen.update(rows.scalars())
    return [uid for uid in wanted if uid not in seen]


def advance(connection: Connection, mailbox: MailboxState, uid: int) -> None:
    """Notes that every UID up to `uid` has its row."""
    connection.execute(
        update(Mailbox).where(Mailbox.id == mailbox.id, Mailbox.last_uid < uid).values(last_uid=uid)
    )


def prove(connection: Connection, mailbox: MailboxState, present: Sequence[int]) -> tuple[int, ...]:
    """The UIDs of those present that have no row, which is noted for people to see: there must be none.
    If there are some, it is noted since which look this is so, in seconds since 1970.

    A server that had not shown them when later ones were there already made the cursor go past them: it
    goes back, so that the next look sees them.
    """
    missing = tuple(unseen(connection, mailbox, present))
    proof = {"present": len(present), "missing": len(missing)}
    here = Mailbox.id == mailbox.id
    if missing:
        before, look = connection.execute(select(Mailbox.proof, Mailbox.contact_at).where(here)).one()
        since = (before or {}).get("missing_since") or (int(look.timestamp()) if look else None)
        proof |= {"missing_since": since} if since else {}
        cursor = missing[0] - 1
        connection.execute(update(Mailbox).where(here, Mailbox.last_uid > cursor).values(last_uid=cursor))
    connection.execute(update(Mailbox).where(here).values(proof=proof))
    return missing


def find_mail(
    connection: Connection, digest: str, before: str = "", elsewhere: Collection[str] = ()
) -> KnownMail | None:
    """The mail with this content, if it has been worked on before.

    before: the digest that it had before its mailbox had a name; `elsewhere`: whose mail it then was not.
    """
    for row in connection.execute(_FIND_MAIL, {"known": digest, "before": before or digest}):
        if row.digest == digest or row.event_id not in elsewhere:
            return KnownMail(row.id, Disposition(row.disposition))
    return None


def add_location(connection: Connection, mailbox: MailboxState, uid: int, mail_id: int, filing: str) -> None:
    """Notes that a mail stands at this UID; `filing` says what is still to be done with it there."""
    values = {"mailbox_id": mailbox.id, "uid": uid, "mail_id": mail_id, "filing": filing}
    connection.execute(_ADD_LOCATION, values)


def record_unread(
    connection: Connection,
    mailbox: MailboxState,
    sightings: Sequence[Sighting],
    event_id: str,
    reason: tuple[str, str],
    now: datetime,
) -> None:
    """One row each for mails that are recorded without being fetched (older than the opening)."""
    if not sightings:
        return
    code, explanation = reason
    key = mailbox.key
    digests = {s.uid: f"uid:{mailbox.id}.{key.uidvalidity}.{s.uid}" for s in sightings}
    rows = connection.execute(
        insert(Mail).returning(Mail.id, sort_by_parameter_order=True),
        [
            {
                "digest": digests[s.uid],
                "event_id": event_id,
                "received_at": s.received,
                "decided_at": now,
                "kind": "other",
                "disposition": "recorded",
                "reason": code,
                "explanation": explanation,
                "attention": False,
                "language": "",
            }
            for s in sightings
        ],
    )
    connection.execute(
        insert(Location),
        [
            {"mailbox_id": mailbox.id, "uid": s.uid, "mail_id": mail_id, "filing": "none"}
            for s, mail_id in zip(sightings, rows.scalars(), strict=True)
        ],
    )
