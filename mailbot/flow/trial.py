"""What an action would do, before anybody does it: it is done, looked at, and rolled back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import TypeVar

from mailbot.flow.office import Office

T = TypeVar("T")


def tried(office: Office, act: Callable[[Office], T]) -> T:
    """What `act` gives on this office; the ledger stays as it is.

    Raises: whatever `act` raises.
    """
    return act(replace(office, database=office.database.rehearsing()))


def text_of(data: bytes) -> str:
    """The text/plain part of a mail of ours, as people will read it."""
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    body = message.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
