"""Mails of ours that wait for a person: released, dropped, reworded; failed ones tried again; dropped
ones taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mailbot.decision import AlreadyDone, Refused
from mailbot.delivery import plain_text
from mailbot.envelope import OutboxState, OutgoingMessage
from mailbot.flow.acting import Action, acting
from mailbot.flow.office import Office
from mailbot.flow.outcome import Unknown, told
from mailbot.store import (
    OutboxItem,
    bring_back,
    drop_items,
    kept_of,
    outbox_items,
    queue_again,
    rewrite_item,
    trail_of_item,
    was_dropped,
    withheld_items,
)


@dataclass(frozen=True, slots=True)
class Approval:
    """What became of mails of ours. left: those not touched, since they say what is true no more."""

    action: str
    items: tuple[OutboxItem, ...]
    left: tuple[OutboxItem, ...] = ()


def release(office: Office, actor: str, ids: Sequence[int] = (), *, anyway: bool = False) -> Approval:
    """Lets withheld mails leave: these, or all if none is named.

    A mail whose registration has changed since it was written would tell what is true no more: it is
    left when all are released, and refused when it is named, unless `anyway`.

    Raises: Unknown, AlreadyDone, Refused; then none of them leaves.
    """
    with acting(office, actor, "release") as action:
        named = _wanted(action, ids, OutboxState.WITHHELD)
        items = named or withheld_items(action.tx, office.event.id)
        stale = tuple(item for item in items if item.outdated and not anyway)
        if ids and stale:
            raise Refused(
                "outdated",
                f"mail {stale[0].id} of ours is older than the last change of {stale[0].references[0]}: "
                "drop it, edit it, or release it anyway.",
            )
        leaving = tuple(item for item in items if item not in stale)
        queue_again(action.tx, [item.id for item in leaving], action.now)
        _note_all(action, "released", leaving, "queued")
        return Approval("released", leaving, stale)


def drop(office: Office, actor: str, ids: Sequence[int]) -> Approval:
    """Throws withheld mails away; they are never sent.

    Raises: Unknown, AlreadyDone.
    """
    with acting(office, actor, "drop") as action:
        items = _wanted(action, ids, OutboxState.WITHHELD)
        kept = kept_of(action.tx, [item.id for item in items])
        drop_items(action.tx, [item.id for item in items])
        _note_all(action, "dropped", items, "dropped", kept)
        return Approval("dropped", items)


def undrop(office: Office, actor: str, outbox_id: int) -> Approval:
    """Lets a dropped mail wait again; outbox_id: the number that it had.

    A dropped mail counts as never written, so what has been decided since may tell otherwise: it is
    withheld as before, and out of date if its registration has changed.

    Raises: Unknown; AlreadyDone if it was written again since.
    """
    with acting(office, actor, "undrop") as action:
        kept = was_dropped(action.tx, office.event.id, outbox_id)
        if kept is None:
            raise Unknown(f"no mail {outbox_id} of ours was dropped")
        number = bring_back(action.tx, kept, action.now)
        if number is None:
            raise AlreadyDone(f"mail {outbox_id} of ours was written again or taken back since")
        items = outbox_items(action.tx, office.event.id, [number])
        action.note("taken-back", "taken-back-by-organiser", items[0], {"was": outbox_id})
        return Approval("taken-back", items)


def reword(office: Office, actor: str, outbox_id: int, text: str, subject: str = "") -> Approval:
    """Gives a withheld mail the organiser's own words; it still waits for its release.

    Raises: Unknown, AlreadyDone; Refused without a text.
    """
    if not text.strip():
        raise Refused("no-text", "The mail would have no text.")
    with acting(office, actor, "reword") as action:
        (item,) = _wanted(action, [outbox_id], OutboxState.WITHHELD)
        message = office.composer.reword(item.message, item.key, text, subject)
        rewrite_item(action.tx, item.id, message)
        words = {"before": _words(item.message), "after": _words(message)}
        action.note("rewritten", "rewritten-by-organiser", item, words)
        return Approval("rewritten", outbox_items(action.tx, office.event.id, [item.id]))


def retry(office: Office, actor: str, ids: Sequence[int]) -> Approval:
    """Sends failed and deferred mails with the next run, as if for the first time.

    Raises: Unknown, AlreadyDone.
    """
    with acting(office, actor, "retry") as action:
        items = _wanted(action, ids, OutboxState.FAILED, OutboxState.DEFERRED)
        queue_again(action.tx, [item.id for item in items], action.now)
        _note_all(action, "retried", items, "queued")
        return Approval("retried", items)


def _wanted(action: Action, ids: Sequence[int], *states: OutboxState) -> tuple[OutboxItem, ...]:
    items = outbox_items(action.tx, action.office.event.id, ids)
    found = {item.id for item in items}
    for outbox_id in ids:
        trail = told(trail_of_item(action.tx, outbox_id, action.office.event.id), action.office)
        if outbox_id not in found and trail:
            raise AlreadyDone(f"mail {outbox_id} of ours is gone{trail}")
        if outbox_id not in found:
            raise Unknown(f"there is no mail {outbox_id} of ours")
    for item in items:
        if item.state not in states:
            trail = told(trail_of_item(action.tx, item.id, action.office.event.id), action.office)
            wanted = " or ".join(state.value for state in states)
            raise AlreadyDone(f"mail {item.id} of ours is {item.state.value}, not {wanted}{trail}")
    return items


def _words(message: OutgoingMessage) -> dict[str, str]:
    return {"subject": message.subject, "text": plain_text(message)}


def _note_all(
    action: Action,
    name: str,
    items: Sequence[OutboxItem],
    after: str,
    kept: Mapping[int, Mapping[str, Any]] | None = None,
) -> None:
    for item in items:
        states: dict[str, Any] = {
            "before": {"state": item.state.value, "reason": item.reason},
            "after": {"state": after, "reason": ""},
        }
        if kept:
            states["kept"] = dict(kept[item.id])
        action.note(name, f"{name}-by-organiser", item, states)
