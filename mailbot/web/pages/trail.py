"""Who did what, and the pages that are seldom needed."""

from __future__ import annotations

from starlette.responses import Response

from mailbot.store.browse import PAGE, find_entries
from mailbot.web.visit import Page, Visit


def trail(visit: Visit) -> Response:
    """The audit trail, the newest first."""
    actor = visit.asked("actor")
    offset = visit.counted("from")
    with visit.office.database.reading() as tx:
        found = find_entries(tx, actor, offset)
    query = f"&actor={actor}" if actor else ""
    return visit.page(
        "trail.html",
        found=found,
        actor=actor,
        before=f"/audit?from={max(0, offset - PAGE)}{query}" if offset else "",
        after=f"/audit?from={offset + PAGE}{query}" if offset + PAGE < found.total else "",
    )


PAGES = (Page("/audit", trail),)
