"""Mail out: the outbox is worked off over one SMTP connection, each mail's end recorded at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from mailbot.delivery import (
    Outcome,
    SmtpRefused,
    Submission,
    Submitted,
    concerns_sender,
    next_attempt,
)
from mailbot.envelope import OutboxState, SmtpReply
from mailbot.errors import MailbotError
from mailbot.flow import traces
from mailbot.flow.lost import give_up_on
from mailbot.flow.office import Office
from mailbot.store import (
    Claimed,
    Connection,
    DatabaseFailed,
    claim,
    due,
    give_back,
    note_consents,
    release_expired,
    settle,
)

_PAUSE = timedelta(minutes=1)
_NOTED_AT_ONCE = 200
_PUT_OFF = 3
"""After so many mails in a row that were put off for a reason that is ours or the server's (a connection
that is lost, a rate that was exceeded), the server is left alone until the next run."""
_PUT_OFF_AT_ALL = 10
"""So it is after so many that were put off for whatever reason."""


@dataclass(slots=True)
class Delivered:
    """How many mails of ours ended how in this run, and why it stopped early, if it did."""

    counts: dict[OutboxState, int] = field(default_factory=dict)
    problem: MailbotError | None = None

    def add(self, state: OutboxState, count: int = 1) -> None:
        """Counts so many more."""
        self.counts[state] = self.counts.get(state, 0) + count


Watcher = Callable[[Claimed, OutboxState], None]


@dataclass(slots=True)
class _Refusals:
    """Mails in a row that the server did not take; `problem`, once it is to be left alone."""

    problem: MailbotError | None = None
    _all: int = 0
    _ours: int = 0

    def count(self, submitted: Submitted) -> None:
        """One more, or the end of the row: taking a mail and refusing a recipient show a server at work."""
        reply = submitted.reply
        if submitted.outcome in (Outcome.SENT, Outcome.PERMANENT):
            self._all = self._ours = 0
            return
        self._all += 1
        self._ours = self._ours + 1 if concerns_sender(reply) else 0
        if self._ours >= _PUT_OFF or self._all >= _PUT_OFF_AT_ALL:
            words = f"{reply.code} {reply.text}" if reply.code > 0 else reply.text
            self.problem = MailbotError(f"the SMTP server broke off or put us off {self._all} times: {words}")


def deliver(
    office: Office,
    watch: Watcher = lambda _c, _s: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Sends all that is due. If the server cannot be reached, what is left waits for the next run; so
    it does if `stopped` says so between two mails. Any number of workers may do this at once: who claims a
    mail sends it, whoever works on the mailbox.

    Raises: DatabaseFailed, ConfigError.
    """
    delivered = Delivered()
    office = replace(office, database=office.database.unfenced)
    with office.database.transaction() as tx:
        release_expired(tx, office.clock(), office.event.id)
        if not due(tx, office.clock(), office.event.id):
            return delivered
    refusals, sent = _Refusals(), list[int]()
    following: Claimed | None = None
    with Submission(office.settings.smtp) as submission:
        while not stopped() or following:
            one = following or _take(office)
            following = None
            if one is None:
                break
            try:
                submission.open()
                if office.holder is not None and not office.holder.fresh():
                    # Held up for so long that another may be sending it by now.
                    _leave(office, one)
                    continue
                submitted = _submit(submission, one)
            except MailbotError as error:
                _leave(office, one)
                delivered.problem = error
                break
            state, following = _settle(office, one, submitted, go_on=not stopped())
            traces.replied(one, state, submitted.reply.code)
            delivered.add(state)
            sent += [one.id] if state is OutboxState.SENT else []
            if state is OutboxState.FAILED:
                give_up_on(office, one, submitted.reply)
            watch(one, state)
            refusals.count(submitted)
            if refusals.problem is not None:
                delivered.problem = refusals.problem
                break
    _note(office, sent)
    return delivered


def _note(office: Office, sent: list[int]) -> None:
    """Apart from the end of each mail: that must take no more room than was made sure of."""
    for start in range(0, len(sent), _NOTED_AT_ONCE):
        with office.database.transaction() as tx:
            note_consents(tx, sent[start : start + _NOTED_AT_ONCE])


def _take(office: Office, before: Callable[[Connection], None] = lambda _tx: None) -> Claimed | None:
    """The next mail that is due, one at a time: if the program dies, one alone is in doubt. Room to
    write down its end is made sure of before it leaves, else a disk that fills up meanwhile would
    make a second copy of it. before: what is done first, in the same transaction.
    """
    by = office.holder.number if office.holder else None
    with office.database.transaction() as tx:
        before(tx)
        claimed = claim(tx, office.clock(), 1, office.event.id, by)
    if not claimed:
        return None
    office.database.reserve_room()
    return claimed[0]


def _submit(submission: Submission, one: Claimed) -> Submitted:
    """What came of it; SmtpRefused if it is us who may not send, whatever the mail."""
    try:
        return submission.submit(one.message)
    except SmtpRefused:
        raise
    except MailbotError as error:
        return Submitted(Outcome.TEMPORARY, SmtpReply(0, str(error)))
    except Exception as error:  # noqa: BLE001 - the second of the three doors: a row breaks nothing
        submission.close()
        return Submitted(Outcome.PERMANENT, SmtpReply(0, f"{type(error).__name__}: {error}"))


def _settle(
    office: Office, one: Claimed, submitted: Submitted, *, go_on: bool = False
) -> tuple[OutboxState, Claimed | None]:
    """Unknown is tried once more with the same Message-ID; a second time it is for a person. Being put
    off in between does not make it certain again.

    go_on: take the next mail in the same transaction, if this one was sent. Should that have no room, the
    end of this one is written down by itself, for which there is.
    """
    now, reply = office.clock(), submitted.reply
    state, again = OutboxState.FAILED, None
    if submitted.outcome is Outcome.SENT:
        state = OutboxState.SENT
    elif submitted.outcome is Outcome.UNKNOWN and not one.retry_of_unknown:
        state, again = OutboxState.UNKNOWN, now + _PAUSE
    elif submitted.outcome is Outcome.TEMPORARY:
        again = next_attempt(one.attempts + 1, reply, now, one.key)
        put_off = OutboxState.UNKNOWN if one.retry_of_unknown else OutboxState.DEFERRED
        state = put_off if again else OutboxState.FAILED
    if go_on and state is OutboxState.SENT:
        with suppress(DatabaseFailed):
            return state, _take(office, lambda tx: settle(tx, one, state, reply, now, again))
    with office.database.transaction() as tx:
        settle(tx, one, state, reply, now, again)
    return state, None


def _leave(office: Office, one: Claimed) -> None:
    with office.database.transaction() as tx:
        give_back(tx, [one], office.clock() + _PAUSE)
