"""A mail to many: written, looked at as one of its readers will see it, counted, and then sent."""

from __future__ import annotations

from starlette.responses import Response

from mailbot.decision import Audience
from mailbot.envelope import Role
from mailbot.event import Event
from mailbot.flow import bulk
from mailbot.flow.outcome import Unknown
from mailbot.flow.trial import text_of
from mailbot.web.visit import Page, Visit


def form(visit: Visit) -> Response:
    """The empty form."""
    return _form(visit)


def write(visit: Visit) -> Response:
    """Shows what would be sent and to how many; or sends what was shown."""
    audience, text = visit.text("audience"), visit.text("text").replace("\r\n", "\n")
    if audience not in _audiences(visit.office.event):
        raise Unknown(f"there is no audience {audience}")
    if not text:
        return _form(visit, refused=visit.words.gettext("The announcement has no text."))
    if visit.text("do") != "send":
        return _form(visit, shown=bulk.preview(visit.office, audience, text))
    bulk.announce(visit.office, audience, text, visit.actor, once=True)
    return visit.to(
        "/outbox", visit.words.gettext("The announcement is in the outbox and leaves step by step.")
    )


def _form(visit: Visit, shown: bulk.Preview | None = None, refused: str = "") -> Response:
    return visit.page(
        "announce.html",
        409 if refused else 200,
        audiences=_audiences(visit.office.event),
        audience=visit.text("audience") or Audience.ALL.value,
        text=visit.text("text"),
        shown=shown,
        sample=text_of(shown.sample) if shown and shown.sample else "",
        refused=refused,
    )


def _audiences(event: Event) -> dict[str, str]:
    """How each audience is written, and the title of its workshop, if it is one."""
    found = {Audience.ALL.value: ""}
    found |= {f"{Audience.WORKSHOP.value}:{w.id}": f"{w.id} · {w.title}" for w in event.workshops}
    found[Audience.WAITING.value] = ""
    if event.livestream:
        found[Audience.LIVESTREAM.value] = ""
    return found


PAGES = (Page("/announce", form, Role.ORGANISER, write),)
