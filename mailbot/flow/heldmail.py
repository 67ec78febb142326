"""Organiser actions on held mails: accept, ask back, answer, dismiss; the mail is closed with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.decision import Disposition, Refused, admitting, organising
from mailbot.envelope import Status
from mailbot.flow.acting import acting
from mailbot.flow.holding import Held, held_mail, mail_in_hand
from mailbot.flow.office import Office
from mailbot.flow.outcome import Done
from mailbot.intent.model import Participant
from mailbot.store import forget_content, known_sender


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
    anybody else the mail is none of ours, and the ledger keeps nothing of what it said.

    Raises: Unknown, AlreadyDone.
    """
    with held_mail(office, actor, mail_id, "dismiss") as held:
        decision = admitting.dismiss(held.rows)
        if known_sender(held.action.tx, held.mail):
            return held.close(decision)
        forget_content(held.action.tx, held.mail)
        return held.close(replace(decision, registrations=()))


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
