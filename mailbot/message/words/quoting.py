"""How mail programs introduce an earlier mail: labels, separators and the verb of attributions.

Everything is in lower case. The tables follow the translations of Outlook, Gmail, Apple Mail,
Thunderbird, Yahoo, GMX and WEB.DE, T-Online, Proton, mail.ru, Samsung, Notes and GroupWise.
"""

from __future__ import annotations

from mailbot.message.words import words

LABELS: dict[str, tuple[str, ...]] = {
    "from": words(
        """
        von | from | de | da | od | van | fra | från | lähettäjä | expéditeur | remitente | mittente
        nadawca | afzender | avsändare | avsender | absender | sender | de la | expeditor | от | от кого
        отправитель | від | від кого | відправник | kimden | gönderen | từ | người gửi | feladó | από
        من | المرسل | از | فرستنده | nga | ji | šalje | odesílatel | odosielateľ | שולח | מאת
        发件人 | 寄件者 | 差出人 | 보낸 사람 | จาก | dari | los | kutoka | saatja | nuo | no | пошиљалац
        """
    ),
    "date": words(
        """
        gesendet | gesendet am | datum | sent | date | envoyé | envoyé le | date d'envoi | enviado
        enviado el | enviado em | enviada em | fecha | data | inviato | wysłano | data wysłania
        verzonden | sendt | dato | skickat | lähetetty | päivämäärä | päiväys | отправлено | дата
        надіслано | gönderildi | gönderilme | gönderme tarihi | gönderilme tarihi | tarih | đã gửi | ngày
        gửi | trimis | trimis la | dată | odesláno | odoslané | dátum | elküldve | ημερομηνία
        στάλθηκε | تاريخ | التاريخ | تم الإرسال | أرسل | تاریخ | ارسال شده | فرستاده شده | ارسال
        dërguar
        poslano | poslato | послато | изпратено | תאריך | נשלח | 发送时间 | 日期 | 送信日時 | 日付 | 보낸 날짜
        received | empfangen | tanggal | taariikh | tarîx
        """
    ),
    "to": words(
        """
        an | to | à | para | a | do | aan | til | till | vastaanottaja | destinataire | destinatario
        destinatário | empfänger | кому | получатель | alıcı | kime | đến | tới | người nhận | către
        pentru | komu | pro | címzett | προς | إلى | الى | المستلم | به | گیرنده | për | za | за | до
        אל | 收件人 | 宛先 | 받는 사람 | kepada | kwa | ku | adresat
        """
    ),
    "cc": words(
        """
        cc | kopie | kopie (cc) | копия | копія | kopia | bilgi | dw | másolat | copie | copia | cópia
        κοιν | κοιν. | نسخة | رونوشت | kopi | kopio | 抄送 | 副本 | 参照 | 참조 | bcc | blindkopie
        """
    ),
    "subject": words(
        """
        betreff | betrifft | subject | objet | sujet | asunto | oggetto | temat | onderwerp | emne
        ämne | aihe | assunto | тема | konu | chủ đề | tiêu đề | subiect | předmět | predmet | tárgy
        θέμα | الموضوع | موضوع | tema | subjekt | subjekti | lënda | mijar | נושא | 主题 | 主旨 | 件名
        제목 | subjek | относно | наслов | mawduuc
        """
    ),
    "other": words(
        """
        antwort an | reply-to | reply to | répondre à | responder a | risposta | rispondi a
        odpowiedz do
        wichtigkeit | priorität | importance | priority | importància | anlagen | anhänge | anhang
        attachments | pièces jointes | adjuntos | allegati | załączniki | bijlagen | вложения | вкладення
        ekler | organisation | organization | kategorien | categories | mailing-liste | newsgroups
        message-id | vertraulichkeit | sensitivity | dringlichkeit
        """
    ),
}
"""The labels of header blocks above quoted mail, by what they stand for."""

FORWARDED = words(
    """
    weitergeleitete nachricht | weitergeleitete e-mail | weitergeleitete mail
    anfang der weitergeleiteten
    beginn der weitergeleiteten | forwarded message | begin forwarded message | forwarded mail
    start of forwarded message | forwarded by | forwarded from | weitergeleitet von | message transféré
    début du message transféré | début du message réexpédié | mensaje reenviado
    inicio del mensaje reenviado
    messaggio inoltrato | inizio messaggio inoltrato | wiadomość przekazana | przekazana wiadomość
    początek przekazanej wiadomości | treść przekazanej wiadomości | doorgestuurd bericht
    begin doorgestuurd
    videresendt besked | videresendt melding | videresendt meddelelse | vidarebefordrat meddelande
    vidarebefordrat brev | edelleenlähetetty | välitetty viesti | mensagem encaminhada
    início da mensagem encaminhada | пересылаемое сообщение | пересланное сообщение
    начало переадресованного
    переслане повідомлення | початок листа, що пересилається | пересланий лист | iletilmiş ileti
    yönlendirilen ileti | iletilen mesaj | iletilen ileti | thư đã chuyển tiếp
    tin nhắn được chuyển tiếp
    mesaj redirecționat | mesaj transmis | mesaj redirectionat | începutul mesajului redirecționat
    přeposlaná zpráva | začátek přeposlané zprávy | preposlaná správa | továbbított üzenet
    προωθημένο μήνυμα
    رسالة معاد توجيهها | الرسالة المعاد توجيهها | رسالة محولة | الرسالة المحوّلة | پیام هدایت شده
    پیام فوروارد شده
    proslijeđena poruka | прослеђена порука | препратено съобщение | mesazh i përcjellë | הודעה שהועברה
    转发的邮件 | 转发邮件 | 轉寄的郵件 | 転送メッセージ | 전달된 메시지 | pesan terusan
    """
)
"""Separators above a mail that is passed on."""

ORIGINAL = words(
    """
    ursprüngliche nachricht | ursprüngliche mail | ursprüngliche e-mail | urspruengliche nachricht
    originalnachricht | original-nachricht | original message | original mail | original email
    message d'origine | message original | message d’origine | mensaje original | messaggio originale
    messaggio di origine | wiadomość oryginalna | oryginalna wiadomość | treść oryginalnej wiadomości
    oorspronkelijk bericht | origineel bericht | oprindelig meddelelse | oprindelig besked
    opprinnelig melding | originalmeddelande | ursprungligt meddelande | alkuperäinen viesti
    mensagem original | исходное сообщение | оригинальное сообщение | вихідне повідомлення
    оригінальне повідомлення | orijinal ileti | özgün ileti | orijinal mesaj | thư gốc | tin nhắn gốc
    mesaj original | mesajul original | původní zpráva | pôvodná správa | eredeti üzenet | αρχικό μήνυμα
    الرسالة الأصلية | رسالة أصلية | پیام اصلی | originalna poruka | izvorna poruka | оригинална порука
    mesazhi origjinal | הודעה מקורית | 原始邮件 | 原邮件 | 元のメッセージ | 원본 메시지 | pesan asli
    reply message | antwortnachricht | reply above this line | bitte über dieser linie antworten
    """
)
"""Separators above a mail that is answered."""

UNRULED = ("original message processed by",)
"""Beginnings of lines that separate without a rule (Tobit David)."""

WROTE = words(
    """
    schrieb | wrote | writes | a écrit | écrivait | escribió | escribio
    ha scritto | napisał | napisała | napisał(a) | napisał/a | pisze | schreef | skrev
    kirjoitti | escreveu | написал | написала | написал(а) | пишет | пише | написав | написала | писал
    yazdı | şunu yazdı | şunları yazdı | đã viết | a scris | napsal | napsala | napísal
    napsal(a) | írta | ezt írta | έγραψε | كتب | كتبت | نوشت | نوشته است | napisao | napisala
    je napisao | написа | shkroi | ka shkruar | כתב | 写道 | 寫道 | 님이 작성 | のメール | menulis
    kirjutas | rašė | rakstīja | wrote:
    """
)
"""The verb (or its stand-in) of a line that says who wrote what is quoted below it."""

WRITTEN = words(
    """
    geschrieben | écrit | scritto | geschreven | scris | viết | van | от | بواسطة
    """
)
"""Words that stand for the verb in some attributions and in much else: they count beside an address only."""

SELF = words(
    """
    ich | wir | i | we | je | nous | yo | nosotros | io | noi | eu | ja | ik | wij | ben | biz | я | мы
    ми | tôi | أنا
    """
)
"""Who speaks of themselves announces something of their own."""

FORWARD_PREFIXES = words(
    """
    wg | fwd | fw | tr | rv | enc | i | pd | doorst | vs | vb | vl | ilt | iletilen | пересл | fs
    转发 | 轉寄 | 転送 | 전달 | továbbítás | přep | redirecționat | chuyển tiếp | weitergeleitet | inoltro
    inoltra | transfert | reenv | переслано | إعادة توجيه | ارسال مجدد | πρθ | προωθ | yml | proslijeđeno
    """
)
"""Subject prefixes of a mail that passes another on."""

REPLY_PREFIXES = words(
    """
    aw | re | antw | sv | odp | ynt | yan | r | res | rif | ref | trả lời | tl | răsp | rasp
    відп | ответ | отв | re- | رد | پاسخ | 回复 | 回覆 | 答复 | 返信 | 회신 | atb | απ | vá | vastaus
    """
)
"""Subject prefixes of an answer."""
