"""The event: what people register for, as every room sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

STRICT: dict[str, str | bool] = {"extra": "forbid", "coerce_numbers_to_str": True}
"""Read by pydantic when the configuration is validated: an unknown key is an error."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """One of the choices that run at the same time; `seats` None means no limit of its own."""

    id: str
    title: str
    description: str = ""
    leaders: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    seats: int | None = None
    room: str = ""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """One line of the day; `starts` and `ends` are local times of the event's first day."""

    starts: time
    title: str
    ends: time | None = None
    text: str = ""
    speakers: tuple[str, ...] = ()

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class Organiser:
    """The office as participants know it: who signs, and how to reach a person."""

    name: str = ""
    unit: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class Event:
    """Everything that `event.toml` says, in one frozen value.

    Dates and times are as written in the file: a date-time without offset is local to
    `timezone`, and `registration_closes` as a date admits that whole day. Rooms use the
    instants `starts_at`, `opens_at` and `closes_at`, which are aware.
    """

    id: str
    title: str
    starts: datetime
    ends: datetime | None = None
    place: str = ""
    organiser: Organiser = field(default_factory=Organiser)
    language: str = "de"
    timezone: str = "Europe/Berlin"
    subtitle: str = ""
    description: str = ""
    registration_opens: datetime | date | None = None
    registration_closes: datetime | date | None = None
    seats: int | None = None
    livestream: bool = False
    livestream_url: str = ""
    catering: str = ""
    recording: str = ""
    funding: str = ""
    subject_to_change: str = ""
    workshops: tuple[Workshop, ...] = ()
    programme: tuple[ProgrammeItem, ...] = ()
    aliases: tuple[str, ...] = ()

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT

    @property
    def zone(self) -> ZoneInfo:
        """The event's timezone."""
        return ZoneInfo(self.timezone)

    @property
    def starts_at(self) -> datetime:
        """The first instant of the event, aware."""
        return self._local(self.starts)

    @property
    def ends_at(self) -> datetime:
        """The last instant of the event, aware; without a setting, midnight after it starts."""
        if self.ends is not None:
            return self._local(self.ends)
        return self._local(datetime.combine(self.starts.date() + timedelta(days=1), time.min))

    @property
    def opens_at(self) -> datetime | None:
        """Mail received before this instant is recorded and never answered; None: no limit."""
        opens = self.registration_opens
        if opens is None:
            return None
        return self._local(opens if isinstance(opens, datetime) else datetime.combine(opens, time.min))

    @property
    def closes_at(self) -> datetime:
        """The first instant that is too late; without a setting, the start of the event."""
        closes = self.registration_closes
        if closes is None:
            return self.starts_at
        if isinstance(closes, datetime):
            return self._local(closes)
        return self._local(datetime.combine(closes + timedelta(days=1), time.min))

    def workshop(self, identifier: str | None) -> Workshop | None:
        """The workshop with this id, or None where there is none."""
        return next((w for w in self.workshops if w.id == identifier), None)

    def _local(self, moment: datetime) -> datetime:
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
