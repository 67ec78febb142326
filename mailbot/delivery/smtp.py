"""Message submission (RFC 6409) over one connection: what became of each mail, told exactly.

The connection is opened with the first mail and kept. A mail has four ends: the server took it
(SENT); it may take it later (TEMPORARY); it never will (PERMANENT); or the connection was lost after
the data, so that nobody knows (UNKNOWN). Only UNKNOWN can lead to a second copy.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

from mailbot.config import Security, SmtpSettings
from mailbot.delivery.retry import Outcome as Meaning
from mailbot.delivery.retry import outcome as meaning_of
from mailbot.delivery.session import log_in, tls_context
from mailbot.envelope import OutgoingMessage, SmtpReply
from mailbot.errors import ConfigError, Permanent, Temporary
from mailbot.tokens import MechanismMissing, TokenRefused, TokenUnreachable, remedy_at_the_server

TIMEOUT_SECONDS = 60.0
_OF_THE_MAIL = frozenset({501, 504, 552, 555})
"""Refusals of MAIL that are about its parameters or its size (RFC 5321, 4.2.3; RFC 1870, 6.1)."""


class SmtpUnreachable(Temporary):
    """The SMTP server cannot be reached, or broke off before any mail was in doubt."""


class SmtpRefused(Permanent):
    """The SMTP server does not let us in, or not with this sender: wrong password, no TLS, untrusted
    certificate, somebody else's address. A person must look; no mail was touched.
    """


class SmtpLogInRefused(SmtpRefused):
    """The SMTP server knows no such user with this password or token."""


class SenderRefused(SmtpRefused):
    """We may not send with this sender's address."""


class Outcome(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Submitted:
    """The end of one mail, with the reply that decided it."""

    outcome: Outcome
    reply: SmtpReply


class Submission:
    """One SMTP connection for all mails of a run; use as a context manager."""

    def __init__(self, settings: SmtpSettings, timeout: float = TIMEOUT_SECONDS) -> None:
        if not settings.host:
            raise ConfigError("mailbot.toml", "smtp.host", "is not set", "replies cannot be sent")
        self._settings = settings
        self._timeout = timeout
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connects, secures and logs in, if that has not been done.

        Raises: SmtpUnreachable, SmtpRefused.
        """
        if self._client is not None:
            return
        with self._translated():
            self._client = self._connect()

    def submit(self, message: OutgoingMessage) -> Submitted:
        """Sends one mail to its one recipient.

        Raises: SmtpUnreachable, SmtpRefused if no connection can be had, or we are not let send; the mail
        was not touched.
        """
        self.open()
        client = self._client
        if client is None:
            raise SmtpUnreachable(f"{self._where}: the connection is closed")
        try:
            return _transfer(client, message)
        except smtplib.SMTPSenderRefused as error:
            words = f"{error.smtp_code} {_text(error.smtp_error)}"
            raise SenderRefused(f"{self._where} refuses {message.mail_from}: {words}") from None
        except smtplib.SMTPServerDisconnected:
            self.close()
            raise SmtpUnreachable(f"{self._where} closed the connection") from None
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise SmtpUnreachable(f"{self._where} broke off: {error}") from error
        finally:
            self._reset()

    def try_sender(self, mail_from: str, rcpt_to: str) -> None:
        """Begins a mail from and to these addresses and breaks it off before it has any content: nothing is
        sent. Many servers judge the sender only once they have heard a recipient (RFC 5321, 3.3).

        Raises: SenderRefused if the server would not take such a mail; SmtpUnreachable, SmtpRefused.
        """
        self.open()
        client = self._client
        if client is None:
            raise SmtpUnreachable(f"{self._where}: the connection is closed")
        with self._translated():
            for code, text in (client.mail(mail_from), client.rcpt(rcpt_to)):
                if 500 <= code < 600:
                    raise SenderRefused(f"{self._where} refuses {mail_from}: {code} {_text(text)}")
            client.rset()

    def close(self) -> None:
        """Ends the connection politely where it still stands."""
        client, self._client = self._client, None
        if client is not None:
            try:
                client.quit()
            except (smtplib.SMTPException, OSError):
                client.close()

    @property
    def _where(self) -> str:
        return f"SMTP server {self._settings.host}:{self._settings.effective_port}"

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        host, port = settings.host, settings.effective_port
        client: smtplib.SMTP
        if settings.security is Security.TLS:
            client = smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=tls_context(settings))
        else:
            client = smtplib.SMTP(host, port, timeout=self._timeout)
        try:
            client.ehlo_or_helo_if_needed()
            if settings.security is Security.STARTTLS:
                client.starttls(context=tls_context(settings))
                client.ehlo()
            if settings.username:
                log_in(client, settings)
        except BaseException:
            client.close()
            raise
        return client

    def _reset(self) -> None:
        """A connection that has been closed is not used again: the next mail opens a new one."""
        if self._client is not None and self._client.sock is None:
            self._client = None

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise SmtpRefused(
                f"{self._where}: its certificate is not trusted: {error.verify_message}"
            ) from error
        except smtplib.SMTPAuthenticationError as error:
            words = _text(error.smtp_error)
            # 454 is a log-in that cannot be checked at the moment (RFC 4954, 6).
            kind: type[SmtpUnreachable | SmtpRefused] = (
                SmtpUnreachable if 400 <= error.smtp_code < 500 else SmtpLogInRefused
            )
            told = f"{self._where} refuses the log-in of {self._settings.username}: {words}"
            if self._settings.oauth is not None and kind is SmtpLogInRefused:
                told = f"{told} ({remedy_at_the_server(self._settings.oauth, 'SMTP')})"
            raise kind(told) from error
        except TokenRefused as error:
            raise SmtpRefused(f"{self._where}: no token for {self._settings.username}: {error}") from error
        except TokenUnreachable as error:
            words = f"{self._where}: no token for {self._settings.username}: {error}"
            raise SmtpUnreachable(words) from error
        except (MechanismMissing, smtplib.SMTPNotSupportedError) as error:
            raise SmtpRefused(f"{self._where}: {error}") from error
        except smtplib.SMTPResponseException as error:
            kind = SmtpUnreachable if 400 <= error.smtp_code < 500 else SmtpRefused
            raise kind(f"{self._where}: {error.smtp_code} {_text(error.smtp_error)}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise SmtpUnreachable(f"{self._where} cannot be reached: {error}") from error


def _transfer(client: smtplib.SMTP, message: OutgoingMessage) -> Submitted:
    """One mail transaction (RFC 5321, 3.3), each step's reply judged on its own."""
    if not message.rcpt_to.isascii() and not client.has_extn("smtputf8"):
        return Submitted(
            Outcome.PERMANENT, SmtpReply(553, "the server takes no address with such signs (RFC 6531)")
        )
    options = ["smtputf8"] if not message.rcpt_to.isascii() else []
    if client.has_extn("size"):
        options.append(f"size={len(message.data)}")
    code, text = client.mail(message.mail_from, options)
    if not 200 <= code < 300:
        return _given_up(client, code, text, sender=message.mail_from)
    code, text = client.rcpt(message.rcpt_to)
    if not 200 <= code < 300:
        return _given_up(client, code, text)
    code, text = client.docmd("data")
    if code != 354:
        return _given_up(client, code, text)
    return _data(client, message.data)


def _given_up(client: smtplib.SMTP, code: int, text: bytes, sender: str = "") -> Submitted:
    """The server's refusal stands, whatever becomes of the connection afterwards: some servers end it
    (RFC 5321, 3.8: always after 421), and of a reply that is none nobody knows what comes next.

    Raises: SMTPSenderRefused if it is `sender` who is refused for good, or whoever did not log in (530,
    RFC 4954, 6): every mail would be. What `MAIL` tells of this mail alone is its size and its signs.
    """
    if code in (-1, 421):
        client.close()
    else:
        with suppress(smtplib.SMTPException, OSError):
            client.rset()
    refused = _refused(code, text)
    of_the_mail = code in _OF_THE_MAIL
    if code == 530 or (sender and refused.outcome is Outcome.PERMANENT and not of_the_mail):
        raise smtplib.SMTPSenderRefused(code, text, sender)
    return refused


def _data(client: smtplib.SMTP, data: bytes) -> Submitted:
    """The mail itself and the server's word on it; from the first byte on, silence is doubt."""
    stuffed = data.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    if not stuffed.endswith(b"\r\n"):
        stuffed += b"\r\n"
    try:
        client.send(stuffed + b".\r\n")
        code, text = client.getreply()
    except (smtplib.SMTPException, OSError) as error:
        client.close()
        return Submitted(Outcome.UNKNOWN, SmtpReply(0, f"connection lost after the data: {error}"))
    if 200 <= code < 300:
        return Submitted(Outcome.SENT, SmtpReply(code, _text(text)))
    if not 400 <= code < 600:
        client.close()
        return Submitted(Outcome.UNKNOWN, SmtpReply(0, f"no answer after the data, but: {_text(text)}"))
    if code == 421:
        client.close()
    return _refused(code, text)


def _refused(code: int, text: bytes | str) -> Submitted:
    reply = SmtpReply(code, _text(text))
    permanent = meaning_of(reply) is Meaning.PERMANENT
    return Submitted(Outcome.PERMANENT if permanent else Outcome.TEMPORARY, reply)


def _text(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())
