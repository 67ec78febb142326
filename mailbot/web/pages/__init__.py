"""Every page of the desk, in one table: where it is and who may see it and send its form."""

from mailbot.web.pages import (
    announce,
    attendance,
    calendar,
    held,
    lists,
    outbox,
    overview,
    personal,
    registrations,
    sign_in,
    trail,
    users,
    wording,
)
from mailbot.web.visit import Page

PAGES: tuple[Page, ...] = (
    *sign_in.PAGES,
    *overview.PAGES,
    *held.PAGES,
    *registrations.PAGES,
    *outbox.PAGES,
    *announce.PAGES,
    *lists.PAGES,
    *attendance.PAGES,
    *calendar.PAGES,
    *trail.PAGES,
    *personal.PAGES,
    *users.PAGES,
    *wording.PAGES,
)

__all__ = ["PAGES"]
