"""Every notice in every language as it would be written now, for somebody who looks before it is sent.

The files are read anew each time, so that whoever edits one sees at once what comes of it. What a notice
needs is supposed of a registration that stands otherwise: somebody with a seat waits in the waiting list's
letter. Nothing is written down, and nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from mailbot.decision import Line, Notification, Registration
from mailbot.delivery import Composer, Content, TemplateFile, TemplateProblem, sample_registration
from mailbot.envelope import Attendance, Notice, Status
from mailbot.event import Event
from mailbot.flow.office import Office, compose_with, own_folder
from mailbot.flow.outcome import Unknown
from mailbot.store import mails_of, registrations_called
from mailbot.store.seeking import Wanted, find_registrations

_KINDS = ("subject.txt", "txt", "html")
_TO_THE_OFFICE = (Notice.DIGEST, Notice.ALARM)


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice for readers of a language. written_in: the languages it is written in; the first is another
    one where theirs lacks the notice. files: what the letter in that one is made from.
    """

    notice: Notice
    language: str
    written_in: tuple[str, ...]
    files: tuple[TemplateFile, ...]

    @property
    def origin(self) -> str:
        """Whose words: "shipped", "own", or "copied" for own files that are still as they were shipped."""
        if any(file.changed for file in self.files):
            return "own"
        return "copied" if any(file.own for file in self.files) else "shipped"


@dataclass(frozen=True, slots=True)
class Collection:
    """All notices in all languages. own: the folder of the office's own files; problems: their faults."""

    own: Path
    languages: tuple[str, ...]
    wordings: dict[Notice, tuple[Wording, ...]]
    problems: tuple[TemplateProblem, ...]


@dataclass(frozen=True, slots=True)
class Specimen:
    """One letter as it would be written. about: whom, None for the office's own letters. invented: nobody
    has registered who could stand in it. content: None where `problem` keeps it from being written.
    """

    wording: Wording
    own: Path
    about: Registration | None
    invented: bool
    content: Content | None
    problem: TemplateProblem | None


def collection(office: Office) -> Collection:
    """Which letters there are, from which files, and what is wrong with those that the office changed.

    Raises: ConfigError if the folder of templates that is set has gone.
    """
    composer = compose_with(office.settings, office.event, office.folder)
    languages = composer.templates.languages()
    wordings = {
        notice: tuple(_wording(composer, notice, language) for language in languages) for notice in Notice
    }
    problems = composer.check(office.clock(), thorough=False)
    return Collection(own_folder(office.settings, office.folder), languages, wordings, problems)


def specimen(office: Office, notice: Notice, language: str, reference: str = "", text: str = "") -> Specimen:
    """The letter about this registration, about the newest one if none is named, else about somebody
    invented. text: stands where the office's own words do in announcements, reports and warnings.

    Raises: Unknown if there is no such language or registration; ConfigError.
    """
    composer = compose_with(office.settings, office.event, office.folder)
    if language not in composer.templates.languages():
        raise Unknown(f"there are no templates in {language}")
    found, subject = _registration(office, reference)
    about = found or sample_registration(office.event, office.clock())
    notification = _notification(office, notice, language, about, subject)
    notification = replace(notification, text=text)
    content, problem = None, None
    try:
        content = composer.content(notification, office.clock())
    except TemplateProblem as fault:
        problem = fault
    to_office = notice in _TO_THE_OFFICE
    return Specimen(
        wording=_wording(composer, notice, language),
        own=own_folder(office.settings, office.folder),
        about=None if to_office else about,
        invented=found is None and not to_office,
        content=content,
        problem=problem,
    )


def _wording(composer: Composer, notice: Notice, language: str) -> Wording:
    written_in = composer.written_in(language, notice)
    named = (composer.templates.file(f"{written_in[0]}/{notice.value}.{kind}") for kind in _KINDS)
    return Wording(notice, language, written_in, tuple(file for file in named if file))


def _registration(office: Office, reference: str) -> tuple[Registration | None, str]:
    """The one that is named, else the newest; with the subject of the mail that brought it."""
    event = office.event.id
    with office.database.reading() as tx:
        wanted = reference.strip().upper()
        if not wanted:
            rows = find_registrations(tx, event, Wanted(sort="-received")).rows
            wanted = str(rows[0]["reference"]) if rows else ""
        found = registrations_called(tx, event, [wanted])
        if reference and not found:
            raise Unknown(f"there is no registration {reference}")
        subject = mails_of(tx, event, [wanted]).get(wanted)
    return (found[0] if found else None), (subject[3] if subject else "")


def _notification(
    office: Office, notice: Notice, language: str, about: Registration, subject: str
) -> Notification:
    to_office = notice in _TO_THE_OFFICE
    asks = notice is Notice.QUESTION
    return Notification(
        key=f"specimen.{notice.value}.{language}",
        notice=notice,
        to=about.contact,
        language=language,
        received=about.queue.received,
        to_name="" if to_office else about.contact_name,
        reference="" if to_office else about.reference,
        lines=() if to_office else (_line(notice, about, office.event),),
        missing=(("workshop",) if office.event.workshops else ("name",)) if asks else (),
        subject=subject,
        answer_until=office.clock() + timedelta(days=office.policy().answer_days) if asks else None,
    )


def _line(notice: Notice, about: Registration, event: Event) -> Line:
    """The registration as it stands where that is what the notice tells, else as it would stand then."""
    first = event.workshops[0].id if event.workshops else None
    bare = replace(about, seat=None, waiting_for=None, offered=None, offered_until=None)
    streams = about.attendance is Attendance.LIVESTREAM
    seated = replace(bare, status=Status.CONFIRMED, seat=None if streams else about.workshop or first)
    seated = seated if streams else replace(seated, workshop=seated.seat)
    wished = about.workshop or first
    waiting = replace(
        bare,
        status=Status.WAITLISTED,
        attendance=Attendance.ON_SITE,
        workshop=wished,
        waiting_for=wished or "",
    )
    if notice is Notice.WAITLIST:
        return Line(about if about.status is Status.WAITLISTED else waiting, position=1)
    if notice is Notice.PROMOTION:
        return Line(replace(waiting, status=Status.CONFIRMED, seat=wished, waiting_for=None), before=waiting)
    if notice is Notice.LATE:
        return Line(replace(bare, status=Status.DECLINED))
    if notice is Notice.QUESTION:
        return Line(replace(bare, status=Status.PENDING, workshop=None))
    if notice is Notice.CANCELLATION:
        return Line(replace(seated, status=Status.CANCELLED, seat=None), before=seated)
    if notice is Notice.CHANGE:
        other = next((w.id for w in event.workshops if w.id != seated.workshop), None)
        moved = replace(seated, workshop=other, seat=other, attendance=Attendance.ON_SITE)
        return Line(seated, before=moved if other else replace(seated, organisation=""))
    return Line(about if about.status is Status.CONFIRMED else seated)
