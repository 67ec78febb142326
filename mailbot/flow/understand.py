"""What a mail says: parsed and read, with the words that were typed into our own quoted mail."""

from __future__ import annotations

from dataclasses import replace

from mailbot.clock import in_time
from mailbot.flow.office import Office
from mailbot.intent import read
from mailbot.intent.model import Intent
from mailbot.message import parse, typed_into
from mailbot.message.model import Message
from mailbot.store import sent_mail


def understand(office: Office, data: bytes) -> tuple[Message, tuple[Intent, ...]]:
    """The mail as a person would look at it, and what it wants of the event of each of the mailbox's offices.

    Raises: TookTooLong.
    """
    message = _with_typed_in(office, in_time(lambda: parse(data, office.own_addresses)))
    return message, tuple(intent_for(one, message) for one in office.offices)


def intent_for(office: Office, message: Message) -> Intent:
    """What the mail wants of the office's event.

    Raises: TookTooLong.
    """
    return in_time(lambda: read(message, office.event, office.settings.mailbox.trusted_authserv))


def _with_typed_in(office: Office, message: Message) -> Message:
    """An answer between the lines of an unmarked quote can be told only by what we sent."""
    answered = (*message.in_reply_to, *message.references)
    if not answered or not message.quoted:
        return message
    with office.database.reading() as tx:
        ours = sent_mail(tx, answered)
    if ours is None:
        return message
    words = in_time(lambda: typed_into(message.quoted, parse(ours).plain))
    return replace(message, own=f"{message.own}\n{words}".strip()) if words else message


def answered(message: Message) -> tuple[str, ...]:
    """The Message-IDs of the mails that this one reports on or answers, the nearest first: In-Reply-To,
    then References from its end (RFC 5322, 3.6.4: the parent comes last).
    """
    returned = (message.bounce.original_message_id,) if message.bounce else ()
    return tuple(i for i in (*returned, *message.in_reply_to, *reversed(message.references)) if i)
