"""The accepting half of the demo's mail server: who gets a mail, and what comes back when nobody can."""

from __future__ import annotations

from asyncio import AbstractEventLoop, AbstractServer
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from email.utils import format_datetime
from socket import socket

from aiosmtpd.smtp import SMTP, Envelope, Session

from mailbot.clock import Clock

HOSTNAME = "mail.demo.example"
_SIZE_LIMIT = 40_000_000

Deliver = Callable[[str, str, bytes], Awaitable[None]]
"""Takes envelope sender, envelope recipient and the mail as it is to be stored."""


class Router:
    """Delivers by envelope, as a mail server does (RFC 5321, 4.1.1.3), and never rewrites a mail.

    Mail for an address in `undeliverable` is accepted and then returned to its envelope sender
    with a delivery status notification (RFC 3464), as a relay does that learns of it later.
    """

    def __init__(self, deliver: Deliver, now: Clock, undeliverable: Collection[str]) -> None:
        self._deliver = deliver
        self._now = now
        self._undeliverable = frozenset(address.lower() for address in undeliverable)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store the mail for each recipient; the reply is sent when all have it."""
        data = envelope.original_content or b""
        sender = envelope.mail_from or ""
        for recipient in envelope.rcpt_tos:
            if recipient.lower() in self._undeliverable:
                # A notification has no return path itself, so that none can answer another (RFC 5321, 4.5.5).
                if sender:
                    await self._deliver("", sender, notification(sender, recipient, data, self._now()))
            else:
                await self._deliver(sender, recipient, trace(sender, recipient) + data)
        return "250 2.0.0 Ok: queued"


async def listen(router: Router, listener: socket, loop: AbstractEventLoop) -> AbstractServer:
    """Serve SMTP on a bound socket."""

    def connection() -> SMTP:
        return SMTP(router, hostname=HOSTNAME, enable_SMTPUTF8=True, data_size_limit=_SIZE_LIMIT, loop=loop)

    return await loop.create_server(connection, sock=listener)


def trace(sender: str, recipient: str) -> bytes:
    """The lines that final delivery puts on top (RFC 5321, 4.4)."""
    return f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n".encode()


def notification(sender: str, recipient: str, data: bytes, now: datetime) -> bytes:
    """A delivery status notification to `sender`: `recipient` does not exist (RFC 3464; RFC 3463, 5.1.1)."""
    headers = data.partition(b"\r\n\r\n")[0]
    date = format_datetime(now)
    boundary = f"dsn.{int(now.timestamp())}"
    text = f"""\
Return-Path: <>
Delivered-To: {sender}
Date: {date}
From: MAILER-DAEMON@{HOSTNAME} (Mail Delivery System)
To: {sender}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{boundary}@{HOSTNAME}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"

This is a MIME-encapsulated message.

--{boundary}
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host {HOSTNAME}.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{recipient}>: host mx.{recipient.rpartition("@")[2]} said: 550 5.1.1 <{recipient}>:
    Recipient address rejected: User unknown (in reply to RCPT TO command)

--{boundary}
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; {HOSTNAME}
Arrival-Date: {date}

Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: Recipient address rejected: User unknown

--{boundary}
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

"""
    return text.replace("\n", "\r\n").encode() + headers + f"\r\n\r\n--{boundary}--\r\n".encode()
