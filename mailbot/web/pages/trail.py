"""Who did what, and the pages that are seldom needed."""

from __future__ import annotations

from starlette.responses import Response

from mailbot.store.browse import find_entries
from mailbot.web.paging import paging, spot_of
from mailbot.web.visit import Page, Visit


def trail(visit: Visit) -> Response:
    """The audit trail, the newest first."""
    actor = visit.asked("actor")
    with visit.office.database.reading() as tx:
        # Who may see some events only is told nothing of users, seats and others, which name none.
        all_ = visit.session is not None and visit.session.user.events is None
        found = find_entries(tx, actor, spot_of(visit), () if all_ else visit.office.shown)
    return visit.page(
        "trail.html",
        found=found,
        actor=actor,
        pages=paging(visit, found, "/audit", {"actor": actor}),
    )


PAGES = (Page("/audit", trail),)
