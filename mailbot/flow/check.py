"""`mailbot check`: each part that a run needs, tried once, with a line that says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shutil import which

from mailbot.clock import Clock
from mailbot.config import EVENT_FILE, SETTINGS_FILE, Filing, Settings, load_event, load_settings
from mailbot.delivery import Submission
from mailbot.errors import ConfigError, MailbotError
from mailbot.event import Event
from mailbot.flow.alarm import COMMAND_PATH
from mailbot.flow.health import secret_expires
from mailbot.flow.office import compose_with, open_ledger
from mailbot.mailbox import ImapMailbox
from mailbot.store import Database, mailbox_cursor


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: its name, whether it is well, and the sentence about it."""

    name: str
    ok: bool
    text: str


def check(folder: Path, clock: Clock) -> Iterator[Finding]:
    """Examines everything that does not depend on what has failed already; changes nothing but
    that a missing database is made.
    """
    settings = event = database = None
    try:
        event = load_event(folder)
        yield Finding(
            EVENT_FILE, True, f"{event.title}, {len(event.workshops)} workshops, starts {event.starts_at}"
        )
    except ConfigError as error:
        yield Finding(EVENT_FILE, False, str(error))
    try:
        settings = load_settings(folder)
        yield Finding(
            SETTINGS_FILE, True, f"mode {settings.mode.value}, database {_shown(settings.database)}"
        )
    except ConfigError as error:
        yield Finding(SETTINGS_FILE, False, str(error))
    if settings is None:
        return
    try:
        database = open_ledger(settings)
        yield Finding("database", True, f"{database.shown} is up to date")
    except MailbotError as error:
        yield Finding("database", False, str(error))
    if event is not None:
        yield _templates(settings, event, folder, clock)
    if event is not None and (expires := secret_expires(settings, event)):
        yield _secret(expires, clock())
    yield from _mailbox(settings, event, database)
    yield _smtp(settings)
    yield _alarm(settings, folder)


def _templates(settings: Settings, event: Event, folder: Path, clock: Clock) -> Finding:
    try:
        problems = compose_with(settings, event, folder).check(clock())
    except ConfigError as error:
        return Finding("templates", False, str(error))
    if problems:
        return Finding("templates", False, "; ".join(str(p) for p in problems))
    return Finding("templates", True, "every notice can be written in every language")


def _secret(expires: datetime, now: datetime) -> Finding:
    last = (expires - timedelta(seconds=1)).date()
    if expires <= now:
        return Finding("oauth", False, f"the client secret ran out on {last}; make a new one and enter it")
    return Finding(
        "oauth", True, f"the client secret works until {last}, {(expires - now).days} days from now"
    )


def _mailbox(settings: Settings, event: Event | None, database: Database | None) -> Iterator[Finding]:
    try:
        with ImapMailbox(settings.mailbox) as mailbox:
            able = [c for c in ("IDLE", "MOVE", "UIDPLUS") if c in mailbox.capabilities]
            lacking = [c for c in ("IDLE", "MOVE", "UIDPLUS") if c not in able]
            text = (
                f"logged in at {settings.mailbox.host}, folder {settings.mailbox.folder}, {', '.join(able)}"
            )
            yield Finding("mailbox", True, text + (f" (without {', '.join(lacking)})" if lacking else ""))
            yield _filing(settings, mailbox)
            if event is not None and database is not None:
                yield _first_run(mailbox, database, event)
    except MailbotError as error:
        yield Finding("mailbox", False, str(error))


def _filing(settings: Settings, mailbox: ImapMailbox) -> Finding:
    filing = settings.mailbox.filing
    if filing is Filing.KEYWORD and not mailbox.takes_keywords:
        return Finding(
            "filing", False, 'the server keeps no keywords; set mailbox.filing to "move" or "none"'
        )
    if filing is Filing.MOVE:
        folders = [f for f in (settings.mailbox.handled_folder, settings.mailbox.held_folder) if f]
        if not settings.mailbox.handled_folder:
            return Finding("filing", False, 'mailbox.handled_folder is not set; filing = "move" needs it')
        new = [f for f in folders if not mailbox.folder_exists(f)]
        made = f"; {', '.join(new)} will be made" if new else ""
        return Finding("filing", True, f"handled mail is moved to {folders[0]}{made}")
    return Finding(
        "filing", True, "handled mail gets a keyword" if filing is Filing.KEYWORD else "mail stays in place"
    )


def _first_run(mailbox: ImapMailbox, database: Database, event: Event) -> Finding:
    with database.reading() as tx:
        read_to = mailbox_cursor(tx, mailbox.key)
    new = mailbox.listed(mailbox.uids(read_to))
    opens = event.opens_at
    old = sum(1 for one in new if opens is not None and one.received < opens)
    return Finding(
        "next run",
        True,
        f"{len(new)} mails are new; {old} of them are from before the opening and get no answer",
    )


def _smtp(settings: Settings) -> Finding:
    try:
        with Submission(settings.smtp) as submission:
            submission.open()
    except MailbotError as error:
        return Finding("smtp", False, str(error))
    who = f" as {settings.smtp.username}" if settings.smtp.username else ""
    return Finding("smtp", True, f"{settings.smtp.host} takes mail{who}, from {settings.smtp.from_}")


def _alarm(settings: Settings, folder: Path) -> Finding:
    """Who hears of trouble; nobody is told anything by this."""
    ways = [f"mail to organisers ({len(settings.office.notify)})"] if settings.office.notify else []
    if settings.alarm.command:
        name = settings.alarm.command[0]
        # As the run will find it: a name with a slash from the folder, else along the usual path.
        found = which(str(folder / name)) if "/" in name else which(name, path=COMMAND_PATH)
        if found is None:
            return Finding("alarm", False, f"alarm.command: {name} is no program that can be run")
        ways.append(f"the command {name}")
    if not ways:
        return Finding("alarm", True, "nobody is told of trouble; set office.notify or alarm.command")
    return Finding("alarm", True, f"trouble is told by {' and '.join(ways)}")


def _shown(url: str) -> str:
    return url.partition("://")[0].partition("+")[0]
