"""Erases the mails of people from the folders that we filed to (Art. 17 GDPR); from no other folder."""

from __future__ import annotations

from collections.abc import Collection
from email.utils import getaddresses

from imapclient import IMAPClient

from mailbot.config import MailboxSettings
from mailbot.mailbox.connection import connect, disconnect, native_name, translated

_BATCH = 200


def erase_from(settings: MailboxSettings, folders: Collection[str], addresses: Collection[str]) -> int:
    """Deletes every mail in `folders` (`/` stands for the server's separator) whose From is one of
    `addresses` (lower case; empty: a mail without any address in From); gives how many. The inbox that
    is watched is never among them.

    Raises: MailboxUnreachable, MailboxRefused; what was deleted until then stays deleted.
    """
    wanted = frozenset(address.lower() for address in addresses)
    erased = 0
    client = connect(settings)
    try:
        with translated(settings, "cannot erase mails"):
            for folder in folders:
                native = native_name(client, folder)
                if folder != settings.folder and client.folder_exists(native):
                    erased += _erase(client, native, wanted)
    finally:
        disconnect(client)
    return erased


def _erase(client: IMAPClient, folder: str, wanted: frozenset[str]) -> int:
    client.select_folder(folder)
    uids = client.search("ALL")
    found: list[int] = []
    for start in range(0, len(uids), _BATCH):
        headers = client.fetch(uids[start : start + _BATCH], ["BODY.PEEK[HEADER.FIELDS (FROM)]"])
        found += [uid for uid, item in headers.items() if _senders(item) & wanted]
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        client.add_flags(batch, [b"\\Deleted"], silent=True)
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(batch)
        else:
            client.expunge()
    return len(found)


def _senders(item: dict[bytes, bytes]) -> frozenset[str]:
    """The addr-specs of a From field; an encoded display name never looks like one."""
    field = item.get(b"BODY[HEADER.FIELDS (FROM)]", b"").decode("utf-8", "replace")
    value = " ".join(field.partition(":")[2].split())
    found = frozenset(address.lower() for _name, address in getaddresses([value]) if "@" in address)
    return found or frozenset({""})
