"""Sentences that register and sentences that only speak of a workshop, side by side."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.intent import Action, Kind, read
from mailbot.message.model import Attachment, Automatic, Sign
from tests.corpus.load import event
from tests.unit.intent.mails import mail, understood

SPEAKS_OF = """
ich möchte den Beamer für Workshop 2 bestellen.
ich möchte die Stühle für Workshop 2 am Montag anliefern.
wir würden gern am Workshop 2 einen Infostand aufbauen.
Ihr Workshop 2 war letztes Jahr sehr schön.
anbei die Rechnung für Workshop 2.
Workshop 2 wird in Raum 3 verlegt.
ich brauche für Workshop 3 noch zwei Pinnwände und einen Flipchart.
ich würde gern den Workshop 1 dolmetschen.
können Sie mir bitte die Unterlagen zu Workshop 2 schicken?
bitte schicken Sie mir die Unterlagen zu Workshop 2.
ich würde gern wissen, ob in Workshop 2 noch Plätze frei sind.
gibt es im Workshop 3 noch freie Plätze? Ich überlege noch.
ich habe mit Interesse gelesen, dass Sie im Workshop 3 über Arbeit sprechen. Viel Erfolg!
ich komme am Montag wegen Workshop 2 in Ihr Büro.
die Moderation von Workshop 2 übernehme ich gern.
wir haben den Flyer mit Workshop 1 bis 3 auf unserer Seite veröffentlicht.
ich möchte mich über Workshop 2 beschweren.
wer leitet denn Workshop 3?
ich bereite Workshop 2 vor und bräuchte die Teilnehmerzahl.
ich nehme zur Kenntnis, dass Workshop 2 um 13 Uhr beginnt.
ich kann den Flyer nicht öffnen. In Workshop 2 steht kein Raum.
für Workshop 2 brauche ich noch Ihre Unterschrift.
bitte überweisen Sie das Honorar für Workshop 2 auf mein Konto.
ich berichte über Workshop 3 für die Lokalzeitung.
ich würde gern über Workshop 3 berichten.
Herr Fuchs hat gesagt, Workshop 1 sei schon voll. Stimmt das?
unsere Gruppe 2 fährt am 7. Oktober nach Dresden.
ich melde mich wegen Workshop 2 morgen noch einmal telefonisch.
ich möchte Workshop 2 absagen, weil die Referentin krank ist. Annett Schrenk kommt nicht.
ich melde mich hiermit zum Deutschkurs Gruppe 2 an.
der Drucker in Raum 2 geht nicht, bitte kommen Sie vorbei.
I'd like to order the projector for workshop 2.
I would like to know whether workshop 2 is still free.
please send me the slides of workshop 2.
I will deliver the chairs for workshop 3 on Monday.
I want to interpret in workshop 1.
I am writing about the room for workshop 2.
I enjoyed workshop 2 very much, thank you.
I can help with workshop 3 on the day.
Workshop 2 will be moved to room 3.
"""

REGISTERS = """
2 | am 7. Oktober bin ich gern bei Workshop 2 dabei.
2 | Workshop 2 klingt gut, da setze ich mich rein.
3 | die 3 bitte.
3 | haltet mir bitte einen Stuhl in Workshop 3 frei.
1 | ich habe mich für Workshop 1 entschieden.
1 | meine Wahl ist auf Workshop 1 gefallen.
2 | Sie können mich bei Workshop 2 eintragen.
2 | darf ich Sie bitten, mich für den Workshop 2 vorzumerken?
2 | ich bitte höflich um Aufnahme in Workshop 2.
3 | Ihrer Einladung folge ich gern und entscheide mich für Workshop 3.
3 | für den 07.10. würde ich gern in Workshop 3 mitreden.
3 | beim Fachtag möchte ich etwas über Workshop 3 (Beschäftigung) erfahren.
2 | ich mach mit! WS 2.
2 | zählt auf mich, Workshop 2.
2 | ich bestätige meine Teilnahme am Fachtag, Workshop 2.
2 | ich sage für den Fachtag zu und nehme Workshop 2.
2 | ich würde mich freuen, wenn ich in Workshop 2 noch einen Platz bekäme.
2 | falls noch Plätze frei sind, nehme ich Workshop 2.
2 | gibt es noch Plätze in Workshop 2? Wenn ja, melden Sie mich bitte an.
2 | ist Workshop 2 noch frei? Dann bin ich dabei.
2 | letztes Jahr war ich leider verhindert. Dieses Jahr komme ich und zwar in Workshop 2.
2 | letztes Jahr konnte ich nicht kommen, diesmal klappt es: bitte Workshop 2 für mich.
2 | hiermit mein Wunsch: Workshop 2. Mit Fotos habe ich kein Problem.
2 | ich melde mich zu Workshop 2 an. Bitte löschen Sie meine Daten nach der Veranstaltung.
2 | ich melde mich zu Workshop 2 an. Wo kann ich parken?
2 | ich melde mich zu Workshop 2 an. Sollte ich doch verhindert sein, sage ich rechtzeitig ab.
2 | ich melde mich zu Workshop 2 an. Mein Chef Herr Lutz kann leider nicht.
2 | mein Chef hat zugestimmt, ich darf in Workshop 2.
2 | wie telefonisch besprochen: Workshop 2 für mich.
2 | wie am Telefon gesagt nehme ich Workshop 2.
2 | im Anhang sende ich Ihnen mein Anmeldeformular. Zur Sicherheit hier noch einmal: Sabine Kranz, Workshop 2.
2 | nachdem ich jetzt frei bekommen habe, komme ich doch: Workshop 2.
"""

OTHER_REQUESTS = """
registration/ask | ich komme gern zum Fachtag am 7. Oktober.
registration/ask | hiermit melde ich mich zu Ihrer Veranstaltung an.
registration/ask | ich kann mich zwischen Workshop 1 und 3 nicht entscheiden, melde mich aber schon mal an.
cancellation/act | ich muss meine Teilnahme am Fachtag leider absagen.
cancellation/act | mir ist etwas dazwischengekommen, ich kann am 7.10. doch nicht kommen.
cancellation/act | bitte geben Sie meinen Platz im Workshop 2 weiter, ich bin krank.
cancellation/act | leider hat mich Corona erwischt. Bitte streichen Sie mich von der Liste.
change/act | ich hatte mich für Workshop 2 angemeldet und würde gern in Workshop 3 wechseln.
change/act | könnte ich bitte von Workshop 2 in Workshop 3 wechseln?
"""


def lines(text: str) -> list[str]:
    """The lines of a table."""
    return text.strip().splitlines()


@pytest.mark.parametrize("words", lines(SPEAKS_OF))
def test_read_workshop_only_spoken_of_books_nobody(words: str) -> None:
    intent = understood(words)

    assert intent.action in (Action.REVIEW, Action.IGNORE), (intent.kind, intent.action, intent.reason)


@pytest.mark.parametrize("line", lines(REGISTERS))
def test_read_workshop_chosen_in_any_words_is_booked(line: str) -> None:
    workshop, words = line.split(" | ")
    intent = understood(words, subject="Fachtag")

    assert (intent.kind, intent.action) == (Kind.REGISTRATION, Action.ACT), intent.reason
    assert [p.workshop for p in intent.participants] == [workshop]


@pytest.mark.parametrize("line", lines(OTHER_REQUESTS))
def test_read_request_of_another_kind_is_told_apart(line: str) -> None:
    wanted, words = line.split(" | ")
    intent = understood(words)

    assert f"{intent.kind}/{intent.action}" == wanted, intent.reason


@pytest.mark.parametrize(("day", "kind"), [(6, Kind.CANCELLATION), (1, Kind.OTHER)])
def test_read_tomorrow_means_the_event_on_the_day_before_only(day: int, kind: Kind) -> None:
    words = "mein Sohn hat Fieber. Morgen wird das nichts mehr bei mir."
    sent = datetime(2021, 10, day, 18, 0, tzinfo=UTC)

    assert read(mail(words, date=sent), event("fachtag")).kind is kind


def test_read_registration_for_another_day_is_left_to_a_person() -> None:
    words = "bitte melden Sie mich für den Workshop 2 am 12. November an."
    sent = datetime(2021, 9, 3, 18, 0, tzinfo=UTC)

    assert read(mail(words, date=sent), event("fachtag")).action is Action.REVIEW


@pytest.mark.parametrize(("files", "kind"), [(1, Kind.REGISTRATION), (0, Kind.AUTOMATIC)])
def test_read_scan_from_a_copier_whose_subject_registers_is_seen(files: int, kind: Kind) -> None:
    scan = Attachment("scan.pdf", "application/pdf", 9000)
    words = "Gescannt von: Kopierer im Erdgeschoss"
    intent = understood(
        words,
        subject="Anmeldung zum Fachtag",
        attachments=(scan,) * files,
        automatic=Automatic(Sign.WEAK),
    )

    assert intent.kind is kind
    assert intent.action is (Action.REVIEW if files else Action.IGNORE)


def test_read_question_how_to_register_others_is_not_answered_by_a_question() -> None:
    words = (
        "am Telefon sagen viele, dass sie zum Fachtag kommen wollen, etwa Herr Lutz. Soll ich sie eintragen?"
    )

    assert understood(words).action is Action.REVIEW
