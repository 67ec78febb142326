"""Organiser actions on held mails: accept, ask back, answer, dismiss; the mail is closed with each. A
dismissed one can be taken up again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from mailbot.decision import AlreadyDone, Disposition, Refused, admitting, organising
from mailbot.envelope import Status
from mailbot.flow.acting import acting
from mailbot.flow.holding import Held, held_mail, mail_in_hand
from mailbot.flow.office import Office
from mailbot.flow.outcome import Done, told
from mailbot.intent.model import Participant
from mailbot.store import (
    Trail,
    dismissed_mails,
    drop_held,
    file_back,
    forget_content,
    known_sender,
    reopen_mail,
    stood_before,
    trail_of_mail,
    trail_of_registration,
)

DISMISSED = "dismissed-by-organiser"
UNDO_FOR = timedelta(days=1)
"""How long a dismissed mail of a stranger can be taken up again."""


def accept(
    office: Office,
    actor: str,
    mail_id: int,
    people: Sequence[Participant] = (),
    *,
    contact: str = "",
    exception: bool = False,
) -> Done:
    """Accepts a held mail as the registration of `people`, or of those whom it names.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with held_mail(office, actor, mail_id, "accept") as held:
        case = held.case(people or held.understood(), contact)
        return held.close(admitting.accept(case, held.rows, exception=exception))


def ask(
    office: Office,
    actor: str,
    mail_id: int,
    missing: Sequence[str],
    *,
    contact: str = "",
    exception: bool = False,
) -> Done:
    """Asks the sender of a held mail for what is missing.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with held_mail(office, actor, mail_id, "ask") as held:
        case = held.case(held.understood(), contact)
        return held.close(admitting.ask_back(case, held.rows, missing, exception=exception))


def answer(office: Office, actor: str, mail_id: int, text: str, *, contact: str = "") -> Done:
    """Answers a held mail in the organiser's own words.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with held_mail(office, actor, mail_id, "answer") as held:
        case = held.case((), contact)
        return held.close(admitting.answer_by_hand(case, held.rows, text))


def dismiss(office: Office, actor: str, mail_id: int) -> Done:
    """Closes a held mail that is no registration. What somebody who is registered wrote stays; of
    anybody else the mail is none of ours: what was held with it goes at once, and what it said a day
    later (`forget_dismissed`), so that a slip can be mended until then.

    Raises: Unknown, AlreadyDone.
    """
    with held_mail(office, actor, mail_id, "dismiss") as held:
        decision = admitting.dismiss(held.rows)
        if known_sender(held.action.tx, held.mail):
            return held.close(decision)
        drop_held(held.action.tx, held.mail)
        return held.close(replace(decision, registrations=()))


def take_up(office: Office, actor: str, mail_id: int) -> Done:
    """Lets a dismissed mail wait again, as it did before.

    Raises: Unknown; Refused if its content is gone; AlreadyDone if it was not dismissed.
    """
    with acting(office, actor, "take-up") as action:
        held = mail_in_hand(action, mail_id)
        mail = held.mail
        stood = stood_before(action.tx, mail_id, DISMISSED)
        if mail.reason != DISMISSED or stood is None:
            who = told(trail_of_mail(action.tx, mail_id), office)
            raise AlreadyDone(f"mail {mail_id} was not dismissed: it is {mail.disposition.value}{who}")
        if mail.raw is None:
            raise Refused("content-gone", f"What mail {mail_id} said is kept no more.")
        dropped = [
            r
            for r in held.rows
            if (trail := trail_of_registration(action.tx, office.event.id, r.reference))
            and trail.reason == DISMISSED
        ]
        decision = admitting.take_up(dropped)
        done = action.record(decision, [r.reference for r in dropped])
        filing = office.filing_for(Disposition.HELD)
        reopen_mail(
            action.tx, mail, str(stood["reason"]), Trail(actor, "taken-up", decision.reason, action.now)
        )
        file_back(action.tx, mail_id, filing)
        return replace(done, mail_id=mail_id)


def forget_dismissed(office: Office) -> int:
    """What dismissed mails said is forgotten a day later, but for those of people who are registered;
    gives of how many.
    """
    now = office.clock()
    with office.database.transaction() as tx:
        due = [m for m in dismissed_mails(tx, office.event.id, now - UNDO_FOR) if not known_sender(tx, m)]
        for mail in due:
            forget_content(tx, mail)
    return len(due)


def grant_mail(office: Office, actor: str, mail_id: int) -> Done:
    """Makes an exception for a mail that came too late: held or declined.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with acting(office, actor, "grant") as action:
        held: Held = mail_in_hand(action, mail_id)
        if held.mail.disposition is Disposition.HELD:
            return held.close(admitting.accept(held.case(held.understood()), held.rows, exception=True))
        late = [r for r in held.rows if r.status is Status.DECLINED]
        if not late:
            raise Refused("nobody-declined", f"Nobody of mail {mail_id} was declined.")
        decision = organising.grant(action.desk(late, late[0].queue), late)
        return action.record(decision, [r.reference for r in late])
