"""Intent, snapshot of the ledger and time in, Decision out: pure functions with named reasons."""

from mailbot.decision import admitting, entering, organising
from mailbot.decision.alarming import alarm_mail, alarm_name, alarm_prefix, alarm_text, alarm_values
from mailbot.decision.bulk import Audience, by_contact, copy_for, in_audience, not_before
from mailbot.decision.cancelling import withdrawn
from mailbot.decision.capacity import (
    SeatLimit,
    place_name,
    seats_in_words,
    seats_of,
    set_seats,
    standing,
    with_limits,
)
from mailbot.decision.case import Case
from mailbot.decision.choosing import WHICH_EVENT, Choice, Claim, choose
from mailbot.decision.desk import AlreadyDone, Desk, Refused, Thread
from mailbot.decision.entering import Caller, Origin
from mailbot.decision.expiring import expire
from mailbot.decision.health import (
    Limits,
    Phase,
    Rule,
    Sign,
    Standing,
    Telling,
    Vitals,
    due_tellings,
    examine,
)
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
from mailbot.decision.organising import Correction, place_after_grant
from mailbot.decision.reference import references_in
from mailbot.decision.release import withheld_because
from mailbot.decision.reporting import (
    MailLine,
    SeatLine,
    Situation,
    call_alarms,
    closing_report,
    digest,
    limit_alarm,
    lost_alarms,
)
from mailbot.decision.rules import decide
from mailbot.decision.schedule import Job, JobKind, due_jobs
from mailbot.decision.seating import WHOLE_EVENT, Seats
from mailbot.decision.settling import settle
from mailbot.decision.unreachable import lost, no_such_address
from mailbot.decision.waitlist import promote, promotion_notices

__all__ = [
    "WHICH_EVENT",
    "WHOLE_EVENT",
    "AlreadyDone",
    "Arrival",
    "Audience",
    "Caller",
    "Case",
    "Choice",
    "Claim",
    "Correction",
    "Decision",
    "Desk",
    "Disposition",
    "Job",
    "JobKind",
    "Limits",
    "Line",
    "MailLine",
    "Notification",
    "Origin",
    "Phase",
    "Policy",
    "Queue",
    "Refused",
    "Registration",
    "Rule",
    "SeatLimit",
    "SeatLine",
    "Seats",
    "Sign",
    "Situation",
    "Snapshot",
    "Standing",
    "Telling",
    "Thread",
    "Vitals",
    "admitting",
    "alarm_mail",
    "alarm_name",
    "alarm_prefix",
    "alarm_text",
    "alarm_values",
    "by_contact",
    "call_alarms",
    "choose",
    "closing_report",
    "copy_for",
    "decide",
    "digest",
    "due_jobs",
    "due_tellings",
    "entering",
    "examine",
    "expire",
    "in_audience",
    "limit_alarm",
    "lost",
    "lost_alarms",
    "no_such_address",
    "not_before",
    "organising",
    "place_after_grant",
    "place_name",
    "promote",
    "promotion_notices",
    "references_in",
    "seats_in_words",
    "seats_of",
    "set_seats",
    "settle",
    "standing",
    "with_limits",
    "withdrawn",
    "withheld_because",
]
