"""Arabic, Persian and Turkish as data: plain mails in each are read for what they want."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Intent, Kind, read
from mailbot.intent.fold import fold
from mailbot.intent.language import languages
from mailbot.intent.lexicon import lexicon
from mailbot.message.model import Address, Message
from tests.corpus.load import event

WRITERS = {"ar": "سامر حداد", "fa": "رضا احمدی", "tr": "Ayşe Yılmaz"}


def intent_of(language: str, body: str, subject: str = "") -> Intent:
    """What somebody who writes `language` wants of the event whose workshops have numbers."""
    writer = WRITERS[language]
    sender = Address(writer, "writer@post.example")
    return read(Message(subject=subject, senders=(sender,), own=f"{body}\n\n{writer}"), event("fachtag"))


REGISTRATIONS = [
    ("ar", "السلام عليكم،\nأرجو تسجيلي في الورشة الثانية.", "2"),
    ("ar", "تحية طيبة وبعد،\nأود المشاركة في ورشة العمل رقم ٣.", "3"),
    ("ar", "مرحبا، بدي سجل بالورشة الأولى لو سمحتو", "1"),
    ("ar", "صباح الخير، أرغب في حضور المؤتمر وقد اخترت ورشة العمل الثالثة.", "3"),
    ("fa", "با سلام\nلطفاً نام مرا برای کارگاه دوم ثبت کنید.", "2"),
    ("fa", "سلام، میخوام تو کارگاه ۳ شرکت کنم", "3"),
    ("fa", "با احترام، مایلم در کارگاه شماره یک شرکت کنم.", "1"),
    ("fa", "سلام، در كارگاه سوم شركت مي‌كنم.", "3"),
    ("tr", "Sayın yetkililer,\nlütfen 2. atölyeye kaydımı yapınız.", "2"),
    ("tr", "selam, beni üçüncü atölyeye yazar mısınız", "3"),
    ("tr", "Merhaba, birinci atölyeye katılmak istiyorum.", "1"),
    ("tr", "Merhaba, ikinci atolyeye kaydolmak istiyorum.", "2"),
]


@pytest.mark.parametrize(("language", "body", "workshop"), REGISTRATIONS)
def test_registration_with_number_word_or_ordinal(language: str, body: str, workshop: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.language) == (Kind.REGISTRATION, Action.ACT, language)
    assert [(p.name, p.workshop) for p in intent.participants] == [(WRITERS[language], workshop)]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ar", "للأسف لن أتمكن من الحضور، أرجو إلغاء تسجيلي."),
        ("fa", "متأسفانه نمی‌توانم بیایم، لطفاً ثبت‌نام مرا لغو کنید."),
        ("tr", "Maalesef gelemeyeceğim, lütfen kaydımı iptal edin."),
    ],
)
def test_cancellation_of_a_registration(language: str, body: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.language) == (Kind.CANCELLATION, Action.ACT, language)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ar", "هل ما زالت هناك أماكن شاغرة في الورشة الثالثة؟"),
        ("fa", "آیا برای کارگاه سوم هنوز جای خالی هست؟"),
        ("tr", "Üçüncü atölyede hâlâ boş yer var mı?"),
    ],
)
def test_question_registers_nobody(language: str, body: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.participants) == (Kind.QUESTION, Action.REVIEW, ())


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ar", "شكراً على الدعوة، لكنني لن أسجل هذا العام. أتمنى لكم التوفيق."),
        ("fa", "با سپاس از دعوت شما، متأسفانه امسال ثبت‌نام نمی‌کنم. موفق باشید."),
        ("tr", "Davetiniz için teşekkürler, bu yıl kayıt olmayacağım. Başarılar dilerim."),
    ],
)
def test_declined_invitation_gets_no_answer(language: str, body: str) -> None:
    assert intent_of(language, body).action in (Action.IGNORE, Action.REVIEW)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ar", "أرجو تسجيلي في الورشة الثانية، وإذا كانت ممتلئة ففي الورشة الأولى."),
        ("fa", "کارگاه ۲ را انتخاب می‌کنم؛ اگر جا نبود، کارگاه ۱."),
        ("tr", "Ben 2. atölyeye katılmak istiyorum, dolu ise 1. atölyeye."),
    ],
)
def test_second_choice_behind_a_condition(language: str, body: str) -> None:
    (person,) = intent_of(language, body).participants
    assert (person.workshop, person.alternative) == ("2", "1")


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ar", "أود متابعة المؤتمر عبر البث المباشر، أرجو تسجيل اسمي."),
        ("fa", "مایلم همایش را از طریق پخش زنده دنبال کنم، لطفاً نام مرا ثبت کنید."),
        ("tr", "Toplantıyı canlı yayından izlemek istiyorum, kaydımı yapınız."),
    ],
)
def test_livestream_in_place_of_a_workshop(language: str, body: str) -> None:
    (person,) = intent_of(language, body).participants
    assert (person.workshop, person.attendance) == (None, "livestream")


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ar", "أرجو تسجيلي في الورشة الأولى، لكنني أرفض تصويري."),
        ("fa", "مایلم در کارگاه ۱ شرکت کنم اما با فیلم‌برداری موافق نیستم."),
        ("tr", "1. atölyeye katılmak istiyorum, ancak fotoğrafımın çekilmesini kabul etmiyorum."),
    ],
)
def test_objection_to_pictures_is_seen_by_a_person(language: str, body: str) -> None:
    assert intent_of(language, body).action is Action.REVIEW


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ar", "أريد التسجيل في دورة اللغة الألمانية المستوى B1."),
        ("fa", "می‌خواهم در کلاس زبان آلمانی سطح B1 ثبت‌نام کنم."),
        ("tr", "B1 seviyesindeki Almanca kursuna kaydolmak istiyorum."),
    ],
)
def test_language_course_is_not_this_event(language: str, body: str) -> None:
    assert intent_of(language, body).action in (Action.IGNORE, Action.REVIEW)


@pytest.mark.parametrize(
    ("language", "word", "number"), [("ar", "خمس", 5), ("ar", "شخصين", 2), ("fa", "سه", 3), ("tr", "dört", 4)]
)
def test_number_of_people_in_words(language: str, word: str, number: int) -> None:
    assert lexicon((language,)).number(fold(word)) == number


@pytest.mark.parametrize("language", ["ar", "fa", "tr"])
def test_patterns_hold_no_apostrophe_or_hyphen_between_alternatives(language: str) -> None:
    """Both part words, so that an alternative with one would break its pattern in two."""
    patterns = [p for patterns in languages()[language].cues.values() for p in patterns]
    assert not [p for p in patterns for e in p.split() if "|" in e and any(mark in e for mark in "'’-")]
