"""`mailbot read`: what the program understands of mails in files, without any side effect."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from mailbot.cli.app import Place, err, out
from mailbot.clock import in_time
from mailbot.config import load_post
from mailbot.event import Event
from mailbot.intent import read
from mailbot.message import parse


def read_files(place: Place, paths: Sequence[Path], as_json: bool) -> int:
    """Prints what is understood of each file; gives the exit code, 1 if a path does not exist."""
    post = load_post(place.folder, place.event)
    settings, event = post.settings, post.event
    own = frozenset(
        a.lower() for a in (parseaddr(settings.smtp.from_)[1], settings.mailbox.username) if "@" in a
    )
    missing = [p for p in paths if not p.exists()]
    for path in missing:
        err.print(f"mailbot: {path}: there is no such file", markup=False, highlight=False)
    for file in _files(paths):
        described = describe(file, event, own, settings.mailbox.trusted_authserv)
        if as_json:
            # JSON is UTF-8 whatever the terminal speaks (RFC 8259, 8.1); a file name need not be.
            line = json.dumps(described, ensure_ascii=False) + "\n"
            sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
        else:
            _show(described)
    return 1 if missing else 0


_MAIL_FILES = (".eml", ".mail", ".msg", "")


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Files as they were named; of a folder, all mail files below it, by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and p.suffix in _MAIL_FILES)
        elif path.exists():
            yield path


def describe(file: Path, event: Event, own: frozenset[str], trusted_authserv: str) -> dict[str, Any]:
    """One mail file as the JSON object that `--json` prints. Never fails: a file that cannot be
    read, or that the program stumbles over, is for review with the reason.
    """
    try:
        data = file.read_bytes()
        intent = in_time(lambda: read(parse(data, own), event, trusted_authserv))
    except OSError as error:
        return _unreadable(file, "unreadable-file", f"The file cannot be read: {error.strerror}.")
    except Exception as error:  # noqa: BLE001 - a mail breaks nothing, here as at the door of the flow
        return _unreadable(file, "error", f"The program stumbled over this mail: {type(error).__name__}.")
    return {
        "file": str(file),
        "kind": intent.kind.value,
        "action": intent.action.value,
        "language": intent.language,
        "attention": intent.attention,
        "reason": intent.reason,
        "explanation": intent.explanation,
        "missing": list(intent.missing),
        "participants": [
            {
                "name": p.name,
                "title": p.title,
                "email": p.email,
                "organisation": p.organisation,
                "workshop": p.workshop,
                "alternative": p.alternative,
                "attendance": p.attendance.value,
                "evidence": {
                    field: {"text": e.text, "source": e.source.value, "rule": e.rule}
                    for field, e in p.evidence.items()
                },
            }
            for p in intent.concerned
        ],
    }


def _unreadable(file: Path, reason: str, explanation: str) -> dict[str, Any]:
    return {
        "file": str(file),
        "kind": "other",
        "action": "review",
        "language": "",
        "attention": False,
        "reason": reason,
        "explanation": explanation,
        "missing": [],
        "participants": [],
    }


def _show(described: dict[str, Any]) -> None:
    """One mail for people."""
    from rich.markup import escape

    attention = "  [bold red]! someone should read this[/]" if described["attention"] else ""
    out.print(f"[bold]{escape(described['file'])}[/]", highlight=False)
    out.print(f"  {described['kind']} → [bold]{described['action']}[/]{attention}", highlight=False)
    out.print(f"  {escape(described['explanation'])} [dim]({described['reason']})[/]", highlight=False)
    for participant in described["participants"]:
        fields = [f"{k}: {v}" for k, v in participant.items() if v and k != "evidence"]
        out.print("  • " + escape(" · ".join(fields)), highlight=False)
        for name, found in participant["evidence"].items():
            words = " ".join(found["text"].split())
            rule = f"{found['source']}, {found['rule']}"
            out.print(f"      [dim]{name}:[/] [reverse]{escape(words)}[/] [dim]{rule}[/]", highlight=False)
