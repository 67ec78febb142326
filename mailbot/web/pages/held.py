"""Mails that wait for a person: what was written, what was read, and what is to be done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from mailbot.decision import AlreadyDone, Disposition, Refused
from mailbot.envelope import Attendance, OutgoingMessage
from mailbot.flow import Office, heldmail
from mailbot.flow.assigning import assign
from mailbot.flow.heldmail import DISMISSED
from mailbot.flow.outcome import Done, Unknown
from mailbot.flow.showing import ShownMail, file_of, raw_of, shown_mail
from mailbot.flow.trial import text_of, tried
from mailbot.intent.model import Participant
from mailbot.store.browse import next_waiting, waiting_mails
from mailbot.web.files import download
from mailbot.web.visit import Page, Visit, whole
from mailbot.web.words import Times

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
        waiting = waiting_mails(tx, *visit.office.shown)
    return visit.page("held.html", waiting=waiting, undo=visit.counted("undo"))


def next_one(visit: Visit) -> Response:
    """On to the oldest that waits, or the one behind `after`; back to the list where none is left."""
    with visit.office.database.reading() as tx:
        following = next_waiting(tx, *visit.office.shown, after=visit.counted("after"))
    undo = visit.counted("undo")
    query = f"?undo={undo}" if undo else ""
    return RedirectResponse((f"/mails/{following}" if following else "/held") + query, 303)


def mail(visit: Visit) -> Response:
    """One mail, whatever has become of it."""
    return _mail(visit, shown_mail(visit.office, visit.number("id")))


def raw(visit: Visit) -> Response:
    """The mail as it came, to be saved."""
    number = visit.number("id")
    return download(raw_of(visit.office, number), f"mail-{number}.eml", "mail.eml")


def file(visit: Visit) -> Response:
    """One attachment, to be saved."""
    number = visit.number("number")
    name, octets = file_of(visit.office, visit.number("id"), number)
    return download(octets, name, f"attachment-{number}")


def _mail(
    visit: Visit,
    shown: ShownMail,
    people: Sequence[Participant] = (),
    preview: Sequence[Preview] = (),
    refused: str = "",
) -> Response:
    people = people or (_people(visit) if visit.form else shown.people)
    asked = visit.texts("missing") if visit.form else [m for m in shown.missing if m in _QUESTIONS]
    return visit.page(
        "mail.html",
        409 if refused else 200,
        mail=shown,
        waits=shown.disposition is Disposition.HELD,
        undo=visit.counted("undo"),
        retakes=shown.kept and shown.story["reason"] == DISMISSED,
        people=[*people, Participant("")],
        choices=[
            o.event for o in visit.desk.offices() if shown.undecided and o.event.id in visit.office.events
        ],
        questions=_QUESTIONS,
        asked=asked,
        answer=visit.text("answer"),
        contact=visit.text("contact"),
        exception=visit.text("exception") == "yes",
        preview=preview,
        previewed=visit.text("do").partition("-")[0] if preview else "",
        refused=refused,
    )


def decide(visit: Visit) -> Response:
    """Accepts, asks, answers or dismisses; or shows the reply that this would send."""
    number = visit.number("id")
    what, _, how = visit.text("do").partition("-")
    if what in ("add", "remove"):
        shown = shown_mail(visit.office, number)
        return _mail(visit, shown, _rows(visit, without=whole(how)) or [Participant("")])
    if what == "retake":
        heldmail.take_up(visit.office, visit.actor, number)
        return visit.to(f"/mails/{number}", visit.words.gettext("Taken up again; it waits as before."))
    if what == "assign":
        return _assign(visit, number, how)
    act = _act(visit, number, what)
    if how == "preview":
        shown = shown_mail(visit.office, number)
        try:
            done = tried(visit.office, act)
        except AlreadyDone as error:
            return _quicker(visit, number, error)
        except Refused as error:
            return _mail(visit, shown, refused=_told(visit, error))
        nobody = "" if done.mails else visit.words.gettext("Nobody would be written to.")
        return _mail(visit, shown, preview=[_preview(mail.message) for mail in done.mails], refused=nobody)
    try:
        done = act(visit.office)
    except AlreadyDone as error:
        return _quicker(visit, number, error)
    except Refused as error:
        # What was typed stays on the page.
        return _mail(visit, shown_mail(visit.office, number), refused=_told(visit, error))
    said = visit.words.gettext("Done: mail %(number)s, %(what)s.") % {
        "number": number,
        "what": visit.words.said("disposition", done.action),
    }
    if done.untold:
        missing = visit.words.gettext("Has no mail address, please call: %(people)s.")
        said += " " + missing % {"people": ", ".join(done.untold)}
    if what == "dismiss":
        return visit.to("/held/next", said, after=str(number), undo=str(number))
    return visit.to("/held/next", said, after=str(number))


def _assign(visit: Visit, number: int, event: str) -> Response:
    """Says for which of the events of the mailbox a mail is, and has it worked on."""
    found = [one for one in visit.desk.offices() if one.event.id == event and event in visit.office.events]
    if not found:
        raise Unknown(f"there is no event {event} of this mailbox")
    done = assign(found[0], visit.actor, number)
    said = visit.words.gettext("Mail %(number)s is for %(event)s: %(what)s.") % {
        "number": number,
        "event": found[0].event.title,
        "what": visit.words.said("disposition", done.action),
    }
    return visit.to("/held/next", said, after=str(number))


def _quicker(visit: Visit, number: int, error: AlreadyDone) -> Response:
    """Somebody else was quicker: who decided what, and when. Nothing is done twice."""
    decided = shown_mail(visit.office, number).decided
    if decided is None:
        return visit.to(f"/mails/{number}", _told(visit, error))
    words = visit.words.gettext(
        "%(who)s was quicker and decided this mail on %(when)s: %(what)s Nothing was done a second time."
    )
    at = Times(visit.words.language, visit.office.event.zone)
    what = visit.words.said("reason", decided.reason)
    told = words % {"who": decided.actor, "when": at.moment(decided.at), "what": what}
    return visit.to(f"/mails/{number}", told)


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
    return [person for person in _rows(visit) if person.name]


def _rows(visit: Visit, without: int = 0) -> list[Participant]:
    """All rows of the form; `without`: the one that is taken out, counted from 1."""
    columns = {field: visit.texts(f"person-{field}") for field in _FIELDS}
    rows = zip(*(columns[field] for field in _FIELDS), strict=False)
    people = [_person(dict(zip(_FIELDS, row, strict=True))) for row in rows]
    return [person for number, person in enumerate(people, 1) if number != without]


def _person(row: dict[str, str]) -> Participant:
    streams = row["workshop"] == Attendance.LIVESTREAM
    return Participant(
        row["name"],
        # An emptied field is meant: silence would leave what was read.
        title=row["title"],
        organisation=row["organisation"],
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
    Page("/mails/{id:int}/mail.eml", raw),
    Page("/mails/{id:int}/files/{number:int}", file),
)
