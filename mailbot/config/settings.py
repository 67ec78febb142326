"""Every setting of `mailbot.toml`, typed, with its default."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from mailbot.config.oauth import OAuthSettings, SignIn
from mailbot.config.operation import AlarmSettings, LogSettings
from mailbot.event import STRICT

Port = Annotated[int, Field(ge=1, le=65535)]
Positive = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]


class Mode(StrEnum):
    """Whether replies leave by themselves or wait for an organiser."""

    AUTOMATIC = "automatic"
    SUPERVISED = "supervised"


class Security(StrEnum):
    """How a connection is protected; `none` is accepted for this machine only."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class CatchUp(StrEnum):
    """What happens on the first run to replies for mail that is older than a day."""

    WITHHOLD = "withhold"
    SEND = "send"


class Filing(StrEnum):
    """What is done to a handled mail in the mailbox."""

    MOVE = "move"
    KEYWORD = "keyword"
    NONE = "none"


class Promotion(StrEnum):
    """How a free seat reaches whoever is next."""

    AT_ONCE = "at-once"
    OFFER = "offer"


def _day_or_moment(value: object) -> object:
    """A day without an hour stays a day where it comes as text, as it does from the environment."""
    if isinstance(value, str) and len(value) == len("2021-09-24"):
        return date.fromisoformat(value)
    return value


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this machine (RFC 5735, 3; RFC 4291, 2.5.3)."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The server that takes our replies (message submission, RFC 6409)."""

    host: str = ""
    """The server for message submission, such as `smtp.example.org`."""
    port: Port | None = None
    """Unset: 465 with `tls`, 587 otherwise."""
    security: Security = Security.STARTTLS
    """How the connection is protected; `none` is refused unless the server is this machine."""
    ca_file: Path | None = None
    """PEM file of the authority that signed the server's certificate, where it is the office's own;
    unset: those the system trusts.
    """
    username: str = ""
    """The name to sign in with; with OAuth the address of the mailbox. Empty: no sign-in."""
    password: str = field(default="", repr=False)
    """The password itself; better in a file of its own."""
    password_file: Path | None = None
    """A file that holds the password alone and that only its owner may read."""
    sign_in: SignIn = SignIn.PASSWORD
    """With a password, or by OAuth 2 (table `[oauth]`)."""
    oauth: OAuthSettings | None = None
    """A table `[smtp.oauth]`, where this server needs another sign-in than `[oauth]`."""
    from_: Annotated[str, Field(validation_alias="from")] = ""
    """The sender of all replies, `Name <address>`: the shared mailbox, so that answers come back to it."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT

    @property
    def effective_port(self) -> int:
        """The port set, else the usual one: 465 with TLS from the start, 587 otherwise."""
        return self.port or (465 if self.security is Security.TLS else 587)


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """The shared mailbox that registrations are sent to, reached by IMAP. `username`: with OAuth the
    mailbox's own address, whoever signs in. `oauth`: the table `[oauth]`, unless it has its own.
    """

    name: str = ""
    """Names the mailbox where there are several: 1 to 24 of a-z, 0-9 and -; never changed later."""
    events: tuple[str, ...] = ()
    """The events it is for, by their ids; unset: all, where there is one mailbox."""
    host: str = ""
    """The IMAP server, such as `imap.example.org`."""
    port: Port | None = None
    """Unset: 993 with `tls`, 143 otherwise."""
    security: Security = Security.TLS
    """How the connection is protected; `none` is refused unless the server is this machine."""
    ca_file: Path | None = None
    """PEM file of the authority that signed the server's certificate, where it is the office's own;
    unset: those the system trusts.
    """
    username: str = ""
    """The name to sign in with; with OAuth the address of the mailbox."""
    password: str = field(default="", repr=False)
    """The password itself; better in a file of its own."""
    password_file: Path | None = None
    """A file that holds the password alone and that only its owner may read."""
    sign_in: SignIn = SignIn.PASSWORD
    """With a password, or by OAuth 2 (table `[oauth]`)."""
    oauth: OAuthSettings | None = None
    """A table `[mailbox.oauth]`, where this server needs another sign-in than `[oauth]`."""
    folder: str = "INBOX"
    """The folder that new mail comes into."""
    poll_seconds: Positive = 60
    """At the latest after so many seconds the mailbox is looked at."""
    idle: bool = True
    """Let the server tell of new mail at once (IMAP IDLE, RFC 2177)."""
    catch_up: CatchUp = CatchUp.WITHHOLD
    """What happens at the first look to replies for mail older than a day: they wait for a person, or
    leave.
    """
    filing: Filing = Filing.NONE
    """What is done to handled mail: moved, marked by a keyword, or left; mail that is none of ours is
    always left.
    """
    handled_folder: str = "mailbot/handled"
    """Where handled mail is moved with `filing = "move"`."""
    held_folder: str = ""
    """Where mail is moved that a person must decide; empty: it stays where it came in."""
    trusted_authserv: str = ""
    """The name under which the office's own server writes Authentication-Results (RFC 8601); empty: none
    is believed.
    """
    lease_seconds: Annotated[int, Field(ge=2, le=600)] = 30
    """Of several workers on one PostgreSQL, one that gives no sign for so long is replaced by another."""
    smtp: SmtpSettings | None = None
    """A table `[mailbox.smtp]` with what is otherwise than in `[smtp]` for replies of this mailbox."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT

    @property
    def effective_port(self) -> int:
        """The port set, else the usual one: 993 with TLS from the start, 143 otherwise."""
        return self.port or (993 if self.security is Security.TLS else 143)


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """The organisers: where the digest and alarms go."""

    notify: tuple[str, ...] = ()
    """Mail addresses of the organisers who get the morning digest and alarms."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """Brakes against loops: how many replies may leave before a person must look."""

    replies_per_address_per_day: Positive = 10
    """So many replies a day go to one address; further ones wait for a person."""
    replies_per_hour: Positive = 500
    """So many replies leave in an hour; further ones wait for a person, and organisers are told once."""
    bulk_per_minute: Positive = 60
    """So many mails of an announcement leave in a minute."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class WaitingSettings:
    """How questions and the waiting list run; `promote_until` unset means: until the event starts."""

    answer_days: NotNegative = 7
    """So many days a question may be answered, beyond the deadline too."""
    promote_until: Annotated[datetime | date | None, BeforeValidator(_day_or_moment)] = None
    """Until then free seats pass on by themselves, a day counting whole; afterwards organisers promote by
    hand. Unset: until the event starts.
    """
    promotion: Promotion = Promotion.AT_ONCE
    """Whether a free seat is given at once, or offered first."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """What goes out by the clock: the reminder (0: none) and the organisers' morning digest."""

    reminder_days_before: NotNegative = 3
    """So many days before the event participants are reminded; 0: never."""
    digest_at: time = time(7)
    """When organisers get their morning overview, in the event's timezone."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """When personal data is erased by itself, in days after the event; unset: never."""

    days_after_event: NotNegative | None = None
    """So many days after the event all personal data is erased by itself. Unset: never."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The organisers' desk; bound to this machine unless told otherwise. `metrics_token_file`: holds the
    word with which a monitoring program on another machine may ask (RFC 6750); unset: only this one may.
    """

    host: str = "127.0.0.1"
    """The address that the desk listens on; this machine alone unless told otherwise."""
    port: Port = 8025
    """The port of the desk."""
    secret_file: Path | None = None
    """What cookies are signed with; made at the first start. Unset: `web.secret` beside `mailbot.toml`."""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses, or networks, of the proxies in front of the desk: who is believed about who asks, and that
    it is by https.
    """
    metrics_token_file: Path | None = None
    """A file with the word by which a monitoring program on another machine may ask (RFC 6750); unset:
    only this machine may.
    """
    metrics_token: str = field(default="", repr=False)
    """That word itself; better in a file of its own."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `mailbot.toml` and the environment, read once; relative paths already resolved.

    `web` is None when the file has no `[web]` table: `mailbot run` then serves no desk.
    """

    database: str = "sqlite:///mailbot.db"
    """Where everything is kept: `sqlite:///FILE`, or `postgresql+psycopg://USER@HOST/NAME`."""
    mode: Mode = Mode.AUTOMATIC
    """Whether replies leave by themselves, or each waits until an organiser releases it."""
    templates: Path | None = None
    """A folder with the office's own templates of letters; unset: those that came with the program."""
    mailbox: MailboxSettings = field(default_factory=MailboxSettings)
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    office: OfficeSettings = field(default_factory=OfficeSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
    waiting: WaitingSettings = field(default_factory=WaitingSettings)
    schedule: ScheduleSettings = field(default_factory=ScheduleSettings)
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    alarm: AlarmSettings = field(default_factory=AlarmSettings)
    log: LogSettings = field(default_factory=LogSettings)
    oauth: OAuthSettings | None = None
    web: WebSettings | None = None

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT
