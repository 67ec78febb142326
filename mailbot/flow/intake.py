"""Mail in: what is new in the mailbox is read, decided and recorded, each mail in one transaction.

The order is that of receipt. A mail that breaks anything is stored as held with its error, and the
next one goes on; only the failure of the mailbox or of the database itself ends a run, and the next
run takes up where it stopped. Filing in the mailbox comes after the commit and may be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailbot.config import Filing
from mailbot.decision import (
    Arrival,
    Choice,
    Decision,
    Disposition,
    Notification,
    decide,
    references_in,
    withheld_because,
)
from mailbot.delivery import TemplateProblem
from mailbot.envelope import RawMessage
from mailbot.errors import Temporary
from mailbot.flow import traces
from mailbot.flow.choosing import choice_of, names_in
from mailbot.flow.office import Office
from mailbot.flow.posting import post
from mailbot.flow.refile import content_digest, file_decided
from mailbot.flow.understand import answered, understand
from mailbot.intent.model import Intent
from mailbot.mailbox import ImapMailbox, Listed, MailboxRefused, batches, in_order
from mailbot.message.model import Message
from mailbot.store import (
    Connection,
    Content,
    KnownMail,
    MailboxState,
    Occasion,
    Outgoing,
    Sighting,
    add_location,
    add_mail,
    advance,
    counted_for,
    filed,
    find_mail,
    mails_at,
    open_mailbox,
    prove,
    record_unread,
    snapshot,
    to_file,
    unseen,
)

KEYWORD = "$MailbotHandled"
_BEFORE_OPENING = ("before-opening", "Received before registration opened; not fetched.")
_FILING_BATCH = 200


@dataclass(frozen=True, slots=True)
class Handled:
    """One mail and what became of it, for whoever watches. `repeated`: it was known already. event: for which
    of several it is, where that is decided.
    """

    raw: RawMessage
    message: Message | None
    intent: Intent | None
    decision: Decision
    outgoing: tuple[Outgoing, ...] = ()
    repeated: bool = False
    event: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What one look into the mailbox brought. `missing`: of the `in_mailbox` mails that were there when
    the look began, the UIDs without a row in the ledger: the proof that nothing is lost is that there
    are none. `problems`: what was not done and is tried again by the next look, as sentences.
    """

    handled: int = 0
    recorded_unread: int = 0
    waiting_for_body: int = 0
    missing: tuple[int, ...] = ()
    in_mailbox: int = 0
    problems: tuple[str, ...] = ()


Watcher = Callable[[Handled, int, int], None]
"""Called after each mail with the mail, how many are done and how many there are."""


def take_in(
    office: Office, mailbox: ImapMailbox, watch: Watcher, stopped: Callable[[], bool] = lambda: False
) -> Intake:
    """Works off what is new in an open mailbox, then files what has been handled; between two mails it
    ends early if `stopped` says so.

    Raises: MailboxUnreachable, MailboxRefused, DatabaseFailed; everything done so far stands.
    """
    with office.database.transaction() as tx:
        state = open_mailbox(tx, mailbox.key, office.clock())
    found = mailbox.uids(state.read_to)
    with office.database.transaction() as tx:
        new = unseen(tx, state, found)
    listed = in_order(mailbox.listed(new))
    opens = office.first_opening
    old = [one for one in listed if opens is not None and one.received < opens]
    fresh = [one for one in listed if opens is None or one.received >= opens]
    _record_old(office, state, old)
    done = _work_off(office, state, mailbox, fresh, watch, stopped)
    # What was listed no more has gone, or has no time of receipt yet: the next look will tell.
    waiting = sorted(set(new) - done - {one.uid for one in old})
    _advance(office, state, found, waiting)
    problems = [f"not read: {words}" for words in dict.fromkeys(mailbox.unreadable.values())]
    problems += _file(office, state, mailbox) + file_decided(office, state, mailbox)
    newest = max(found, default=state.read_to)
    present = [uid for uid in mailbox.uids() if uid <= newest]
    with office.database.transaction() as tx:
        missing = prove(tx, state, present)
    return Intake(len(done), len(old), len(waiting), missing, len(present), tuple(problems))


def _work_off(
    office: Office,
    state: MailboxState,
    mailbox: ImapMailbox,
    fresh: Sequence[Listed],
    watch: Watcher,
    stopped: Callable[[], bool],
) -> set[int]:
    """Takes mail after mail, in the order of receipt; gives the UIDs that have their rows."""
    done: set[int] = set()
    for portion in batches(fresh):
        for raw in () if stopped() else mailbox.fetch(portion):
            if stopped():
                break
            handled = take_one(office, state, raw)
            done.add(raw.uid)
            watch(handled, len(done), len(fresh))
    return done


def take_one(office: Office, state: MailboxState, raw: RawMessage) -> Handled:
    """Reads, decides and records one mail. Whatever is wrong with it, it ends as one row.

    Raises: DatabaseFailed if nothing can be recorded at all.
    """
    try:
        return _take(office, state, raw)
    except (Temporary, TemplateProblem):
        # Neither has anything to do with this mail: it waits, whole, for the next run.
        raise
    except Exception as error:  # noqa: BLE001 - the first of the three doors: a mail breaks nothing
        return _hold_broken(office, state, raw, error)


def _take(mailroom: Office, state: MailboxState, raw: RawMessage) -> Handled:
    traces.fetched(state, raw)
    message, intents = understand(mailroom, raw.data)
    names = names_in(mailroom, message)
    digest = message.digest or content_digest(raw.data)
    arrival = Arrival(raw.received, raw.uid, mailroom.scoped(digest))
    with mailroom.database.transaction() as tx:
        choice = choice_of(mailroom, tx, message, intents, names, raw.received)
        if choice.claim is None:
            return _undecided(
                mailroom, tx, state, raw, Content(raw.data, message, intents[0]), arrival, choice
            )
        intent, event_id = choice.claim.intent, choice.claim.event.id
        office = next(one for one in mailroom.offices if one.event.id == event_id)
        policy, now = office.policy(state), office.clock()
        # The lock comes first: what another worker has just recorded must be seen.
        office.database.lock_seats(tx, event_id)
        event = office.within(tx).event
        known = find_mail(tx, arrival.digest, digest, office.elsewhere)
        if known is not None:
            return _again(office, tx, state, Handled(raw, message, intent, _AGAIN, repeated=True), known)
        contact = message.sender.email.lower() if message.sender else ""
        asked_about = references_in(f"{message.subject}\n{message.own}")
        ledger = snapshot(tx, event.id, contact, answered(message), asked_about, arrival, now, event)
        ledger = counted_for(tx, ledger, office.served, contact, now)
        decision = decide(arrival, message, intent, ledger, event, policy, now)

        def withheld(notification: Notification, place: int) -> str:
            return withheld_because(notification, place, arrival, ledger, policy)

        content = Content(raw.data, message, intent)
        mail_id = add_mail(tx, event.id, arrival, decision, content, now)
        add_location(tx, state, raw.uid, mail_id, office.filing_for(decision.disposition))
        occasion = Occasion(event.id, "mailbot", "mail", raw.received, now, mail_id)
        outgoing = post(office, tx, decision, occasion, withheld=withheld)
    traces.decided(state, raw, mail_id, intent, decision)
    return Handled(raw, message, intent, decision, outgoing, event=event_id if mailroom.beside else "")


_AGAIN = Decision(Disposition.REPEATED, "delivered-again", "The same mail was worked on before.")


def _again(
    office: Office, tx: Connection, state: MailboxState, handled: Handled, known: KnownMail
) -> Handled:
    """A mail that is known stands at one more place."""
    raw = handled.raw
    add_location(tx, state, raw.uid, known.id, office.filing_for(known.disposition))
    if handled.intent is not None:
        traces.decided(state, raw, known.id, handled.intent, handled.decision)
    return handled


def _undecided(
    office: Office,
    tx: Connection,
    state: MailboxState,
    raw: RawMessage,
    content: Content,
    arrival: Arrival,
    choice: Choice,
) -> Handled:
    """A mail of none of the mailbox's events, or of which a person must say for which of them it is."""
    message, intent = content.message, content.intent
    known = find_mail(tx, arrival.digest, message.digest if message else "", office.elsewhere)
    if known is not None:
        return _again(office, tx, state, Handled(raw, message, intent, _AGAIN, repeated=True), known)
    ending = Disposition.IGNORED if choice.nobodys else Disposition.HELD
    decision = Decision(ending, choice.reason, choice.explanation)
    mail_id = add_mail(tx, office.undecided, arrival, decision, content, office.clock())
    add_location(tx, state, raw.uid, mail_id, office.filing_for(ending))
    if intent is not None:
        traces.decided(state, raw, mail_id, intent, decision)
    return Handled(raw, message, intent, decision)


def _hold_broken(office: Office, state: MailboxState, raw: RawMessage, error: Exception) -> Handled:
    """The mail alone, held, with what went wrong; its content is there for a person to read."""
    # The first line only: what follows it in a database error are the values, which are personal.
    words = f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
    decision = Decision(Disposition.HELD, "error", "The program stumbled over this mail.")
    digest = content_digest(raw.data)
    arrival = Arrival(raw.received, raw.uid, office.scoped(digest))
    with office.database.transaction() as tx:
        known = find_mail(tx, arrival.digest, digest, office.elsewhere)
        content = Content(raw.data, error=words)
        mail_id = (
            known.id if known else add_mail(tx, office.undecided, arrival, decision, content, office.clock())
        )
        add_location(tx, state, raw.uid, mail_id, office.filing_for(decision.disposition))
    traces.stumbled(state, raw, mail_id, error)
    return Handled(raw, None, None, decision)


def _record_old(office: Office, state: MailboxState, old: Sequence[Listed]) -> None:
    with office.database.transaction() as tx:
        sightings = [Sighting(one.uid, one.received) for one in old]
        record_unread(tx, state, sightings, office.undecided, _BEFORE_OPENING, office.clock())


def _advance(office: Office, state: MailboxState, found: Sequence[int], waiting: Sequence[int]) -> None:
    """The cursor goes no further than the first mail whose body the server did not have yet."""
    if not found:
        return
    highest = min(waiting) - 1 if waiting else max(found)
    with office.database.transaction() as tx:
        advance(tx, state, highest)


def _file(office: Office, state: MailboxState, mailbox: ImapMailbox) -> list[str]:
    """Moves or marks what has been handled; a problem here loses nothing and is only told."""
    settings = office.settings.mailbox
    folders = {"handled": settings.handled_folder, "held": settings.held_folder}
    while True:
        with office.database.transaction() as tx:
            waiting = to_file(tx, state, _FILING_BATCH)
        if not waiting:
            return []
        try:
            for kind, folder in folders.items():
                uids = [uid for uid, filing in waiting if filing == kind]
                if settings.filing is Filing.MOVE and folder:
                    mailbox.move(uids, folder)
                elif settings.filing is Filing.KEYWORD and mailbox.takes_keywords:
                    mailbox.set_keyword(uids, KEYWORD)
        except MailboxRefused as error:
            return [f"not filed: {error}"]
        with office.database.transaction() as tx:
            filed(tx, state, [uid for uid, _ in waiting])
            numbers = mails_at(tx, state, [uid for uid, _ in waiting])
        for uid, filing in waiting:
            traces.filed(state, uid, numbers[uid], filing)
