"""Decisions into the ledger: every notification is rendered before the transaction ends, or none is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from mailbot.decision import Decision, Disposition, Notification, call_alarms, lost_alarms
from mailbot.flow.office import Office
from mailbot.store import Connection, Occasion, Outgoing, record


def no_reason(_notification: Notification, _place: int) -> str:
    """For mails that leave by themselves."""
    return ""


def post(
    office: Office,
    tx: Connection,
    decision: Decision,
    occasion: Occasion,
    *,
    withheld: Callable[[Notification, int], str] = no_reason,
    not_before: Callable[[int], datetime | None] = lambda _place: None,
) -> tuple[Outgoing, ...]:
    """Records a decision with its mails in the transaction that the caller holds.

    Somebody without an address (telephone, paper) gets no mail; if they move up, organisers hear of it,
    and so they do of those whom no mail reaches any more.
    withheld: why a notification must wait for a person, or empty, given its place in the decision.
    not_before: when the mail at this place may leave.

    Raises: TemplateProblem; nothing is recorded then, since the caller's transaction ends.
    """
    told = [notification for notification in decision.notifications if notification.to]
    organisers, now = office.settings.office.notify, occasion.now
    calls = call_alarms(decision.notifications, office.event, organisers, now)
    calls += lost_alarms(decision, office.event, organisers, now)
    outgoing = tuple(
        Outgoing(
            key=notification.key,
            notice=notification.notice,
            reference=notification.reference,
            references=tuple(line.registration.reference for line in notification.lines),
            message=office.composer.compose(notification, occasion.now),
            withheld=withheld(notification, place) if place < len(told) else "",
            not_before=not_before(place),
            consent_text=office.consent_text if office.composer.tells_of_recording(notification) else "",
        )
        for place, notification in enumerate((*told, *calls))
    )
    record(tx, occasion, decision, outgoing)
    return outgoing


def post_to_organisers(
    office: Office, tx: Connection, reason: str, mails: Sequence[Notification], now: datetime
) -> None:
    """Records mails to the organisers that no mail asked for, in the transaction that the caller holds.

    Raises: TemplateProblem.
    """
    if not mails:
        return
    occasion = Occasion(office.event.id, "mailbot", "mail", now, now)
    decision = Decision(Disposition.RECORDED, reason, "Told to organisers.", notifications=tuple(mails))
    post(office, tx, decision, occasion)
