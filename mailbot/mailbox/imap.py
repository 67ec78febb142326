"""One IMAP connection to the shared mailbox (RFC 9051): list, fetch, file; nothing is marked read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from selectors import EVENT_READ, DefaultSelector
from socket import socket
from typing import Any, Self

from imapclient import IMAPClient, SocketTimeout

from mailbot.config import MailboxSettings
from mailbot.envelope import MailboxKey, RawMessage
from mailbot.errors import ConfigError, MailbotError
from mailbot.mailbox.connection import (
    TIMEOUT,
    FolderRefused,
    MailboxRefused,
    MailboxUnreachable,
    connect,
    disconnect,
    native_name,
    translated,
)
from mailbot.mailbox.cursor import Listed, new_uids
from mailbot.mailbox.parts import ALL_OCTETS, WHOLE_OCTETS, NoPlan, assembled, items, plan

BROKEN_MAILS = 5
"""So many mails over which the server broke off are left out in one session; after that, it is the
server that is broken."""
_LIST_CHUNK = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IDLE_STEP = 0.5
"""Seconds after which a waiting connection looks whether it is to stop."""


class ImapMailbox:
    """A selected folder of the shared mailbox; use as a context manager.

    `unreadable` names mails that the server could not give in this session, by UID, with its words.
    readonly: by EXAMINE (RFC 9051, 6.3.3), so that the server itself sees to it that nothing changes.

    Raises: MailboxUnreachable or MailboxRefused from every method, ConfigError if a setting is
    missing.
    """

    def __init__(
        self, settings: MailboxSettings, timeout: SocketTimeout = TIMEOUT, *, readonly: bool = False
    ) -> None:
        needed = ("host", "username") if settings.oauth else ("host", "username", "password")
        for name in needed:
            if not getattr(settings, name):
                raise ConfigError(
                    "mailbot.toml", f"mailbox.{name}", "is not set", "the mailbox cannot be reached"
                )
        self._settings = settings
        self._timeout = timeout
        self._readonly = readonly
        self._client: IMAPClient | None = None
        self.key = MailboxKey("", "", 0)
        self._keywords = False
        self.unreadable: dict[int, str] = {}

    def __enter__(self) -> Self:
        self.key = self._select()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _select(self) -> MailboxKey:
        settings = self._settings
        client = self._client = connect(settings, self._timeout)
        try:
            doing = f'has no folder "{settings.folder}" that can be opened'
            with translated(settings, doing, FolderRefused):
                selected = client.select_folder(self._native(settings.folder), self._readonly)
        except MailbotError:
            self._close()
            raise
        self._keywords = b"\\*" in selected.get(b"PERMANENTFLAGS", ())
        return MailboxKey(
            f"{settings.username}@{settings.host}", settings.folder, int(selected.get(b"UIDVALIDITY", 0))
        )

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            disconnect(client)

    @property
    def capabilities(self) -> tuple[str, ...]:
        """What the server can do after log-in (RFC 9051, 6.1.1)."""
        with self._translated("does not tell what it can do"):
            return tuple(sorted(c.decode("ascii", "replace") for c in self._open.capabilities()))

    @property
    def takes_keywords(self) -> bool:
        r"""Whether keywords of our own may be set: `\*` in PERMANENTFLAGS (RFC 9051, 7.1)."""
        return self._keywords

    def uids(self, after: int = 0) -> list[int]:
        """UIDs in the folder that are higher than `after`, ascending."""
        with self._translated("cannot list the mails"):
            client = self._open
            client.noop()  # without it, a server may answer from an old view of the folder
            found = client.search(["UID", f"{after + 1}:*"])
        return new_uids(found, after)

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        """Time of receipt and size of these mails; mails that have gone are left out."""
        result: list[Listed] = []
        with self._translated("cannot list the mails"):
            for start in range(0, len(uids), _LIST_CHUNK):
                answer = self._open.fetch(uids[start : start + _LIST_CHUNK], ["INTERNALDATE", "RFC822.SIZE"])
                result += [
                    Listed(uid, _aware(item[b"INTERNALDATE"]), int(item[b"RFC822.SIZE"]))
                    for uid, item in answer.items()
                    if b"INTERNALDATE" in item and b"RFC822.SIZE" in item
                ]
        # Of a mail that somebody expunges in this moment Dovecot says: no octets, received in 1970.
        return [one for one in result if one.size or one.received != _EPOCH]

    def fetch(self, portion: Sequence[Listed]) -> list[RawMessage]:
        """The mails of one portion, in its order; those that have gone, or whose body the server
        does not have yet (Exchange announces the UID first), are left out.

        A mail that the server cannot give must not keep it from giving the others, for ever: some
        servers refuse the whole FETCH then, some break off (Dovecot does). So they are asked for one
        by one, and what cannot be had is named in `unreadable`.
        """
        try:
            return self._fetched(portion)
        except (MailboxRefused, MailboxUnreachable):
            self._reopen()
        found: list[RawMessage] = []
        for one in portion:
            try:
                found += self._fetched([one])
            except (MailboxRefused, MailboxUnreachable) as error:
                self.unreadable[one.uid] = str(error)
                if len(self.unreadable) > BROKEN_MAILS:
                    raise
                self._reopen()
        return found

    def _fetched(self, portion: Sequence[Listed]) -> list[RawMessage]:
        whole = [one.uid for one in portion if one.size <= WHOLE_OCTETS]
        found: dict[int, bytes] = {}
        with self._translated("cannot give the mails"):
            if whole:
                found = _bodies(self._open.fetch(whole, ["BODY.PEEK[]"]), b"BODY[]")
            for one in portion:
                if one.size > WHOLE_OCTETS:
                    found |= self._in_parts(one.uid)
        return [
            RawMessage(self.key, one.uid, one.received, one.size, found[one.uid])
            for one in portion
            if found.get(one.uid) or (one.uid in found and one.size == 0)
        ]

    def _in_parts(self, uid: int) -> dict[int, bytes]:
        """A large mail as far as it is fetched; nothing if it has gone."""
        client = self._open
        answer = client.fetch([uid], ["BODYSTRUCTURE"]).get(uid)
        try:
            sections = plan((answer or {}).get(b"BODYSTRUCTURE"))
            return {uid: assembled(sections, client.fetch([uid], items(sections)).get(uid, {}))}
        except NoPlan:
            return _bodies(client.fetch([uid], [f"BODY.PEEK[]<0.{ALL_OCTETS}>"]), b"BODY[]<0>")

    def _reopen(self) -> None:
        """A new connection to the same mails; in another incarnation of the folder they have other UIDs."""
        self._close()
        if self._select() != self.key:
            raise MailboxUnreachable(f"{self._settings.folder} was made anew while it was read")

    def folder_exists(self, folder: str) -> bool:
        """Whether there is such a folder; `/` stands for the server's own separator."""
        with self._translated("cannot list its folders"):
            return bool(self._open.folder_exists(self._native(folder)))

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Moves mails (RFC 6851); without MOVE they are copied and then expunged by UID (UIDPLUS,
        RFC 4315). The folder is made if there is none. Nothing else is ever expunged.
        """
        if not uids:
            return
        with self._translated(f'cannot move mails to "{folder}"'):
            client, target = self._open, self._native(folder)
            exists = client.folder_exists(target)
            if not exists:
                client.create_folder(target)
                client.subscribe_folder(target)  # most mail programs show nothing else
            if client.has_capability("MOVE"):
                client.move(list(uids), target)
                return
            there = self._copied_before(uids, folder) if exists else set()
            if to_copy := [uid for uid in uids if uid not in there]:
                client.copy(to_copy, target)
            if not client.has_capability("UIDPLUS"):
                return
            client.add_flags(list(uids), [b"\\Deleted"], silent=True)
            client.uid_expunge(list(uids))

    def _copied_before(self, uids: Sequence[int], folder: str) -> set[int]:
        """Those of which the folder has a copy: a session copied them and broke off before it could
        expunge them. A copy has the same time of receipt and size (RFC 9051, 6.4.7), and the same bytes.
        """
        here = self.listed(uids)
        if not here:
            return set()
        found: set[int] = set()
        with ImapMailbox(replace(self._settings, folder=folder), self._timeout) as other:
            lying = other.listed(other.received_about([one.received for one in here]))
            for one in here:
                alike = [o for o in lying if (o.received, o.size) == (one.received, one.size)]
                wanted = {raw.data for raw in self.fetch([one])} if alike else set()
                copy = next((raw for raw in other.fetch(alike) if raw.data in wanted), None)
                if copy is not None:
                    found.add(one.uid)
                    lying = [o for o in lying if o.uid != copy.uid]
        return found

    def received_about(self, moments: Sequence[datetime]) -> list[int]:
        """UIDs of the mails that were received between the first and the last of these moments, and of some
        around: what a day is depends on the server's place (RFC 9051, 6.4.4: "disregarding time").
        """
        day = timedelta(days=1)
        first, last = min(moments) - day, max(moments) + 2 * day
        with self._translated("cannot list the mails"):
            found = self._open.search(["SINCE", first.date(), "BEFORE", last.date()])
        return sorted(found)

    def set_keyword(self, uids: Sequence[int], keyword: str) -> None:
        """Marks mails with a keyword of ours; read marks and other flags stay as they are."""
        if not uids:
            return
        with self._translated("cannot set the keyword"):
            self._open.add_flags(list(uids), [keyword.encode("ascii")], silent=True)

    def idle(self, seconds: float, stopped: Callable[[], bool]) -> bool:
        """Waits until the server tells of new mail (RFC 2177), at most `seconds` or until `stopped`
        says so; whether there is new mail. The server hears DONE before this returns.
        """
        with self._translated("broke off while waiting for mail"):
            client = self._open
            steps, told = max(1, int(seconds / _IDLE_STEP)), False
            while steps and not told:
                client.idle()
                steps = _silent(client.socket(), steps, stopped)
                # What the server said is read to the end here and not in idle_check(), which gives a session
                # up if it is caught in the middle of a line.
                told = any(map(_announces, client.idle_done()[1]))
            return told

    @property
    def _open(self) -> IMAPClient:
        if self._client is None:
            raise MailboxUnreachable(f"{self._settings.host}: the connection is closed")
        return self._client

    def _native(self, folder: str) -> str:
        return native_name(self._open, folder)

    def _translated(self, doing: str) -> AbstractContextManager[None]:
        return translated(self._settings, doing)


def _bodies(answer: Any, item: bytes) -> dict[int, bytes]:
    return {uid: parts[item] for uid, parts in answer.items() if parts.get(item) is not None}


def _silent(connection: socket, steps: int, stopped: Callable[[], bool]) -> int:
    """Waits while a server says nothing, one step at the least, so that a talkative one cannot hold us; how
    many steps are left, none once stopped() holds.
    """
    with DefaultSelector() as selector:
        selector.register(connection, EVENT_READ)
        said: Sequence[object] = ()
        while steps and not said:
            said = selector.select(_IDLE_STEP)
            steps = 0 if stopped() else steps - 1
    return steps


def _announces(answer: Any) -> bool:
    return isinstance(answer, tuple) and len(answer) > 1 and answer[1] in (b"EXISTS", b"RECENT")


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
