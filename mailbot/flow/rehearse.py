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
from typing import Protocol

from mailbot.clock import Clock
from mailbot.config import MailboxSettings, load_event, load_settings
from mailbot.envelope import MailboxKey, RawMessage
from mailbot.flow.intake import take_one
from mailbot.flow.office import Office, compose_with
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


def mailbox_of(folder: Path, others: Sequence[Path] = ()) -> ReadOnlyMailbox:
    """The mailbox of a configuration; mails from before the opening, here and in the `others`, stay unread.

    Raises: MailboxUnreachable, MailboxRefused, ConfigError.
    """
    opens = [load_event(one).opens_at for one in (folder, *others)]
    known = [moment for moment in opens if moment is not None]
    return ReadOnlyMailbox(load_settings(folder).mailbox, min(known) if len(known) == len(opens) else None)


def rehearse(
    folder: Path,
    source: Source,
    clock: Clock | None,
    watch: Callable[[int, int], None] = lambda _done, _all: None,
) -> Rehearsal:
    """What this configuration makes of these mails. clock: when all of them are worked on; None: each when
    it came in, with what has run out until then, as by a worker that had run all the time.

    Raises: ConfigError, TemplateProblem, MailboxUnreachable, MailboxRefused, DatabaseFailed.
    """
    settings, event = load_settings(folder), load_event(folder)
    composer = compose_with(settings, event, folder)
    hand = _Hand(clock() if clock is not None else event.starts_at)
    found: list[Played] = []
    old = getattr(source, "older", 0)
    with TemporaryDirectory(prefix="mailbot-rehearsal-") as place:
        database = Database(f"sqlite:///{place}/ledger.db")
        office = Office(folder, settings, event, database, composer, lambda: hand.now)
        with closing(database):
            database.migrate()
            office.ensure_templates()
            state: MailboxState | None = None
            for number, (where, raw) in enumerate(source, 1):
                watch(number, len(source))
                if event.opens_at is not None and raw.received < event.opens_at:
                    old += 1
                    continue
                hand.now = raw.received if clock is None else hand.now
                state = state or _opened(office, source.key)
                if clock is None:
                    expire_overdue(office)
                found.append(played(where, take_one(office, state, raw)))
            return _summed_up(office, found, old, clock)


def _opened(office: Office, key: MailboxKey) -> MailboxState:
    with office.database.transaction() as tx:
        return open_mailbox(tx, key, office.clock())


def _summed_up(office: Office, found: list[Played], old: int, clock: Clock | None) -> Rehearsal:
    event = office.event
    with office.database.reading() as tx:
        counts = reports.workshop_counts(tx, event.id)
        people = tuple(reports.registrations(tx, event.id))
    places = {w.id: w.seats for w in event.workshops} | ({"livestream": None} if event.livestream else {})
    nobody = reports.WorkshopCount(0, 0)
    return Rehearsal(
        event=event.id,
        as_of=clock() if clock is not None else None,
        mails=tuple(found),
        before_opening=old,
        registrations=people,
        seats={p: (counts.get(p, nobody).taken, counts.get(p, nobody).waiting, n) for p, n in places.items()},
        over=clock is not None and clock() >= event.ends_at,
    )
