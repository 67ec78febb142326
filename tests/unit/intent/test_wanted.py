"""What a mail wants, in the many ways people say it: registrations, questions, office mail, talk."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Intent, Kind
from tests.unit.intent.mails import understood

REGISTERS = """
Setzen Sie mich bitte auf die Liste für Workshop 2.
Beim Fachtag bin ich gern dabei, und zwar in Workshop 2.
Ich freue mich auf den Fachtag. Meine Wahl fällt auf Workshop 2.
Hiermit gebe ich meine Zusage für den Fachtag, Workshop 2.
Mit mir können Sie beim Fachtag rechnen, Workshop 2.
WS 2 bitte
Für mich bitte Workshop 2.
Teilnahme: Frau Erika Beispiel, Workshop 2
Teilnehmerin: Erika Beispiel, WS 2
Ich interessiere mich für Workshop 2 und wäre am 7. Oktober gern dabei.
Könnten Sie mich bitte für Workshop 2 vormerken?
Können Sie mir einen Platz in Workshop 2 reservieren?
Würden Sie mich bitte in die Liste für Workshop 2 aufnehmen?
Gerne würde ich Ihrer Einladung folgen und Workshop 2 besuchen.
Ihre Einladung nehme ich gern an. Ich wähle Workshop 2.
Für den Fachtag am 7.10. buche ich verbindlich Workshop 2.
Ich bitte um Aufnahme in Workshop 2.
Ich bitte Sie, mir einen Platz in Workshop 2 freizuhalten.
Mein Wunsch: Workshop 2. Bin am 7. Oktober da.
bin dabei, ws 2
Bitte 1x Workshop 2 für mich.
Ein Platz in Workshop 2 wäre schön. Danke!
Am 7. Oktober komme ich sehr gern nach Freiberg; am meisten spricht mich Workshop 2 an.
Ich würde mich sehr freuen, wenn ich an Workshop 2 teilnehmen dürfte.
Ich hab Lust auf Workshop 2, tragt mich ein.
Ich will auch mit! Workshop 2.
Notieren Sie bitte: Erika Beispiel, Workshop 2.
Ich habe mich für Workshop 2 entschieden.
Meine Teilnahme am Fachtag bestätige ich hiermit. Workshop 2.
Zum Fachtag am 7.10.2021 melde ich mich verbindlich an (Workshop 2).
Anmelden möchte ich mich für Workshop 2.
Nehmt mich bitte in Workshop 2 mit rein.
Ich plane, am Fachtag Workshop 2 zu besuchen.
Bin 78 Jahre alt und würde sehr gern noch etwas lernen, darum bitte ich um einen Platz in Workshop 2.
Ich will gehen Workshop 2 bitte
Ich möchten anmelden für Workshop 2
Guten Tag ich will mitmachen bei Workshop nummer 2
Ich melde mich für Workshop 2 an. Gibt es einen Parkplatz?
Bitte für Workshop 2 eintragen. Wann beginnt der Einlass?
Ich komme gern zum Fachtag, Workshop 2. Ich wüsste gern noch, ob es etwas zu essen gibt.
Bitte melden Sie mich für Workshop 2 an und teilen Sie mir mit, wo ich parken kann.
Den Fachtag lasse ich mir nicht entgehen, ich nehme Workshop 2.
Da der Fachtag genau mein Thema ist, sage ich zu. Workshop 2.
Ich trage mich hiermit in Workshop 2 ein.
Vielen Dank für die Einladung! Ich sage gern zu und entscheide mich für Workshop 2.
Falls ich doch nicht kann, melde ich mich. Erst einmal: bitte Workshop 2 für mich.
Danke für die Einladung zum Fachtag. Workshop 2 passt mir gut, ich komme.
Hier meine Anmeldung: Workshop 2.
Ich reserviere hiermit einen Sitzplatz in Workshop 2.
Letztes Jahr war es sehr schön. Auch dieses Jahr möchte ich teilnehmen, diesmal an Workshop 2.
Die Ausschreibung habe ich gelesen; ich entscheide mich für Workshop 2 und bitte um Bestätigung.
I'd like to be part of workshop 2.
Please save me a seat in workshop 2.
Workshop 2 for me, please.
Happy to join workshop 2!
Could you put me down for workshop 2?
L'atelier 2 me tente bien, je viens.
Je m'inscris à l'atelier 2.
Pouvez-vous m'inscrire à l'atelier 2 ?
Merci de me réserver une place à l'atelier 2.
Quisiera apuntarme al taller 2.
¿Me puede apuntar al taller 2?
Aș dori să particip la atelierul 2.
Vă rog să mă înscrieți la atelierul 2.
Chciałabym wziąć udział w warsztacie 2.
Proszę mnie zapisać na warsztat 2.
Запишіть мене, будь ласка, на воркшоп 2.
Я хотіла б взяти участь у воркшопі 2.
Запишите меня, пожалуйста, на воркшоп 2.
Хочу прийти на воркшоп 2.
2. atölyeye katılmak istiyorum.
Lütfen beni atölye 2'ye kaydedin.
أود المشاركة في الورشة 2.
أرجو تسجيلي في الورشة 2.
می‌خواهم در کارگاه ۲ شرکت کنم.
لطفاً مرا در کارگاه ۲ ثبت‌نام کنید.
Tôi muốn đăng ký workshop 2.
Cho tôi tham gia nhóm 2 nhé.
"""

ASKS_WORKSHOP = """
Hiermit melde ich mich zum Fachtag an.
Ich bin am 7. Oktober dabei.
Wir freuen uns auf den Fachtag und ich nehme sehr gern teil.
Ich sage für den Fachtag zu.
Bitte nehmen Sie mich in die Teilnehmerliste für den 7. Oktober auf.
Mit mir können Sie am 7. Oktober rechnen.
I would like to attend the conference on 7 October.
Je souhaite participer à la journée du 7 octobre.
"""

QUESTIONS = """
Ich möchte fragen, ob ich mit Kind zu Workshop 2 kommen kann?
Ich möchte fragen, ob ich zu Workshop 2 kommen kann.
Ich würde gern wissen, ob in Workshop 2 noch Plätze frei sind.
Gibt es in Workshop 2 noch Plätze?
Wie kann ich mich für Workshop 2 anmelden?
Muss man sich für Workshop 2 anmelden?
Können Sie mir mehr über Workshop 2 sagen? Dann melde ich mich vielleicht an.
Bitte schicken Sie mir Informationen zu Workshop 2.
Wer leitet beim Fachtag Workshop 2?
Ich überlege, zu Workshop 2 zu kommen. Ist er auch für Anfänger geeignet?
Mich würde interessieren, was in Workshop 2 gemacht wird.
Könnten Sie mir sagen, wann Workshop 2 beginnt?
Darf ich zu Workshop 2 meinen Hund mitbringen?
Ich wollte nachfragen, ob meine Anmeldung für Workshop 2 angekommen ist.
Können Sie mir sagen, was die Teilnahme an Workshop 2 kostet?
Bekommt man für Workshop 2 eine Teilnahmebescheinigung?
Ist Workshop 2 schon ausgebucht?
Ich hätte eine Frage zu Workshop 2: wird dort Englisch gesprochen?
Kann meine Tochter mit zu Workshop 2 kommen?
Ich frage mich, ob Workshop 2 für mich das Richtige wäre.
Bitte teilen Sie mir mit, ob Workshop 2 barrierefrei ist.
I would like to know whether there are places left in workshop 2.
Could you tell me what workshop 2 is about?
Je voudrais savoir s'il reste des places à l'atelier 2.
Quisiera saber si quedan plazas en el taller 2.
Aș dori să știu dacă mai sunt locuri la atelierul 2.
Chciałabym zapytać, czy są jeszcze miejsca na warsztacie 2.
Я хотіла б запитати, чи є ще місця на воркшопі 2.
Подскажите, пожалуйста, есть ли ещё места на воркшопе 2.
Atölye 2'de yer var mı öğrenmek istiyorum.
أود أن أعرف هل توجد أماكن في الورشة 2.
می‌خواستم بدانم آیا در کارگاه ۲ جا هست؟
Cho tôi hỏi nhóm 2 còn chỗ không?
"""

TALK = """
Ihr Workshop 2 war letztes Jahr sehr schön.
Anbei die Rechnung für Workshop 2.
Workshop 2 wird in Raum 3 verlegt.
Für Workshop 2 brauchen wir noch einen Beamer.
Die Firma Schulz liefert 40 Brötchen für Workshop 2.
Anbei die Teilnehmerliste von Workshop 2.
Können Sie bitte die Raumbelegung für Workshop 2 klären?
Der Referent von Workshop 2 hat abgesagt.
Ich moderiere Workshop 2 und bringe meine Folien auf einem Stick mit.
Wir laden Sie herzlich zu unserem Workshop 2 ein.
Ich berichte für die Zeitung über den Fachtag und möchte in Workshop 2 fotografieren.
Ich bewerbe mich um die Stelle als Integrationskoordinatorin.
Hiermit melde ich meinen Hund an.
Bitte melden Sie mich zum Deutschkurs B1 an.
Protokoll der Sitzung vom 3.9.: Workshop 1 bis 3 sind geplant.
Ich helfe am 7.10. gern beim Aufbau und an der Garderobe.
Ihre Bestellung 4711 wurde versandt.
Ich werde mich für Workshop 2 nicht anmelden.
Ich kann am 7. Oktober leider nicht dabei sein.
Danke für die Einladung, leider bin ich an dem Tag im Urlaub. Viel Erfolg!
Letztes Jahr war ich in Workshop 2, das war toll.
Ich habe mich gestern schon für Workshop 2 angemeldet.
Frau Müller hat gesagt, sie kommt vielleicht zu Workshop 2.
Wenn mein Chef zustimmt, komme ich zu Workshop 2.
Falls ich frei bekomme, nehme ich an Workshop 2 teil.
In Workshop 2 sind jetzt 38 Personen angemeldet.
Für Workshop 2 haben sich bisher 14 Leute angemeldet, wir sollten die Stühle umstellen.
Ich hätte gern die Präsentation aus Workshop 2.
Ich schicke Ihnen den Text für Workshop 2 bis Freitag.
Das Plakat für Workshop 2 ist fertig, Abholung ab 10 Uhr.
Die Technik in Workshop 2 übernehme ich.
Der Workshop 2 ist eine gute Idee.
Workshop 2 for the staff meeting needs two more chairs.
We are pleased to invite you to our workshop 2.
The invoice for workshop 2 is attached.
L'atelier 2 était très bien l'année dernière.
Счёт за воркшоп 2 во вложении.
Bitte überweisen Sie das Honorar für Workshop 2 auf mein Konto.
"""

SEEN = """
Wenn mein Chef zustimmt, komme ich zu Workshop 2.
Falls ich frei bekomme, nehme ich an Workshop 2 teil.
Workshop 2 klingt gut.
Mein Herz schlägt für Workshop 2, der Fachtag ist ein Muss.
Workshop 2 wäre etwas für meine Kollegin.
Ich hätte gern die Präsentation aus Workshop 2.
Fachtag: zwei Personen von uns, Näheres folgt.
Wegen der Teilnahme am Fachtag rufen Sie mich bitte an.
Frau Müller hat gesagt, sie kommt vielleicht zu Workshop 2.
Atelier 2, pourquoi pas, on verra.
"""


def lines(text: str) -> list[str]:
    """The lines of a list of mails."""
    return [line for line in text.splitlines() if line]


def said(intent: Intent) -> tuple[Kind, Action, str]:
    """Kind, action and reason."""
    return intent.kind, intent.action, intent.reason


@pytest.mark.parametrize("words", lines(REGISTERS))
def test_read_registration_however_it_is_worded(words: str) -> None:
    intent = understood(words)

    assert said(intent)[:2] == (Kind.REGISTRATION, Action.ACT), intent.reason
    assert [p.workshop for p in intent.participants] == ["2"]


@pytest.mark.parametrize("words", lines(ASKS_WORKSHOP))
def test_read_registration_without_a_workshop_asks_for_it(words: str) -> None:
    intent = understood(words)

    assert (intent.action, intent.missing) == (Action.ASK, ("workshop",)), intent.reason


@pytest.mark.parametrize("words", lines(QUESTIONS))
def test_read_question_registers_nobody(words: str) -> None:
    intent = understood(words)

    assert intent.action is Action.REVIEW, said(intent)


@pytest.mark.parametrize("words", lines(TALK))
def test_read_talk_of_a_workshop_registers_nobody(words: str) -> None:
    intent = understood(words)

    assert intent.action in (Action.REVIEW, Action.IGNORE), said(intent)


@pytest.mark.parametrize("words", lines(SEEN))
def test_read_sign_of_a_registration_is_never_ignored(words: str) -> None:
    intent = understood(words)

    assert intent.action is Action.REVIEW, said(intent)
