"""A rehearsal: mails are worked on by the true steps, on a ledger of its own that is thrown away.

Nothing is delivered, filed or marked, and the office's ledger is not even opened. The rehearsal begins with
an empty ledger, so mails count that have been worked on before. What comes by the clock alone (reminders,
reports, announcements) is no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from mailbot.clock import Clock
from mailbot.config import MailboxSettings, Post, load_installation, picked
from mailbot.envelope import MailboxKey, RawMessage
from mailbot.flow.intake import take_one
from mailbot.flow.office import Office
from mailbot.flow.opening import offices_of
from mailbot.flow.rehearsed import Played, Rehearsal, played
from mailbot.flow.sweep import expire_overdue
from mailbot.mailbox import ImapMailbox, Listed, batches, in_order
from mailbot.store import Database, MailboxState, open_mailbox, reports


class Source(Protocol):
    """Mails in order of receipt, each with its place; may be gone through again."""

    skipped: dict[str, str]
    """Places that hold no mail that could be read, and why; whole once all mails have been gone through."""

    @property
    def key(self) -> MailboxKey:
        """The mailbox that they lie in."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[tuple[str, RawMessage]]:
        """Each mail with the place where people find it."""


class ReadOnlyMailbox:
    """The office's mailbox as it lies there, opened by EXAMINE. `older`: how many were left unread because
    they came before `since`. `skipped`: those that the server could not give, with its words.

    Raises: MailboxUnreachable, MailboxRefused, ConfigError.
    """

    def __init__(self, settings: MailboxSettings, since: datetime | None) -> None:
        self._settings = settings
        with ImapMailbox(settings, readonly=True) as mailbox:
            self.key = mailbox.key
            listed = in_order(mailbox.listed(mailbox.uids()))
        self._listed: Sequence[Listed] = [one for one in listed if since is None or one.received >= since]
        self.older = len(listed) - len(self._listed)
        self.skipped: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._listed)

    def __iter__(self) -> Iterator[tuple[str, RawMessage]]:
        with ImapMailbox(self._settings, readonly=True) as mailbox:
            for portion in batches(self._listed):
                for raw in mailbox.fetch(portion):
                    yield f"{self._settings.folder}/{raw.uid}", raw
            self.skipped = {f"{self._settings.folder}/{uid}": why for uid, why in mailbox.unreadable.items()}


@dataclass(slots=True)
class _Hand:
    """The hand of the rehearsal's clock."""

    now: datetime


def mailbox_of(folder: Path, others: Sequence[Path] = (), event: str = "") -> ReadOnlyMailbox:
    """The mailbox of a configuration, of several that of this event; mails from before the opening, here and
    in the `others`, stay unread.

    Raises: MailboxUnreachable, MailboxRefused, ConfigError.
    """
    opens = [post.event.opens_at for one in (folder, *others) for post in _of_one_mailbox(one, event)]
    known = [moment for moment in opens if moment is not None]
    settings = _of_one_mailbox(folder, event)[0].settings.mailbox
    return ReadOnlyMailbox(settings, min(known) if len(known) == len(opens) else None)


def _of_one_mailbox(folder: Path, event: str) -> tuple[Post, ...]:
    """The events of the only mailbox, or of that of this event.

    Raises: ConfigError.
    """
    posts = load_installation(folder)
    firsts = {post.served: post for post in posts}
    if len(firsts) == 1 and not event:
        return posts
    served = posts[picked([post.event.id for post in posts], event)].served
    return tuple(post for post in posts if post.served == served)


def rehearse(
    folder: Path,
    source: Source,
    clock: Clock | None,
    watch: Callable[[int, int], None] = lambda _done, _all: None,
    event: str = "",
) -> Rehearsal:
    """What this configuration makes of these mails; of several mailboxes, that of this event. clock: when all
    of them are worked on; None: each when it came in, with what has run out until then, as by a worker that
    had run all the time.

    Raises: ConfigError, TemplateProblem, MailboxUnreachable, MailboxRefused, DatabaseFailed.
    """
    posts = _of_one_mailbox(folder, event)
    hand = _Hand(clock() if clock is not None else min(post.event.starts_at for post in posts))
    found: list[Played] = []
    old = getattr(source, "older", 0)
    with TemporaryDirectory(prefix="mailbot-rehearsal-") as place:
        database = Database(f"sqlite:///{place}/ledger.db")
        office = offices_of(folder, posts, database, lambda: hand.now)[0]
        with closing(database):
            database.migrate()
            for one in office.offices:
                one.ensure_templates()
            state: MailboxState | None = None
            for number, (where, raw) in enumerate(source, 1):
                watch(number, len(source))
                if office.first_opening is not None and raw.received < office.first_opening:
                    old += 1
                    continue
                hand.now = raw.received if clock is None else hand.now
                state = state or _opened(office, source.key)
                for one in office.offices if clock is None else ():
                    expire_overdue(one)
                found.append(played(where, take_one(office, state, raw)))
            return _summed_up(office, found, old, clock)


def _opened(office: Office, key: MailboxKey) -> MailboxState:
    with office.database.transaction() as tx:
        return open_mailbox(tx, key, office.clock())


def _summed_up(office: Office, found: list[Played], old: int, clock: Clock | None) -> Rehearsal:
    people: list[dict[str, Any]] = []
    seats: dict[str, tuple[int, int, int | None]] = {}
    nobody = reports.WorkshopCount(0, 0)
    for one in office.offices:
        event = one.event
        with office.database.reading() as tx:
            counts = reports.workshop_counts(tx, event.id)
            people += reports.registrations(tx, event.id)
        places = {w.id: w.seats for w in event.workshops}
        places |= {"livestream": None} if event.livestream else {}
        before = f"{event.id}/" if office.beside else ""
        for place, number in places.items():
            count = counts.get(place, nobody)
            seats[before + place] = (count.taken, count.waiting, number)
    return Rehearsal(
        event=", ".join(office.events),
        as_of=clock() if clock is not None else None,
        mails=tuple(found),
        before_opening=old,
        registrations=tuple(people),
        seats=seats,
        over=clock is not None and all(clock() >= one.event.ends_at for one in office.offices),
    )
