"""`mailbot announce`, `access`, `forget` and `erasures`: mails to many, and people's data."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from mailbot.cli.app import Place, fail, out
from mailbot.clock import system
from mailbot.config import load_settings
from mailbot.flow import Office, chosen, open_ledger, open_office, open_offices
from mailbot.flow.bulk import announce as send_announcement
from mailbot.flow.bulk import preview
from mailbot.flow.erase import access as held_of
from mailbot.flow.erase import forget as forget_everywhere
from mailbot.flow.erase import is_address
from mailbot.store import privacy


def announce(
    place: Place, audience: str, text_file: str, actor: str, *, dry_run: bool, as_json: bool = False
) -> None:
    """Shows who would get an announcement, or sends it through the outbox."""
    try:
        text = (sys.stdin.read() if text_file == "-" else Path(text_file).read_text("utf-8")).strip()
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{text_file} cannot be read: {error}", 2)
    if not text:
        fail("the announcement has no text", 2)
    office = open_office(place.folder, system, place.event)
    shown = preview(office, audience, text)
    if as_json:
        sample = shown.sample.decode("utf-8", "replace") if shown.sample is not None else None
        number = None if dry_run else send_announcement(office, audience, text, actor)
        counts = {"mails": shown.contacts, "people": shown.people, "unreached": shown.unreached}
        result = {"announcement": number, "audience": audience, **counts, "sample": sample}
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        return
    unreached = f", without an address: {shown.unreached}" if shown.unreached else ""
    out.print(f"mails: {shown.contacts}, people: {shown.people}{unreached}", highlight=False)
    if dry_run:
        if shown.sample is not None:
            out.print(shown.sample.decode("utf-8", "replace"), markup=False, highlight=False)
        return
    number = send_announcement(office, audience, text, actor)
    out.print(f"announcement {number} is in the outbox; `mailbot run` sends it", highlight=False)


def access(place: Place, whom: str) -> None:
    """Prints everything held of an address or of a participant as JSON."""
    office = _meant(open_offices(place.folder, system), place, whom)
    json.dump(held_of(office, whom), sys.stdout, ensure_ascii=False, indent=1, default=_plain)
    sys.stdout.write("\n")


def forget(place: Place, whom: str, actor: str) -> None:
    """Forgets an address everywhere, or a participant, and prints the proof."""
    offices = open_offices(place.folder, system)
    office = _meant(offices, place, whom)
    with office.database.sole_worker():
        counts = forget_everywhere(office, whom, actor, everywhere=offices)
    left = _left(office, whom)
    json.dump({"erased": counts, "left": left}, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
    if left:
        fail(f"{left} rows still tell of {whom}", 1)


def erasures(config: Path) -> None:
    """Prints the proofs of erasure as JSON."""
    database = open_ledger(load_settings(config))
    with database.reading() as tx:
        rows = privacy.erasures(tx)
    json.dump(rows, sys.stdout, ensure_ascii=False, indent=1, default=_plain)
    sys.stdout.write("\n")


def _meant(offices: Sequence[Office], place: Place, whom: str) -> Office:
    """An address is one of all events; a reference is one of the event that is named, or of the only one."""
    return offices[0] if is_address(whom) and not place.event else chosen(offices, place.event)


def _left(office: Office, whom: str) -> int:
    """How many rows can still be found; none after an erasure."""
    return sum(len(rows) for rows in held_of(office, whom).values())


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)
