"""Delivery status notifications (RFC 3464)."""

from __future__ import annotations

from mailbot.message.content import Content
from mailbot.message.mime import Part
from mailbot.message.model import Address, Bounce


def read_bounce(root: Part, content: Content, senders: tuple[Address, ...]) -> Bounce | None:
    """What a mail says about the delivery of a mail of ours; None where it says nothing of the kind."""
    return None
