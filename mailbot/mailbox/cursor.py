"""Which mails are new and in what portions they are fetched: pure arithmetic over UIDs and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

BATCH_OCTETS = 8_000_000
BATCH_MAILS = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail that the server listed: its UID, INTERNALDATE (aware) and RFC822.SIZE in octets."""

    uid: int
    received: datetime
    size: int


def new_uids(found: Iterable[int], read_to: int) -> list[int]:
    """UIDs after the cursor, ascending.

    `UID SEARCH n:*` always names the highest UID, even one below n (RFC 9051, 9: "*").
    """
    return sorted({uid for uid in found if uid > read_to})


def in_order(listed: Iterable[Listed]) -> list[Listed]:
    """By time of receipt, then UID: the order in which seats are given."""
    return sorted(listed, key=lambda one: (one.received, one.uid))


def batches(
    listed: Iterable[Listed], octets: int = BATCH_OCTETS, mails: int = BATCH_MAILS
) -> Iterator[list[Listed]]:
    """Portions of at most `mails` mails and `octets` octets, in the order given; a mail that is
    larger than a whole portion makes one of its own.
    """
    portion: list[Listed] = []
    filled = 0
    for one in listed:
        if portion and (len(portion) >= mails or filled + one.size > octets):
            yield portion
            portion, filled = [], 0
        portion.append(one)
        filled += one.size
    if portion:
        yield portion
