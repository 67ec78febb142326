"""How much of a mail is read; reading takes time that grows with it, and nobody may make it wait for ever.

Far above what people write, who fill ten pages at most: beyond it a mail is for a person to read. Runs
of blanks, of one sign and of letters without a gap say nothing by being long; they are read as shorter
ones, since patterns that look for a gap or an address try every beginning in them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.message.model import Address, Message

MOST_READ = 20_000
"""So many characters of the own words are read, ten pages; more is no registration that one reads unseen."""

MOST_LINES = 1000
"""So many lines of them."""

MOST_LINE = 4000
"""So many characters of one line: two pages without a paragraph. What is found in a sentence is looked at
beside what else is found in it."""

MOST_SIGNATURE = 4000
"""So many characters below the closing: a letterhead and a notice on confidentiality."""

MOST_NAME = 200
"""So many characters of a name that stands beside an address."""

_BLANKS = re.compile(r"[^\S\n]{31,}")
_SIGNS = re.compile(r"([\W_])\1{79,}")
_UNBROKEN = re.compile(r"(\S{1000})\S+")


def bounded(message: Message) -> tuple[Message, bool]:
    """The mail with no more words than are read, and whether own ones were cut off."""
    own, cut = shortened(message.own)
    kept = replace(
        message,
        own=own,
        subject=_thinned(message.subject)[:MOST_SIGNATURE],
        signature=shortened(message.signature, MOST_SIGNATURE)[0],
        senders=tuple(_named(address) for address in message.senders),
        forwarded=tuple(
            replace(
                passed,
                sender=passed.sender and _named(passed.sender),
                text=shortened(passed.text)[0],
                signature=shortened(passed.signature, MOST_SIGNATURE)[0],
            )
            for passed in message.forwarded
        ),
    )
    return kept, cut


def shortened(text: str, most: int = MOST_READ) -> tuple[str, bool]:
    """The beginning of `text` that is read, whole lines of it, and whether there was more."""
    kept = _thinned(text[: 4 * most])
    lines = kept[:most].split("\n", MOST_LINES)
    long = any(len(line) > MOST_LINE for line in lines[:MOST_LINES])
    if len(text) <= 4 * most and len(kept) <= most and len(lines) <= MOST_LINES and not long:
        return kept, False
    if len(kept) > most and len(lines) > 1:
        # The last line was cut in the middle.
        del lines[-1]
    return "\n".join(line[:MOST_LINE] for line in lines[:MOST_LINES]), True


def _thinned(text: str) -> str:
    """`text` without what is long and says nothing by it."""
    text = _SIGNS.sub(lambda run: run[1] * 80, _BLANKS.sub(lambda run: run[0][:30], text))
    return _UNBROKEN.sub(r"\1", text)


def _named(address: Address) -> Address:
    if len(address.name) <= MOST_NAME:
        return address
    return replace(address, name=address.name[:MOST_NAME])
