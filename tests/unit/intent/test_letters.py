"""What is wanted in whole letters: a request between stories, conditions, thanks, consent and office talk."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Kind, Source
from mailbot.message.model import Attachment
from tests.unit.intent.mails import understood

REGISTERS = [
    (
        "über das Quartiersbüro habe ich von Ihrem Fachtag erfahren. Das Thema beschäftigt uns seit Jahren. "
        "Ich wäre gern dabei und würde in den Workshop 2 gehen."
    ),
    "habe heute den Flyer bekommen - klasse Programm! Setzt mich für Workshop 2 mit auf die Liste? Danke!",
    "nach Rücksprache mit meiner Leitung darf ich kommen. Workshop 2 bitte.",
    "ich erlaube mir, meine Teilnahme am Fachtag anzuzeigen. Ich habe vor, dem Workshop 2 beizuwohnen.",
    "1x fachtag, ws 2.",
    (
        "zum Fachtag am 7.10. komme ich natürlich wieder, so wie in den letzten Jahren auch. Diesmal soll es "
        "Workshop 2 sein."
    ),
    "wie telefonisch besprochen hier meine verbindliche Anmeldung: Workshop 2.",
    "sind noch Plätze frei? Dann bitte Workshop 2 für mich.",
    "ich weiß nicht, ob ich schon zu spät dran bin, aber ich würde gern noch in Workshop 2.",
    "die Kollegin, die sonst immer kommt, ist in Rente. Dieses Jahr nehme ich teil, und zwar an Workshop 2.",
    (
        "Ihre Mail hat mich über Umwege erreicht. Wenn es noch nicht zu spät ist, würde ich gern Workshop 2 "
        "besuchen."
    ),
    (
        "ich habe leider erst heute von der Veranstaltung erfahren. Falls noch ein Platz frei ist, nehme ich "
        "Workshop 2."
    ),
    (
        "ich brauche für meinen Arbeitgeber eine Teilnahmebescheinigung. Angemeldet werden möchte ich für "
        "Workshop 2."
    ),
    (
        "bitte reservieren Sie für mich im Workshop 2. Da ich im Rollstuhl sitze, bräuchte ich einen Platz "
        "am Rand."
    ),
    (
        "ich studiere Soziale Arbeit in Mittweida. Workshop 2 würde mir sehr helfen, deshalb möchte ich gern "
        "kommen."
    ),
    "mein Name ist Erika Beispiel, ich wohne in Hainichen. Ich möchte in den Workshop 2.",
    "auf dem Flyer steht, dass man sich per Mail anmelden kann. Das tue ich hiermit: Workshop 2.",
    "gilt die Anmeldung per Mail? Wenn ja: Workshop 2 bitte.",
    "ich kann leider erst ab 10 Uhr, möchte aber unbedingt in Workshop 2 sitzen.",
    "Fotos von mir sind okay. Workshop 2 bitte.",
    "ich habe nichts gegen Fotos und melde mich für Workshop 2 an.",
    "Mit Foto- und Videoaufnahmen bin ich einverstanden. Bitte Workshop 2.",
    "Das Kleingedruckte zu den Aufnahmen habe ich gelesen, keine Einwände. Bitte Workshop 2 für mich.",
    "da ich kein Auto habe, komme ich mit dem Zug. Bitte tragen Sie mich in Workshop 2 ein.",
    "ich bin neu im Landkreis und kenne niemanden, freue mich aber sehr auf den Tag. Ich nehme Workshop 2.",
    "meine Chefin hat gesagt, ich soll mich für den Fachtag anmelden. Das mache ich gern: Workshop 2.",
    "Vielen Dank für Ihre Nachricht und die Auskunft. Dann melde ich mich für Workshop 2 an.",
    (
        "I read about the conference in the paper and would love to come along. Workshop 2 sounds right for "
        "me, so please put me down for that."
    ),
    "Thank you for the invitation. I'm happy to accept and would like to join workshop 2.",
    "Merci pour votre invitation. Je viendrai avec plaisir et je choisis l'atelier 2.",
    "Gracias por la invitación. Asistiré con mucho gusto al taller 2.",
    "Mulțumesc pentru invitație. Particip cu drag la atelierul 2.",
    "Dziękuję za zaproszenie. Chętnie wezmę udział w warsztacie 2.",
    "Дякую за запрошення. Із задоволенням прийду на воркшоп 2.",
    "Спасибо за приглашение. С удовольствием приду на воркшоп 2.",
]

OBJECTIONS = [
    "Workshop 2 bitte. Ich möchte nicht fotografiert werden.",
    "Ich melde mich für Workshop 2 an, bitte keine Fotos von mir.",
    "Bitte Workshop 2. Der Veröffentlichung von Bildern widerspreche ich.",
    "Bitte melden Sie mich für Workshop 2 an. Mit Aufnahmen bin ich nicht einverstanden.",
    "Ich nehme Workshop 2. Bilder von mir dürfen nicht ins Internet.",
    "Ich komme in Workshop 2. In der Einladung ist von Aufnahmen die Rede. Das will ich auf keinen Fall.",
    "Please register me for workshop 2. I do not want to be photographed.",
    "Inscrivez-moi à l'atelier 2. Je ne veux pas être filmée.",
]

CANCELS = [
    "ich muss meine Teilnahme leider absagen, mein Kind ist krank.",
    "leider bin ich krank geworden und kann am Fachtag doch nicht teilnehmen.",
    "ich kann am 7. Oktober doch nicht kommen.",
    "Mir ist leider etwas dazwischengekommen, ich kann nicht mehr am Fachtag teilnehmen.",
    "ich bin erkrankt und falle für den Fachtag aus.",
    "Bitte nehmen Sie meine Anmeldung zurück.",
    "Entschuldigung, ich muss den Workshop 2 absagen.",
    "ich werde nun doch nicht am Fachtag teilnehmen können.",
    "Aus dienstlichen Gründen kann ich leider nicht mehr teilnehmen.",
    "Hiermit melde ich mich vom Fachtag ab.",
    "Ich hab mich für Workshop 2 angemeldet aber kann nicht, sorry",
    "Mein Platz in Workshop 2 kann an jemand anderen gehen.",
    "kann leider doch nicht, bitte streichen.",
    "I'm afraid I won't be able to attend after all, please cancel my registration.",
    "Due to illness I can no longer come to the conference.",
    "Je suis malade et je ne pourrai finalement pas venir à l'atelier 2.",
    "Lamentablemente ya no podré asistir a la jornada.",
    "Din păcate nu mai pot veni la atelierul 2, m-am îmbolnăvit.",
    "Niestety zachorowałam i nie będę mogła przyjść na warsztat 2, proszę mnie wypisać.",
    "На жаль, захворіла і не зможу прийти на воркшоп 2, скасуйте мою реєстрацію.",
    "Заболел, на воркшоп 2 прийти не смогу, снимите мою запись.",
    "Hastalandım, atölye 2'ye gelemeyeceğim, kaydımı silin.",
    "للأسف لن أستطيع الحضور، أرجو إلغاء تسجيلي.",
    "متأسفانه نمی‌توانم بیایم، لطفاً ثبت‌نام مرا لغو کنید.",
    "Rất tiếc tôi bị ốm không đến được, xin hủy đăng ký của tôi.",
]

REGRETS = [
    "Vielen Dank für die Einladung, leider kann ich nicht teilnehmen.",
    "Danke für Ihre Einladung. Aus terminlichen Gründen muss ich leider absagen.",
    "Leider bin ich am 7. Oktober bereits anderweitig verplant. Ich wünsche Ihnen gutes Gelingen!",
    "Thank you for the invitation, unfortunately I can't attend.",
    "Merci pour l'invitation, malheureusement je ne suis pas disponible.",
    "Für dieses Jahr muss ich passen, vielleicht beim nächsten Mal.",
]

OFFICE = [
    "der Kollege Müller bittet um Rückruf.",
    "Bitte melden Sie sich bei mir wegen der Teilnahme am Fachtag.",
    "Bitte senden Sie mir die Teilnehmerliste.",
    "Ich nehme am 7. Oktober Urlaub.",
    "Wir nehmen Bezug auf Ihr Schreiben vom 7. Oktober.",
    "Ich komme am 7. Oktober zur Wartung der Heizung.",
    "Wir würden gern am 7. Oktober einen Infostand aufbauen.",
    "Hiermit beantrage ich die Anmeldung meines Sohnes im Kindergarten.",
    "Ich möchte mich für die freie Stelle bewerben.",
    "Ich melde hiermit ein Gewerbe an.",
    "Hiermit melde ich meine Familie in der neuen Wohnung an.",
    "Ich habe einen Termin am 7. Oktober und möchte ihn verschieben.",
    "Ich möchte einen Termin am 7. Oktober vereinbaren.",
    "Kann ich am 7. Oktober zur Beratung kommen?",
    "Unsere Klasse nimmt am Sportfest teil.",
    "Bitte nehmen Sie mich in den Newsletter auf.",
    "Ich möchte gern Mitglied in Ihrem Verein werden.",
    "Wir melden unsere Mannschaft zum Turnier am 7. Oktober an.",
    "I would like to register my dog.",
    "Ich nehme an der Sitzung des Ausschusses am 7. Oktober teil.",
    "Die Teilnahme an der Fortbildung am 7. Oktober bestätige ich.",
    "Ich möchte mich zum Schwimmkurs anmelden, Kurs 2.",
    "Anmeldung Sprachprüfung B1 am 7. Oktober",
    "Bitte melden Sie uns die Zahl der Teilnehmer für Workshop 2.",
    "Ich bringe am 7. Oktober die Getränke für den Fachtag vorbei.",
    "Wir liefern zum Fachtag am 7. Oktober 120 Essen, bitte bestätigen Sie die Teilnehmerzahl.",
    "Als Moderatorin von Workshop 2 reise ich am Vorabend an und nehme das Hotel.",
    "Ich übernehme am Fachtag die Technik und komme um 7 Uhr.",
    "Für unser Stadtmagazin möchte ich am Fachtag teilnehmen und berichten, bitte um Akkreditierung.",
]


@pytest.mark.parametrize("words", REGISTERS)
def test_letter_registers_in_one_of_its_sentences(words: str) -> None:
    intent = understood(f"Guten Tag,\n\n{words}\n\nMit freundlichen Grüßen\nErika Beispiel")

    assert (intent.kind, intent.action) == (Kind.REGISTRATION, Action.ACT), intent.reason
    assert [(p.name, p.workshop) for p in intent.participants] == [("Erika Beispiel", "2")]


@pytest.mark.parametrize("words", OBJECTIONS)
def test_letter_objects_to_pictures(words: str) -> None:
    intent = understood(words)

    assert (intent.kind, intent.action) == (Kind.REGISTRATION, Action.REVIEW)
    assert intent.reason == "objection-to-pictures"


@pytest.mark.parametrize("words", CANCELS)
def test_letter_cancels(words: str) -> None:
    intent = understood(f"Guten Tag,\n\n{words}\n\nMit freundlichen Grüßen\nErika Beispiel")

    assert (intent.kind, intent.action) == (Kind.CANCELLATION, Action.ACT), (intent.kind, intent.reason)


@pytest.mark.parametrize("words", REGRETS)
def test_letter_regrets_without_a_registration(words: str) -> None:
    intent = understood(words)

    assert intent.action in (Action.REVIEW, Action.IGNORE), intent.reason


@pytest.mark.parametrize("words", OFFICE)
def test_letter_to_the_office_is_not_answered(words: str) -> None:
    intent = understood(f"Guten Tag,\n\n{words}\n\nMit freundlichen Grüßen\nErika Beispiel")

    assert intent.action in (Action.REVIEW, Action.IGNORE), (intent.kind, intent.reason)


@pytest.mark.parametrize(
    "words",
    [
        "Спасибо. Запишите меня на воркшоп 2.\nErika Beispiel",
        "Danke für die Frage. Workshop 2.\nErika Beispiel",
        "Merci de m'inscrire à l'atelier 2.\nErika Beispiel",
        "Vielen Dank im Voraus für die Reservierung in Workshop 2.\n\nErika Beispiel",
        "Mit besten Grüßen melde ich mich für Workshop 2 an. Erika Beispiel",
        "Liebe Grüße aus Freiberg, ich nehme Workshop 2\nErika Beispiel",
        "Hallo,\nWorkshop 2\nViele Grüße\nErika Beispiel\nCaritas Freiberg",
    ],
)
def test_letter_whose_closing_formula_goes_on(words: str) -> None:
    intent = understood(words, name="")

    assert intent.action is Action.ACT, intent.reason
    assert [(p.name, p.workshop) for p in intent.participants] == [("Erika Beispiel", "2")]


FORM = Attachment(
    "anmeldung.docx",
    "application/msword",
    2000,
    text="Name: Karl Yilmaz\nEinrichtung: Caritas\nWorkshop: 3\n",
)


@pytest.mark.parametrize(
    ("subject", "words"),
    [("Anmeldung", "anbei die ausgefüllte Anmeldung."), ("", "Siehe Anhang."), ("Scan vom Kopierer", "")],
)
def test_letter_with_a_form_attached_suggests_who_comes(subject: str, words: str) -> None:
    intent = understood(words, subject=subject, attachments=(FORM,))

    assert (intent.kind, intent.action) == (Kind.REGISTRATION, Action.REVIEW)
    assert [(p.name, p.workshop) for p in intent.participants] == [("Karl Yilmaz", "3")]
    assert intent.participants[0].evidence["name"].source is Source.ATTACHMENT


def test_letter_with_a_scan_is_seen_where_its_subject_registers() -> None:
    scan = Attachment("scan.pdf", "application/pdf", 9000)

    intent = understood("", subject="Anmeldung Fachtag", attachments=(scan,))

    assert (intent.kind, intent.action, intent.reason) == (Kind.REGISTRATION, Action.REVIEW, "attachment")


def test_letter_with_an_invoice_attached_is_left_alone() -> None:
    bill = Attachment("r.pdf", "application/pdf", 9000, text="Rechnung Nr. 3, Betrag 200 EUR")

    assert (
        understood("anbei unsere Rechnung", subject="Rechnung", attachments=(bill,)).action is Action.IGNORE
    )
