"""What machines write, language by language: absences, automatic answers, bounces and receipts.

Every table holds phrases in lower case with single blanks; one is found where it stands anywhere
in the text, but for the subjects, which must begin with one, and the local parts, which must be one.
"""

from __future__ import annotations

from mailbot.message.words import patterns, words

ABSENT = words(
    """
    nicht im büro | nicht im buero | nicht im dienst | nicht im haus | nicht im hause | nicht im amt
    im urlaub
    nicht am arbeitsplatz | nicht an meinem arbeitsplatz | nicht erreichbar | nicht anwesend
    abwesenheitsnotiz
    außer haus | ausser haus | außer hauses | auf dienstreise | in elternzeit | im mutterschutz
    im krankenstand
    bin ich abwesend | bin abwesend | derzeit abwesend | abwesenheitsassistent | bin unterwegs
    nicht verfügbar
    mein büro ist nicht besetzt | unser büro ist geschlossen | büro ist geschlossen | nicht im geschäft
    bin krank | bin erkrankt | zur kur | in den ferien | im sabbatical | bin zurzeit nicht
    bin zur zeit nicht
    bin derzeit nicht | bin momentan nicht | bin aktuell nicht | bin nicht im | nicht mehr bei der
    verlassen | mich bis zum | mich bis einschließlich | nicht zu erreichen | im ruhestand | im vorruhestand
    nicht mehr im dienst | nicht mehr für die | nicht am platz | nicht an meinem platz | auf fortbildung
    out of office | out of the office | on vacation | on holiday | on annual leave | on leave
    maternity leave
    parental leave | away from my desk | away from the office | currently away | not in the office
    travelling
    currently unavailable | limited access to | no longer with | no longer works
    absent du bureau | absente du bureau | en congé | en congés | en vacances | hors du bureau
    en déplacement
    je suis absent | je suis absente | je serai absent | fuera de la oficina | de vacaciones | estoy ausente
    estaré ausente | de baja médica | fuori ufficio | sono assente | sarò assente | in ferie
    fora do escritório
    estou de férias | estarei ausente | jestem nieobecny | jestem nieobecna | na urlopie | poza biurem
    będę nieobecn | nieobecność | afwezig | niet op kantoor | met vakantie | op vakantie | met verlof
    nejsem v kanceláři | mám dovolenou | na dovolené | nie som v kancelárii | în concediu | in concediu
    nu sunt la birou | ikke på kontoret | på ferie | på semester | inte på kontoret | lomalla | szabadságon
    в отпуске | в командировке | отсутствую | буду отсутствовать | не в офисе | на больничном | у відпустці
    у відрядженні | відсутній | відсутня | буду відсутн | не в офісі | на лікарняному | izindeyim
    yıllık izin
    ofis dışında | ofiste değil | tatildeyim | nghỉ phép | vắng mặt | không có mặt tại | đi công tác
    لست في المكتب | إجازة سنوية | yıllık izindeyim | ofiste bulunmuyorum | izinde olacağım | مرخصی هستم
    در مرخصی به سر | خارج المكتب | في إجازة | في اجازة | غير متواجد | خارج مكتبي
    در مرخصی | خارج از دفتر | در دفتر نیستم
    در دسترس نیستم | jashtë zyre | me pushime | nisam u kancelariji | na godišnjem odmoru
    на годишњем одмору
    εκτός γραφείου | σε άδεια | 不在办公室 | 休假 | 外出しております | 不在にして | 부재중
    """
)
"""The writer is not there."""

BACK = words(
    """
    wieder ab | erst wieder | wieder erreichbar | wieder im büro | wieder im dienst | wieder im haus
    wieder da
    wieder für sie da | wieder zurück | wieder zu erreichen | wieder persönlich | zurück im büro
    zurück bin
    nach meiner rückkehr | bei meiner rückkehr | nach meinem urlaub | nicht weitergeleitet
    nicht weiter geleitet
    nicht beantwortet | nicht bearbeitet | nicht eingesehen | nicht eingesehen werden | nach dem urlaub
    wird gelesen, aber | nach meiner elternzeit | zu einem späteren zeitpunkt bearbeitet
    wird nicht gelesen | werden nicht gelesen | nicht abgerufen | lese meine post | lese meine mails
    bis einschl
    lese meine e-mails | automatisch weitergeleitet | wird weitergeleitet | bin ich wieder | bin wieder
    back in the office | back at work | i will return | i'll be back | i will be back | returning on
    upon my return
    when i return | will not be forwarded | will respond as soon | reply when i | will reply upon
    de retour | à mon retour | regreso | a mi vuelta | vuelvo | al mio ritorno | al mio rientro | rientro
    no meu regresso | wracam | po powrocie | po moim powrocie | będę ponownie | weer aanwezig
    terug op kantoor
    na terugkeer | na mijn terugkeer | po návratu | budu zpět | revin | la întoarcere | tilbage den
    tillbaka den
    вернусь | после возвращения | повернусь | після повернення | döneceğim | dönüşümde | dönüşte | quay lại
    trở lại làm việc | سأعود | عند عودتي | بعد عودتي | بازمی‌گردم | باز می گردم | پس از بازگشت | برمیگردم
    """
)
"""When the writer is back, or what becomes of mail until then."""

INSTEAD = words(
    """
    in dringenden fällen | in dringenden angelegenheiten | in eiligen fällen | in wichtigen fällen
    in notfällen | ihre anfragen übernimmt | ihre anfrage übernimmt | anfragen beantwortet
    übernimmt meine vertretung | wenden sie sich an | wenden sie sich solange
    wenden sie sich in dieser zeit | hilft ihnen weiter | hilft weiter
    hilft frau | hilft herr | hilft ihnen frau | hilft ihnen herr | vertretung hat | vertretung übernimmt
    meine vertretung | meiner vertretung | unsere vertretung | als vertretung | vertritt mich
    vertreten durch
    wenden sie sich bitte an | wenden sie sich in | bitte an meine kolleg | hilft ihnen gern
    hilft ihnen dort
    rufen sie bitte | rufen sie in dringenden | bei dringenden | in urgent cases | for urgent matters
    if urgent
    in urgent matters | if your matter is urgent | if your request is urgent | for immediate assistance
    please contact my | in case of emergency | en cas d'urgence | merci de contacter | pour toute urgence
    en caso de urgencia | para asuntos urgentes | per urgenze | in caso di urgenza | em caso de urgência
    w pilnych sprawach | w sprawach pilnych | in dringende gevallen | voor dringende | v naléhavých
    pentru urgențe
    по срочным вопросам | в срочных случаях | у термінових | acil durum | acil konular | trường hợp khẩn cấp
    للأمور العاجلة | في الحالات العاجلة | في حالة الضرورة | در موارد فوری | در موارد ضروری
    """
)
"""Whom to ask meanwhile."""

AUTOMATIC = words(
    """
    automatische antwort | automatische nachricht | automatische e-mail | automatische mail
    automatisierte antwort
    automatische benachrichtigung | automatische rückmeldung | automatische eingangsbestätigung
    autoresponder
    automatisch erstellt | automatisch generiert | automatisch erzeugt | automatisch versandt
    automatisch versendet
    automatisch verschickt | automatisch gesendet | automatisch beantwortet | automatisierte nachricht
    postfach von selbst | maschinell erstellt | maschinell erzeugt | antwortet automatisch
    automatisch geantwortet
    bitte nicht auf diese | antworten sie nicht auf diese | antworten sie bitte nicht auf diese
    nicht auf diese mail
    this is an automated | this is an automatic | an automated message | an automated response
    an automated reply
    automatically generated | auto-reply | autoreply | auto-generated | do not reply to this
    automatic response
    réponse automatique | message automatique | respuesta automática | mensaje automático
    risposta automatica
    messaggio automatico | resposta automática | odpowiedź automatyczna | automatyczna odpowiedź
    autoodpowiedź
    wiadomość została wygenerowana automatycznie | automatisch antwoord | automatisch bericht
    automatická odpověď
    automaticky vygenerov | răspuns automat | mesaj automat | autosvar | automatisk svar | automaattinen
    otomatik yanıt | otomatik cevap | автоматический ответ | автоответ | автоматически создано
    автоматична відповідь
    автоматична відповідь | автоматично створен | trả lời tự động | thư tự động | رد تلقائي | رسالة تلقائية
    الرد الآلي | رد آلي | پاسخ خودکار | پیام خودکار | αυτόματη απάντηση | 自动回复 | 自動返信 | 자동 응답
    """
)
"""The text itself says that nobody wrote it."""

ABSENCE_SUBJECTS = words(
    """
    automatische antwort | abwesenheitsnotiz | abwesenheit | abwesend | außer haus | abwesenheitsnachricht
    automatische abwesenheitsnotiz | automatic reply | out of office | out-of-office | autoreply
    auto-reply
    auto reply | automatic response | vacation reply | réponse automatique | absence du bureau
    absent du bureau
    respuesta automática | fuera de la oficina | risposta automatica | fuori ufficio | resposta automática
    odpowiedź automatyczna | autoodpowiedź | automatisch antwoord | afwezig | automatická odpověď
    răspuns automat | autosvar | automatisk svar | automaattinen vastaus | otomatik yanıt | ofis dışında
    автоматический ответ | автоответ | автоматична відповідь | trả lời tự động | رد تلقائي | الرد التلقائي
    پاسخ خودکار | автоматичен отговор | αυτόματη απάντηση | automatikus válasz | 自动答复 | 自動返信
    자동 회신
    """
)
"""How subjects of automatic answers begin."""

ACKNOWLEDGED = words(
    """
    ticketnummer | ticket-nummer | vorgangsnummer lautet | ticket wurde angelegt | ticket wurde erstellt
    ticket has been created | ticket has been opened | your ticket number | ticket id | case number is
    ticket number | a été enregistrée sous le numéro | número de ticket | numer zgłoszenia | номер заявки
    """
)
"""A help desk says that it has the mail."""

CHALLENGES = words(
    """
    confirm that you sent | verify that you are human | verify you are human | prove that you are human
    to release your message | to deliver your message | your message is being held
    your message has been held
    your message will be delivered once | spamarrest | spam arrest | boxbe | bluebottle | antispam uol
    knowspam
    challenge-response | challenge/response | einmalig bestätigen, dass sie
    damit ihre nachricht zugestellt wird
    damit ihre e-mail zugestellt wird | damit ihre mail zugestellt wird | dass sie kein spammer
    kein roboter
    pour que votre message soit | para que su mensaje sea entregado
    aby twoja wiadomość została dostarczona
    """
)
"""A filter asks the sender to prove something before it delivers."""

RECEIPT_SUBJECTS = words(
    """
    gelesen | lesebestätigung | empfangsbestätigung | read | read receipt | return receipt | lu | leída
    leído
    letto | przeczytano | gelezen | přečteno | citit | прочитано | прочитан | okundu | đã đọc | تمت القراءة
    disposition notification | ungelesen gelöscht | not read | nicht gelesen | non lu | nie przeczytano
    return receipt (displayed) | empfangsbestätigung (angezeigt)
    """
)
"""What stands before the colon in subjects of receipts for reading."""

RECEIPT_TEXTS = words(
    """
    gelesen. | ohne gelesen zu werden | gelesen wurde | was read | deleted without being read
    was displayed on
    return receipt | read receipt | lesebestätigung | empfangsbestätigung | a été lu | fue leído
    è stato letto
    przeczytan | přečten | было прочитано | було прочитано | okunmuştur | đã được đọc | gelezen op
    """
)
"""What such receipts say."""

BOUNCE_SUBJECTS = words(
    """
    unzustellbar | nicht zustellbar | zustellung fehlgeschlagen | zustellung nicht möglich
    zustellungsfehler
    fehler bei der zustellung | fehler bei der nachrichtenübermittlung | nicht zugestellt | zurückgewiesen
    mailzustellung | undeliver | delivery status notification | delivery failure | delivery failed
    delivery has failed | mail delivery | returned mail | failure notice | non-delivery | nondelivery
    delivery notification | could not be delivered | not delivered | mail system error | could not send
    delivery report | delivery problem | mail failure | rejected | bounce | non remis | non distribué
    échec de la remise | échec de remise | no se puede entregar | no entregado | devuelto | mancato recapito
    impossibile recapitare | não entregue | niedostarczon | nie można dostarczyć | zwrot wiadomości
    onbestelbaar
    nedoručiteln | nelivrat | imposibil de livrat | недоставлен | не доставлено | не удалось доставить
    не вдалося доставити | недоставлений | teslim edilemedi | iletilemedi | không gửi được | تعذر التسليم
    غير قابل للتسليم | delayed | verzögert | retardé | retrasad | ritardat | opóźnion | задерж | затримк
    gecikti
    """
)
"""Anywhere in the subject of a notice about delivery."""

BOUNCE_TEXTS = words(
    """
    this is the qmail-send program | this is the mail system at | delivery to the following recipient
    could not be delivered | couldn't be delivered | undeliverable | permanent error | permanent fatal error
    the following addresses had | wasn't able to deliver | unable to deliver | address not found
    was not delivered
    couldn't be found | delivery has failed | not able to deliver | following address(es) failed
    delivery failed
    empfänger nicht erreicht | nicht zugestellt werden | nicht zustellbar | zustellung fehlgeschlagen
    fehler bei der nachrichtenzustellung | empfänger unbekannt | empfänger existiert nicht
    nicht übermittelt werden
    adresse konnte nicht gefunden | adresse existiert nicht | postfach ist voll | postfach des empfängers
    unbekannter empfänger | konnte nicht ausgeliefert | n'a pas pu être remis | n'a pas pu être distribué
    no se pudo entregar | no se ha podido entregar | non è stato possibile consegnare
    non è stato recapitato
    nie mogła zostać dostarczona | nie może zostać dostarczona | kon niet worden bezorgd
    kon niet worden afgeleverd
    nemohla být doručena | nu a putut fi livrat | не может быть доставлен | не было доставлено
    не удалось доставить
    не вдалося доставити | teslim edilemedi | không thể gửi | تعذر تسليم | host not found | host unknown
    user unknown | unknown user | mailbox full | mailbox is full | mailbox unavailable | no such user
    over quota
    recipient rejected | recipient address rejected | recipnotfound | does not exist | 550 5.
    quota exceeded
    """
)
"""What such a notice says."""

DELAY_TEXTS = words(
    """
    warning only | warning message only | has not yet been delivered | not been delivered yet
    will be retried
    still being retried | will keep trying | will continue trying | will continue to try | will retry
    delivery attempts will continue | could not be delivered for more than | do not need to resend
    will try again
    noch nicht zugestellt | zustellung verzögert | zustellversuche werden fortgesetzt | weiterhin versucht
    wird weiter versucht | müssen die nachricht nicht erneut | nicht erneut senden
    verzögerung bei der zustellung
    noch nicht an die folgenden
    """
)
"""The server goes on trying."""

DAEMONS = patterns(
    r"""
    mailer-?daemon.*
    postmaster.*
    mail-?daemon.*
    mail-?delivery-?(?:sub)?-?system
    mdaemon
    microsoftexchange[0-9a-f]{16,}
    """
)
"""Local parts that servers write from (RFC 5321, 4.5.1, and custom)."""

MACHINES = patterns(
    r"""
    (?:.{0,40}[._-])?(?:no|do-?not|dont|nicht|kein)[._-]?(?:reply|antworten|antwort|respond|responder)(?:[._+-].*)?
    (?:.{0,40}[._-])?(?:keine[._-]?antwort|ne-?pas-?repondre|no-?responder|no-?contestar|inte-?svara)(?:[._+-].*)?
    (?:newsletter|news|notifications?|notify|alerts?|bounces?|benachrichtigung(?:en)?|mailings?)(?:[+._-].*)?
    robot|mailrobot|autoresponder|automail(?:er)?|system(?:meldung)?|cron|root|daemon|monitoring|webmaster-auto
    (?:scan(?:ner)?|kopierer|drucker|multifunktion|bizhub|mfp|mfc|fax(?:server|gateway)?|ricoh|kyocera)[._-]?\w{0,16}
    """
)
"""Local parts that nobody reads: a weak sign, since some offices do write from them."""

DEVICES = words(
    """
    bizhub | km_c | workcentre | imagerunner | taskalfa | ecosys | multifunktionsger | scan to mail
    scan to email
    scan to e-mail | scan2mail | aficio | kyocera | konica minolta | canon ir | hp digital sending | xerox
    ricoh
    """
)
"""What scanners and copiers write of themselves, in their text or in X-Mailer."""
