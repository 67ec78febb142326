"""Bytes in, Message out: the room that only looks."""

from mailbot.message.inserted import typed_into
from mailbot.message.parse import parse

__all__ = ["parse", "typed_into"]
