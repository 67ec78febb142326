"""Reading whole mails: kinds, choices, people and doubts, one mechanism a case."""

from __future__ import annotations

import pytest

from mailbot.envelope import Attendance
from mailbot.intent import Action, Kind, Source
from mailbot.message.model import Address, Automatic, Bounce, Sign
from tests.unit.intent.mails import understood


@pytest.mark.parametrize(
    ("words", "workshop"),
    [
        ("Ich melde mich für Workshop 2 an.", "2"),
        ("Bitte tragen Sie mich für WS III ein.", "3"),
        ("Ich nehme gern am zweiten Workshop teil.", "2"),
        ("Ich möchte in den 3. Workshop gehen.", "3"),
        ("Bitte melden Sie mich für den Workshop „Darf es etwas mehr als Folklore sein?“ an.", "2"),
        ("Ich melde mich für Workshop 1 an, Entschuldigung, ich meine Workshop 3.", "3"),
        ("Ich möchte am 7.10. um 8:30 Uhr teilnehmen und wähle Workshop 1, Telefon 03727 555 2.", "1"),
        ("Bitte melden Sie mich an, aber nicht für Workshop 1, sondern für Workshop 2.", "2"),
    ],
)
def test_read_choice_of_one_person(words: str, workshop: str) -> None:
    intent = understood(words)

    assert (intent.kind, intent.action) == (Kind.REGISTRATION, Action.ACT)
    assert [(p.name, p.workshop) for p in intent.participants] == [("Erika Beispiel", workshop)]


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("Hiermit melde ich mich zum Fachtag an.", "workshop"),
        ("Hiermit melde ich mich zum Fachtag an, Workshop 1 und Workshop 3.", "choice"),
        ("Hiermit melde ich mich zum Fachtag an, Workshop 7.", "unknown-workshop"),
        ("Ich melde mich für Workshop 2 „Beschäftigung – suchen, finden und bleiben!“ an.", "choice"),
        ("Wir kommen zu dritt zum Fachtag, bitte Workshop 2.", "names"),
    ],
)
def test_read_asks_for_what_only_the_sender_knows(words: str, missing: str) -> None:
    intent = understood(words)

    assert (intent.action, missing in intent.missing) == (Action.ASK, True)


def test_read_asks_for_a_name_where_none_is() -> None:
    intent = understood("Bitte melden Sie mich für Workshop 2 an.", name="")

    assert (intent.action, intent.missing) == (Action.ASK, ("name",))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ich bin für Workshop 2 angemeldet. Gibt es Parkplätze?", Kind.QUESTION),
        ("Ich muss meine Anmeldung leider stornieren.", Kind.CANCELLATION),
        ("Bitte melden Sie mich für den Integrationskurs B1 an.", Kind.OTHER),
        ("Ich melde mich zum Deutschkurs an, am liebsten Gruppe 2, weil ich tagsüber arbeite.", Kind.OTHER),
        ("Anbei unsere Rechnung Nr. 3 vom 2. Mai.", Kind.OTHER),
    ],
)
def test_read_kinds_that_register_nobody(words: str, kind: Kind) -> None:
    intent = understood(words)

    assert intent.kind is kind
    assert intent.kind is Kind.CANCELLATION or intent.action in (Action.REVIEW, Action.IGNORE)


def test_read_conditional_absence_is_no_cancellation() -> None:
    intent = understood("Ich melde mich für Workshop 2 an. Falls ich doch nicht kommen kann, melde ich mich.")

    assert intent.kind is Kind.REGISTRATION


def test_read_livestream() -> None:
    intent = understood("Ich möchte per Livestream am Fachtag teilnehmen.")

    assert [p.attendance for p in intent.participants] == [Attendance.LIVESTREAM]


def test_read_second_choice() -> None:
    intent = understood("Bitte melden Sie mich für Workshop 1 an, ersatzweise Workshop 3.")

    assert [(p.workshop, p.alternative) for p in intent.participants] == [("1", "3")]


def test_read_list_of_people() -> None:
    intent = understood("Zum Fachtag kommen:\n\n- Anna Weber, Workshop 1\n- Omar Haddad, Workshop 2\n")

    assert [(p.name, p.workshop) for p in intent.participants] == [("Anna Weber", "1"), ("Omar Haddad", "2")]


def test_read_objection_to_pictures_goes_to_a_person() -> None:
    intent = understood("Ich melde mich für Workshop 2 an. Mit Fotos bin ich nicht einverstanden.")

    assert (intent.action, intent.reason, intent.attention) == (Action.REVIEW, "objection-to-pictures", True)


def test_read_evidence_names_words_source_and_rule() -> None:
    (person,) = understood("Ich melde mich für Workshop 2 an.").participants

    assert person.evidence["workshop"].rule == "number:2"
    assert person.evidence["name"].source is Source.HEADER


@pytest.mark.parametrize("on", ["tagung", "kueche"])
def test_read_number_that_the_event_does_not_have_is_never_booked(on: str) -> None:
    intent = understood("Ich melde mich für Workshop 2 an.", on=on)

    assert intent.action is not Action.ACT


def test_read_strong_signs_of_a_machine_are_left_alone() -> None:
    intent = understood("Ich melde mich für Workshop 2 an.", automatic=Automatic(Sign.STRONG))

    assert (intent.kind, intent.action) == (Kind.AUTOMATIC, Action.IGNORE)


def test_read_weak_signs_and_a_registration_go_to_a_person() -> None:
    intent = understood("Ich melde mich für Workshop 2 an.", automatic=Automatic(Sign.WEAK))

    assert intent.action is Action.REVIEW


def test_read_bounce() -> None:
    intent = understood("Unzustellbar", bounce=Bounce(("a@b.example",), True))

    assert (intent.kind, intent.action) == (Kind.BOUNCE, Action.IGNORE)


def test_read_reply_to_another_domain_gets_no_answer_by_itself() -> None:
    intent = understood("Ich melde mich für Workshop 2 an.", reply_to=(Address("", "x@elsewhere.example"),))

    assert (intent.action, intent.reason) == (Action.REVIEW, "reply-to-elsewhere")


def test_read_cancellation_with_dmarc_fail_goes_to_a_person() -> None:
    results = ("mx.example; dmarc=fail header.from=verein.example",)
    intent = understood("Ich ziehe meine Anmeldung zurück.", authentication_results=results)

    assert (intent.kind, intent.action) == (Kind.CANCELLATION, Action.REVIEW)


def test_read_markup_in_a_field_goes_to_a_person() -> None:
    intent = understood("Name: {{7*7}} Keller\nWorkshop: 1\n")

    assert intent.action is Action.REVIEW
