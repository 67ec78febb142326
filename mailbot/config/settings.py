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
class MailboxSettings:
    """The shared mailbox that registrations are sent to, reached by IMAP. `username`: with OAuth the
    mailbox's own address, whoever signs in. `oauth`: the table `[oauth]`, unless it has its own.
    """

    host: str = ""
    port: Port | None = None
    security: Security = Security.TLS
    ca_file: Path | None = None
    username: str = ""
    password: str = field(default="", repr=False)
    password_file: Path | None = None
    sign_in: SignIn = SignIn.PASSWORD
    oauth: OAuthSettings | None = None
    folder: str = "INBOX"
    poll_seconds: Positive = 60
    idle: bool = True
    catch_up: CatchUp = CatchUp.WITHHOLD
    filing: Filing = Filing.NONE
    handled_folder: str = "mailbot/handled"
    held_folder: str = ""
    trusted_authserv: str = ""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT

    @property
    def effective_port(self) -> int:
        """The port set, else the usual one: 993 with TLS from the start, 143 otherwise."""
        return self.port or (993 if self.security is Security.TLS else 143)


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The server that takes our replies (message submission, RFC 6409)."""

    host: str = ""
    port: Port | None = None
    security: Security = Security.STARTTLS
    ca_file: Path | None = None
    username: str = ""
    password: str = field(default="", repr=False)
    password_file: Path | None = None
    sign_in: SignIn = SignIn.PASSWORD
    oauth: OAuthSettings | None = None
    from_: Annotated[str, Field(validation_alias="from")] = ""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT

    @property
    def effective_port(self) -> int:
        """The port set, else the usual one: 465 with TLS from the start, 587 otherwise."""
        return self.port or (465 if self.security is Security.TLS else 587)


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """The organisers: where the digest and alarms go."""

    notify: tuple[str, ...] = ()

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """Brakes against loops: how many replies may leave before a person must look."""

    replies_per_address_per_day: Positive = 10
    replies_per_hour: Positive = 500
    bulk_per_minute: Positive = 60

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class WaitingSettings:
    """How questions and the waiting list run; `promote_until` unset means: until the event starts."""

    answer_days: NotNegative = 7
    promote_until: Annotated[datetime | date | None, BeforeValidator(_day_or_moment)] = None
    promotion: Promotion = Promotion.AT_ONCE

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """What goes out by the clock: the reminder (0: none) and the organisers' morning digest."""

    reminder_days_before: NotNegative = 3
    digest_at: time = time(7)

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """When personal data is erased by itself, in days after the event; unset: never."""

    days_after_event: NotNegative | None = None

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The organisers' desk; bound to this machine unless told otherwise. `metrics_token_file`: holds the
    word with which a monitoring program on another machine may ask (RFC 6750); unset: only this one may.
    """

    host: str = "127.0.0.1"
    port: Port = 8025
    secret_file: Path | None = None
    metrics_token_file: Path | None = None
    metrics_token: str = field(default="", repr=False)

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `mailbot.toml` and the environment, read once; relative paths already resolved.

    `web` is None when the file has no `[web]` table: `mailbot run` then serves no desk.
    """

    database: str = "sqlite:///mailbot.db"
    mode: Mode = Mode.AUTOMATIC
    templates: Path | None = None
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
