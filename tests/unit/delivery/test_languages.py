"""Letters in other languages: whole, in their own words and script, with the same facts as the German."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from mailbot.decision.model import Line, Notification
from mailbot.decision.reference import references_in
from mailbot.delivery.templates import Templates, shipped_templates
from mailbot.delivery.when import Reader, locale_of, moment
from mailbot.envelope import Notice, Status
from tests.unit.delivery.sample_office import (
    ALI,
    ANNA,
    CANCELLED,
    EVENT,
    NOW,
    SECOND,
    STREAMING,
    WAITING,
    composer,
    notification,
    text_of,
    typical,
)

TEMPLATES = Templates((shipped_templates(),))
FOREIGN = tuple(language for language in TEMPLATES.languages() if language != "de")
LOCALES = {"ar": "ar", "en": "en_GB", "fa": "fa", "fr": "fr", "ru": "ru", "tr": "tr", "uk": "uk"}
LATER = NOW + timedelta(days=2)
OFFERED = replace(WAITING, offered="2", offered_until=LATER)

CASES: tuple[Notification, ...] = (
    *(case for case in typical() if case.notice not in (Notice.DIGEST, Notice.ALARM)),
    notification(Notice.CONFIRMATION, Line(ANNA), repeated=True),
    notification(Notice.CONFIRMATION, Line(ANNA), Line(WAITING, position=3)),
    notification(Notice.WAITLIST, Line(WAITING, position=3), Line(replace(ALI, status=Status.HELD))),
    notification(Notice.WAITLIST, Line(WAITING, position=3), repeated=True),
    *(
        notification(Notice.QUESTION, missing=missing)
        for missing in (("name",), ("names", "workshop"), ("name", "workshop"), ("which",), ("choice",), ())
    ),
    notification(Notice.QUESTION, missing=("unknown-workshop",)),
    notification(Notice.CHANGE, Line(WAITING, position=3, before=ANNA)),
    notification(Notice.CHANGE, Line(SECOND, position=3, before=ANNA)),
    notification(Notice.CHANGE, Line(replace(ALI, status=Status.PENDING), before=ALI)),
    notification(Notice.CHANGE, Line(ANNA), repeated=True),
    notification(Notice.CHANGE, Line(ANNA), by_hand=True, text="Bis bald!"),
    notification(Notice.CANCELLATION, Line(CANCELLED), repeated=True),
    notification(Notice.CANCELLATION, Line(CANCELLED), by_hand=True, text="Bis bald!"),
    notification(Notice.PROMOTION, Line(ANNA, before=WAITING)),
    notification(Notice.PROMOTION, Line(OFFERED, before=WAITING)),
    notification(Notice.PROMOTION, Line(replace(SECOND, offered="2", offered_until=LATER), before=SECOND)),
    notification(Notice.REMINDER, Line(STREAMING)),
)

GERMAN = """aber auf aus bei bis das dass dem den der die ein eine einen er es für haben hat ich ihr ihre
ihren im ist kein keine mit möchten nach nicht noch oder platz sich sie sind uhr und uns vom von warteliste
was wenn wer werden wie wir wird zu zum zur anmeldung antwort antworten stand kennung einrichtung ort zeit
guten tag danke"""
ENGLISH = """the and you your we our is are was were has have had with for from this that not no of to in on
at by please thank place waiting list hello kind regards what which who when where"""
OTHERS = {
    "de": set(ENGLISH.split()) - {"in", "was"},
    "en": set(GERMAN.split()) - {"was", "stand"},
    "fr": {*GERMAN.split(), *ENGLISH.split()} - {"on", "es", "place"},
    "tr": {*GERMAN.split(), *ENGLISH.split()} - {"an", "not"},
}
"""Words that have no business in a language of the same script, less those that are its own as well."""

STRANGERS = {
    "ar": "پچژگیکے",
    "fa": "يكةى",
    "ru": "іїєґІЇЄҐ",
    "uk": "ыэъёЫЭЪЁ",
}
"""Letters of the neighbouring language in the same script: a sign of the wrong keyboard or text."""


@cache
def whole(case: Notification, language: str) -> str:
    """The plain text of the mail, all its languages."""
    return text_of(composer().compose(replace(case, language=language), NOW))


def letter(case: Notification, language: str) -> str:
    """The letter in its first language, without the German text below it."""
    first, _, _ = whole(case, language).partition("\n----------------------------------------\n")
    return first


def own_words(case: Notification, language: str) -> str:
    """What the templates of the language say, without the event's and people's own texts."""
    text = letter(case, language)
    for value in sorted(_values(case), key=len, reverse=True):
        text = text.replace(value, "")
    return re.sub("[\u2068\u2069\u200f]", "", text)


def _values(case: Notification) -> set[str]:
    office, people = EVENT.organiser, [line.registration for line in case.lines]
    people += [line.before for line in case.lines if line.before]
    return {
        EVENT.title,
        EVENT.subtitle,
        EVENT.place,
        EVENT.catering,
        EVENT.recording,
        EVENT.subject_to_change,
        EVENT.funding,
        EVENT.livestream_url,
        case.to_name,
        case.reference,
        *(" ".join(block.split()) for block in case.text.split("\n\n") if block),
        *(w.title for w in EVENT.workshops),
        *(w.room for w in EVENT.workshops if w.room),
        *(", ".join(w.leaders) for w in EVENT.workshops),
        *(item.title for item in EVENT.programme),
        *(value for value in (office.name, office.unit, office.address, office.email, office.phone)),
        *(f"{person.title} {person.name}".strip() for person in people),
        *(person.organisation for person in people if person.organisation),
        *(person.reference for person in people),
    } - {""}


def test_languages_shipped_are_those_promised() -> None:
    assert set(TEMPLATES.languages()) == {"ar", "de", "en", "fa", "fr", "ru", "tr", "uk"}


@pytest.mark.parametrize("language", TEMPLATES.languages())
def test_every_notice_to_participants_has_all_three_files_in_every_language(language: str) -> None:
    files = {path.name for path in (shipped_templates() / "mail" / language).iterdir()}
    told = [n for n in Notice if language in ("de", "en") or n not in (Notice.DIGEST, Notice.ALARM)]
    wanted = {f"{notice.value}.{kind}" for notice in told for kind in ("subject.txt", "txt", "html")}
    assert wanted - files == set()


@pytest.mark.parametrize("language", [*FOREIGN, "de"])
def test_letter_has_no_word_of_another_language(language: str) -> None:
    for case in CASES:
        text = own_words(case, language)
        if language in STRANGERS:
            assert re.findall("[A-Za-zÄÖÜäöüß]+", text) == []
            assert sorted(set(STRANGERS[language]) & set(text)) == []
        else:
            assert sorted(set(re.findall(r"\w+", text.casefold())) & OTHERS[language]) == []


@pytest.mark.parametrize("language", FOREIGN)
def test_letter_tells_the_same_numbers_as_the_german(language: str) -> None:
    for case in CASES:
        told = [Counter(int(n) for n in re.findall(r"\d+", letter(case, lang))) for lang in (language, "de")]
        assert told[0] == told[1], case.notice


@pytest.mark.parametrize("language", FOREIGN)
def test_letter_gives_every_name_and_title_that_the_german_gives(language: str) -> None:
    for case in CASES:
        # Who pays is said once, at the very end; "Workshops" is a German label too.
        names = _values(case) - {EVENT.funding, "Workshops"}
        given = [{name for name in names if name in letter(case, lang)} for lang in (language, "de")]
        assert given[0] == given[1]


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_letter_in_arabic_script_has_its_marks(language: str) -> None:
    for case in CASES:
        assert re.findall(r"[^\n]*[,;?][^\n]*", own_words(case, language)) == []


def test_letter_in_french_has_a_space_that_does_not_break_before_double_marks() -> None:
    for case in CASES:
        text = re.sub(r"\d\d:\d\d", "", own_words(case, "fr"))
        assert re.findall(r"[^\n]{0,20}(?<!\u00a0)[:;?!»][^\n]*", text) == []


@pytest.mark.parametrize("language", FOREIGN)
def test_words_of_every_language_name_the_same_things(language: str) -> None:
    words, german = (TEMPLATES.words(lang, {}, escape=False) for lang in (language, "de"))
    names = {name for name in vars(german) if not name.startswith("_")} - {"answer_with"}
    assert sorted(names - set(vars(words))) == []
    for table in ("labels", "states", "answers"):
        assert set(getattr(words, table)) == set(getattr(german, table))
        assert all(getattr(words, table).values())


@pytest.mark.parametrize("language", [*FOREIGN, "de"])
def test_answers_that_we_ask_for_are_two_words_at_most(language: str) -> None:
    answers = dict(TEMPLATES.words(language, {}, escape=False).answers)  # type: ignore[attr-defined]
    assert all(len(answer.split()) <= 2 for answer in answers.values())
    assert len(set(answers.values())) == 3


@pytest.mark.parametrize("language", [*FOREIGN, "de"])
def test_question_lists_every_workshop_and_asks_one_thing(language: str) -> None:
    case = notification(Notice.QUESTION, missing=("workshop",))
    text = letter(case, language)
    opening = text.partition(EVENT.workshops[0].title)[0]
    assert len(re.findall("[?؟]", opening)) == 1
    assert all(w.title in text for w in EVENT.workshops)


@pytest.mark.parametrize("language", [*FOREIGN, "de"])
def test_reference_in_a_letter_is_found_again(language: str) -> None:
    case = notification(Notice.CONFIRMATION, Line(ANNA))
    assert ANNA.reference in references_in(letter(case, language))


@pytest.mark.parametrize("language", FOREIGN)
def test_german_letter_stands_below(language: str) -> None:
    for case in CASES:
        assert whole(case, language).endswith(f"Deutsch\n\n{whole(case, 'de')}")


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("ru", {2: "2 человека", 5: "5 человек", 21: "21 человек", 22: "22 человека", 111: "111 человек"}),
        ("uk", {2: "2 особи", 5: "5 осіб", 21: "21 особа", 22: "22 особи", 111: "111 осіб"}),
        ("ar", {2: "شخصان", 3: "3 أشخاص", 11: "11 شخصًا", 100: "100 شخص", 103: "103 أشخاص"}),
        ("fr", {2: "Les 2 personnes", 21: "Les 21 personnes"}),
        ("tr", {2: "2 kişinin", 21: "21 kişinin"}),
        ("fa", {2: "هر 2 نفر", 21: "هر 21 نفر"}),
    ],
)
def test_group_is_counted_as_the_language_counts(language: str, counted: dict[int, str]) -> None:
    for number, words in counted.items():
        lines = tuple(Line(replace(ANNA, reference=f"X-{n}")) for n in range(number))
        for notice in (Notice.CONFIRMATION, Notice.CANCELLATION):
            gone = Status.CANCELLED if notice is Notice.CANCELLATION else Status.CONFIRMED
            case = notification(notice, *(Line(replace(line.registration, status=gone)) for line in lines))
            opening = letter(case, language)[:400]
            assert words.removeprefix("Les ") in opening


@pytest.mark.parametrize(
    ("language", "months", "shown"),
    [
        ("ar", "ar_SY", ("الخميس، 7 أكتوبر/تشرين الأول 2021", "7 أكتوبر/تشرين الأول", "00:05")),
        ("fa", "fa_AF", ("پنجشنبه 7 اکتبر/اکتوبر 2021", "7 اکتبر/اکتوبر", "0:05")),
        ("ar", "ar", ("الخميس، 7 أكتوبر 2021", "7 أكتوبر", "00:05")),
        ("ru", "", ("четверг, 7 октября 2021\u00a0г.", "7 октября", "00:05")),
        ("tr", "", ("7 Ekim 2021 Perşembe", "7 Ekim", "00:05")),
    ],
)
def test_moment_is_written_for_its_readers(language: str, months: str, shown: tuple[str, str, str]) -> None:
    instant = datetime(2021, 10, 6, 22, 5, tzinfo=UTC)
    reader = Reader(language, locale_of(LOCALES[language]), locale_of(months) if months else None)
    told = moment(instant, EVENT.zone, reader)
    assert (told.date, told.short, told.time) == shown
