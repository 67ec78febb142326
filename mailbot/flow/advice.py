"""What to do about a server that does not work: one sentence for whoever set it up, no programmer.

What went wrong is told by the kind of the error, where it has one; refusals are told apart by the codes of
the servers, which stay the same where their words change. What is not known is told in the server's words.
The sentences stand in `advice.toml`.
"""

from __future__ import annotations

import socket
import ssl
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mailbot.config import MailboxSettings, MailService, Security, SmtpSettings, service_behind
from mailbot.delivery import SenderRefused, SmtpLogInRefused
from mailbot.errors import ConfigError, MailbotError
from mailbot.mailbox import FolderRefused, LogInRefused
from mailbot.tokens import TokenRefused, TokenUnreachable

Server = MailboxSettings | SmtpSettings

_CERTIFICATE = {9: "not-yet", 10: "expired", 62: "other-name", 64: "other-name"}
"""By what OpenSSL says of a certificate (X509_V_ERR_…); all else is an authority that nobody knows."""

_REFUSED_LOG_IN = (
    ("smtpclientauthentication is disabled", "submission-off"),
    ("5.7.57", "submission-off"),
    ("basic authentication is disabled", "oauth-only"),
    ("basicauthblocked", "oauth-only"),
    ("application-specific password", "app-password"),
    ("weblogin", "app-password"),
    ("5.7.9 ", "app-password"),
)
"""Microsoft's and Google's codes, and the words beside them."""
_NO_RIGHTS = ("[noperm]", "permission denied", "access denied")
_NOBODY = (" 5.1.1", " 5.1.10", "user unknown", "no such user", "user doesn't exist")
_TLS_WANTED = ("[privacyrequired]", "plaintext authentication disallowed", "must issue a starttls")


def advise(error: MailbotError, server: Server) -> str:
    """The sentence, for an error of the connection to this server; empty where its own text says it all."""
    case = cause_of(error, server)
    words = next((c.strerror for c in _causes(error) if isinstance(c, OSError) and c.strerror), "")
    return _said(case, server, words) if case else ""


def advise_database(error: MailbotError) -> str:
    """The sentence about a database that cannot be used; empty where the error's own text says it all."""
    words = str(error).lower()
    return next((told for sign, told in _sentences()["database"].items() if sign in words), "")


def cause_of(error: MailbotError, server: Server) -> str:
    """What went wrong, as `advice.toml` calls it; empty where nobody knows more than the error says."""
    causes, words = tuple(_causes(error)), str(error).lower()
    if isinstance(error, ConfigError) or any(isinstance(c, TokenRefused | TokenUnreachable) for c in causes):
        return ""
    if any(sign in words for sign in _TLS_WANTED):
        return "tls-wanted"
    if isinstance(error, LogInRefused | SmtpLogInRefused):
        return "" if server.oauth is not None else _log_in(words, server)
    if isinstance(error, FolderRefused):
        return "no-rights" if any(sign in words for sign in _NO_RIGHTS) else "no-folder"
    if isinstance(error, SenderRefused):
        return "nobody" if any(sign in words for sign in _NOBODY) else "sender"
    if "starttls" in words:
        return "no-starttls"
    return next(filter(None, map(_connection, causes)), "")


def _said(case: str, server: Server, words: str) -> str:
    service = _service(server)
    mailbox = isinstance(server, MailboxSettings)
    section = f"[{'mailbox' if mailbox else 'smtp'}] of mailbot.toml"
    told = _sentences()["server"][case].format(
        host=server.host,
        port=server.effective_port,
        user=server.username or "this program",
        section=section,
        tls=993 if mailbox else 465,
        starttls=143 if mailbox else 587,
        password=f"into {server.password_file}" if server.password_file else f"as `password` in {section}",
        hint=service.hint if service else "",
        service=service.name if service else "This mail server",
        folder=getattr(server, "folder", ""),
        other=Security.STARTTLS.value if server.security is Security.TLS else Security.TLS.value,
        words=words,
    )
    return told.strip()


def _log_in(words: str, server: Server) -> str:
    known = next((case for sign, case in _REFUSED_LOG_IN if sign in words), "")
    service = _service(server)
    return known or ("oauth-only" if service and service.oauth else "log-in")


def _connection(cause: BaseException) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(cause.verify_code, "unknown-authority")
    kinds: tuple[tuple[type[BaseException], str], ...] = (
        (ssl.SSLError, "not-tls"),
        (socket.gaierror, "no-host"),
        (ConnectionRefusedError, "closed"),
        (TimeoutError, "silent"),
    )
    found = next((case for kind, case in kinds if isinstance(cause, kind)), "")
    return found or ("no-way" if isinstance(cause, OSError) and cause.strerror else "")


def _service(server: Server) -> MailService | None:
    found = service_behind([server.host])
    return found[0] if found else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


@cache
def _sentences() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = tomllib.loads(
        Path(__file__).with_name("advice.toml").read_text("utf-8")
    )
    return found
