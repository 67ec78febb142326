"""A connection to an IMAP server, secured and logged in, and what its failures mean."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from mailbot.config import MailboxSettings, Mechanism, OAuthSettings, Security
from mailbot.errors import Permanent, Temporary
from mailbot.tokens import (
    MechanismMissing,
    TokenRefused,
    TokenUnreachable,
    access_token,
    forget,
    missing_at_the_server,
    remedy_at_the_server,
)

TIMEOUT = SocketTimeout(connect=15, read=120)
TRIAL_TIMEOUT = SocketTimeout(connect=10, read=20)
"""For somebody who waits for the result."""

# The library's warnings repeat the server's words, which we tell ourselves; they would land on stderr or in
# the log beside ours.
logging.getLogger("imapclient").addHandler(logging.NullHandler())
logging.getLogger("imapclient").propagate = False


class MailboxUnreachable(Temporary):
    """The IMAP server cannot be reached, or broke off; the next run tries again."""


class MailboxRefused(Permanent):
    """The IMAP server does not let us in, or lacks the folder; a person must look."""


class LogInRefused(MailboxRefused):
    """The IMAP server knows no such user with this password or token."""


class FolderRefused(MailboxRefused):
    """There is no such folder, or we may not open it."""


@contextmanager
def translated(
    settings: MailboxSettings, doing: str, refused: type[MailboxRefused] = MailboxRefused
) -> Iterator[None]:
    """Every failure of the connection as one of ours, with the server's words. doing: what failed; refused:
    what it is if the server says no.
    """
    where = f"IMAP server {settings.host}:{settings.effective_port}"
    try:
        yield
    except LoginError as error:
        words = f"{where} {doing} of {settings.username}: {_words(error)}"
        if settings.oauth is not None:
            words = f"{words} ({remedy_at_the_server(settings.oauth, 'IMAP')})"
        raise LogInRefused(words) from error
    except MechanismMissing as error:
        raise MailboxRefused(f"{where}: {error}") from error
    except TokenRefused as error:
        raise MailboxRefused(f"{where}: no token for {settings.username}: {error}") from error
    except TokenUnreachable as error:
        raise MailboxUnreachable(f"{where}: no token for {settings.username}: {error}") from error
    except ssl.SSLCertVerificationError as error:
        raise MailboxRefused(f"{where}: its certificate is not trusted: {error.verify_message}") from error
    except ssl.SSLError as error:
        raise MailboxUnreachable(f"{where}: no TLS connection: {error.reason or error}") from error
    except IMAPClient.AbortError as error:
        raise MailboxUnreachable(f"{where} broke off: {_words(error)}") from error
    except IMAPClientError as error:
        raise refused(f"{where} {doing}: {_words(error)}") from error
    except OSError as error:
        raise MailboxUnreachable(f"{where} {doing}: {error.strerror or error}") from error


def connect(settings: MailboxSettings, timeout: SocketTimeout = TIMEOUT) -> IMAPClient:
    """A new connection, secured as the settings ask and logged in.

    Raises: MailboxUnreachable, MailboxRefused.
    """
    with translated(settings, "cannot be reached"):
        client = _open(settings, timeout)
    try:
        with translated(settings, "cannot be reached"):
            if settings.security is Security.STARTTLS:
                client.starttls(ssl_context=tls_context(settings))
        with translated(settings, "refuses the log-in"):
            _log_in(client, settings)
    except BaseException:
        client.shutdown()
        raise
    return client


def disconnect(client: IMAPClient) -> None:
    """Says goodbye where the connection still stands."""
    try:
        client.logout()
    except (IMAPClientError, OSError):
        client.shutdown()


def native_name(client: IMAPClient, folder: str) -> str:
    """The server's name of a folder: its own separator for `/`, and its personal namespace in front,
    outside of which some servers let no folder be made (RFC 2342).
    """
    if folder.upper() == "INBOX":
        return folder
    prefix, separator = "", "/"
    for _flags, delimiter, _name in client.list_folders("", ""):
        separator = (delimiter or b"/").decode("ascii", "replace")
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        prefix = personal[0][0] if personal else ""
    native = folder.replace("/", separator)
    return native if native.upper().startswith(prefix.upper()) else prefix + native


def tls_context(settings: MailboxSettings) -> ssl.SSLContext:
    """Certificates verified, TLS 1.2 at least; `ca_file` adds the office's own authority."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ca_file:
        context.load_verify_locations(cafile=str(settings.ca_file))
    return context


def _open(settings: MailboxSettings, timeout: SocketTimeout) -> IMAPClient:
    implicit = settings.security is Security.TLS
    client = IMAPClient(
        settings.host,
        port=settings.effective_port,
        ssl=implicit,
        ssl_context=tls_context(settings) if implicit else None,
        timeout=timeout,
    )
    quiet(client)
    client.normalise_times = False
    return client


def _log_in(client: IMAPClient, settings: MailboxSettings) -> None:
    """LOGIN takes ASCII only (RFC 9051, 9: "astring"); a password with an umlaut goes by SASL PLAIN,
    which is UTF-8 (RFC 4616, 2).
    """
    if settings.oauth is not None:
        _log_in_by_token(client, settings, settings.oauth)
    elif (settings.username + settings.password).isascii():
        client.login(settings.username, settings.password)
    else:
        client.plain_login(settings.username, settings.password)


def _log_in_by_token(client: IMAPClient, settings: MailboxSettings, oauth: OAuthSettings) -> None:
    """The name is that of the mailbox, the token says who we are: of a shared mailbox they differ. A token
    that the server does not take may have been revoked: it is not offered a second time.
    """
    user, token = settings.username, access_token(oauth, settings.username)
    able = (one.decode("ascii", "replace") for one in client.capabilities())
    offered = [one.partition("=")[2] for one in able if one.upper().startswith("AUTH=")]
    try:
        if oauth.mechanism is Mechanism.OAUTHBEARER:
            client.oauthbearer_login(user, token)
        else:
            client.oauth2_login(user, token)
    except LoginError:
        forget(oauth, user)
        missing = missing_at_the_server(oauth, offered)
        if missing is not None:
            raise missing from None
        raise


def quiet(client: IMAPClient) -> None:
    """IMAPClient 4.1 formats every literal for a debug log that nobody reads: ten times slower."""
    client._imap.debug = 0  # noqa: SLF001 - there is no public way


def _words(error: Any) -> str:
    """The server's words as text; imapclient gives some of them as the repr of bytes."""
    text = " ".join(str(a.decode("utf-8", "replace") if isinstance(a, bytes) else a) for a in error.args)
    if text.startswith(("b'", 'b"')):
        text = text[2:-1]
    return " ".join(text.split())
