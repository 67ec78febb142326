"""What has come of the play: seats, participants, the proof, the replies."""

from __future__ import annotations

from collections import Counter

from mailbot.demo.folder import ADDRESS
from mailbot.demo.server import MailServer
from mailbot.demo.show import Bar, Stage, notice
from mailbot.demo.visit import OUTSIDE
from mailbot.envelope import Attendance, Notice
from mailbot.event import Event
from mailbot.flow import Office
from mailbot.store import reports


def summarise(stage: Stage, server: MailServer, office: Office) -> int:
    """Show it all; give the number of mails in the mailbox that have no row in the ledger."""
    show_seats(stage, office, "Seats")
    with office.database.transaction() as tx:
        people = list(reports.registrations(tx, office.event.id))
        in_ledger = reports.mails_in_ledger(tx)
        replies = list(reports.outbox(tx))
    stage.participants([_row(person) for person in people])
    # The server's own count, not what the worker believes to have seen.
    in_mailbox = len(server.letters(ADDRESS))
    missing = in_mailbox - in_ledger
    stage.proof(in_mailbox, missing)
    letters = server.letters(OUTSIDE)
    example = next((one for one in letters if notice(one.data) == Notice.WAITLIST), None)
    stage.replies(Counter(reply["notice"] for reply in replies), Counter(reply["state"] for reply in replies))
    if letters:
        stage.whole((example or letters[0]).data, "one of them, as text")
    return missing


def show_seats(stage: Stage, office: Office, title: str) -> None:
    """Show how full each workshop is now."""
    with office.database.transaction() as tx:
        counts = reports.workshop_counts(tx, office.event.id)
    stage.seats(title, bars(office.event, counts))


def bars(event: Event, counts: dict[str, reports.WorkshopCount]) -> list[Bar]:
    """One bar for each workshop, and one for the livestream where there is one."""
    nobody = reports.WorkshopCount(0, 0)
    result = []
    for workshop in event.workshops:
        count = counts.get(workshop.id, nobody)
        result.append(
            Bar(f"Workshop {workshop.id}", workshop.title, count.taken, count.waiting, workshop.seats)
        )
    if event.livestream:
        watching = counts.get(Attendance.LIVESTREAM.value, nobody).taken
        result.append(Bar("Livestream", "", watching, 0, None))
    return result


def _row(person: reports.Row) -> tuple[str, ...]:
    """Name, organisation, workshop, status and reference, as words."""
    place = "livestream" if person["attendance"] == Attendance.LIVESTREAM else person["workshop"] or ""
    status = person["status"]
    if person["position"]:
        status += f" ({person['position']}. for {person['waiting_for']})"
    return (person["name"] or "?", person["organisation"] or "", place, status, person["reference"])
