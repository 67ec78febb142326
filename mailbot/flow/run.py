"""One turn of the worker: mail in, what is due by the clock, mail out, and the proof that nothing is missing.

The order matters. Raised seats go to those who wait before new mail is read. What has run out ends
after the mail: an answer that the server received in time counts, however long the worker was away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from mailbot.delivery import TemplateProblem
from mailbot.envelope import OutboxState
from mailbot.errors import MailbotError
from mailbot.flow.alarm import alarm
from mailbot.flow.bulk import continue_announcements
from mailbot.flow.deliver import Delivered, deliver
from mailbot.flow.deliver import Watcher as DeliveryWatcher
from mailbot.flow.health import Pulse, begin
from mailbot.flow.heldmail import forget_dismissed
from mailbot.flow.intake import Handled, Intake, take_in
from mailbot.flow.intake import Watcher as IntakeWatcher
from mailbot.flow.jobs import run_jobs
from mailbot.flow.office import Office
from mailbot.flow.sweep import expire_overdue, promote_waiting, prove_counts
from mailbot.mailbox import ImapMailbox, MailboxRefused, MailboxUnreachable
from mailbot.store import (
    NEWEST,
    Claimed,
    note_consents,
    release_all,
    release_expired,
    restore_settled,
    was_restored,
)

_ANSWER_EVERY = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn did. `problems`: what kept it from doing all; each is temporary or for a person."""

    intake: Intake
    promoted: int
    delivered: Delivered
    problems: tuple[MailbotError, ...] = field(default_factory=tuple)


def turn(
    office: Office,
    on_mail: IntakeWatcher = lambda _h, _n, _t: None,
    on_reply: DeliveryWatcher = lambda _c, _s: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Turn:
    """Fetch, decide, send all that is due. A mailbox that fails does not keep replies from leaving.
    The mail in hand is finished, and no other begun, as soon as `stopped` says so.

    Raises: DatabaseFailed, ConfigError.
    """
    office = _as_restored(office)
    pulse = Pulse(office)
    pulse.beat(at_once=True)

    def sent(claimed: Claimed, state: OutboxState) -> None:
        pulse.beat()
        on_reply(claimed, state)

    answers = _Answers(office, sent, stopped)

    def seen(handled: Handled, done: int, total: int) -> None:
        pulse.beat()
        on_mail(handled, done, total)
        answers.now_and_then()

    problems: list[MailbotError] = []
    intake = Intake()
    promoted = 0
    try:
        promoted = sum(promote_waiting(one) for one in office.offices)
        with ImapMailbox(office.settings.mailbox) as mailbox:
            intake = take_in(office, mailbox, seen, stopped)
        problems += [MailbotError(problem) for problem in intake.problems]
        if not stopped():
            for one in office.offices:
                expire_overdue(one)
    except (MailboxRefused, MailboxUnreachable, TemplateProblem) as error:
        problems.append(error)
    if not stopped():
        problems += _do_what_is_due(office)
    delivered = answers.all()
    if delivered.problem is not None:
        problems.append(delivered.problem)
    if not stopped():
        problems += tell_alarms(office, sent, stopped)
        problems += _prove(office)
    if not problems and not stopped():
        _restore_settled(office)
    return Turn(intake, promoted, delivered, tuple(problems))


def _as_restored(office: Office) -> Office:
    """The offices of the mailbox, each with whether its ledger comes from a backup."""
    with office.database.reading() as tx:
        restored = {one.event.id: was_restored(tx, one.event.id) for one in office.offices}
    beside = tuple(replace(one, restored=restored[one.event.id]) for one in office.beside)
    return replace(office, restored=restored[office.event.id], beside=beside)


def _restore_settled(office: Office) -> None:
    for one in office.offices:
        if one.restored:
            with one.database.transaction() as tx:
                restore_settled(tx, one.event.id)


class _Answers:
    """Replies leave while many mails are being read, not only after the last of them."""

    def __init__(self, office: Office, sent: DeliveryWatcher, stopped: Callable[[], bool]) -> None:
        self._office, self._sent, self._stopped = office, sent, stopped
        self._delivered = Delivered()
        self._last = office.clock()

    def now_and_then(self) -> None:
        """Sends what is due, every few seconds. What goes wrong is told at the end; until then, no more."""
        now = self._office.clock()
        if self._delivered.problem is None and now - self._last >= _ANSWER_EVERY:
            self._deliver()
            self._last = self._office.clock()

    def all(self) -> Delivered:
        """Sends what is due; gives what was sent in all."""
        self._deliver()
        return self._delivered

    def _deliver(self) -> None:
        for one in self._office.offices:
            delivered = deliver(one, self._sent, self._stopped)
            self._delivered.problem = delivered.problem
            for state, count in delivered.counts.items():
                self._delivered.add(state, count)
            if delivered.problem is not None:
                break


def _do_what_is_due(office: Office) -> list[MailbotError]:
    """Reminder, reports, announcements, erasure: what no mail asks for. What fails is due again."""
    problems: list[MailbotError] = []
    for one in office.offices:
        try:
            forget_dismissed(one)
            continue_announcements(one)
            run_jobs(one)
        except (MailboxRefused, MailboxUnreachable, TemplateProblem) as error:
            problems.append(error)
    return problems


def _prove(office: Office) -> list[MailbotError]:
    """Comes last: a reply does not wait for what is due once a day."""
    return [MailbotError(wrong) for one in office.offices if (wrong := prove_counts(one))]


def tell_alarms(
    office: Office,
    sent: DeliveryWatcher = lambda _c, _s: None,
    stopped: Callable[[], bool] = lambda: False,
) -> list[MailbotError]:
    """Comes last: what this turn has mended needs no alarm. What is told leaves at once. Gives what kept it
    from being told.

    Raises: DatabaseFailed.
    """
    found: list[MailbotError] = []
    for one in office.offices:
        try:
            told, problems = alarm(one)
        except TemplateProblem as error:
            found.append(error)
            continue
        if told:
            deliver(one, sent, stopped)
        found += [MailbotError(problem) for problem in problems]
    return found


def recover(office: Office) -> int:
    """On start: mails that a dead worker was sending become unknown (gives how many), and what it did not
    come to write down of those that it had sent is written down.
    """
    alone = office.holder is None or office.holder.alone
    release = release_all if alone else release_expired
    with office.database.transaction() as tx:
        begin(office, tx)
        note_consents(tx, newest=NEWEST)
        if not office.served:
            return release(tx, office.clock())
        # What is sent for other mailboxes is the business of their workers.
        return sum(release(tx, office.clock(), one.event.id) for one in office.offices)
