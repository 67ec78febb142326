"""Mails of ours: those that wait for release, those on their way, those that failed and why."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from mailbot.envelope import OutboxState
from mailbot.flow import approval
from mailbot.flow.outcome import Unknown
from mailbot.flow.trial import text_of
from mailbot.store import outbox_items
from mailbot.store.browse import find_outgoing, outgoing_by_state
from mailbot.store.undo import dropped
from mailbot.web.paging import paging, spot_of
from mailbot.web.visit import Page, Visit, whole

_GROUPS = {
    "withheld": (OutboxState.WITHHELD,),
    "underway": (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.DEFERRED),
    "failed": (OutboxState.FAILED, OutboxState.BOUNCED, OutboxState.UNKNOWN),
    "sent": (OutboxState.SENT,),
}


def table(visit: Visit) -> Response:
    """One page of the list."""
    state = visit.asked("state")
    with visit.office.database.reading() as tx:
        found = find_outgoing(
            tx, visit.office.event.id, [s.value for s in _GROUPS.get(state, ())], spot_of(visit)
        )
        counts = outgoing_by_state(tx, visit.office.event.id)
        gone = dropped(tx, visit.office.event.id, visit.office.clock() - _DROPPED_SHOWN)
    groups = {name: sum(counts.get(s.value, 0) for s in states) for name, states in _GROUPS.items()}
    return visit.page(
        "outbox.html",
        found=found,
        state=state,
        groups=groups,
        dropped=gone,
        pages=paging(visit, found, "/outbox", {"state": state if state in _GROUPS else ""}),
    )


_DROPPED_SHOWN = timedelta(days=7)
"""How long a dropped mail is offered to be taken back."""


def decide(visit: Visit) -> Response:
    """Several at once: released, dropped or tried again."""
    ids = [number for number in map(whole, visit.texts("id")) if number]
    what = visit.text("do")
    if what == "release-all":
        done = approval.release(visit.office, visit.actor)
    elif not ids:
        return visit.to("/outbox", visit.words.gettext("Nothing was chosen."))
    else:
        done = _done(visit, what, ids)
    said = visit.words.ngettext("%(count)s reply: %(what)s.", "%(count)s replies: %(what)s.", len(done.items))
    told = said % {"count": len(done.items), "what": visit.words.said("action", done.action)}
    if done.left:
        told += " " + visit.words.gettext("Left, since they are out of date: %(count)s.") % {
            "count": len(done.left)
        }
    return visit.to("/outbox", told)


def _done(visit: Visit, what: str, ids: list[int]) -> approval.Approval:
    office, actor = visit.office, visit.actor
    if what == "release":
        return approval.release(office, actor, ids, anyway=visit.text("anyway") == "yes")
    if what == "drop":
        return approval.drop(office, actor, ids)
    if what == "undrop":
        return approval.undrop(office, actor, ids[0])
    if what == "retry":
        return approval.retry(office, actor, ids)
    if what == "reword":
        return approval.reword(office, actor, ids[0], visit.text("words"), visit.text("subject"))
    raise Unknown(f"there is nothing like {what}")


def one(visit: Visit) -> Response:
    """A mail of ours as its recipient sees it."""
    with visit.office.database.reading() as tx:
        items = outbox_items(tx, visit.office.event.id, [visit.number("id")])
    if not items:
        raise Unknown("there is no such mail of ours")
    data = items[0].message.data
    raw = data.decode("utf-8", "replace")
    return visit.page("outgoing.html", item=items[0], text=text_of(data), raw=raw)


def act(visit: Visit) -> Response:
    """What an organiser does with one of them."""
    number = visit.number("id")
    done = _done(visit, visit.text("do"), [number])
    said = visit.words.said("action", done.action)
    return visit.to("/outbox" if done.action == "dropped" else f"/outbox/{number}", said)


PAGES = (
    Page("/outbox", table, send=decide),
    Page("/outbox/{id:int}", one, send=act),
)
