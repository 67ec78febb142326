"""Compose a mail of ours: the facts of a notification, the words of a language, MIME bytes.

Policy. The reader's language is used where it has templates for the notice, else the event's, else
German. Whoever reads another language than the event's also gets the event's text, below a line,
so that the office and the reader look at the same words. A mail either is composed whole or raises
TemplateProblem; nothing half-rendered leaves this module.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from markupsafe import Markup, escape

from mailbot.decision.model import Notification
from mailbot.delivery.again import language_of, reworded
from mailbot.delivery.calendar import calendar_objects
from mailbot.delivery.facts import letter_facts, people_of, sections
from mailbot.delivery.mime import Content, outgoing
from mailbot.delivery.people import PersonFacts, person_facts
from mailbot.delivery.plain import directed, natural_direction, subject_line
from mailbot.delivery.samples import CANARY, sample_events, sample_notifications
from mailbot.delivery.templates import TemplateProblem, Templates
from mailbot.delivery.when import Reader, locale_of
from mailbot.envelope import Notice, OutgoingMessage
from mailbot.event import Event
from mailbot.message.model import Address

LAST_RESORT = "de"
LONGEST_SUBJECT = 140


_SOME = 7
"""The step between situations for events with other texts, which change no sentence of a notice."""

_ONE_OF_ALL = 10_000
"""A step larger than there are situations: one sample of each notice is left."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The letter in one language, as text or as HTML.

    name_for_first: what the language is called in the mail's first language.
    """

    language: str
    direction: str
    words: object
    body: str
    name_for_first: str


class Composer:
    """Turns notifications into mails, with the templates of some folders and for one event.

    Args:
        templates: folders with a `mail` folder inside; earlier ones win, the shipped one comes last.
        event: what all mails are about.
        sender: name and address that mails come from.
    """

    def __init__(self, templates: Sequence[Path], event: Event, sender: Address) -> None:
        self._templates = self.templates = Templates(templates)
        self._event = event
        self._sender = sender
        self._readers: dict[str, Reader] = {}

    def about(self, event: Event) -> Composer:
        """The same words for another event, or for this one as it is by now; compiles nothing anew."""
        other = copy(self)
        other._event = event  # noqa: SLF001 - a copy of this very object
        return other

    def compose(self, notification: Notification, now: datetime) -> OutgoingMessage:
        """The mail that says this, dated `now` (aware).

        Raises:
            TemplateProblem: a template is missing, malformed, or asks for something unknown.
        """
        return outgoing(notification, self.content(notification, now), self._sender, now)

    def reword(self, message: OutgoingMessage, key: str, text: str, subject: str = "") -> OutgoingMessage:
        """A mail that has not left (known to the outbox by `key`) with an organiser's own words.

        Paragraphs are kept apart by empty lines; without `subject` the old one stays.
        """
        language = language_of(message) or self._event.language
        direction = self._reader(language).direction
        subject = subject_line(subject, LONGEST_SUBJECT) or message.subject
        plain = _tidy(text.replace("\r\n", "\n"))
        parts = (part.strip() for part in re.split(r"\n\s*\n", str(escape(plain))))
        body = Markup("\n").join(_paragraph(part, direction, "<br>") for part in parts if part)
        block = _Block(language, direction, None, body, "")
        html = self._templates.render("_layout.html", {"blocks": [block], "subject": subject}, escape=True)
        return reworded(message, key, Content(subject, directed(plain, direction), html, (language,)))

    def tells_of_recording(self, notification: Notification) -> bool:
        """Whether this mail carries what the event says about photo and video."""
        reader = self._reader(self._languages(notification)[0])
        people = [person_facts(line, self._event, reader) for line in notification.lines]
        return bool(self._event.recording) and "details" in sections(notification.notice, people)

    def content(self, notification: Notification, now: datetime) -> Content:
        """What the mail says, before it becomes bytes; for previews and checks."""
        content, notes = self._rendered(notification, self._languages(notification))
        calendar = calendar_objects(notification, self._event, self._sender, notes, now)
        return replace(content, calendar=calendar)

    def _rendered(
        self, notification: Notification, languages: tuple[str, ...]
    ) -> tuple[Content, tuple[str, ...]]:
        """The mail in these languages without its calendar objects, and each person's text for those."""
        plain = [
            self._spoken(self._facts(notification, language, last=language == languages[-1]), escape=False)
            for language in languages
        ]
        subject = self._subject(notification, plain[0])
        text = self._whole(notification, plain, subject, escape=False)
        html = self._whole(
            notification, [self._spoken(facts, escape=True) for facts in plain], subject, escape=True
        )
        notes = tuple(self._note(plain[0], person) for person in people_of(plain[0]))
        return Content(subject, _tidy(text), html, languages), notes

    def _note(self, facts: dict[str, object], person: PersonFacts) -> str:
        """What a calendar entry says of one person's registration, which names nobody."""
        own = facts | {"person": person}
        return _tidy(self._templates.render("_calendar.txt", own, escape=False)).strip()

    def check(
        self, now: datetime, *, thorough: bool = True, as_shipped: bool = False
    ) -> tuple[TemplateProblem, ...]:
        """Compose every notice in every language, with real-looking and with hostile values.

        Args:
            now: aware; the date that the samples carry.
            thorough: every language and every situation, and for what the office has changed other
                events too; else only what it has changed, in one situation of each notice: fit for every
                start.
            as_shipped: the other events also for what was shipped, which this program's tests do.

        Returns:
            What is wrong, each fault once; empty when every mail can be composed.
        """
        problems: dict[str, TemplateProblem] = {}
        events = sample_events(self._event) if thorough else (self._event,)
        changed = self._templates.changed()
        for number, event in enumerate(events):
            trial = self.about(event)
            languages = self._templates.languages() if thorough and (as_shipped or not number) else changed
            every = (_SOME if number else 1) if thorough else _ONE_OF_ALL
            samples = sample_notifications(event, now, languages, every=every)
            for notification in samples:
                for problem in trial._faults(notification):  # noqa: SLF001 - another of this class
                    problems.setdefault(str(problem), problem)
        if not self._templates.languages():
            missing = TemplateProblem(f"mail/{LAST_RESORT}", 0, "no language has templates")
            problems[str(missing)] = missing
        return tuple(problems.values())

    def _faults(self, notification: Notification) -> tuple[TemplateProblem, ...]:
        """What keeps this mail from being composed, or makes it unsafe to send."""
        languages = self._languages(notification)
        if languages[0] != notification.language and notification.language in self._templates.languages():
            return ()  # The letter falls back to a language that is tried by itself.
        name = f"{languages[0]}/{notification.notice.value}"
        # The second language of this letter is the first of another sample. How two go together shows
        # in the shortest letter as well as in all.
        tried = languages if not notification.lines else languages[:1]
        try:
            content, _ = self._rendered(notification, tried)
        except TemplateProblem as problem:
            return (problem,)
        if CANARY in content.html:
            return (TemplateProblem(f"{name}.html", 0, "puts a value into the HTML without escaping it"),)
        return ()

    def _languages(self, notification: Notification) -> tuple[str, ...]:
        """The language of the letter, and the event's after it where that is another one."""
        return self.written_in(notification.language, notification.notice)

    def written_in(self, language: str, notice: Notice) -> tuple[str, ...]:
        """The languages of a letter to somebody who reads `language`: theirs where it has the notice."""
        wished = language.replace("_", "-").partition("-")[0].lower()
        order = (wished, self._event.language, LAST_RESORT)
        known = tuple(dict.fromkeys(lang for lang in order if lang and self._knows(lang, notice)))
        if not known:
            return (self._event.language,)
        if notice in (Notice.DIGEST, Notice.ALARM):
            return known[:1]
        # German is the last resort, not a companion of every letter.
        return tuple(lang for lang in known[:2] if lang in (known[0], self._event.language))

    def _knows(self, language: str, notice: Notice) -> bool:
        return language in self._templates.languages() and self._templates.has(
            f"{language}/{notice.value}.txt"
        )

    def _facts(self, notification: Notification, language: str, *, last: bool) -> dict[str, object]:
        """The facts for one language; `last`: no other language follows in this mail."""
        return letter_facts(notification, self._event, self._reader(language)) | {"last": last}

    def _reader(self, language: str) -> Reader:
        """Who reads this language: its words name the locale, and a second one for months."""
        if language not in self._readers:
            # The words are asked without facts here, since facts need the locale.
            words = self._templates.words(language, {}, escape=False)
            months = str(getattr(words, "months", ""))
            self._readers[language] = Reader(
                language,
                locale_of(str(getattr(words, "locale", language))),
                locale_of(months) if months else None,
            )
        return self._readers[language]

    def _spoken(self, facts: dict[str, object], *, escape: bool) -> dict[str, object]:
        """The facts together with the words of their language."""
        return facts | {"words": self._templates.words(str(facts["language"]), facts, escape=escape)}

    def _subject(self, notification: Notification, facts: dict[str, object]) -> str:
        name = f"{facts['language']}/{notification.notice.value}.subject.txt"
        rendered = self._templates.render(name, facts, escape=False)
        if not (subject := subject_line(rendered, LONGEST_SUBJECT)):
            raise TemplateProblem(name, 0, "the subject is empty")
        return subject

    def _whole(
        self,
        notification: Notification,
        by_language: Sequence[dict[str, object]],
        subject: str,
        *,
        escape: bool,
    ) -> str:
        """The letter in all its languages, as text or as HTML."""
        kind = "html" if escape else "txt"
        first = self._reader(str(by_language[0]["language"])).locale
        blocks = []
        for facts in by_language:
            language, direction = str(facts["language"]), str(facts["direction"])
            name = f"{language}/{notification.notice.value}"
            if escape:
                facts["paragraphs"] = _Paragraphs(self._templates, f"{name}.txt", facts)
            body = self._templates.render(f"{name}.{kind}", facts, escape=escape)
            blocks.append(
                _Block(
                    language=language,
                    direction=direction,
                    words=facts["words"],
                    body=Markup(body) if escape else directed(_tidy(body), direction),  # noqa: S704 - rendered with escaping on
                    name_for_first=first.languages.get(language, language),
                )
            )
        whole = {"blocks": blocks, "subject": subject}
        return self._templates.render(f"_layout.{kind}", whole, escape=escape)


class _Paragraphs:
    """Gives HTML templates the sentences of the text template, so that they are written once."""

    def __init__(self, templates: Templates, name: str, facts: dict[str, object]) -> None:
        self._templates, self._name, self._facts = templates, name, facts

    def __call__(self, block: str) -> Markup:
        """The block's paragraphs as `<p>`, lines that begin with "- " as a list.

        The text was escaped where it was rendered.
        """
        rendered = self._templates.block(self._name, block, self._facts)
        parts = (part.strip() for part in re.split(r"\n\s*\n", rendered))
        direction = str(self._facts["direction"])
        return Markup("\n").join(_paragraph(part, direction) for part in parts if part)


def _paragraph(escaped: str, direction: str, line_break: str = " ") -> Markup:
    lines = [line.strip() for line in escaped.splitlines()]
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{line[2:]}</li>" for line in lines)
        return Markup(f"<ul>{items}</ul>")  # noqa: S704 - escaped by the caller
    # An announcement is written by the office, in whatever language and direction.
    own = natural_direction(escaped) or direction
    turned = f' dir="{own}"' if own != direction else ""
    return Markup(f"<p{turned}>{line_break.join(lines)}</p>")  # noqa: S704 - the same


def _tidy(text: str) -> str:
    """Text without trailing spaces, with single empty lines at most, ending in one line break."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
