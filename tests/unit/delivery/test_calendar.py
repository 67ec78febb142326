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


def objects(case: Notification, now: datetime = NOW) -> list[bytes]:
    """The iCalendar objects that a mail carries as files; the first of them is an alternative too."""
    read = parsed(composer().compose(case, now))
    parts = [part for part in read.walk() if part.get_content_type() == "text/calendar"]
    files = [part for part in read.walk() if part.get_content_type() == "application/ics"]
    data = [bytes(part.get_payload(decode=True)) for part in files]
    assert [part.get_payload(decode=True) for part in parts] == data[:1]
    for part, found in zip((*parts, *files), (*data[:1], *data), strict=True):
        calendar: Any = Calendar.from_ical(found)
        assert part.get_param("method") == calendar["METHOD"]
    return data


def raw_entry(case: Notification, now: datetime = NOW) -> bytes | None:
    found = objects(case, now)
    assert len(found) <= 1
    return found[0] if found else None


def entries(case: Notification, now: datetime = NOW) -> list[Any]:
    """The entries of all objects of a mail."""
    calendars: list[Any] = [Calendar.from_ical(data) for data in objects(case, now)]
    return [entry for calendar in calendars for entry in calendar.walk("VEVENT")]


def entry(case: Notification, now: datetime = NOW) -> Any:
    (found,) = entries(case, now)
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
    elsewhere = parsed(composer(replace(EVENT, id="other")).compose(CONFIRMED, NOW))
    (file,) = elsewhere.iter_attachments()
    calendar: Any = Calendar.from_ical(bytes(file.get_payload(decode=True)))
    (abroad,) = calendar.walk("VEVENT")
    assert len({entry(CONFIRMED)["UID"], other["UID"], abroad["UID"]}) == 3


@pytest.mark.parametrize(
    "case",
    [
        notification(Notice.CONFIRMATION, Line(SECOND, position=1)),
        notification(Notice.CONFIRMATION, Line(STREAMING)),
        notification(Notice.PROMOTION, Line(ANNA, before=WAITING)),
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


GROUP = notification(Notice.CONFIRMATION, Line(ANNA), Line(ALI), Line(replace(WAITING, reference="W")))
ALI_GONE = Line(replace(ALI, status=Status.CANCELLED, sequence=1), before=ALI)
ANNA_GONE = Line(replace(CANCELLED, sequence=1), before=ANNA)


def test_group_has_an_entry_for_each_place_in_one_object() -> None:
    assert len(objects(GROUP)) == 1
    found = entries(GROUP)
    alone = [entry(notification(Notice.CONFIRMATION, Line(one)))["UID"] for one in (ANNA, ALI)]
    assert [one["UID"] for one in found] == alone
    assert "K7MQ-3XTP-2" in found[1]["DESCRIPTION"]
    assert "K7MQ-3XTP-2" not in found[0]["DESCRIPTION"]


def test_group_on_site_and_by_livestream_tells_each_where() -> None:
    streams = replace(ALI, seat=None, workshop=None, attendance=STREAMING.attendance)
    found = entries(notification(Notice.CONFIRMATION, Line(ANNA), Line(streams)))
    assert [one["LOCATION"] for one in found] == [EVENT.place, EVENT.livestream_url]
    assert [EVENT.livestream_url in one["DESCRIPTION"] for one in found] == [False, True]


def test_one_of_a_group_who_leaves_takes_only_their_entry_away() -> None:
    anna, ali = entries(GROUP)
    told_with_the_rest = entries(notification(Notice.CANCELLATION, ANNA_GONE, Line(ALI)))
    told_alone = entries(notification(Notice.CANCELLATION, ANNA_GONE))
    assert [(one["UID"], one["STATUS"]) for one in told_with_the_rest] == [
        (anna["UID"], "CANCELLED"),
        (ali["UID"], "CONFIRMED"),
    ]
    assert [(one["UID"], one["STATUS"]) for one in told_alone] == [(anna["UID"], "CANCELLED")]
    assert told_alone[0]["SEQUENCE"] == anna["SEQUENCE"] + 1


def test_group_all_cancelled_cancels_each_entry_by_an_object_of_its_own() -> None:
    case = notification(Notice.CANCELLATION, ANNA_GONE, ALI_GONE)
    calendars: list[Any] = [Calendar.from_ical(data) for data in objects(case)]
    assert [calendar["METHOD"] for calendar in calendars] == ["CANCEL", "CANCEL"]
    assert [len(calendar.walk("VEVENT")) for calendar in calendars] == [1, 1]
    assert [one["UID"] for one in entries(case)] == [one["UID"] for one in entries(GROUP)]


def test_who_leaves_while_others_wait_has_the_entry_cancelled() -> None:
    waits = Line(replace(WAITING, reference="W"))
    data = raw_entry(notification(Notice.CANCELLATION, ANNA_GONE, waits))
    assert data is not None
    calendar: Any = Calendar.from_ical(data)
    assert calendar["METHOD"] == "CANCEL"
    assert len(calendar.walk("VEVENT")) == 1
