"""Calendar entries, read back by a calendar library and held against RFC 5545 and 5546."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from mailbot.decision.model import Line, Notification
from mailbot.envelope import Notice, Status
from tests.unit.delivery.sample_office import (
    ALI,
    ANNA,
    BARE,
    CANCELLED,
    DECLINED,
    EVENT,
    NOW,
    PENDING,
    SECOND,
    STREAMING,
    WAITING,
    composer,
    notification,
    parsed,
)

BERLIN = ZoneInfo("Europe/Berlin")
CONFIRMED = notification(Notice.CONFIRMATION, Line(ANNA))


def raw_entry(case: Notification, now: datetime = NOW) -> bytes | None:
    read = parsed(composer().compose(case, now))
    parts = [part for part in read.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    data = parts[0].get_payload(decode=True)
    assert isinstance(data, bytes)
    files = [part.get_payload(decode=True) for part in read.walk() if part.get_filename() == "event.ics"]
    assert files == [data]
    calendar: Any = Calendar.from_ical(data)
    assert parts[0].get_param("method") == calendar["METHOD"]
    return data


def entry(case: Notification, now: datetime = NOW) -> Any:
    data = raw_entry(case, now)
    assert data is not None
    calendar: Any = Calendar.from_ical(data)
    (found,) = calendar.walk("VEVENT")
    return found


def test_entry_tells_when_and_where() -> None:
    found = entry(CONFIRMED)
    assert found.decoded("DTSTART") == datetime(2027, 4, 15, 9, 0, tzinfo=BERLIN)
    assert found.decoded("DTEND") == datetime(2027, 4, 15, 17, 30, tzinfo=BERLIN)
    assert found.decoded("DTSTAMP") == NOW
    assert found["SUMMARY"] == EVENT.title
    assert found["LOCATION"] == EVENT.place
    assert found["STATUS"] == "CONFIRMED"
    assert found["ORGANIZER"] == "mailto:bildung@musterstadt.example"
    assert "Workshop: 2: Handy ohne Angst (13:15 bis 15:00 Uhr)" in found["DESCRIPTION"]
    assert "K7MQ-3XTP" in found["DESCRIPTION"]


def test_entry_is_published_with_its_timezone_and_without_attendees() -> None:
    data = raw_entry(CONFIRMED)
    assert data is not None
    calendar: Any = Calendar.from_ical(data)
    assert calendar["METHOD"] == "PUBLISH"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert b"DTSTART;TZID=Europe/Berlin:20270415T090000" in data
    assert b"ATTENDEE" not in data
    assert data.count(b"\r\n") == data.count(b"\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_entry_names_nobody() -> None:
    data = raw_entry(notification(Notice.CONFIRMATION, Line(ANNA), Line(ALI)))
    assert data is not None
    assert b"Anna" not in data
    assert b"Ali" not in data
    assert b"Sabine" not in data


def test_entry_keeps_its_uid_and_grows_its_sequence_through_a_registration() -> None:
    first = entry(CONFIRMED)
    changed = entry(
        notification(Notice.CHANGE, Line(replace(ANNA, seat="3", sequence=1), before=ANNA)),
        NOW + timedelta(seconds=1),
    )
    gone = entry(
        notification(Notice.CANCELLATION, Line(replace(CANCELLED, sequence=2), before=ANNA)),
        NOW + timedelta(days=1),
    )
    assert first["UID"] == changed["UID"] == gone["UID"]
    assert 0 <= first["SEQUENCE"] < changed["SEQUENCE"] < gone["SEQUENCE"] < 2**31
    assert gone["STATUS"] == "CANCELLED"


def test_entry_of_another_registration_or_event_has_another_uid() -> None:
    other = entry(notification(Notice.CONFIRMATION, Line(ALI)))
    group = entry(notification(Notice.CONFIRMATION, Line(ANNA), Line(ALI)))
    assert len({entry(CONFIRMED)["UID"], other["UID"], group["UID"]}) == 3


@pytest.mark.parametrize(
    "case",
    [
        notification(Notice.CONFIRMATION, Line(SECOND, position=1)),
        notification(Notice.CONFIRMATION, Line(STREAMING)),
        notification(Notice.PROMOTION, Line(ANNA, before=WAITING)),
        notification(Notice.CANCELLATION, Line(CANCELLED, before=ANNA), Line(ALI)),
    ],
)
def test_entry_is_published_while_somebody_has_a_place(case: Notification) -> None:
    assert entry(case)["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    "case",
    [
        notification(Notice.WAITLIST, Line(WAITING, position=1)),
        notification(Notice.LATE, Line(DECLINED)),
        notification(Notice.QUESTION, Line(PENDING), missing=("workshop",)),
        notification(Notice.CANCELLATION, Line(CANCELLED, before=WAITING)),
        notification(Notice.CANCELLATION, Line(CANCELLED, before=ANNA), Line(replace(WAITING, name="B"))),
        notification(Notice.REMINDER, Line(ANNA)),
        notification(Notice.CONFIRMATION),
    ],
)
def test_no_entry_where_nobody_has_or_loses_a_place(case: Notification) -> None:
    assert raw_entry(case) is None


def test_entry_is_cancelled_when_the_place_is_lost() -> None:
    data = raw_entry(notification(Notice.CANCELLATION, Line(CANCELLED, before=ANNA)))
    assert data is not None
    calendar: Any = Calendar.from_ical(data)
    assert calendar["METHOD"] == "CANCEL"


def test_entry_for_livestream_gives_the_link_as_place() -> None:
    assert entry(notification(Notice.CONFIRMATION, Line(STREAMING)))["LOCATION"] == EVENT.livestream_url


def test_entry_of_bare_event_has_neither_end_nor_place() -> None:
    read = parsed(composer(BARE).compose(notification(Notice.CONFIRMATION, Line(ANNA)), NOW))
    (file,) = read.iter_attachments()
    data = file.get_payload(decode=True)
    assert isinstance(data, bytes)
    calendar: Any = Calendar.from_ical(data)
    (found,) = calendar.walk("VEVENT")
    assert "DTEND" not in found
    assert "LOCATION" not in found


@pytest.mark.parametrize("month", range(1, 13))
def test_timezone_of_entry_gives_the_right_instant_all_year(month: int) -> None:
    starts = datetime(2027, month, 28, 9, 0)
    event = replace(EVENT, starts=starts, ends=None)
    read = parsed(composer(event).compose(CONFIRMED, NOW))
    (file,) = read.iter_attachments()
    data = file.get_payload(decode=True)
    assert isinstance(data, bytes)
    # Renamed, the zone is known to nobody: a reader must go by the rules in the entry itself.
    calendar: Any = Calendar.from_ical(data.replace(b"Europe/Berlin", b"Custom/Town"))
    (found,) = calendar.walk("VEVENT")
    assert found.decoded("DTSTART").utcoffset() == starts.replace(tzinfo=BERLIN).utcoffset()


def test_hostile_title_stays_inside_its_property() -> None:
    event = replace(EVENT, title="A\r\nATTENDEE:mailto:x@y, B; C")
    read = parsed(composer(event).compose(CONFIRMED, NOW))
    (file,) = read.iter_attachments()
    data = file.get_payload(decode=True)
    assert isinstance(data, bytes)
    assert b"\r\nATTENDEE" not in data
    calendar: Any = Calendar.from_ical(data)
    (found,) = calendar.walk("VEVENT")
    assert found["SUMMARY"] == "A ATTENDEE:mailto:x@y, B; C"


def test_group_all_cancelled_cancels_the_entry_they_shared() -> None:
    group = entry(notification(Notice.CONFIRMATION, Line(ANNA), Line(ALI)))
    left = (
        Line(CANCELLED, before=ANNA),
        Line(replace(ALI, status=Status.CANCELLED), before=ALI),
    )
    gone = entry(notification(Notice.CANCELLATION, *left))
    assert gone["UID"] == group["UID"]
    assert gone["STATUS"] == "CANCELLED"
