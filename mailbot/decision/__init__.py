"""Intent, snapshot of the ledger and time in, Decision out: pure functions with named reasons."""

from mailbot.decision.model import (
    Arrival,
    Decision,
    Disposition,
    Line,
    Notification,
    Policy,
    Queue,
    Registration,
    Snapshot,
)
from mailbot.decision.reference import references_in
from mailbot.decision.release import withheld_because
from mailbot.decision.rules import decide
from mailbot.decision.seating import Seats
from mailbot.decision.waitlist import promote, promotion_notices

__all__ = [
    "Arrival",
    "Decision",
    "Disposition",
    "Line",
    "Notification",
    "Policy",
    "Queue",
    "Registration",
    "Seats",
    "Snapshot",
    "decide",
    "promote",
    "promotion_notices",
    "references_in",
    "withheld_because",
]
