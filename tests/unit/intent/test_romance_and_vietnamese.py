"""French, Spanish, Romanian and Vietnamese as data: plain mails in each are read for what they want."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Intent, Kind
from mailbot.intent.detect import detect
from mailbot.intent.language import languages
from mailbot.intent.lexicon import lexicon
from mailbot.intent.tokens import tokenize
from tests.unit.intent.mails import understood

WRITERS = {"fr": "Marie Lefort", "es": "Pablo Ruiz", "ro": "Elena Moraru", "vi": "Trần Thị Lan"}


def intent_of(language: str, body: str, *, on: str = "fachtag") -> Intent:
    """What somebody who writes `language` wants of the event, signed with a name."""
    writer = WRITERS[language]
    return understood(f"{body}\n\n{writer}", name=writer, on=on)


REGISTRATIONS = [
    ("fr", "Bonjour,\nje souhaiterais m'inscrire à l'atelier 2 de la journée du 7 octobre.", "2"),
    ("fr", "Bonsoir, inscrivez-moi svp à l'atelier trois", "3"),
    ("fr", "Bonjour, comptez sur moi pour le premier atelier !", "1"),
    ("es", "Buenos días:\nme gustaría inscribirme en el taller 2 de la jornada del 7 de octubre.", "2"),
    ("es", "Hola, apúntenme porfa al taller tres", "3"),
    ("es", "¡Hola! Cuenten conmigo para el primer taller.", "1"),
    ("ro", "Bună ziua,\naș dori să mă înscriu la atelierul 2 din 7 octombrie.", "2"),
    ("ro", "Salut, treceti-ma va rog pe lista la atelierul trei", "3"),
    ("ro", "Salut! Contați pe mine la primul atelier.", "1"),
    ("vi", "Kính gửi Ban tổ chức,\ntôi muốn đăng ký tham gia workshop 2 ngày 7 tháng 10.", "2"),
    ("vi", "Chào anh chị, cho em đăng ký nhóm số ba với ạ", "3"),
    ("vi", "Xin chào, tôi đăng ký nhóm đầu tiên ạ.", "1"),
]


@pytest.mark.parametrize(("language", "body", "workshop"), REGISTRATIONS)
def test_registration_with_digit_number_word_or_ordinal(language: str, body: str, workshop: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.language) == (Kind.REGISTRATION, Action.ACT, language)
    assert [(p.name, p.workshop) for p in intent.participants] == [(WRITERS[language], workshop)]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "Bonjour,\nmalheureusement je ne pourrai pas venir. Veuillez annuler mon inscription."),
        ("es", "Hola:\nlamentablemente no podré ir. Por favor, cancelen mi inscripción."),
        ("ro", "Bună ziua,\ndin păcate nu pot veni. Vă rog să anulați înscrierea mea."),
        ("vi", "Xin chào,\nrất tiếc tôi không thể đến. Xin hủy đăng ký của tôi."),
    ],
)
def test_cancellation_of_a_registration(language: str, body: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.language) == (Kind.CANCELLATION, Action.ACT, language)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "Bonjour,\nà quelle heure commence la journée et y a-t-il un parking ?"),
        ("es", "Hola:\n¿a qué hora empieza la jornada y hay aparcamiento?"),
        ("ro", "Bună ziua,\nla ce oră începe conferința și există parcare?"),
        ("vi", "Xin chào,\nhội thảo bắt đầu lúc mấy giờ và có chỗ đậu xe không?"),
    ],
)
def test_question_registers_nobody(language: str, body: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.participants) == (Kind.QUESTION, Action.REVIEW, ())


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "Bonjour, je choisis l'atelier 1 et en second choix l'atelier 2."),
        ("es", "Hola, elijo el taller 1 y como segunda opción el taller 2."),
        ("ro", "Bună, aleg atelierul 1 și ca a doua opțiune atelierul 2."),
        ("vi", "Chào anh chị, em chọn nhóm 1, nguyện vọng hai là nhóm 2."),
    ],
)
def test_second_choice_beside_the_first(language: str, body: str) -> None:
    intent = intent_of(language, body)
    assert [(p.workshop, p.alternative) for p in intent.participants] == [("1", "2")]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "Je m'inscris à l'atelier 2 mais je m'oppose à toute prise de vue de ma personne."),
        ("es", "Me inscribo en el taller 2, pero no autorizo que se me grabe ni fotografíe."),
        ("ro", "Mă înscriu la atelierul 2, dar nu sunt de acord să fiu filmată."),
        ("vi", "Tôi đăng ký nhóm 2 nhưng tôi không đồng ý bị chụp ảnh."),
    ],
)
def test_objection_to_pictures_goes_to_a_person(language: str, body: str) -> None:
    assert intent_of(language, body).action is Action.REVIEW


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "Bonjour, je voudrais m'inscrire au cours d'allemand B1 de Rochlitz, groupe 2 du soir."),
        ("es", "Hola, quiero inscribirme en el curso de alemán B1 de Rochlitz, grupo 2 de la tarde."),
        ("ro", "Bună ziua, vreau să mă înscriu la cursul de germană B1 din Rochlitz, grupa 2."),
        ("vi", "Xin chào, em muốn đăng ký khóa học tiếng Đức B1, nhóm 2."),
    ],
)
def test_course_is_not_booked(language: str, body: str) -> None:
    assert intent_of(language, body).action in (Action.REVIEW, Action.IGNORE)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "Bonjour, je participerai en ligne uniquement."),
        ("es", "Hola, participaré solo online."),
        ("ro", "Bună ziua, voi participa doar online."),
        ("vi", "Chào anh chị, tôi chỉ tham gia trực tuyến."),
    ],
)
def test_livestream_in_words_of_the_language(language: str, body: str) -> None:
    intent = intent_of(language, body)
    assert [(str(p.attendance), p.workshop) for p in intent.participants] == [("livestream", None)]


def test_romanian_cedilla_and_comma_are_one_word() -> None:
    words = lexicon(("ro",))
    for spelling in ("înscrieţi-mă", "înscrieți-mă", "inscrieti-ma"):
        assert any(cue.name == "self_register" for cue in words.cues(tokenize(spelling))), spelling


def test_vietnamese_decomposed_is_the_same_word() -> None:
    composed, decomposed = "đăng ký", "đăng ky\u0301"
    words = lexicon(("vi",))
    assert [c.name for c in words.cues(tokenize(composed))] == [
        c.name for c in words.cues(tokenize(decomposed))
    ]


def test_vietnamese_given_name_huy_cancels_nothing() -> None:
    intent = understood("Chào anh chị, em là Đỗ Quang Huy, đăng ký nhóm 2 ạ.", name="Do Quang Huy")
    assert intent.kind is Kind.REGISTRATION


@pytest.mark.parametrize("language", sorted(WRITERS))
def test_number_words_and_ordinals_are_known(language: str) -> None:
    known = languages()[language]
    assert set(range(1, 6)) <= set(known.numbers.values())
    assert {1, -1} <= set(known.ordinals.values())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, merci de me dire si c'est encore possible.", "fr"),
        ("Hola, ¿me pueden decir si todavía es posible?", "es"),
        ("Bună ziua, îmi puteți spune dacă mai este posibil?", "ro"),
        ("Chao anh chi, cho em hoi con cho khong a", "vi"),
    ],
)
def test_language_of_short_words(text: str, language: str) -> None:
    assert detect(text, "de") == language
