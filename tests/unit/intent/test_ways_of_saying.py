"""What people say in passing, and what it may not be taken for."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Intent, Kind, read
from tests.corpus.load import event
from tests.unit.intent.mails import mail


def seen(words: str, about: str = "fachtag", subject: str = "Anmeldung", name: str = "Ute Sander") -> Intent:
    """What is read in a mail to the desk of an event."""
    return read(mail(words, name=name, subject=subject), event(about))


def test_pronoun_means_the_one_whose_place_somebody_takes() -> None:
    words = (
        "ich hatte Frau Lorenz und mich angemeldet, beide für den Workshop 3. "
        "Frau Lorenz ist im Mutterschutz. An ihrer Stelle kommt Jannik Voigt mit."
    )
    found = seen(words, subject="Tausch")
    assert (found.kind, found.action) == (Kind.CHANGE, Action.ACT)
    assert [(p.name, p.workshop, p.replaces) for p in found.participants] == [("Jannik Voigt", "3", "Lorenz")]


@pytest.mark.parametrize("greeting", ["Sportliche Grüße", "Sonnige Grüße", "Gärtnerische Grüße"])
def test_closing_formula_of_any_kind_names_no_theme(greeting: str) -> None:
    found = seen(f"ich melde mich zum Sporttag am 15.11. an.\n\n{greeting}\nUte Sander", "sporttag")
    assert (found.action, found.missing) == (Action.ASK, ("workshop",))


@pytest.mark.parametrize("words", ["Der Workshop bleibt 3.", "Der Workshop ist die 3.", "Workshop wäre 3."])
def test_label_stands_behind_the_verb(words: str) -> None:
    assert [p.workshop for p in seen(f"ich komme am 7. Oktober. {words}").participants] == ["3"]


def test_pronoun_that_begins_a_sentence_is_somebody_else() -> None:
    words = "meine Frau Christel Sander schreibt nicht gern. Sie möchte in Workshop 2, ich fahre sie nur hin."
    assert ("Ute Sander", "2") not in [(p.name, p.workshop) for p in seen(words).participants]


def test_subject_of_the_mail_that_is_answered_announces_nothing() -> None:
    found = seen(
        "Dann lasse ich es lieber, nehmen Sie mich herunter.", subject="AW: Ihre Anmeldung: Angabe fehlt"
    )
    assert (found.kind, found.action) == (Kind.CANCELLATION, Action.ACT)


@pytest.mark.parametrize(
    "words",
    [
        "Ist bei Workshop 2 noch was frei? Wenn ja bin ich dabei.",
        "Wenn Sie nichts dagegen haben, setze ich mich in den Workshop 2.",
        "seit sieben Generationen sind wir hier. Ich nehme am 7. Oktober teil, Workshop 2.",
        "Bitte einen Platz für Ute Sander im Workshop 2 am 7. Oktober.",
    ],
)
def test_words_beside_a_registration_do_not_hold_it_up(words: str) -> None:
    found = seen(words)
    assert (found.action, [(p.name, p.workshop) for p in found.participants]) == (
        Action.ACT,
        [("Ute Sander", "2")],
    )


def test_both_behind_two_of_whom_one_is_known_asks_for_the_other() -> None:
    words = "aus der Gemeinde möchten Selam Haile und ihr Bruder Robel Haile kommen, beide in den Workshop 3."
    found = seen(words)
    assert found.action is not Action.ACT or len(found.participants) == 2


def test_particle_joins_no_theme_to_a_name() -> None:
    words = "ich komme in Workshop 1 und mein Mann Tunde Oyelaran zu den Finanzen."
    assert "Tunde Oyelaran" in [p.name for p in seen(words).participants]


def test_leader_whose_workshop_a_pronoun_takes_up() -> None:
    words = "ich freue mich auf Frau Sikora und melde mich für ihren Workshop an."
    assert [p.workshop for p in seen(words, "gruendertag").participants] == ["C"]


def test_answer_by_a_bare_ordinal_in_another_script_keeps_the_whole_name() -> None:
    data = mail("Третя, будь ласка.\n\nСтепан", name="Stepan Hlushko", subject="Re: Ihre Anmeldung")
    found = read(data, event("fachtag"))
    assert [p.name for p in found.participants] in ([], ["Stepan Hlushko"])


@pytest.mark.parametrize(
    "words",
    [
        "Ich habe einen Laden für Handy Reparatur. Ich nehme Workshop 2 am 7. Oktober.",
        "Ich bin Platzwart bei Blau-Weiß Hüttenkamp. Ich nehme Workshop 2 am 7. Oktober.",
    ],
)
def test_capital_words_that_are_no_name_hold_nobody_up(words: str) -> None:
    assert [(p.name, p.workshop) for p in seen(words).participants] == [("Ute Sander", "2")]


def test_illness_of_another_cancels_nothing() -> None:
    found = seen("mein Bruder ist mit 52 erkrankt. Ich werde am 7. Oktober da sein.")
    assert found.kind is not Kind.CANCELLATION


def test_given_name_that_is_told_in_full_later_is_the_same_person() -> None:
    found = seen("Pia und ich wollen zu Workshop 2. Pia heißt Pia Schlichting.")
    assert {(p.name, p.workshop) for p in found.participants} == {
        ("Ute Sander", "2"),
        ("Pia Schlichting", "2"),
    }
