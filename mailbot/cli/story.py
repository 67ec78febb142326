"""`mailbot show`: any mail or registration explained, with its whole history."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.cli.app import Place, fail, out
from mailbot.config import load_post
from mailbot.message import parse
from mailbot.store import Connection, Database, StoredMail, stored_mail, story_of_mail, story_of_registration

Row = dict[str, Any]
_BRIEF = 80
"""So many signs of a value are shown in a line of the history; JSON has all."""
_MAIL = (
    "received_at", "sender", "sender_name", "subject", "kind", "disposition", "reason", "explanation",
    "attention", "language", "error", "decided_at",
)  # fmt: skip
_REGISTRATION = (
    "name", "title", "organisation", "contact", "phone", "status", "attendance", "workshop", "alternative",
    "seat",
    "waiting_for", "position", "offered", "offered_until", "received_at", "updated_at", "source", "language",
    "consent_text", "consent_sent_at",
)  # fmt: skip


def show(place: Place, target: str, raw: bool, as_json: bool) -> None:
    """Prints the story of the mail with this number or of the registration with this reference."""
    post = load_post(place.folder, place.event)
    event, database = post.event, Database(post.settings.database)
    database.migrate()
    try:
        with database.reading() as tx:
            if raw:
                _print_raw(tx, post.shown or (event.id,), target)
                return
            mail = target.isdigit()
            story = (
                _of_mail(tx, post.shown or (event.id,), int(target))
                if mail
                else story_of_registration(tx, event.id, target.strip().upper())
            )
    finally:
        database.close()
    if story is None:
        fail(f"there is no {'mail' if mail else 'registration'} {target}", 1)
    if as_json:
        sys.stdout.write(json.dumps(_json(story, event.zone), ensure_ascii=False, indent=1) + "\n")
        return
    for line in _mail_lines(story, event.zone) if mail else _registration_lines(story, event.zone):
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _print_raw(tx: Connection, events: Sequence[str], target: str) -> None:
    found = _stored(tx, events, int(target)) if target.isdigit() else None
    if found is None:
        fail(f"there is no mail {target}", 1)
    if found.raw is None:
        fail(f"of mail {target} no content is kept: it is none of ours", 1)
    sys.stdout.buffer.write(found.raw)
    sys.stdout.buffer.flush()


def _stored(tx: Connection, events: Sequence[str], number: int) -> StoredMail | None:
    return next((found for event in events if (found := stored_mail(tx, event, number))), None)


def _of_mail(tx: Connection, events: Sequence[str], number: int) -> Row | None:
    """The story of the mail, if it belongs to one of these events."""
    stories = (_with_texts(tx, event, story_of_mail(tx, event, number)) for event in events)
    return next((story for story in stories if story), None)


def _with_texts(tx: Connection, event_id: str, story: Row | None) -> Row | None:
    """The mail and the others of its sender with their own words, so that they can be read side by side."""
    for mail in (story, *story["conversation"]) if story else ():
        found = stored_mail(tx, event_id, mail["id"])
        mail["text"] = parse(found.raw).own if found and found.raw else None
    return story


def _mail_lines(story: Row, zone: ZoneInfo) -> Iterator[str]:
    for other in story["conversation"]:
        yield (
            f"Before or after it, mail {other['id']}: {_cell(other['received_at'], zone)} · "
            f"{other['subject'] or '–'} · {other['disposition']}, {other['reason']}"
        )
        yield from (f"  | {line}" for line in (other["text"] or "").splitlines())
    yield f"Mail {story['id']}"
    yield from (f"  | {line}" for line in (story["text"] or "").splitlines())
    yield from _fields(story, _MAIL, zone)
    for place in story["places"]:
        yield f"  seen in: {place['folder']}, UID {place['uid']}"
    for person in (story["understood"] or {}).get("participants", ()):
        said = [f"{k}: {v}" for k, v in person.items() if v and k != "evidence"]
        yield f"  understood: {' · '.join(said)}"
        for field, found in (person.get("evidence") or {}).items():
            yield f"    {field}: “{' '.join(found['text'].split())}” ({found['source']}, {found['rule']})"
    for person in story["registrations"]:
        yield f"  registration: {person['reference']} · {person['name']} · {person['status']}"
    yield from _common(story, zone)


def _registration_lines(story: Row, zone: ZoneInfo) -> Iterator[str]:
    yield f"Registration {story['reference']}"
    yield from _fields(story, _REGISTRATION, zone)
    for mail in story["mails"]:
        yield (
            f"  mail {mail['id']}: {_cell(mail['received_at'], zone)} · {mail['subject'] or '–'} · "
            f"{mail['disposition']}, {mail['reason']}"
        )
    yield from _common(story, zone)


def _common(story: Row, zone: ZoneInfo) -> Iterator[str]:
    for reply in story["replies"]:
        said = [reply["notice"], reply["rcpt_to"], reply["state"], reply["reason"], reply["reply_text"]]
        when = _cell(reply["sent_at"] or reply["created_at"], zone)
        yield f"  our mail {reply['id']}: {when} · {' · '.join(str(s) for s in said if s)}"
    for entry in story["history"]:
        done = f"{entry['actor']} · {entry['action']}, {entry['reason']}"
        yield f"  {_cell(entry['at'], zone)} · {done}{_change(entry)}"


def _change(entry: Row) -> str:
    """What an entry of the audit trail says was altered."""
    who = f" · {entry['reference']}" if entry["reference"] else ""
    details = entry["details"] or {}
    before, after = details.get("before") or {}, details.get("after") or {}
    if "outbox_id" in details:
        who += f" · mail {details['outbox_id']} of ours"
    altered = [
        f"{k}: {_brief(before.get(k))} → {_brief(v)}"
        for k, v in after.items()
        if (v or None) != (before.get(k) or None)
    ]
    return who + (f" · {', '.join(altered)}" if altered else "")


def _brief(value: Any) -> str:
    text = " ".join(str(value or "–").split())
    return text if len(text) <= _BRIEF else f"{text[:_BRIEF]}…"


def _fields(story: Row, names: tuple[str, ...], zone: ZoneInfo) -> Iterator[str]:
    for name in names:
        if story[name] not in (None, "", False):
            yield f"  {name.replace('_', ' ')}: {_cell(story[name], zone)}"


def _cell(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    return "yes" if value is True else " ".join(str(value).split())


def _json(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, dict):
        return {k: _json(v, zone) for k, v in value.items()}
    if isinstance(value, list):
        return [_json(v, zone) for v in value]
    return value.astimezone(zone).isoformat() if isinstance(value, datetime) else value
