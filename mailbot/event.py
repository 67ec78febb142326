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
    """A short name, in lists and replies; a number, a letter or a word. Not changed once people have
    registered.
    """
    title: str
    """Its title, as guests know it."""
    description: str = ""
    """What it is about; helps to understand whoever describes instead of naming."""
    leaders: tuple[str, ...] = ()
    """Who leads it, each with the institution in brackets."""
    aliases: tuple[str, ...] = ()
    """Other words by which guests mean this workshop and no other."""
    seats: int | None = None
    """Seats in its room; unset: no limit of its own."""
    room: str = ""
    """Where it takes place."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """One line of the day; `starts` and `ends` are local times of the event's first day."""

    starts: time
    """When it begins, local time."""
    title: str
    """Its title."""
    ends: time | None = None
    """When it ends, local time."""
    text: str = ""
    """What kind of item it is."""
    speakers: tuple[str, ...] = ()
    """Who speaks."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class Organiser:
    """The office as participants know it: who signs, and how to reach a person."""

    name: str = ""
    """The institution that invites and signs."""
    unit: str = ""
    """The department."""
    address: str = ""
    """Its postal address."""
    email: str = ""
    """Where guests reach a person."""
    phone: str = ""
    """The telephone number for guests."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class Event:
    """Everything that `event.toml` says, in one frozen value.

    Dates and times are as written in the file: a date-time without offset is local to
    `timezone`, and `registration_closes` as a date admits that whole day. Rooms use the
    instants `starts_at`, `opens_at` and `closes_at`, which are aware.
    """

    id: str
    """A short name for references and files; not changed once people have registered."""
    title: str
    """Its title, as guests know it."""
    starts: datetime
    """The first moment of the event, local time."""
    ends: datetime | None = None
    """Its last moment; unset: midnight after it starts."""
    place: str = ""
    """The venue with its postal address."""
    organiser: Organiser = field(default_factory=Organiser)
    language: str = "de"
    """Its language, and that of replies where no better one is known."""
    timezone: str = "Europe/Berlin"
    """The timezone of the event, by its IANA name; all local times are in it."""
    subtitle: str = ""
    """A second line of the title."""
    description: str = ""
    """What the event is about."""
    registration_opens: datetime | date | None = None
    """Older mail is counted and never answered; unset: none is too old."""
    registration_closes: datetime | date | None = None
    """The last day, which counts whole, or the moment from which it is too late; unset: the start of the
    event.
    """
    seats: int | None = None
    """Seats on site, over all workshops; unset: no limit. The livestream takes none."""
    livestream: bool = False
    """Whether guests may take part by livestream."""
    livestream_url: str = ""
    """Where the livestream is to be seen; stands in letters once it is known."""
    catering: str = ""
    """A sentence on food and drink, for the letters."""
    recording: str = ""
    """The words about photo and video that guests consent to by coming."""
    funding: str = ""
    """Who funds the event, for the letters."""
    subject_to_change: str = ""
    """The reservation about the programme, for the letters."""
    workshops: tuple[Workshop, ...] = ()
    programme: tuple[ProgrammeItem, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other names by which guests call the event."""

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
