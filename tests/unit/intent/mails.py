"""Short mails to the test events, for the unit tests of reading."""

from __future__ import annotations

from mailbot.intent import Intent, read
from mailbot.message.model import Address, Message
from tests.corpus.load import event


def mail(own: str, *, name: str = "Erika Beispiel", subject: str = "", **more: object) -> Message:
    """A message from one person with these own words."""
    return Message(
        subject=subject,
        senders=(Address(name, "post@verein.example"),),
        own=own,
        **more,  # type: ignore[arg-type]
    )


def understood(own: str, *, on: str = "fachtag", **more: object) -> Intent:
    """What is read in a mail with these own words."""
    return read(mail(own, **more), event(on))  # type: ignore[arg-type]
