"""What other scripts and cases ask for: inflected names, joined words, marks, houses, a name at the end."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Kind
from mailbot.intent.detect import detect
from mailbot.intent.identity import same_person
from mailbot.intent.inflection import same_case
from mailbot.intent.language import listed
from mailbot.intent.tokens import sentences, tokenize
from tests.unit.intent.mails import understood


@pytest.mark.parametrize("word", ["людмилу", "петрівну", "сергею", "ткаченка", "анатольевича", "кравчука"])
def test_listed_knows_a_name_in_every_case(word: str) -> None:
    assert listed(word)


@pytest.mark.parametrize("word", ["года", "доброго", "можна", "оценка", "буду"])
def test_listed_takes_no_common_word_for_an_inflected_name(word: str) -> None:
    assert not listed(word)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("кима", "ким", True), ("зою", "зоя", True), ("бойка", "бойко", True), ("анна", "алла", False)],
)
def test_same_case_tells_cases_from_other_names(one: str, other: str, same: bool) -> None:
    assert same_case(one, other) is same


def test_same_person_keeps_names_apart_that_only_look_inflected() -> None:
    assert not same_person("Александр Беккер", "Александра Беккер")
    assert same_person("Зою Мельникову", "Зоя Мельникова")
    assert same_person("О. Браун", "Oleg Braun")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("أحمد وسلمى", ["أحمد", "و", "سلمى"]),
        ("وليد وورشة واحدة", ["وليد", "وورشة", "واحدة"]),
        ("وزارة ووفاء", ["وزارة", "و", "وفاء"]),
    ],
)
def test_tokenize_parts_a_joined_and_from_names_only(text: str, words: list[str]) -> None:
    assert [t.text for t in tokenize(text)] == words


def test_sentences_go_on_behind_a_title_that_ends_in_a_question_mark() -> None:
    assert len(sentences("Запишіть мене на „Darf es etwas mehr sein?“, будь ласка. Дякую.")) == 2
    assert sentences("Ich nehme „Darf es sein?“.") == ("Ich nehme „Darf es sein?“.",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("derneğimizden 20 Eylül'e gelecekler: Can Polat", "tr"),
        ("Ich melde Ayşe Yıldız und Jiří Dvořák für den 20. Mai an", "de"),
        ("xin đăng ký cho tôi", "vi"),
    ],
)
def test_detect_by_letters_of_words_and_not_of_names(text: str, language: str) -> None:
    assert detect(text, "de") == language


@pytest.mark.parametrize(
    ("own", "header", "name"),
    [
        ("Запишите меня на воркшоп 2. Спасибо! Пётр Громов", "Pjotr Gromow", "Пётр Громов"),
        ("سجلوني في الورشة 2 من فضلكم. قاسم جابر", "Qasim Jaber", "قاسم جابر"),
        ("Bitte meldet mich für Workshop 2 an. Danke vorab! Maren Kolbe", "M. Kolbe", "Maren Kolbe"),
        ("Beni 2. atölyeye yazın lütfen. Selin Aydın", "selin", "Selin Aydın"),
    ],
)
def test_name_as_last_sentence_is_the_writers(own: str, header: str, name: str) -> None:
    intent = understood(own, name=header)
    assert (intent.kind, intent.action) == (Kind.REGISTRATION, Action.ACT)
    assert [(p.name, p.workshop) for p in intent.participants] == [(name, "2")]


@pytest.mark.parametrize(
    ("own", "organisation"),
    [
        ("От танцевального клуба «Ритм» запишите меня на воркшоп 1.", "танцевального клуба «Ритм»"),
        ("Наш хор «Рябинушка» поёт, а я записываюсь на воркшоп 1.", "хор «Рябинушка»"),
        ("Реєструю себе на воркшоп 1, працюю у бібліотеці «Слово».", "бібліотеці «Слово»"),
        ("من از انجمن مهر هستم و در کارگاه ۱ ثبت نام می‌کنم.", "انجمن مهر"),
        ("أنا من نادي القراءة وأريد التسجيل في الورشة 1.", "نادي القراءة"),
    ],
)
def test_organisation_in_small_letters_or_without_capitals(own: str, organisation: str) -> None:
    intent = understood(f"{own}\n\nVera Roth", name="Vera Roth")
    assert [p.organisation for p in intent.participants] == [organisation]


@pytest.mark.parametrize(
    ("own", "wishes"),
    [
        (
            "Едут трое: Анна Ким, Лев Ким и Шульц А. П. Все на воркшоп 1, кроме Шульца – он на № 3.",
            {"Анна Ким": "1", "Лев Ким": "1", "Шульц А. П.": "3"},
        ),
        (
            "سجلوا أحمد حداد وسلمى حداد: أحمد في الورشة 1، سلمى في الورشة 3.",
            {"أحمد حداد": "1", "سلمى حداد": "3"},
        ),
    ],
)
def test_everybody_gets_the_own_workshop_whatever_the_case(own: str, wishes: dict[str, str]) -> None:
    intent = understood(own, name="Verein")
    assert {p.name: p.workshop for p in intent.participants} == wishes


def test_prize_number_is_no_workshop() -> None:
    intent = understood("مبروك! تم تسجيل بريدك في سحب الجائزة رقم 3.", name="Win")
    assert intent.action not in (Action.ACT, Action.ASK)


@pytest.mark.parametrize(
    "own",
    [
        "Wenn mein Chef zustimmt, nehme ich an Workshop 2 teil.",
        "Если начальник отпустит, запишусь на воркшоп 2.",
        "إذا وافق مديري على إجازتي فسوف أسجل في الورشة 2.",
    ],
)
def test_condition_below_a_subject_that_registers_is_not_acted_upon(own: str) -> None:
    assert understood(own, subject="Anmeldung").action not in (Action.ACT, Action.ASK)


@pytest.mark.parametrize(
    "own",
    [
        "Чи можна записати мене на воркшоп 2?",
        "Можно меня на воркшоп 2?",
        "Beni 2. atölyeye kaydeder misiniz?",
        "هل يمكنكم تسجيلي في الورشة 2؟",
    ],
)
def test_polite_question_registers_in_every_language(own: str) -> None:
    intent = understood(f"{own}\n\nVera Roth", name="Vera Roth")
    assert (intent.kind, intent.action) == (Kind.REGISTRATION, Action.ACT)


@pytest.mark.parametrize(
    "own",
    ["Чи можна прийти на воркшоп 2 з дитиною?", "Можно ли на воркшоп 2 с ребёнком?", "Atölye 2 ücretli mi?"],
)
def test_question_about_a_workshop_registers_nobody(own: str) -> None:
    assert understood(f"{own}\n\nVera Roth", name="Vera Roth").action is Action.REVIEW


def test_exam_as_a_reason_to_stay_away_is_no_registration_for_it() -> None:
    own = (
        "Leider ich kann nicht kommen am 7. Oktober, ich habe Prüfung. Bitte meine Name weg machen von Liste."
    )
    assert understood(own, subject="Entschuldigung").kind is Kind.CANCELLATION


def test_learners_word_order_registers_and_names_the_stream() -> None:
    listed_ = understood(
        "Guten Tag, ich heiße Olha Koval. Bitte schreiben mein Name in Liste Workshop 2.", name=""
    )
    assert [(p.name, p.workshop) for p in listed_.participants] == [("Olha Koval", "2")]
    away = understood("Ich möchte sehen Fachtag mit Handy zu Hause.\n\nRahel Tewolde", name="Rahel Tewolde")
    assert [str(p.attendance) for p in away.participants] == ["livestream"]


def test_class_of_a_school_is_no_workshop() -> None:
    own = "Мій син іде до першого класу. Запишіть мене на воркшоп 2.\n\nОльга Бойко"
    assert [p.workshop for p in understood(own, name="Ольга Бойко").participants] == ["2"]
    assert [
        p.workshop for p in understood("Запишите меня на мастер-класс 2.", name="Ольга Бойко").participants
    ] == ["2"]
