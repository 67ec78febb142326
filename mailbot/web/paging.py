"""From one page of a list to the next and back: each page begins behind the last row of the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from mailbot.store.browse import MANY, PAGE, Found, Spot
from mailbot.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Paging:
    """What the foot of a list tells. before, after: links, "" where there is no such page; first, last:
    the places of the rows on the page, from 1; total: how many there are, `more` where that is the least.
    """

    before: str
    after: str
    first: int
    last: int
    total: int
    more: bool


def spot_of(visit: Visit) -> Spot:
    """Where the page begins that is asked for."""
    return Spot(visit.counted("after"), visit.counted("before"))


def paging(visit: Visit, found: Found, path: str, query: Mapping[str, str]) -> Paging:
    """The links beside a page of the list at `path`; query: what is looked for."""
    passed = visit.counted("from") if found.before else 0

    def link(**more: int) -> str:
        values = {name: value for name, value in query.items() if value}
        return f"{path}?{urlencode(values | {name: str(value) for name, value in more.items()})}"

    ids = [int(row["id"]) for row in found.rows]
    back = {"before": ids[0], "from": max(0, passed - PAGE)} if ids else {}
    on = {"after": ids[-1], "from": passed + len(ids)} if ids else {}
    return Paging(
        before=link(**back) if found.before and ids else "",
        after=link(**on) if found.after and ids else "",
        first=passed + 1,
        last=passed + len(ids),
        total=min(found.total, MANY),
        more=found.total > MANY,
    )
