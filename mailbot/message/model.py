"""A mail as a person would look at it: who, to whom, own words, the rest kept apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of RFC 5322, 3.4: display name (decoded, may be empty) and addr-spec."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        """What stands after the last @, in lower case; empty where there is none."""
        return self.email.rpartition("@")[2].lower()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is no body text. `text` is what could be read from it (docx, xlsx, PDF, vCard,
    calendar), empty where nothing could; it is a suggestion for a person, never booked unseen.
    """

    filename: str
    content_type: str
    size: int
    inline: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A mail that was forwarded with this one, inline or as message/rfc822."""

    sender: Address | None
    subject: str
    text: str
    signature: str = ""


class Sign(StrEnum):
    """How surely a mail was written by a machine."""

    NONE = "none"
    WEAK = "weak"
    STRONG = "strong"


class AutomaticKind(StrEnum):
    """What sort of machine mail it is."""

    AUTO_REPLY = "auto-reply"
    OUT_OF_OFFICE = "out-of-office"
    BOUNCE = "bounce"
    DELAY = "delay"
    READ_RECEIPT = "read-receipt"
    CALENDAR_REPLY = "calendar-reply"
    MAILING_LIST = "mailing-list"
    CHALLENGE = "challenge-response"
    OWN = "own"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Automatic:
    """Who wrote it, a person or a machine: how sure, what sort, and the signs that say so.

    STRONG: no reply and no registration. WEAK: no reply, but a person sees it if it looks like a
    registration (DESIGN, "Who gets no automatic reply"; RFC 3834, 2).
    """

    sign: Sign = Sign.NONE
    kind: AutomaticKind | None = None
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery status notification says (RFC 3464): whom, how bad, and which mail of ours."""

    recipients: tuple[str, ...]
    permanent: bool
    status: str = ""
    diagnostic: str = ""
    original_message_id: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What `parse` makes of any bytes. Every text is Unicode without control characters.

    own: the sender's own new words, without signature and quote; answers between quoted lines
    and words typed into our own quoted mail are own words.
    signature: from the delimiter or closing's block downwards where it can be told, else empty.
    quoted: what is quoted from earlier mails, `>` marks removed. forwarded: mails passed on.
    plain: the whole text as shown to a person, own words, signature and quote in their order.
    tables: tables of rows of cells in the sender's own part of the HTML, layout tables left out;
    they are there too where `own` comes from text/plain, which may have lost them.
    """

    message_id: str = ""
    subject: str = ""
    senders: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    return_path: str | None = None
    notice: str = ""
    own: str = ""
    signature: str = ""
    quoted: str = ""
    forwarded: tuple[Forwarded, ...] = ()
    plain: str = ""
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    automatic: Automatic = field(default_factory=Automatic)
    bounce: Bounce | None = None
    authentication_results: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    digest: str = ""

    @property
    def sender(self) -> Address | None:
        """The one From address; None where there is none or more than one."""
        return self.senders[0] if len(self.senders) == 1 else None
