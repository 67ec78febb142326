"""Personal data: what is held of somebody, as a file for them, and forgetting it for good.

Only administrators come here. Forgetting asks twice: what would go is shown first, and whoever asks for it
says that they have looked.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from mailbot.envelope import Role
from mailbot.flow import erase
from mailbot.flow.outcome import Unknown
from mailbot.store import privacy
from mailbot.web.visit import Page, Visit

_LONGEST = 320
"""Characters of an address (RFC 5321, 4.5.3.1: 64 before the @, 255 after it)."""


def look(visit: Visit) -> Response:
    """What is held of the address or the reference that is asked for; the proofs of what was forgotten."""
    return _look(visit, visit.asked("whom")[:_LONGEST])


def _look(visit: Visit, whom: str, refused: str = "") -> Response:
    held = erase.access(visit.office, whom) if whom else {}
    with visit.office.database.reading() as tx:
        proofs = privacy.erasures(tx)
    return visit.page(
        "personal.html",
        409 if refused else 200,
        whom=whom,
        held=held,
        found=any(held.values()),
        by_reference=bool(whom) and not erase.is_address(whom),
        proofs=proofs[::-1],
        refused=refused,
    )


def as_file(visit: Visit) -> Response:
    """Everything held of somebody, to hand out to them (Art. 15 and 20 GDPR)."""
    whom = visit.asked("whom")[:_LONGEST]
    held = erase.access(visit.office, whom) if whom else {}
    if not any(held.values()):
        raise Unknown("nothing is held")
    data = json.dumps(held, ensure_ascii=False, indent=1, default=_plain)
    headers = {"Content-Disposition": 'attachment; filename="personal-data.json"'}
    return Response(data, media_type="application/json", headers=headers)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def forget(visit: Visit) -> Response:
    """Forgets them, if whoever asks has confirmed it."""
    whom = visit.text("whom")[:_LONGEST]
    if not whom or visit.text("do") != "forget":
        raise Unknown("there is nobody to forget")
    if visit.text("sure") != "yes":
        return _look(visit, whom, visit.words.gettext("Nothing was forgotten: please confirm it first."))
    if not any(erase.access(visit.office, whom).values()):
        return _look(visit, whom)
    counts = erase.forget(visit.office, whom, visit.actor, everywhere=visit.desk.offices())
    said = visit.words.gettext(
        "Forgotten: registrations %(registrations)s, mails %(mails)s, replies %(replies)s."
    )
    return visit.to("/personal-data", said % counts)


PAGES = (
    Page("/personal-data", look, Role.ADMIN, forget, Role.ADMIN),
    Page("/personal-data/file", as_file, Role.ADMIN),
)
