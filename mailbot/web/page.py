"""The overview page: numbers in, HTML out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from mailbot.event import Event
from mailbot.store.reports import WorkshopCount

_PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>mailbot: {title}</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}
th,td{{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc}}
td.n,th.n{{text-align:right}}</style></head>
<body><main><h1>{title}</h1>
<h2>Plätze</h2>
<table><thead><tr><th scope="col">Workshop</th><th scope="col" class="n">belegt</th>
<th scope="col" class="n">wartend</th><th scope="col" class="n">Plätze</th></tr></thead><tbody>
{seats}</tbody></table>
<h2>Anmeldungen</h2>{statuses}
<h2>Mails</h2>{mails}
<h2>Postausgang</h2>{outbox}
<p>Postfach zuletzt erreicht: {contact}</p>
</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the page shows; counts by workshop id, status, disposition and outbox state."""

    workshops: Mapping[str, WorkshopCount]
    statuses: Mapping[str, int]
    dispositions: Mapping[str, int]
    outbox: Mapping[str, int]
    last_contact: datetime | None


def render(numbers: Numbers, event: Event) -> str:
    """The page in German."""
    rows = [(w.title, numbers.workshops.get(w.id), w.seats) for w in event.workshops]
    if not event.workshops:
        rows = [(event.title, numbers.workshops.get(""), event.seats)]
    if event.livestream:
        rows.append(("Livestream", numbers.workshops.get("livestream"), None))
    seats = "".join(_row(title, count or WorkshopCount(0, 0), limit) for title, count, limit in rows)
    contact = numbers.last_contact
    return _PAGE.format(
        title=escape(event.title),
        seats=seats,
        statuses=_list(numbers.statuses),
        mails=_list(numbers.dispositions),
        outbox=_list(numbers.outbox),
        contact=contact.astimezone(event.zone).strftime("%d.%m.%Y %H:%M") if contact else "noch nie",
    )


def _row(title: str, count: WorkshopCount, seats: int | None) -> str:
    cells = "".join(
        f'<td class="n">{n}</td>' for n in (count.taken, count.waiting, "–" if seats is None else seats)
    )
    return f'<tr><th scope="row">{escape(title)}</th>{cells}</tr>'


def _list(counts: Mapping[str, int]) -> str:
    if not counts:
        return "<p>noch keine</p>"
    return "<ul>" + "".join(f"<li>{escape(k)}: {n}</li>" for k, n in sorted(counts.items())) + "</ul>"
