"""What the tests of the desk do in a window again and again."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.letters import PEOPLE
from tests.web.played import Played

BOOKED = ("accepted", "waitlisted")
names = (f"{one.partition(' ')[0]} {other.partition(' ')[2]}" for other in PEOPLE[1:] for one in PEOPLE[1:])


def press(page: Page, key: str) -> None:
    """A key that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.keyboard.press(key)


def click(page: Page, button: str) -> None:
    """A button that sends a form."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def disposition(played: Played, number: int) -> str:
    with played.office.database.reading() as tx:
        query = f"select disposition from mails where id = {int(number)}"  # noqa: S608 - a number
        return str(tx.exec_driver_sql(query).scalar_one())
