"""Mail out: the outbox is worked off over one SMTP connection, each mail's end recorded at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from mailbot.delivery import Outcome, Submission, Submitted, next_attempt
from mailbot.envelope import OutboxState, SmtpReply
from mailbot.errors import MailbotError
from mailbot.flow.office import Office
from mailbot.store import Claimed, claim, due, give_back, release_expired, settle

_BATCH = 20
_PAUSE = timedelta(minutes=1)
_CONNECTIONS = 3
"""After so many mails in a row over which the connection was lost, the server is left alone."""


@dataclass(slots=True)
class Delivered:
    """How many mails of ours ended how in this run, and why it stopped early, if it did."""

    counts: dict[OutboxState, int] = field(default_factory=dict)
    problem: MailbotError | None = None

    def add(self, state: OutboxState) -> None:
        """Counts one more."""
        self.counts[state] = self.counts.get(state, 0) + 1


Watcher = Callable[[Claimed, OutboxState], None]


def deliver(
    office: Office,
    watch: Watcher = lambda _c, _s: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Sends all that is due. If the server cannot be reached, what is left waits for the next run; so
    it does if `stopped` says so between two mails.

    Raises: DatabaseFailed, ConfigError.
    """
    delivered = Delivered()
    with office.database.transaction() as tx:
        release_expired(tx, office.clock())
        if not due(tx, office.clock()):
            return delivered
    lost = 0
    with Submission(office.settings.smtp) as submission:
        while lost < _CONNECTIONS:
            with office.database.transaction() as tx:
                batch = claim(tx, office.clock(), _BATCH)
            if not batch:
                return delivered
            for number, one in enumerate(batch):
                if stopped():
                    _leave(office, batch[number:], timedelta())
                    return delivered
                try:
                    submission.open()
                except MailbotError as error:
                    _leave(office, batch[number:])
                    delivered.problem = error
                    return delivered
                submitted = _submit(submission, one)
                lost = lost + 1 if submitted.reply.code == 0 else 0
                state = _settle(office, one, submitted)
                delivered.add(state)
                watch(one, state)
                if lost >= _CONNECTIONS:
                    _leave(office, batch[number + 1 :])
                    delivered.problem = MailbotError(
                        f"the SMTP server broke off {lost} times: {submitted.reply.text}"
                    )
                    return delivered
    return delivered


def _submit(submission: Submission, one: Claimed) -> Submitted:
    try:
        return submission.submit(one.message)
    except MailbotError as error:
        return Submitted(Outcome.TEMPORARY, SmtpReply(0, str(error)))
    except Exception as error:  # noqa: BLE001 - the second of the three doors: a row breaks nothing
        submission.close()
        return Submitted(Outcome.PERMANENT, SmtpReply(0, f"{type(error).__name__}: {error}"))


def _settle(office: Office, one: Claimed, submitted: Submitted) -> OutboxState:
    """Unknown is tried once more with the same Message-ID; a second time it is for a person. Being put
    off in between does not make it certain again.
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
    with office.database.transaction() as tx:
        settle(tx, one, state, reply, now, again)
    return state


def _leave(office: Office, rest: list[Claimed], pause: timedelta = _PAUSE) -> None:
    with office.database.transaction() as tx:
        give_back(tx, rest, office.clock() + pause)
