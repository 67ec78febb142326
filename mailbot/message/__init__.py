"""Bytes in, Message out: the room that only looks."""

from mailbot.message.inserted import typed_into
from mailbot.message.parse import attached_files, parse

__all__ = ["attached_files", "parse", "typed_into"]
