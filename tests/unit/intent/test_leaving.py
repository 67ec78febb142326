"""Changes, cancellations, substitutes and bare answers, in the many ways people say them."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Intent, Kind, read
from mailbot.intent.model import Answer
from tests.corpus.load import event
from tests.unit.intent.mails import mail, understood

OURS = "<4711@landkreis-mittelsachsen.de>"


def answered(words: str, subject: str = "Re: Ihre Anmeldung") -> Intent:
    """What is read in a reply to a mail of ours."""
    return read(mail(words, subject=subject, in_reply_to=(OURS,)), event("fachtag"))


CANCELS = """
Leider muss ich meine Teilnahme am Fachtag absagen.
Ich habe mich für Workshop 2 angemeldet, bin nun aber krank und kann nicht kommen.
Bitte streichen Sie mich von der Teilnehmerliste.
Ich trete von meiner Anmeldung zurück.
Meinen Platz in Workshop 2 können Sie weitergeben, ich bin verhindert.
Bitte stornieren Sie meine Anmeldung zum Fachtag.
Ich muss mich leider vom Fachtag wieder abmelden.
Können Sie mich bitte von der Liste nehmen?
Ich ziehe meine Anmeldung für Workshop 2 zurück.
Hiermit widerrufe ich meine Anmeldung.
Ich hatte mich angemeldet, schaffe es aber leider nicht.
I have to cancel my registration.
Please cancel my place in workshop 2.
Je dois annuler ma participation : ma formation commence ce jour-là.
Tengo que cancelar mi inscripción.
Muszę odwołać swój udział.
Змушена скасувати свою реєстрацію.
Вынуждена отменить свою регистрацию.
Kaydımı iptal etmek istiyorum.
Trebuie să îmi anulez înscrierea.
"""

CANCELS_IN_REPLY = """
Ich schaffe es leider doch nicht.
Ich bin raus, sorry.
Leider krank geworden, ich kann nicht kommen.
Ich muss leider wieder absagen.
Mein Platz wird frei, ich liege mit Grippe im Bett.
Bitte vergeben Sie meinen Platz anderweitig.
Es klappt bei mir leider nicht.
Unfortunately I can't make it.
Malheureusement je ne pourrai pas venir.
На жаль, я не зможу прийти.
К сожалению, я не смогу прийти.
Maalesef gelemiyorum.
"""

CHANGES = """
Ich bin für Workshop 1 angemeldet und möchte in Workshop 2 wechseln.
Bitte ändern Sie meine Anmeldung: statt Workshop 1 nun Workshop 2.
Bitte buchen Sie mich von Workshop 1 auf Workshop 2 um.
Ich habe mich für Workshop 1 angemeldet, möchte aber lieber in Workshop 2.
Ich würde gern von Workshop 1 in Workshop 2 wechseln.
Könnten Sie mich von Workshop 1 in Workshop 2 umbuchen?
I registered for workshop 1 and would like to switch to workshop 2.
Je suis inscrite à l'atelier 1 et je voudrais passer à l'atelier 2.
"""

NOT_IGNORED = """
In der Bestätigung steht mein Name falsch: Ich heiße Kowalczyk, nicht Kowalczik.
Mein Name ist in der Anmeldung falsch geschrieben, richtig ist Beispiell.
Meine Anmeldung für Workshop 1 bitte in Workshop 2 ändern.
В подтверждении ошибка в фамилии: я Ланге.
Хочу змінити воркшоп: замість першого прошу третій.
أنا مسجلة في الورشة الأولى وأرغب في الانتقال إلى الورشة الثالثة
Ich kann nun doch kommen, bitte wieder auf die Liste.
Anstelle von Frau Lorenz kommt Herr Karl Yilmaz in Workshop 2.
Bei uns gibt es einen Wechsel: Herr Karl Yilmaz übernimmt den Platz von Frau Lorenz.
Ich kann mich doch nicht in Workshop 2 setzen, geht auch Workshop 3?
"""

KEEPS = """
Falls ich doch nicht kommen kann, melde ich mich.
Sollte ich verhindert sein, sage ich rechtzeitig ab.
Danke für die Bestätigung, ich bleibe dabei!
Ich freue mich und sage auf keinen Fall ab.
"""


def lines(text: str) -> list[str]:
    """The lines of a list of mails."""
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("words", lines(CANCELS))
def test_read_cancellation_of_the_writer(words: str) -> None:
    intent = understood(words)

    assert (intent.kind, intent.action) == (Kind.CANCELLATION, Action.ACT), intent.reason


@pytest.mark.parametrize("words", lines(CANCELS_IN_REPLY))
def test_read_cancellation_in_a_reply(words: str) -> None:
    intent = answered(words)

    assert (intent.kind, intent.action) == (Kind.CANCELLATION, Action.ACT), intent.reason


@pytest.mark.parametrize("words", lines(CHANGES))
def test_read_change_of_workshop(words: str) -> None:
    intent = understood(words)

    assert (intent.kind, intent.action) == (Kind.CHANGE, Action.ACT), intent.reason
    assert [p.workshop for p in intent.participants] == ["2"]


@pytest.mark.parametrize("words", lines(NOT_IGNORED))
def test_read_change_is_never_ignored(words: str) -> None:
    assert answered(words).action is not Action.IGNORE
    assert understood(words).action is not Action.IGNORE


@pytest.mark.parametrize("words", lines(KEEPS))
def test_read_no_cancellation_where_nobody_leaves(words: str) -> None:
    assert answered(words).kind is not Kind.CANCELLATION


@pytest.mark.parametrize(
    "words",
    [
        "Wir kommen alle nicht zum Fachtag, bitte stornieren Sie unsere Anmeldungen.",
        "Leider müssen wir alle drei absagen.",
        "Bitte stornieren Sie die Anmeldung unserer ganzen Gruppe.",
        "We all have to cancel our registrations.",
        "Nous devons tous annuler notre participation.",
    ],
)
def test_read_cancellation_of_everyone(words: str) -> None:
    intent = answered(words)

    assert (intent.kind, intent.everyone) == (Kind.CANCELLATION, True)


def test_read_cancellation_of_one_means_not_everyone() -> None:
    assert not answered("Leider muss ich meine Anmeldung stornieren.").everyone
    assert not answered("Herr Paul Krause kann leider nicht kommen, alle anderen kommen.").everyone


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Ja", Answer.YES),
        ("Ja, gern!", Answer.YES),
        ("Ja bitte, den Platz nehme ich gern.", Answer.YES),
        ("ok", Answer.YES),
        ("Passt.", Answer.YES),
        ("Sehr gern, vielen Dank!", Answer.YES),
        ("Einverstanden", Answer.YES),
        ("Jawohl, ich nehme den Platz.", Answer.YES),
        ("Nein danke", Answer.NO),
        ("Nein, leider nicht mehr.", Answer.NO),
        ("Nein, ich verzichte.", Answer.NO),
        ("Eher nicht, danke.", Answer.NO),
        ("yes please", Answer.YES),
        ("No, thank you.", Answer.NO),
        ("Oui, volontiers", Answer.YES),
        ("Non merci", Answer.NO),
        ("Sí, por favor", Answer.YES),
        ("Da, mulțumesc", Answer.YES),
        ("Tak, chętnie", Answer.YES),
        ("Nie, dziękuję", Answer.NO),
        ("да, беру", Answer.YES),
        ("так, дякую", Answer.YES),
        ("Нет, спасибо", Answer.NO),
        ("Evet, lütfen", Answer.YES),
        ("Hayır, teşekkürler", Answer.NO),
        ("نعم، شكراً", Answer.YES),
        ("لا شكراً", Answer.NO),
        ("بله، ممنون", Answer.YES),
        ("نه، ممنون", Answer.NO),
        ("Vâng, cảm ơn", Answer.YES),
        ("Ja, aber nur wenn mein Mann auch einen Platz bekommt und wir nebeneinander sitzen.", Answer.NONE),
        ("Vielleicht", Answer.NONE),
        ("Danke für die Nachricht.", Answer.NONE),
        ("Was heißt das?", Answer.NONE),
        ("Ja oder nein, das weiß ich erst am Montag.", Answer.NONE),
    ],
)
def test_read_bare_answer(words: str, answer: Answer) -> None:
    assert answered(words).answer is answer


@pytest.mark.parametrize(
    ("words", "old"),
    [
        ("Statt Frau Lorenz kommt Herr Karl Yilmaz in Workshop 2.", "Lorenz"),
        ("Anstelle von Maria Lorenz nimmt Karl Yilmaz an Workshop 2 teil.", "Maria Lorenz"),
        ("Für Maria Lorenz springt Karl Yilmaz ein, Workshop 2.", "Maria Lorenz"),
        ("Karl Yilmaz kommt anstelle von Maria Lorenz.", "Maria Lorenz"),
        ("Instead of Maria Lorenz, Karl Yilmaz will attend workshop 2.", "Maria Lorenz"),
    ],
)
def test_read_substitute_names_whom_he_replaces(words: str, old: str) -> None:
    intent = answered(words)

    assert intent.kind is Kind.CHANGE
    assert [(p.name, p.replaces) for p in intent.participants] == [("Karl Yilmaz", old)]


def test_read_corrected_spelling_names_the_wrong_one() -> None:
    intent = answered("Ich heiße Kowalczyk, nicht Kowalczik.")

    assert intent.kind is Kind.CHANGE
    assert [p.replaces for p in intent.participants] == ["Kowalczik"]


def test_read_references_in_subject_and_text() -> None:
    intent = understood("Bitte stornieren Sie K7MQ-3XTP und k7mq-3xtp-2.", subject="WG: ABCD-2345")

    assert intent.references == ("ABCD-2345", "K7MQ-3XTP", "K7MQ-3XTP-2")
