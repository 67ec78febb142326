"""`mailbot check`: each part that a run needs, tried once, with a line that says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which

from mailbot.clock import Clock
from mailbot.config import (
    EVENT_FILE,
    EVENTS_FOLDER,
    SETTINGS_FILE,
    Filing,
    Post,
    Settings,
    event_files,
    load_event,
    load_installation,
    load_settings,
)
from mailbot.errors import ConfigError, MailbotError
from mailbot.event import Event
from mailbot.flow.advice import advise, advise_database
from mailbot.flow.alarm import COMMAND_PATH
from mailbot.flow.health import secret_expires
from mailbot.flow.office import compose_with, open_ledger
from mailbot.flow.sweep import in_words
from mailbot.flow.trying import try_sending
from mailbot.mailbox import TRIAL_TIMEOUT, ImapMailbox
from mailbot.store import Database, mailbox_cursor, miscounted

_CLOCKS_AGREE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: its name, whether it is well, and the sentence about it. said: a server's own
    words, for whoever looks deeper. note: nothing fails, but somebody should know.
    """

    name: str
    ok: bool
    text: str
    said: str = ""
    note: bool = False


def check(folder: Path, clock: Clock) -> Iterator[Finding]:
    """Examines everything that does not depend on what has failed already; changes nothing but
    that a missing database is made.
    """
    wrong: ConfigError | None = None
    try:
        posts = load_installation(folder)
    except ConfigError as error:
        posts, wrong = (), error
    if len(posts) > 1:
        yield from _several(folder, posts, clock)
    elif event_files(folder) == (EVENT_FILE,):
        yield from _single(folder, clock, wrong)
    elif wrong is not None:
        yield Finding(EVENTS_FOLDER, False, str(wrong))
    else:
        yield from _several(folder, posts, clock)


def _single(folder: Path, clock: Clock, wrong: ConfigError | None) -> Iterator[Finding]:
    """The two files by themselves, since one helps to find what is wrong with the other."""
    settings = event = database = None
    try:
        event = load_event(folder)
        yield _event(event, EVENT_FILE)
        yield from _dates(event, clock(), EVENT_FILE)
    except ConfigError as error:
        yield Finding(EVENT_FILE, False, str(error))
    try:
        settings = load_settings(folder)
        if wrong is not None and event is not None:
            raise wrong
        yield _settings(settings)
    except ConfigError as error:
        yield Finding(SETTINGS_FILE, False, str(error))
    if settings is None:
        return
    try:
        database = open_ledger(settings)
        yield Finding("database", True, f"{database.shown} is up to date")
    except MailbotError as error:
        yield _failed("database", error, advise_database(error))
    if event is not None and database is not None:
        yield from _counts(database, event)
    if event is not None:
        yield _templates(settings, event, folder, clock)
    if event is not None and (expires := secret_expires(settings, event)):
        yield _secret(expires, clock())
    opens = event.opens_at if event is not None else None
    yield from _mailbox(settings, database if event is not None else None, opens, clock())
    yield _smtp(settings)
    yield _alarm(settings, folder)


def _counts(database: Database, event: Event) -> Iterator[Finding]:
    """Nothing is said where all is well."""
    with database.transaction() as tx:
        # Booked between two statements, it would look like a difference.
        database.lock_seats(tx, event.id)
        wrong = miscounted(tx, event.id)
    if wrong:
        yield Finding("counts", False, f"{in_words(wrong)}; the worker counts anew once a day")


def _several(folder: Path, posts: Sequence[Post], clock: Clock) -> Iterator[Finding]:
    """Every event, then every mailbox with its servers."""
    settings, database = posts[0].settings, None
    yield _settings(settings)
    try:
        database = open_ledger(settings)
        yield Finding("database", True, f"{database.shown} is up to date")
    except MailbotError as error:
        yield _failed("database", error, advise_database(error))
    for post in posts:
        yield _event(post.event, post.file)
        yield from _dates(post.event, clock(), post.file)
        for found in _counts(database, post.event) if database is not None else ():
            yield _of(post.event.id, found)
        # The templates are those of all: one event tries them with hostile names too.
        found = _templates(post.settings, post.event, folder, clock, thorough=post is posts[0])
        yield _of(post.event.id, found)
        yield _of(post.event.id, _alarm(post.settings, folder))
    for served in dict.fromkeys(post.served for post in posts):
        room = [post for post in posts if post.served == served]
        settings = room[0].settings
        yield Finding(_named("mailbox", settings.mailbox.name), True, f"for {', '.join(served)}")
        for found in _servers(settings, [post.event for post in room], database, clock()):
            yield _of(settings.mailbox.name, found)


def _servers(
    settings: Settings, events: Sequence[Event], database: Database | None, now: datetime
) -> Iterator[Finding]:
    if expires := secret_expires(settings, events[0]):
        yield _secret(expires, now)
    opens = [event.opens_at for event in events]
    known = [moment for moment in opens if moment is not None]
    yield from _mailbox(settings, database, min(known) if len(known) == len(opens) else None, now)
    yield _smtp(settings)


def _of(name: str, finding: Finding) -> Finding:
    return replace(finding, name=_named(finding.name, name))


def _named(what: str, name: str) -> str:
    return f"{what} {name}".rstrip()


def _event(event: Event, file: str) -> Finding:
    return Finding(file, True, f"{event.title}, {len(event.workshops)} workshops, starts {event.starts_at}")


def _settings(settings: Settings) -> Finding:
    return Finding(SETTINGS_FILE, True, f"mode {settings.mode.value}, database {_shown(settings.database)}")


def _templates(
    settings: Settings, event: Event, folder: Path, clock: Clock, *, thorough: bool = True
) -> Finding:
    try:
        problems = compose_with(settings, event, folder).check(clock(), thorough=thorough)
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


def _mailbox(
    settings: Settings, database: Database | None, opens: datetime | None, now: datetime
) -> Iterator[Finding]:
    try:
        with ImapMailbox(settings.mailbox, TRIAL_TIMEOUT) as mailbox:
            able = [c for c in ("IDLE", "MOVE", "UIDPLUS") if c in mailbox.capabilities]
            lacking = [c for c in ("IDLE", "MOVE", "UIDPLUS") if c not in able]
            where = f"signed in at {settings.mailbox.host}, folder {settings.mailbox.folder}"
            pushes = settings.mailbox.idle and "IDLE" in able
            soon = "at once" if pushes else f"within {settings.mailbox.poll_seconds} seconds"
            without = f" (the server is without {', '.join(lacking)})" if lacking else ""
            yield Finding("mailbox", True, f"{where}; new mail is seen {soon}{without}")
            yield _filing(settings, mailbox)
            if database is not None:
                yield from _first_run(mailbox, database, opens, now)
    except MailbotError as error:
        yield _failed("mailbox", error, advise(error, settings.mailbox))


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


def _first_run(
    mailbox: ImapMailbox, database: Database, opens: datetime | None, now: datetime
) -> Iterator[Finding]:
    with database.reading() as tx:
        read_to = mailbox_cursor(tx, mailbox.key)
    new = mailbox.listed(mailbox.uids(read_to))
    old = sum(1 for one in new if opens is not None and one.received < opens)
    yield Finding(
        "next run",
        True,
        f"{len(new)} mails are new; {old} of them are from before the opening and get no answer",
    )
    newest = max((one.received for one in new), default=now)
    if newest > now + _CLOCKS_AGREE:
        yield Finding(
            "clock",
            False,
            f"The clock of this machine is slow: it says {now:%Y-%m-%d %H:%M} UTC, and the mail server"
            f" received a mail at {newest.astimezone(UTC):%Y-%m-%d %H:%M} UTC; set it"
            " (timedatectl set-ntp true).",
        )


def _smtp(settings: Settings) -> Finding:
    try:
        try_sending(settings)
    except MailbotError as error:
        return _failed("smtp", error, advise(error, settings.smtp))
    who = f" as {settings.smtp.username}" if settings.smtp.username else ""
    return Finding("smtp", True, f"{settings.smtp.host} takes mail{who}, from {settings.smtp.from_}")


def _dates(event: Event, now: datetime, file: str) -> Iterator[Finding]:
    """What the calendar says about an event; a run does its work all the same."""
    told = ""
    if event.ends_at <= now:
        told = (
            f"The event ended on {event.ends_at:%Y-%m-%d}: mail is read, but no longer answered. For the next"
            f" one, write its day into {file}, and another `id`."
        )
    elif event.closes_at <= now:
        when = f"{event.closes_at:%Y-%m-%d %H:%M}"
        told = f"Registration closed on {when}: whoever registers hears that it is too late."
    elif event.opens_at is not None and event.opens_at > now:
        told = (
            f"Registration opens on {event.opens_at:%Y-%m-%d %H:%M}: mail that comes before is not answered."
        )
    if told:
        yield Finding("dates", True, told, note=True)


def _failed(name: str, error: MailbotError, advice: str) -> Finding:
    """The sentence that helps first; the words of the server, or of the error, where there is none."""
    return Finding(name, False, advice or str(error), said=str(error) if advice else "")


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
        return Finding(
            "alarm", True, "nobody is told of trouble; set office.notify or alarm.command", note=True
        )
    return Finding("alarm", True, f"trouble is told by {' and '.join(ways)}")


def _shown(url: str) -> str:
    return url.partition("://")[0].partition("+")[0]
