"""Case files to cases: the form that README.md beside this file describes, checked on the way in."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import TypeAdapter

from mailbot.event import Event
from mailbot.intent.model import Action, Kind
from tests.corpus.case import Answers, Attached, Case, Person, Quote, Truth

HERE = Path(__file__).parent
MAIL_KEYS = frozenset(("from", "to", "cc", "date", "subject", "client", "body", "quote", "attachments"))
OVERRIDES = frozenset(("return_path", "headers", "charset", "cte", "shape", "html_body", "raw"))
CASE_KEYS = MAIL_KEYS | OVERRIDES | {"id", "event", "truth"}
TRUTH_KEYS = frozenset(("kind", "action", "also_fine", "language", "attention", "participants", "why"))
PERSON_KEYS = frozenset(("name", "organisation", "workshop", "alternative", "attendance"))

# The parser in C reads the same YAML ten times as fast; it is missing where PyYAML was built without it.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def event(identifier: str) -> Event:
    """The event `tests/corpus/events/<identifier>.toml`."""
    text = (HERE / "events" / f"{identifier}.toml").read_text("utf-8")
    return TypeAdapter(Event).validate_python(tomllib.loads(text))


def case_files() -> list[Path]:
    """Every case file beside this module, those that are held out (`*-test.yaml`) included."""
    return sorted(HERE.glob("*.yaml"))


def load(path: Path) -> list[Case]:
    """The cases of one file, in its order; ValueError names the case that is not well formed."""
    cases = []
    for row in yaml.load(path.read_text("utf-8"), Loader=_LOADER):  # noqa: S506 - both are safe loaders
        try:
            cases.append(_case(row, path))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}: {row.get('id')}: {error!r}") from error
    return cases


def invitation(identifier: str) -> str:
    """The text of the event's invitation, for mails that quote it."""
    about = event(identifier)
    choices = "\n".join(f"{w.id}: {w.title} ({', '.join(w.leaders)})" for w in about.workshops)
    stream = "\nDie Veranstaltung wird auch als Livestream übertragen.\n" if about.livestream else ""
    return (
        f"Sehr geehrte Damen und Herren,\n\nwir laden Sie herzlich ein: {about.title} ({about.subtitle}), am "
        f"{about.starts:%d.%m.%Y} um {about.starts:%H:%M} Uhr, {about.place}.\n\n"
        f"Bitte wählen Sie bei der Anmeldung einen Workshop:\n{choices}\n{stream}\n"
        f"Anmeldung bis {about.registration_closes:%d.%m.%Y} an diese Adresse.\n\n"
        f"Mit freundlichen Grüßen\n{about.organiser.name}\n{about.organiser.unit}\n"
    )


def question(identifier: str) -> str:
    """The text of our question which workshop somebody wants, for mails that answer it."""
    about = event(identifier)
    choices = "\n".join(f"{w.id} – {w.title}" for w in about.workshops)
    stream = " Wenn Sie online teilnehmen, schreiben Sie bitte „Livestream“." if about.livestream else ""
    return (
        f"Guten Tag,\n\nvielen Dank für Ihre Anmeldung. Uns fehlt noch, welchen Workshop Sie besuchen "
        f"möchten:\n\n{choices}\n\nAntworten Sie einfach auf diese E-Mail.{stream}\n\n"
        f"Mit freundlichen Grüßen\n{about.organiser.name}\n{about.organiser.unit}\n"
    )


def _case(row: dict[str, Any], path: Path) -> Case:
    _refuse_unknown(row, CASE_KEYS)
    event_id = row.get("event", "fachtag")
    at = _when(row["date"], event_id) if "date" in row else None
    return Case(
        id=row["id"],
        event=event_id,
        truth=_truth(row["truth"]),
        sender=row.get("from", ""),
        to=row.get("to", event(event_id).organiser.email),
        date=at,
        subject=row.get("subject") or "",
        client=row.get("client", "plain"),
        body=row.get("body", ""),
        cc=row.get("cc", ""),
        return_path=row.get("return_path"),
        quote=_quote(row, event_id, at),
        headers=row.get("headers") or {},
        attachments=tuple(Attached(**spec) for spec in row.get("attachments") or ()),
        charset=row.get("charset"),
        cte=row.get("cte"),
        shape=row.get("shape"),
        html_body=row.get("html_body"),
        raw=row.get("raw"),
        source=path,
    )


def _truth(row: dict[str, Any]) -> Truth:
    _refuse_unknown(row, TRUTH_KEYS)
    return Truth(
        kind=Kind(row["kind"]),
        action=Action(row["action"]),
        language=row.get("language", "de"),
        attention=row.get("attention", False),
        participants=tuple(_person(person) for person in row.get("participants") or ()),
        also_fine=tuple(Action(action) for action in row.get("also_fine") or ()),
        why=row.get("why", ""),
    )


def _person(row: dict[str, Any]) -> Person:
    _refuse_unknown(row, PERSON_KEYS)
    return Person(
        name=_answers(row["name"]),
        organisation=_answers(row.get("organisation")),
        workshop=_answers(row.get("workshop")),
        alternative=_answers(row.get("alternative")),
        attendance=_answers(row.get("attendance", "on-site")),
    )


def _answers(value: str | list[str | None] | None) -> Answers:
    return tuple(value) if isinstance(value, list) else (value,)


def _quote(row: dict[str, Any], event_id: str, at: datetime | None) -> Quote | None:
    """`invitation` and `question` stand for our own mails; what a quote leaves out is theirs too."""
    spec = row.get("quote")
    if spec is None or at is None:
        return None
    if spec == "invitation":
        spec = {"body": invitation(event_id), "subject": f"Einladung: {event(event_id).title}"}
    elif spec == "question":
        spec = {"body": question(event_id), "subject": "Ihre Anmeldung: eine Angabe fehlt noch"}
    organiser = event(event_id).organiser
    sender = row.get("from", "")
    return Quote(
        sender=spec.get("from", f"{organiser.name} <{organiser.email}>"),
        to=spec.get("to", parseaddr(sender)[1]),
        date=_when(spec["date"], event_id) if "date" in spec else at - timedelta(days=1, minutes=17),
        subject=spec.get("subject", row.get("subject", "").partition(": ")[2]),
        body=spec["body"],
        language=spec.get("lang", "de"),
        forward=spec.get("forward", False),
    )


def _refuse_unknown(row: dict[str, Any], known: frozenset[str]) -> None:
    if unknown := set(row) - known:
        raise ValueError(f"unknown keys {sorted(unknown)}")


def _when(text: str, event_id: str) -> datetime:
    zone = ZoneInfo(event(event_id).timezone)
    return datetime.strptime(str(text), "%Y-%m-%d %H:%M").replace(tzinfo=zone)
