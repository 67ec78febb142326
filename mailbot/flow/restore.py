"""After a disaster: the ledger comes back from its backup, and the mailbox is brought into line with it.

Mails that were worked on after the backup was made have no row any more. Those that still lie where they
came in are read again by the next turn; those that were filed since are moved back there first. Whatever
that turn writes may have been sent before: it waits for a person ("restored"), and so does what was on
its way when the backup was made. From the second turn on all goes by itself again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mailbot.config import Filing
from mailbot.flow.office import Office
from mailbot.flow.refile import digests
from mailbot.mailbox import ImapMailbox, batches
from mailbot.store import find_mail, read_backup


def put_back(offices: Sequence[Office], path: Path) -> int:
    """The backup into the ledger of these offices, which must hold nothing yet; gives the number of rows.

    Raises: BackupProblem, WorkerRunning, DatabaseUnusable, DatabaseFailed.
    """
    database, now = offices[0].database, offices[0].clock()
    with database.sole_worker():
        return read_backup(path, database, [office.event.id for office in offices], now)


def bring_back(office: Office, watch: Callable[[int, int], None] = lambda _done, _of: None) -> int:
    """Moves mails that the ledger does not know from the folders that we file to back to where mail comes
    in; gives how many. May be repeated. `watch` is told how many were looked at, and of how many.

    Raises: MailboxUnreachable, MailboxRefused, WorkerRunning, DatabaseFailed.
    """
    settings = office.settings.mailbox
    if settings.filing is not Filing.MOVE:
        return 0
    moved = 0
    with office.database.sole_worker():
        for folder in filter(None, (settings.handled_folder, settings.held_folder)):
            with ImapMailbox(settings) as mailbox:
                there = mailbox.folder_exists(folder)
            if there:
                moved += _return_unknown(office, folder, watch)
    return moved


def _return_unknown(office: Office, folder: str, watch: Callable[[int, int], None]) -> int:
    settings, opens = office.settings.mailbox, office.first_opening
    with ImapMailbox(replace(settings, folder=folder)) as mailbox:
        listed = [one for one in mailbox.listed(mailbox.uids()) if opens is None or one.received >= opens]
        unknown: list[int] = []
        looked = 0
        for portion in batches(listed):
            for raw in mailbox.fetch(portion):
                with office.database.reading() as tx:
                    known = any(
                        find_mail(tx, office.scoped(digest), digest, office.elsewhere)
                        for digest in digests(office, raw)
                    )
                unknown += [] if known else [raw.uid]
            looked += len(portion)
            watch(looked, len(listed))
        mailbox.move(unknown, settings.folder)
    return len(unknown)
