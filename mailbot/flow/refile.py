"""Mails that were set aside for a person are filed anew once that person has decided.

They lie in the folder for held mails then: what was decided goes to the folder for handled mails, and
what turned out to be none of ours back to where it came in. They are recognised by their content, since
a mail that was moved has another UID. What somebody took away meanwhile stays where they put it.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from mailbot.config import Filing
from mailbot.envelope import RawMessage
from mailbot.flow.office import Office
from mailbot.mailbox import ImapMailbox, MailboxRefused, batches
from mailbot.message import parse
from mailbot.store import MailboxState, decided_aside, filed_anew


def content_digest(data: bytes) -> str:
    """Names the content of a mail that has no digest of its own; see `Message.digest`."""
    return hashlib.sha256(data).hexdigest()


def file_decided(office: Office, state: MailboxState, mailbox: ImapMailbox) -> list[str]:
    """Files what has been decided since; a problem here loses nothing, is told, and tried again.

    Raises: MailboxUnreachable, DatabaseFailed.
    """
    settings = office.settings.mailbox
    aside = settings.held_folder
    with office.database.reading() as tx:
        waiting = decided_aside(tx, state)
    if not waiting:
        return []
    try:
        if settings.filing is Filing.MOVE and aside and mailbox.folder_exists(aside):
            with ImapMailbox(replace(settings, folder=aside)) as opened:
                found = _found(office, opened, waiting)
                opened.move([uid for uid, filing in found if filing == "fetch"], settings.handled_folder)
                opened.move([uid for uid, filing in found if filing == "return"], settings.folder)
    except MailboxRefused as error:
        return [f"not filed: {error}"]
    with office.database.transaction() as tx:
        filed_anew(tx, state)
    return []


def _found(office: Office, aside: ImapMailbox, waiting: dict[str, str]) -> list[tuple[int, str]]:
    """UIDs in the folder of the mails that are waited for, and what is to be done with each."""
    found: list[tuple[int, str]] = []
    for portion in batches(aside.listed(aside.uids())):
        for raw in aside.fetch(portion):
            names = [name for one in digests(office, raw) for name in (office.scoped(one), one)]
            filing = next((waiting[name] for name in names if name in waiting), "")
            found += [(raw.uid, filing)] if filing else []
    return found


def digests(office: Office, raw: RawMessage) -> tuple[str, str]:
    """The names under which the ledger may know this content: as it was read, and as mere bytes."""
    return parse(raw.data, office.own_addresses).digest, content_digest(raw.data)
