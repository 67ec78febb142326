"""Every page of the desk, in one table: where it is and who may see it and send its form."""

from mailbot.web.pages import held, overview, sign_in
from mailbot.web.visit import Page

PAGES: tuple[Page, ...] = (*sign_in.PAGES, *overview.PAGES, *held.PAGES)

__all__ = ["PAGES"]
