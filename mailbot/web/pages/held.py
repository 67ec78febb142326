"""Mails that wait for a person: what was written, what was read, and what is to be done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from mailbot.decision import AlreadyDone, Disposition, Refused
from mailbot.envelope import Attendance, OutgoingMessage
from mailbot.flow import Office, heldmail
from mailbot.flow.outcome import Done, Unknown
from mailbot.flow.showing import ShownMail, shown_mail
from mailbot.flow.trial import text_of, tried
from mailbot.intent.model import Participant
from mailbot.store.browse import waiting_mails
from mailbot.web.visit import Page, Visit

Act = Callable[[Office], Done]
_FIELDS = ("name", "title", "organisation", "workshop", "alternative", "email")
_QUESTIONS = ("workshop", "name", "names", "choice", "unknown-workshop")


@dataclass(frozen=True, slots=True)
class Preview:
    """A reply before it is sent. to, subject, text: as its recipient sees it; data: its very bytes."""

    to: str
    subject: str
    text: str
    data: str


def queue(visit: Visit) -> Response:
    """All that wait, oldest first."""
    with visit.office.database.reading() as tx:
        waiting = waiting_mails(tx, visit.office.event.id)
    return visit.page("held.html", waiting=waiting)


def next_one(visit: Visit) -> Response:
    """On to the oldest that waits, or the one behind `after`; back to the list where none is left."""
    with visit.office.database.reading() as tx:
        ids = [row["id"] for row in waiting_mails(tx, visit.office.event.id)]
    after = visit.counted("after")
    at = ids.index(after) + 1 if after in ids else 0
    following = ids[at:] or [i for i in ids[:at] if i != after]
    return RedirectResponse(f"/mails/{following[0]}" if following else "/held", 303)


def mail(visit: Visit) -> Response:
    """One mail, whatever has become of it."""
    return _mail(visit, shown_mail(visit.office, visit.number("id")))


def _mail(visit: Visit, shown: ShownMail, preview: Sequence[Preview] = (), refused: str = "") -> Response:
    people = _people(visit) if visit.form else shown.people
    asked = visit.texts("missing") if visit.form else [m for m in shown.missing if m in _QUESTIONS]
    return visit.page(
        "mail.html",
        409 if refused else 200,
        mail=shown,
        waits=shown.disposition is Disposition.HELD,
        people=[*people, Participant("")],
        questions=_QUESTIONS,
        asked=asked,
        answer=visit.text("answer"),
        preview=preview,
        refused=refused,
    )


def decide(visit: Visit) -> Response:
    """Accepts, asks, answers or dismisses; or shows the reply that this would send."""
    number = visit.number("id")
    what, _, how = visit.text("do").partition("-")
    act = _act(visit, number, what)
    if how == "preview":
        shown = shown_mail(visit.office, number)
        try:
            done = tried(visit.office, act)
        except (Refused, AlreadyDone) as error:
            return _mail(visit, shown, refused=_told(visit, error))
        return _mail(visit, shown, [_preview(mail.message) for mail in done.mails])
    try:
        done = act(visit.office)
    except Refused as error:
        # What was typed stays on the page.
        return _mail(visit, shown_mail(visit.office, number), refused=_told(visit, error))
    said = visit.words.gettext("Done: mail %(number)s.") % {"number": number}
    if done.untold:
        missing = visit.words.gettext("Has no mail address, please call: %(people)s.")
        said += " " + missing % {"people": ", ".join(done.untold)}
    return visit.to("/held/next", said)


def _act(visit: Visit, number: int, what: str) -> Act:
    actor, contact = visit.actor, visit.text("contact")
    exception = visit.text("exception") == "yes"
    people, missing, answer = _people(visit), visit.texts("missing"), visit.text("answer")
    if what == "accept":
        return lambda office: heldmail.accept(
            office, actor, number, people, contact=contact, exception=exception
        )
    if what == "ask":
        return lambda office: heldmail.ask(
            office, actor, number, missing, contact=contact, exception=exception
        )
    if what == "answer":
        return lambda office: heldmail.answer(office, actor, number, answer, contact=contact)
    if what == "dismiss":
        return lambda office: heldmail.dismiss(office, actor, number)
    raise Unknown(f"there is nothing like {what}")


def _people(visit: Visit) -> list[Participant]:
    """The rows of the form that have a name."""
    columns = {field: visit.texts(f"person-{field}") for field in _FIELDS}
    rows = zip(*(columns[field] for field in _FIELDS), strict=False)
    return [_person(dict(zip(_FIELDS, row, strict=True))) for row in rows if row[0]]


def _person(row: dict[str, str]) -> Participant:
    streams = row["workshop"] == Attendance.LIVESTREAM
    return Participant(
        row["name"],
        title=row["title"] or None,
        organisation=row["organisation"] or None,
        workshop=None if streams else row["workshop"] or None,
        alternative=row["alternative"] or None,
        email=row["email"] or None,
        attendance=Attendance.LIVESTREAM if streams else Attendance.ON_SITE,
    )


def _preview(message: OutgoingMessage) -> Preview:
    data = message.data
    return Preview(message.rcpt_to, message.subject, text_of(data), data.decode("utf-8", "replace"))


def _told(visit: Visit, error: Refused | AlreadyDone) -> str:
    return visit.words.said("reason", getattr(error, "reason", ""), str(error))


PAGES = (
    Page("/held", queue),
    Page("/held/next", next_one),
    Page("/mails/{id:int}", mail, send=decide),
)
