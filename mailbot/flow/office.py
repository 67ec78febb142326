"""One office at work: its settings, its event, its ledger, its words and its clock, held together.

An office has one event. A mailbox that is for several events has an office for each of them: what concerns
an event is the business of its office; what concerns the mailbox is done by the first of them, which knows
those beside it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, time
from email.utils import parseaddr
from pathlib import Path

from mailbot.clock import Clock
from mailbot.config import (
    EVENT_FILE,
    SETTINGS_FILE,
    CatchUp,
    Filing,
    Mode,
    Promotion,
    Settings,
    load_filed,
    undecided,
)
from mailbot.decision import Disposition, Policy, with_limits
from mailbot.delivery import Composer, Submission, shipped_templates
from mailbot.errors import ConfigError
from mailbot.event import Event
from mailbot.mailbox import ImapMailbox
from mailbot.message.model import Address
from mailbot.store import MAILBOX, Connection, Database, Holder, MailboxState, seat_limits


@dataclass(frozen=True, slots=True)
class Office:
    """Everything that the steps of the flow need; made by `open_offices`."""

    folder: Path
    settings: Settings
    event: Event
    database: Database
    composer: Composer
    clock: Clock
    restored: bool = False
    """Whether the ledger comes from a backup and no whole turn has gone by: mail that we write now may
    have been written before."""
    holder: Holder | None = None
    """The worker that works on this office, among others perhaps."""
    file: str = EVENT_FILE
    """The file of the event, as named from the folder."""
    served: tuple[str, ...] = ()
    """The events of the mailbox by their ids; empty: this one alone."""
    elsewhere: frozenset[str] = frozenset()
    """The events of all other mailboxes of the installation."""
    beside: tuple[Office, ...] = ()
    """The other offices of the same mailbox, known to the first of them alone."""

    @property
    def offices(self) -> tuple[Office, ...]:
        """All offices of the mailbox, this one first."""
        return (self, *self.beside)

    @property
    def events(self) -> tuple[str, ...]:
        """The events of the mailbox by their ids."""
        return self.served or (self.event.id,)

    @property
    def leads(self) -> bool:
        """Whether this is the one of all offices that tells of what concerns the whole installation."""
        return self.event.id == min({*self.events, *self.elsewhere})

    @property
    def name(self) -> str:
        """The name of the mailbox; "" where there is one that has none."""
        return self.settings.mailbox.name

    @property
    def account(self) -> tuple[str, str]:
        """The mailbox as the ledger knows it: account and folder, whichever incarnation (UIDVALIDITY)."""
        mailbox = self.settings.mailbox
        return f"{mailbox.username}@{mailbox.host}", mailbox.folder

    @property
    def undecided(self) -> str:
        """Stands in the ledger for the event of a mail of which nobody has said yet for which of several
        events of this mailbox it is.
        """
        if len(self.events) == 1:
            return self.event.id
        return undecided(self.settings.mailbox)

    @property
    def first_opening(self) -> datetime | None:
        """Older mail is for none of the mailbox's events; None: none is too old."""
        opens = [one.event.opens_at for one in self.offices]
        known = [moment for moment in opens if moment is not None]
        return min(known) if len(known) == len(opens) else None

    @property
    def shown(self) -> tuple[str, ...]:
        """What stands in the ledger for the event of the mails that its organisers see: the event, and what
        stands for those of which nobody has said yet for which event of the mailbox they are.
        """
        return (self.event.id,) if len(self.events) == 1 else (self.event.id, self.undecided)

    @property
    def lease(self) -> str:
        """Names the lease of the mailbox."""
        mailbox = self.settings.mailbox
        return f"{MAILBOX}{mailbox.username.lower()}@{mailbox.host.lower()}/{mailbox.folder}"

    def on(self, database: Database, holder: Holder | None = None) -> Office:
        """The same offices on this database, worked on by this worker."""
        holder = holder or self.holder
        beside = tuple(one.on(database, holder) for one in self.beside)
        return replace(self, database=database, holder=holder, beside=beside)

    def scoped(self, digest: str) -> str:
        """The digest of a mail as the ledger keeps it: with the name of the mailbox, so that the same mail to
        two of them is one mail of each.
        """
        return hashlib.sha256(f"{self.name}\n{digest}".encode()).hexdigest() if self.name else digest

    @property
    def own_addresses(self) -> frozenset[str]:
        """Our own addresses, in lower case: mail from them is never answered."""
        candidates = (parseaddr(self.settings.smtp.from_)[1], self.settings.mailbox.username)
        return frozenset(a.lower() for a in candidates if "@" in a)

    @property
    def consent_text(self) -> str:
        """The words about photo and video that go out with the facts of the event; may be empty."""
        return self.event.recording

    @property
    def supervision(self) -> str:
        """Why a mail that nobody has looked at must wait; empty where none must."""
        if self.restored:
            return "restored"
        return "supervised" if self.settings.mode is Mode.SUPERVISED else ""

    def policy(self, mailbox: MailboxState | None = None) -> Policy:
        """The office's choices as the rules want them."""
        waiting, limits = self.settings.waiting, self.settings.limits
        until = waiting.promote_until
        if until is not None and not isinstance(until, datetime):
            until = datetime.combine(until, time.max)
        if until is not None and until.tzinfo is None:
            until = until.replace(tzinfo=self.event.zone)
        return Policy(
            answer_days=waiting.answer_days,
            promote_until=until,
            waits=self.supervision,
            offers=waiting.promotion is Promotion.OFFER,
            withhold_old=self.settings.mailbox.catch_up is CatchUp.WITHHOLD,
            first_run=mailbox.first_run_at if mailbox else None,
            replies_per_address_per_day=limits.replies_per_address_per_day,
            replies_per_hour=limits.replies_per_hour,
            bulk_per_minute=limits.bulk_per_minute,
            reminder_days=self.settings.schedule.reminder_days_before,
            digest_at=self.settings.schedule.digest_at,
            retention_days=self.settings.retention.days_after_event,
        )

    def filing_for(self, disposition: Disposition) -> str:
        """What is to be done in the mailbox with a mail that ended so: "handled", "held", "none".
        Mail that is none of ours is left exactly as and where it is.
        """
        if self.settings.mailbox.filing is Filing.NONE:
            return "none"
        if disposition in (Disposition.IGNORED, Disposition.RECORDED):
            return "none"
        if disposition is Disposition.HELD:
            aside = self.settings.mailbox.filing is Filing.MOVE and self.settings.mailbox.held_folder
            return "held" if aside else "none"
        return "handled"

    def within(self, tx: Connection) -> Office:
        """The same office with the seats that organisers have set, as this transaction sees them: what
        every decision rests on.
        """
        event = with_limits(self.event, seat_limits(tx, self.event.id))
        return self if event is self.event else replace(self, event=event)

    def ensure_templates(self) -> None:
        """Before any mail is touched: can every notice be written?

        Raises: TemplateProblem, the first one, with file and line.
        """
        if not own_templates(self.settings, self.folder):
            return  # those that came with the program have been tried by its tests
        problems = self.composer.check(self.clock(), thorough=False)
        if problems:
            raise problems[0]

    def ensure_servers(self) -> None:
        """Before any mail is touched: is it said where mail comes from, and where replies go?

        Raises: ConfigError.
        """
        ImapMailbox(self.settings.mailbox)
        Submission(self.settings.smtp)

    def refreshed(self) -> Office:
        """The same offices with the files of their events read afresh: raised seats count from this run on.

        Raises: ConfigError; TemplateProblem if what it says now cannot be written.
        """
        beside = tuple(one.refreshed() for one in self.beside)
        event = load_filed(self.folder, self.file)
        if event == self.event:
            return self if beside == self.beside else replace(self, beside=beside)
        if event.id != self.event.id and self.served:
            # Which mailbox an event has, and who may see it, is settled when the program starts.
            file = str(self.folder / self.file)
            raise ConfigError(file, "id", f'was "{self.event.id}" when the program started', "start it anew")
        office = replace(self, event=event, composer=self.composer.about(event), beside=beside)
        office.ensure_templates()
        return office


def open_ledger(settings: Settings) -> Database:
    """The database with its schema brought up to date.

    Raises: DatabaseUnusable.
    """
    database = Database(settings.database)
    database.migrate()
    return database


def compose_with(settings: Settings, event: Event, folder: Path) -> Composer:
    """The composer of this office: its own templates go before the shipped ones.

    Raises: ConfigError if there is no address that replies could come from.
    """
    name, email = parseaddr(settings.smtp.from_ or settings.mailbox.username)
    if "@" not in email:
        file = str(folder / SETTINGS_FILE)
        raise ConfigError(file, "smtp.from", "is not set", "the address that replies come from")
    templates = (*own_templates(settings, folder), shipped_templates())
    return Composer(templates, event, Address(name or event.organiser.name, email))


def own_folder(settings: Settings, folder: Path) -> Path:
    """Where the office's own templates are, or would be."""
    return settings.templates or folder.absolute().parent / "templates"


def own_templates(settings: Settings, folder: Path) -> tuple[Path, ...]:
    """The office's own templates: the folder that is set, else `templates` beside the configuration
    folder, where `mailbot init` lays them out.
    """
    own = own_folder(settings, folder)
    if not own.is_dir():
        if settings.templates:
            raise ConfigError(str(folder / SETTINGS_FILE), "templates", f"there is no folder {own}")
        return ()
    return () if own.resolve() == shipped_templates().resolve() else (own,)
