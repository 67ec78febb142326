"""One IMAP connection to the shared mailbox (RFC 9051): list, fetch, file; nothing is marked read."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from mailbot.config import MailboxSettings, Security
from mailbot.envelope import MailboxKey, RawMessage
from mailbot.errors import ConfigError, Permanent, Temporary
from mailbot.mailbox.cursor import Listed, new_uids

TIMEOUT = SocketTimeout(connect=15, read=120)
WHOLE_MAIL_OCTETS = 40_000_000
"""Of a larger mail only this much is fetched; it is more than any registration needs."""
_LIST_CHUNK = 1000
_IDLE_STEP = 0.5
"""Seconds after which a waiting connection looks whether it is to stop."""


class MailboxUnreachable(Temporary):
    """The IMAP server cannot be reached, or broke off; the next run tries again."""


class MailboxRefused(Permanent):
    """The IMAP server does not let us in, or lacks the folder; a person must look."""


class ImapMailbox:
    """A selected folder of the shared mailbox; use as a context manager.

    Raises: MailboxUnreachable or MailboxRefused from every method, ConfigError if a setting is
    missing.
    """

    def __init__(self, settings: MailboxSettings, timeout: SocketTimeout = TIMEOUT) -> None:
        for name in ("host", "username", "password"):
            if not getattr(settings, name):
                raise ConfigError(
                    "mailbot.toml", f"mailbox.{name}", "is not set", "the mailbox cannot be reached"
                )
        self._settings = settings
        self._timeout = timeout
        self._client: IMAPClient | None = None
        self.key = MailboxKey("", "", 0)
        self._keywords = False

    def __enter__(self) -> Self:
        settings = self._settings
        with self._translated("cannot be reached"):
            client = self._client = _connect(settings, self._timeout)
        with self._translated("refuses the log-in"):
            client.login(settings.username, settings.password)
        with self._translated(f'has no folder "{settings.folder}" that can be opened'):
            selected = client.select_folder(settings.folder)
        flags = selected.get(b"PERMANENTFLAGS", ())
        self._keywords = b"\\*" in flags
        self.key = MailboxKey(
            f"{settings.username}@{settings.host}", settings.folder, int(selected[b"UIDVALIDITY"])
        )
        return self

    def __exit__(self, *_: object) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                client.logout()
            except (IMAPClientError, OSError, ssl.SSLError):
                client.shutdown()

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
        return result

    def fetch(self, portion: Sequence[Listed]) -> list[RawMessage]:
        """The mails of one portion, in its order; those that have gone, or whose body the server
        does not have yet (Exchange announces the UID first), are left out.
        """
        whole = [one.uid for one in portion if one.size <= WHOLE_MAIL_OCTETS]
        found: dict[int, bytes] = {}
        with self._translated("cannot give the mails"):
            if whole:
                found = _bodies(self._open.fetch(whole, ["BODY.PEEK[]"]), b"BODY[]")
            for one in portion:
                if one.size > WHOLE_MAIL_OCTETS:
                    part = self._open.fetch([one.uid], [f"BODY.PEEK[]<0.{WHOLE_MAIL_OCTETS}>"])
                    found |= _bodies(part, b"BODY[]<0>")
        return [
            RawMessage(self.key, one.uid, one.received, one.size, found[one.uid])
            for one in portion
            if found.get(one.uid) or (one.uid in found and one.size == 0)
        ]

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
            if not client.folder_exists(target):
                client.create_folder(target)
            if client.has_capability("MOVE"):
                client.move(list(uids), target)
                return
            client.copy(list(uids), target)
            if not client.has_capability("UIDPLUS"):
                return
            client.add_flags(list(uids), [b"\\Deleted"], silent=True)
            client.uid_expunge(list(uids))

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
            client.idle()
            told = False
            try:
                for _ in range(max(1, int(seconds / _IDLE_STEP))):
                    told = any(_announces(answer) for answer in client.idle_check(timeout=_IDLE_STEP))
                    if told or stopped():
                        break
            finally:
                client.idle_done()
            return told

    @property
    def _open(self) -> IMAPClient:
        if self._client is None:
            raise MailboxUnreachable(f"{self._settings.host}: the connection is closed")
        return self._client

    def _native(self, folder: str) -> str:
        separator = "/"
        for _flags, delimiter, _name in self._open.list_folders("", ""):
            separator = (delimiter or b"/").decode("ascii", "replace")
        return folder.replace("/", separator)

    @contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        """Every failure of the connection as one of ours, with the server's words."""
        where = f"IMAP server {self._settings.host}:{self._settings.effective_port}"
        try:
            yield
        except LoginError as error:
            raise MailboxRefused(f"{where} {doing} of {self._settings.username}: {_words(error)}") from error
        except ssl.SSLCertVerificationError as error:
            raise MailboxRefused(
                f"{where}: its certificate is not trusted: {error.verify_message}"
            ) from error
        except ssl.SSLError as error:
            raise MailboxUnreachable(f"{where}: no TLS connection: {error.reason or error}") from error
        except IMAPClient.AbortError as error:
            raise MailboxUnreachable(f"{where} broke off: {_words(error)}") from error
        except IMAPClientError as error:
            raise MailboxRefused(f"{where} {doing}: {_words(error)}") from error
        except OSError as error:
            raise MailboxUnreachable(f"{where} {doing}: {error.strerror or error}") from error


def tls_context(settings: Any) -> ssl.SSLContext:
    """Certificates verified, TLS 1.2 at least; `ca_file` adds the office's own authority."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ca_file:
        context.load_verify_locations(cafile=str(settings.ca_file))
    return context


def _connect(settings: MailboxSettings, timeout: SocketTimeout) -> IMAPClient:
    implicit = settings.security is Security.TLS
    client = IMAPClient(
        settings.host,
        port=settings.effective_port,
        ssl=implicit,
        ssl_context=tls_context(settings) if implicit else None,
        timeout=timeout,
    )
    _quiet(client)
    client.normalise_times = False
    if settings.security is Security.STARTTLS:
        client.starttls(ssl_context=tls_context(settings))
    return client


def _quiet(client: IMAPClient) -> None:
    """IMAPClient 4.1 formats every literal for a debug log that nobody reads: ten times slower."""
    client._imap.debug = 0  # noqa: SLF001 - there is no public way


def _bodies(answer: Any, item: bytes) -> dict[int, bytes]:
    return {uid: parts[item] for uid, parts in answer.items() if parts.get(item) is not None}


def _announces(answer: Any) -> bool:
    return isinstance(answer, tuple) and len(answer) > 1 and answer[1] in (b"EXISTS", b"RECENT")


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _words(error: Exception) -> str:
    """The server's words as text; imapclient gives some of them as the repr of bytes."""
    text = " ".join(str(a.decode("utf-8", "replace") if isinstance(a, bytes) else a) for a in error.args)
    if text.startswith(("b'", 'b"')):
        text = text[2:-1]
    return " ".join(text.split())
