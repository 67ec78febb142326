"""A person says for which event of its mailbox a mail is; it is then worked on as if it had come for that."""

from __future__ import annotations

from mailbot.decision import AlreadyDone, Disposition, Notification, decide, references_in, withheld_because
from mailbot.flow.acting import acting
from mailbot.flow.office import Office
from mailbot.flow.outcome import Done, Unknown
from mailbot.flow.posting import post
from mailbot.flow.understand import answered, intent_for
from mailbot.message import parse
from mailbot.store import (
    Occasion,
    StoredMail,
    Trail,
    assign_mail,
    counted_for,
    file_as,
    forget_content,
    note,
    snapshot,
    stored_mail,
)


def assign(office: Office, actor: str, mail_id: int) -> Done:
    """An undecided mail is for the event of this office; it keeps its place in the order of receipt.

    Raises: Unknown; AlreadyDone if somebody has said for which event it is; TemplateProblem.
    """
    mail = _undecided(office, mail_id)
    message = parse(mail.raw or b"", office.own_addresses)
    intent = intent_for(office, message)
    with acting(office, actor, "assign") as action:
        tx, now, policy = action.tx, action.now, office.policy()
        event = action.office.event
        contact = message.sender.email.lower() if message.sender else ""
        asked_about = references_in(f"{message.subject}\n{message.own}")
        ledger = snapshot(tx, event.id, contact, answered(message), asked_about, mail.arrival, now, event)
        ledger = counted_for(tx, ledger, office.served, contact, now)
        decision = decide(mail.arrival, message, intent, ledger, event, policy, now)
        if not assign_mail(tx, mail, event.id, decision, intent, now):
            raise AlreadyDone(f"somebody has said for which event mail {mail_id} is")

        def withheld(notification: Notification, place: int) -> str:
            return withheld_because(notification, place, mail.arrival, ledger, policy)

        note(tx, Trail(actor, "assigned", mail.reason, now), {"after": {"event": event.id}}, mail_id=mail.id)
        file_as(tx, mail.id, office.filing_for(decision.disposition))
        occasion = Occasion(event.id, "mailbot", "mail", mail.arrival.received, now, mail.id)
        mails = post(action.office, tx, decision, occasion, withheld=withheld)
        if decision.disposition in (Disposition.IGNORED, Disposition.RECORDED):
            forget_content(tx, mail)
    return Done(
        decision.disposition.value,
        decision.reason,
        decision.explanation,
        decision.registrations,
        mails,
        mail.id,
        tuple(r.reference for r in decision.registrations if not r.contact),
    )


def _undecided(office: Office, mail_id: int) -> StoredMail:
    with office.database.reading() as tx:
        mail = stored_mail(tx, office.undecided, mail_id) if len(office.events) > 1 else None
        known = mail or stored_mail(tx, office.event.id, mail_id)
    if known is None:
        raise Unknown(f"there is no mail {mail_id}")
    if mail is None or mail.disposition is not Disposition.HELD:
        raise AlreadyDone(f"mail {mail_id} does not wait for anybody to say its event")
    return mail
