"""Captions of form fields and columns: what kind of field a label names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mailbot.intent.lexicon import everything, words_of

_FIELD = re.compile(r"^\s*+(?:[-*•]\s*+)?+([^:：=\t]{1,40}?)\s*(?:[:：]|\s=\s|\t)\s*(.*)$")


@lru_cache(maxsize=2048)
def label_of(line: str) -> tuple[str, str] | None:
    """(kind of field, value) where the line is a labelled one; kind "ignore" for labels of no interest."""
    match = _FIELD.match(line)
    if not match:
        return None
    kind = label_kind(match.group(1))
    return (kind, match.group(2).strip()) if kind else None


def _whole_name(words: Sequence[str]) -> bool:
    """Like "Vor- und Zuname", "Zuname, Vorname", "first name & surname": labels of both halves."""
    labels, at, parts = everything().labels, 0, 0
    while at < len(words):
        width = next((n for n in (2, 1) if labels.get(" ".join(words[at : at + n])) in _HALVES), 0)
        if not (width or everything().exactly("and", words[at])):
            return False
        parts += width > 0
        at += width or 1
    return parts > 1


_HALVES = ("given", "family", "name")


@lru_cache(maxsize=2048)
def label_kind(text: str) -> str:
    """Which field a label or the head of a column names; empty where it is none."""
    labels = everything().labels
    words = words_of(re.sub(r"\(.*?\)|\*", " ", text))
    if _whole_name(words):
        return "name"
    head = words_of(text.split(",", maxsplit=1)[0])
    for candidate in (words, words[:-1], words[1:], head):
        kind = labels.get(" ".join(candidate))
        if kind and candidate:
            return kind
    if len(words) == 1 and len(words[0]) > 3 and text.rstrip().endswith("."):
        # "Teiln.", "Dienstst.": an abbreviated label is the one kind of label that begins so.
        kinds = {k for label, k in labels.items() if label.startswith(words[0])}
        return kinds.pop() if len(kinds) == 1 else ""
    if 2 < len(words) < 5 and labels.get(words[0]) and labels.get(words[-1]) in ("organisation", "workshop"):
        # "Name der Einrichtung" is about the house.
        return labels[words[-1]]
    return ""
