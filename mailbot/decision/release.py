"""Whether a reply leaves by itself, and if not, why not.

Every reply waits in supervised mode, and in the first turn after the ledger was put back from a backup:
it may have left before. On a mailbox that is looked at for the first time, replies to
mail older than a day wait (`catch_up = "withhold"`): the office may have answered them by hand.
The limits per address and per hour stop what smells of a loop; receiving goes on.
"""

from __future__ import annotations

from datetime import timedelta

from mailbot.decision.model import Arrival, Notification, Policy, Snapshot

CATCH_UP_AGE = timedelta(days=1)


def withheld_because(
    notification: Notification, place: int, arrival: Arrival, snapshot: Snapshot, policy: Policy
) -> str:
    """A stable code if the mail must wait for a person, else the empty string.

    `place`: how many mails the same decision sends before this one.
    """
    if policy.waits:
        return policy.waits
    old = policy.first_run is not None and arrival.received < policy.first_run - CATCH_UP_AGE
    if policy.withhold_old and old:
        return "older-than-first-run"
    if snapshot.replies_hour + place >= policy.replies_per_hour:
        return "limit-per-hour"
    answers = bool(notification.in_reply_to) or place == 0
    if answers and snapshot.replies_today >= policy.replies_per_address_per_day:
        return "limit-per-address"
    return ""
