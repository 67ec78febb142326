"""How the outcome of an organiser's command is printed: lines for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mailbot.cli.app import out
from mailbot.flow.approval import Approval
from mailbot.flow.capacity import SeatsChanged
from mailbot.flow.outcome import Done


@dataclass(frozen=True, slots=True)
class Printed:
    """The outcome of a command as rows and as lines for people."""

    as_json: dict[str, Any]
    lines: tuple[str, ...]

    def show(self, as_json: bool) -> None:
        """Prints it."""
        if as_json:
            sys.stdout.write(json.dumps(self.as_json, ensure_ascii=False, default=str) + "\n")
            return
        for line in self.lines:
            out.print(line, markup=False, highlight=False, soft_wrap=True)


def done_printed(done: Done) -> Printed:
    """An action on registrations or on a held mail."""
    registrations = [
        {
            "reference": r.reference,
            "name": r.name,
            "organisation": r.organisation or None,
            "email": r.contact or None,
            "phone": r.phone or None,
            "status": r.status.value,
            "workshop": r.seat or r.workshop,
            "alternative": r.alternative,
            "attendance": r.attendance.value,
            "waiting_for": r.waiting_for,
        }
        for r in done.registrations
    ]
    mails = [
        {
            "notice": m.notice.value,
            "to": m.message.rcpt_to,
            "subject": m.message.subject,
            "state": "withheld" if m.withheld else "queued",
            "reason": m.withheld or None,
        }
        for m in done.mails
    ]
    result = {
        "action": done.action,
        "reason": done.reason,
        "explanation": done.explanation,
        "mail_id": done.mail_id,
        "registrations": registrations,
        "mails": mails,
        "untold": list(done.untold),
    }
    lines = [f"{done.action}: {done.explanation}"]
    lines += [_line("  ", r, "reference", "name", "status", "workshop", "attendance") for r in registrations]
    lines += [_line("  mail: ", m, "notice", "to", "state", "reason") for m in mails]
    reached = {r.reference: f" ({r.phone})" if r.phone else "" for r in done.registrations}
    silent = ", ".join(f"{reference}{reached.get(reference, '')}" for reference in done.untold)
    lines += [f"  no address, please tell them yourself: {silent}"] if silent else []
    return Printed(result, tuple(lines))


def seats_printed(changed: SeatsChanged) -> Printed:
    """Seats that were set, and who moved up because of it; `seats` null: no limit."""
    done = done_printed(changed.done)
    result = {
        "action": "seats-changed",
        "workshop": changed.place or None,
        "before": changed.before,
        "seats": changed.after,
        "event_toml": changed.filed,
        "over": changed.over,
    }
    kept = ("reason", "explanation", "registrations", "mails", "untold")
    lines = [f"seats changed: {changed.done.explanation}", *done.lines[1:]]
    lines += [f"  {changed.over} more are confirmed than that; they keep their seats"] if changed.over else []
    return Printed(result | {key: done.as_json[key] for key in kept}, tuple(lines))


def approval_printed(approved: Approval) -> Printed:
    """An action on mails of ours."""

    def rows(items: Sequence[Any]) -> list[dict[str, Any]]:
        return [
            {
                "id": item.id,
                "notice": item.notice.value,
                "reference": item.reference or None,
                "to": item.message.rcpt_to,
                "subject": item.message.subject,
            }
            for item in items
        ]

    touched, left = rows(approved.items), rows(approved.left)
    result = {"action": approved.action, "mails": touched, "left": left}
    lines = [f"{approved.action}: {len(touched)}"]
    lines += [_line("  ", row, "id", "notice", "to", "subject") for row in touched]
    lines += ["left, since the registration has changed:"] if left else []
    lines += [_line("  ", row, "id", "notice", "to", "subject") for row in left]
    return Printed(result, tuple(lines))


def _line(before: str, row: dict[str, Any], *keys: str) -> str:
    return before + " · ".join(str(row[key]) for key in keys if row[key])
