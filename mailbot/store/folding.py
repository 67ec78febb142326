"""What registrations are looked for and sorted by: their words levelled once, when they are written.

Case, accents and umlauts count for nothing: "Müller" is found by "mueller", "müller" and "muller". Names
are sorted by the family name, as in a telephone book.
"""

from __future__ import annotations

import unicodedata

from mailbot.envelope import Attendance
from mailbot.intent.fold import fold

KEY, SEARCH = 200, 500
"""Characters that are kept; PostgreSQL takes index rows of 2704 octets at most."""


def sorting_key(text: str) -> str:
    """What a column is sorted by."""
    return " ".join(fold(text).split())[:KEY]


def name_key(name: str) -> str:
    """What names are sorted by: the family name, which stands last, first."""
    words = fold(name).split()
    return " ".join((*words[-1:], *words[:-1]))[:KEY]


def searchable(*texts: str) -> str:
    """Everything that somebody can be found by: with umlauts as two letters, and without their dots."""
    whole = " ".join(text for text in texts if text)
    bare = unicodedata.normalize("NFKD", whole).casefold()
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    both = dict.fromkeys((" ".join(fold(whole).split()), " ".join(bare.split())))
    return "\n".join(text[: SEARCH // len(both)] for text in both)


def words_to_find(text: str) -> list[str]:
    """The words that must all stand somewhere."""
    return fold(text).split()[:8]


def place_of(attendance: str, seat: str | None, workshop: str | None) -> str:
    """Where somebody is listed: the livestream, their seat, else the workshop that they wish for."""
    return (
        Attendance.LIVESTREAM.value if attendance == Attendance.LIVESTREAM.value else seat or workshop or ""
    )
