"""References: what a registration is called in mails, on lists and on the telephone.

A reference is eight signs of an alphabet without 0, 1, I and O, in two groups: `K7MQ-3XTP`. It is
derived from the mail's digest, so that working on the same mail again gives the same reference.
Further participants of one mail carry its reference with their number: `K7MQ-3XTP-2`.
"""

from __future__ import annotations

import hashlib
import re

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PATTERN = re.compile(
    rf"(?<![A-Z0-9-])([{_ALPHABET}]{{4}})[-‐‑– ]?([{_ALPHABET}]{{4}})(-\d{{1,3}})?(?![A-Z0-9])"
)


def reference(digest: str, ordinal: int = 1) -> str:
    """The reference of the participant number `ordinal` (from 1) of the mail with this digest."""
    number = int.from_bytes(hashlib.sha256(digest.encode()).digest()[:5], "big")
    signs = "".join(_ALPHABET[(number >> (5 * i)) & 31] for i in range(8))
    return f"{signs[:4]}-{signs[4:]}" + (f"-{ordinal}" if ordinal > 1 else "")


def references_in(text: str) -> tuple[str, ...]:
    """All that could be references in a text, in order, each once; the ledger knows which are."""
    found = (f"{a}-{b}{c or ''}" for a, b, c in _PATTERN.findall(text.upper()))
    return tuple(dict.fromkeys(found))
