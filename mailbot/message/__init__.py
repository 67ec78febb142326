"""Bytes in, Message out: the room that only looks."""
