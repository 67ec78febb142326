"""The orchestrator: one mail in, outbox out, periodic sweeps, organiser actions."""

from mailbot.flow import approval, capacity, heldmail, organiser
from mailbot.flow.alarm import LedgerAlarm
from mailbot.flow.check import Finding, check
from mailbot.flow.deliver import Delivered, deliver
from mailbot.flow.health import Health, health
from mailbot.flow.intake import Handled, Intake, take_in
from mailbot.flow.layout import lay_out, lay_out_deployment
from mailbot.flow.manager import ServiceManager
from mailbot.flow.office import Office, open_ledger
from mailbot.flow.opening import chosen, mailrooms, open_office, open_offices
from mailbot.flow.run import Turn, recover, tell_alarms, turn
from mailbot.flow.watch import watch_mailbox

__all__ = [
    "Delivered",
    "Finding",
    "Handled",
    "Health",
    "Intake",
    "LedgerAlarm",
    "Office",
    "ServiceManager",
    "Turn",
    "approval",
    "capacity",
    "check",
    "chosen",
    "deliver",
    "health",
    "heldmail",
    "lay_out",
    "lay_out_deployment",
    "mailrooms",
    "open_ledger",
    "open_office",
    "open_offices",
    "organiser",
    "recover",
    "take_in",
    "tell_alarms",
    "turn",
    "watch_mailbox",
]
