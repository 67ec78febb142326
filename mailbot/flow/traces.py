"""What the log tells of a mail on its way: read, decided, replied, filed, each with the mail's number.

`mail` is the number that `mailbot show` takes; `place` is the mailbox and the UID in it, all that is known of
a mail before it has its row. Nobody is named: no address, no name, no subject, no word of a mail, at no
level. What is logged are numbers and the program's own words (kinds, reasons, states), never a text that
came with a mail or from a server.
"""

from __future__ import annotations

import logging
from pathlib import Path

from mailbot.decision import Decision
from mailbot.envelope import OutboxState, RawMessage
from mailbot.intent.model import Intent
from mailbot.store import Claimed, MailboxState

# Whoever uses the rooms without configuring a log (tests, the demo) gets none on their terminal.
logging.getLogger("mailbot").addHandler(logging.NullHandler())
log = logging.getLogger("mailbot.mail")


def fetched(state: MailboxState, raw: RawMessage) -> None:
    """Its bytes are here. If this is the last that is heard of a mail, the program died over it."""
    log.debug("mail fetched", extra={"place": _place(state, raw.uid), "octets": raw.size})


def decided(state: MailboxState, raw: RawMessage, mail: int, intent: Intent, decision: Decision) -> None:
    """It has been read and has its row; what was understood and what was decided is committed."""
    here = {"mail": mail, "place": _place(state, raw.uid)}
    understood = {
        "kind": intent.kind.value,
        "action": intent.action.value,
        "language": intent.language,
        "participants": len(intent.participants),
    }
    log.debug("mail read", extra=here | understood)
    outcome = {
        "disposition": decision.disposition.value,
        "reason": decision.reason,
        "registrations": len(decision.registrations),
        "replies": len(decision.notifications),
    }
    log.info("mail decided", extra=here | outcome)


def stumbled(state: MailboxState, raw: RawMessage, mail: int, error: Exception) -> None:
    """The program broke over it; it is held. Of the error its kind and place are told: its words may be
    those of the mail.
    """
    here = {"mail": mail, "place": _place(state, raw.uid)}
    log.error("mail held", extra=here | {"error": type(error).__name__, "at": where(error)})


def replied(one: Claimed, state: OutboxState, code: int) -> None:
    """A mail of ours was tried, with what end; `mail`: the one that it answers, if it answers one."""
    told = {"mail": one.mail_id, "outgoing": one.id, "state": state.value, "code": code}
    log.info("mail sent" if state is OutboxState.SENT else "mail not sent", extra=told)


def filed(state: MailboxState, uid: int, mail: int, filing: str) -> None:
    """It was moved or marked in the mailbox."""
    log.debug("mail filed", extra={"mail": mail, "place": _place(state, uid), "as": filing})


def where(error: BaseException) -> list[str]:
    """The lines that an error passed through, the innermost last, without what was in them."""
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places


def _place(state: MailboxState, uid: int) -> str:
    return f"{state.id}.{uid}"
