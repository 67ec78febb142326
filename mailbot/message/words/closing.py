"""How people end a mail and what programs append: closings, footers, disclaimers, notices above."""

from __future__ import annotations

from mailbot.message.words import patterns, words

CLOSINGS = words(
    """
    mit freundlichen grüßen | mit freundlichem gruß | mit freundlichen gruessen | mit freundlichem gruss
    mit freundlichen grüssen | freundliche grüße | freundliche grüsse | freundliche gruesse | mfg
    freundlichen gruß | freundlicher gruß | freundlichst | viele grüße | viele gruesse | viele grüsse
    liebe grüße | liebe gruesse | liebe grüsse | lieber gruß | lieben gruß | herzliche grüße | lg | vg
    herzliche gruesse | herzliche grüsse | herzlichen gruß | herzlicher gruß | herzlichst | beste grüße
    beste gruesse | beste grüsse | besten gruß | bester gruß | schöne grüße | schöne gruesse | gruß
    schönen gruß | sonnige grüße | kollegiale grüße | grüße | gruesse | grüsse | gruss
    viele liebe grüße | mit besten grüßen | mit besten gruessen | mit herzlichen grüßen
    mit herzlichem gruß | mit lieben grüßen | mit lieben grüssen | mit vielen grüßen
    mit kollegialen grüßen | hochachtungsvoll | mit bestem gruß
    mit bestem dank und freundlichen grüßen | vielen dank und freundliche grüße | danke und viele grüße
    vielen dank und viele grüße | danke und liebe grüße | vielen dank und beste grüße | danke und gruß
    vielen dank und herzliche grüße | vielen dank und liebe grüße | danke und freundliche grüße | hg
    bg | vielen dank im voraus und freundliche grüße | vielen dank mit freundlichen grüßen
    mit hochachtung | herbstliche grüße | sommerliche grüße | frohe grüße | es grüßt | es grüßt sie
    es grüßen | i. a. | i.a. | mit freundlichen grüßen aus | freundliche grüße aus | viele grüße aus
    schöne grüße aus | grüße aus | mit freundliche grüße | mit freundlich grüßen
    mit freundliche grüßen | mit freundlichen grüße
    best regards | kind regards | regards | warm regards | warmest regards | with best regards
    kindest regards | with kind regards | yours sincerely | sincerely | sincerely yours
    yours faithfully | best wishes | yours truly | cheers | many thanks and best regards
    thanks and regards | thanks & regards | best | thank you and best regards
    thank you and kind regards | all the best | respectfully | with regards
    cordialement | bien cordialement | très cordialement | salutations distinguées | bien à vous
    meilleures salutations | sincères salutations | amicalement | avec mes salutations distinguées
    saludos | saludos cordiales | un saludo | cordialmente | atentamente | un cordial saludo
    muchos saludos | cordiali saluti | distinti saluti | saluti | un saluto | cari saluti | tanti saluti
    con i migliori saluti | atenciosamente | cumprimentos | com os melhores cumprimentos | abraços | att
    melhores cumprimentos | cu stimă | cu respect | cu stima | o zi bună | cele bune | toate cele bune
    cu drag | cu deosebită stimă
    pozdrawiam | z poważaniem | z powazaniem | serdecznie pozdrawiam | z wyrazami szacunku
    pozdrowienia | serdeczne pozdrowienia | s pozdravem | s přátelským pozdravem | s úctou | s pozdravom
    hezký den | üdvözlettel | tisztelettel | üdv | köszönettel | s poštovanjem | lijep pozdrav
    srdačan pozdrav | pozdrav | с поштовањем | с уважение | поздрави | me respekt | përshëndetje
    με εκτίμηση | φιλικά
    met vriendelijke groet | met vriendelijke groeten | groeten | groet | hartelijke groet
    vriendelijke groet | met hartelijke groet | mvg | med venlig hilsen | venlig hilsen | hilsen | mvh
    vh | kh | bedste hilsner | de bedste hilsner | kærlig hilsen | mange hilsner | med vennlig hilsen
    vennlig hilsen | beste hilsen | med vänlig hälsning | med vänliga hälsningar | vänliga hälsningar
    hälsningar | vänligen | bästa hälsningar | ystävällisin terveisin | terveisin | parhain terveisin
    saygılar | sevgi ve saygılarımla | selam ve saygılarımla | selam ve sevgiler | sevgilerimle
    görüşmek üzere | hoşça kalın | iyi günler dilerim | iyi çalışmalar dilerim | saygı ile
    saygılarımla | saygılarımızla | iyi günler | iyi çalışmalar | sevgiler | selamlar
    en iyi dileklerimle | trân trọng | trân trọng kính chào | thân mến | kính thư
    xin chân thành cảm ơn | thân ái | bi rêzdarî | bi silavên germ | silav | bi rêz | mahadsanid
    salaan sare | salam hormat | hormat saya
    с уважением | с наилучшими пожеланиями | всего доброго | с приветом | с благодарностью
    всего хорошего | з повагою | з найкращими побажаннями | щиро | з вдячністю | всього найкращого
    на все добре
    с искренним уважением | с глубоким уважением | с большим уважением | с надеждой на ответ
    с наилучшими | искренне ваш | искренне ваша | с почтением | с теплом | с сердечным приветом
    хорошего дня | до встречи | заранее благодарю | заранее спасибо | с признательностью
    з пошаною | з щирою повагою | з глибокою повагою | з великою повагою | щиро ваш | щиро ваша
    із повагою | із вдячністю | зі щирою повагою | з найкращим | з привітом | з теплом
    гарного дня | до зустрічі | заздалегідь дякую | наперед дякую | усього найкращого | усього доброго
    z szacunkiem | z wyrazami poważania | z uszanowaniem | łączę pozdrowienia | łączę wyrazy szacunku
    pozdro | pzdr | pozdrawiam serdecznie | pozdrawiam ciepło | ciepło pozdrawiam | gorąco pozdrawiam
    z poważaniem i pozdrowieniami | serdeczności | miłego dnia | do zobaczenia | z panem bogiem
    z serdecznymi pozdrowieniami | przesyłam pozdrowienia | z góry dziękuję
    مع أطيب التحيات | مع خالص التحية | مع التحية | تحياتي | مع فائق الاحترام
    وتفضلوا بقبول فائق الاحترام | مع الاحترام | مع تحياتي | خالص تحياتي | مع أطيب تحياتي | والسلام عليكم
    مع الشكر والتقدير | باحترام | با احترام | با تشکر | با سپاس | با درود | ارادتمند | با سپاس و احترام
    مع الشكر | مع جزيل الشكر | مع خالص الشكر
    مع الشكر الجزيل | وتقبلوا فائق الاحترام | دمتم بخير
    ودمتم بخير
    تقبلوا تحياتي | أطيب التحيات | وشكرا لكم | والسلام | مع كل الاحترام | بكل احترام | مع السلامة
    با تقدیم احترام | با تشکر و سپاس | با ادب و احترام | با سپاس فراوان | با احترام فراوان | دوستدار شما
    با تشکر و احترام | با مهر | ምስ ክብሪ ሰላምታ | ከሰላምታ ጋር | በአክብሮት
    此致 | 敬礼 | 祝好 | 谨上 | 敬上 | 敬具 | בברכה | 감사합니다 | 드림
    """
)
"""Closing formulas in lower case; one stands alone on its line, or with a name after it."""

CLOSING_STEMS = patterns(
    r"""
    grü(?:ß|ss)|gruess|gru(?:ß|ss)(?!wort)|hochachtung|empfehlungen$
    regards|sincerely|faithfully|best wishes
    cordialement|salutations|amicalement|saludos|atentamente|saluti|cumprimentos|atenciosamente
    stimă|pozdraw|pozdrow|poważaniem|pozdrav|úctou|üdvözl|tisztelettel|poštovanjem|respekt$
    groet|hilsen|hilsner|hälsning|terveisin|saygı|trân trọng|thân mến|rêzdar|silav
    уважением|пожеланиями|повагою|побажаннями|поштовањем|уважение
    تحيات|التحية|احترام|الاحترام|التقدير|سپاس|تشکر
    """
)
"""What only closings hold: a short line with one of them above a name is one, whatever else it says."""

SIGNED_FOR = words(
    """
    i. a. | i.a. | i. v. | i.v. | i. a | im auftrag | in vertretung | gez. | für das | für den | für die
    im namen
    ppa. | p. p. | p.p. | stellv. | der vorstand | das team | dein | deine | ihr | ihre | euer | eure
    your | on behalf
    p.o. | z up. | по поручению | за дорученням
    """
)
"""How the block of the signature begins where somebody signs for others or as yours."""

WITH_NAME = ("lg", "vg", "mfg", "mvh", "mvg")
"""Short closings that a name may follow on their line; others may be names themselves (Best)."""

TOPICS = patterns(
    r"""
    workshop|werkstatt \d|\bws ?\d|arbeitsgruppe|\bag \d|\bforum \d|livestream|live-stream|online dabei
    vor ort|teilnehm|teilnahme|anmeld|abmeld|\bich\b|\bwir kommen|vegetar|vegan|rollstuhl
    participant|register|attend|\bi am\b|\bi would\b|atelier|taller|warsztat|atölye
    мастерск|воркшоп|майстер-клас|семинар|семінар|ورشة|الورشة|کارگاه|hội thảo|nhóm \d|werkgroep
    """
)
"""What registrations are about: below a bare name such words were added, and are no signature."""

THANKS = words(
    """
    danke | vielen dank | besten dank | herzlichen dank | danke schön | dankeschön | danke sehr
    danke vorab
    vielen dank im voraus | danke im voraus | vielen dank vorab | thanks | thank you | many thanks | thx
    thanks in advance | thanks a lot | thank you very much | merci | merci beaucoup | merci d'avance
    gracias
    muchas gracias | grazie | grazie mille | dziękuję | dzięki | dziękuję bardzo | bedankt | tak
    mange tak | tack
    obrigado | obrigada | спасибо | большое спасибо | дякую | щиро дякую | спасибо заранее | дуже дякую
    teşekkürler | teşekkür ederim | cảm ơn | xin cảm ơn | mulțumesc | multumesc | vă mulțumesc | děkuji
    hvala
    شكرا | شكراً | شكرا جزيلا | شكراً جزيلاً | شكرًا | شكرًا جزيلًا | شكرا لكم | شكراً لكم | وشكرا | وشكراً
    جزيل الشكر | خیلی ممنون | ممنونم | مرسی | سپاسگزارم | سپاسگزار | پیشاپیش متشکرم | çok teşekkürler
    şimdiden teşekkürler | çok teşekkür ederim | teşekkür ederiz | sağ olun | şimdiden teşekkür ederim
    متشكرم | ممنون | سپاس | با تشکر فراوان | spas | faleminderit | köszönöm
    """
)
"""Thanks in lower case; they close a mail only where nothing but a name stands below."""

MOBILE = patterns(
    r"""
    von mein(?:em|er) .{2,40} gesendet
    gesendet von mein(?:em|er) .{2,50}
    gesendet mit .{2,60}
    gesendet von (?:iphone|ipad|android|samsung|outlook|mail|meinem|einem|unterwegs|web|gmx)\b.{0,40}
    gesendet (?:über|via|aus|von unterwegs|von outlook|mit der) .{2,60}
    von unterwegs gesendet
    diese (?:nachricht|e-?mail|mail) wurde (?:von|mit) .{2,80} (?:gesendet|verschickt|geschrieben)
    von .{2,30} für (?:ios|android|mobil\w*|iphone|windows\w*) gesendet
    holen sie sich outlook .{2,80}
    outlook für (?:ios|android|mac) (?:beziehen|herunterladen)
    get outlook for .{2,60}
    sent via .{2,40}
    sent from my [^,.;:]{2,40}
    sent from my .{2,60}(?:excuse|typo|brevity).{0,30}
    sent with .{2,40}
    sent from (?!my )[^,;]{2,60}
    sent (?:using|by|through) .{2,40}
    from my (?:i?phone|ipad|mobile).{0,20}
    \w+ from mobile
    verstuurd vanaf mijn .{2,30}
    verzonden (?:vanaf|met|via|van) .{2,40}
    envoyé (?:de|depuis|à partir de|avec|par) .{2,60}
    télécharger outlook pour .{2,30}
    obtenez outlook .*
    envoyé de mon .{2,40}
    enviado (?:desde|do|a partir|pelo|con|com) .{2,60}
    obtener outlook para .{2,30}
    inviato (?:da|dal|con|tramite) .{2,60}
    scarica outlook per .{2,30}
    wysłan[eoya] (?:z|ze|za|przez|przy) .{2,60}
    wysłane z iphone'a
    pobierz .{0,15}outlook .{2,40}
    sendt fra .{2,40}
    skickat från .{2,40}
    lähetetty .{2,40}
    отправлено (?:с|из|от|через|со) .{2,60}
    надіслано (?:з|із|від|через) .{2,60}
    (?:відправлено|надіслане) (?:з|із|зі|через|за) .{2,60}
    (?:отримайте|отримати|завантажте) outlook .{2,40}
    (?:получите|получить|скачайте|скачать|загрузите) outlook .{2,40}
    послано (?:с|из|со) .{2,60}
    посылка отправлена .{2,40}
    .{2,40}(?:'d[ae]n|'t[ae]n|d[ae]n) gönderildi
    đã gửi từ .{2,40}
    được gửi từ .{2,40}
    gửi từ .{2,40}
    trimis (?:de pe|din|cu) .{2,60}
    odesláno (?:z|ze|pomocí) .{2,60}
    odoslané z .{2,60}
    küldve .{2,40}
    στάλθηκε από .{2,40}
    أ?ُ?رسل(?:ت)? من .{2,50}
    تم (?:ال)?إرسال(?:ها)? (?:من|عبر|بواسطة|هذه الرسالة) .{2,50}
    مرسلة من .{2,50}
    مرسل من .{2,50}
    ارسال شده از .{2,50}
    فرستاده شده از .{2,50}
    ارسال از .{2,40}
    poslano (?:s|sa|iz) .{2,50}
    изпратено от .{2,50}
    dërguar nga .{2,50}
    发自我的.{1,30}
    從我的.{1,30}傳送
    iphoneから送信
    나의 .{1,20}에서 보냄
    inviato dal mio .{2,30}
    yahoo mail:? .{2,60}
    mobile app.{0,30}gesendet
    posteo\.de .{0,40}
    virenfrei\.?.{0,60}
    download .{0,10}outlook .{2,40}
    diese mail wurde unterwegs .{2,60}
    kurz gehalten, da .{2,60}
    """
)
"""Lines that programs append, as patterns for a whole line in lower case without its full stop."""

DISCLAIMERS = words(
    """
    diese e-mail enthält vertrauliche | diese e-mail kann vertrauliche
    diese nachricht enthält vertrauliche | der inhalt dieser e-mail | der inhalt dieser nachricht ist
    die information in dieser e-mail | die in dieser e-mail enthaltenen | vertraulichkeitshinweis
    diese e-mail ist vertraulich | disclaimer | diese nachricht ist vertraulich
    diese mail und ihre anhänge | diese e-mail und | diese e-mail einschließlich
    wenn sie nicht der richtige adressat | sollten sie nicht der | falls sie nicht der
    haftungsausschluss | bitte prüfen sie, ob diese | bitte denken sie an die umwelt
    bitte denken sie vor dem | denken sie an die umwelt | müssen sie diese e-mail wirklich
    datenschutzhinweis | hinweise zum datenschutz | informationen zum datenschutz
    hinweis zum datenschutz | datenschutzinformation | unsere datenschutz
    informationen zur verarbeitung | this e-mail is confidential | this email is confidential
    this e-mail and any | this email and any | this message and any | this message is intended
    this e-mail may contain | this email may contain | this message contains confidential
    this message may contain | confidentiality notice | legal notice | the information contained in this
    the contents of this e | if you are not the intended recipient | please consider the environment
    this e-mail message | privileged and confidential | this transmission | ce message et ses pièces
    ce message et toutes | ce courriel | avis de confidentialité | ce message est | este mensaje y sus
    este correo electrónico | aviso de confidencialidad | aviso legal | este mensaje puede
    questo messaggio | le informazioni contenute | avviso di riservatezza | ta wiadomość
    niniejsza wiadomość | treść tej wiadomości | informacje zawarte w tej
    esta mensagem | dit bericht | de informatie in dit | dit e-mailbericht
    denne e-mail | detta e-postmeddelande | acest mesaj | acest e-mail | tato zpráva | данное сообщение
    это сообщение | это электронное | цей лист | це повідомлення | це електронне | ця електронна
    информация, содержащаяся | настоящее сообщение
    інформація, що міститься | bu e-posta | bu elektronik posta
    bu mesaj | هذه الرسالة | این ایمیل | email này | diese e-mail wurde auf viren
    diese e-mail wurde von avast | this email has been checked for viruses | this email has been scanned
    virus-free | keine viren gefunden | no virus found | you received this message because
    you are receiving this | to unsubscribe | sie erhalten diese
    """
)
"""How paragraphs begin that lawyers, not writers, put below a mail."""

BANNERS = words(
    """
    caution: this email originated | caution: external | [external] | external email | external sender
    caution: this e-mail | warning: this email | this email originated from outside
    this message originated | this sender is trusted | you don't often get email from
    you don’t often get email from | sie erhalten nicht häufig e-mails von
    sie erhalten nicht oft eine e-mail von | [extern] | externe e-mail | achtung: diese e-mail
    achtung! diese e-mail | achtung: externe | diese e-mail kommt von | warnung: diese e
    diese e-mail stammt von | vorsicht: diese e-mail | attention: ce message | attention : ce
    [externe] | einige personen, die diese nachricht erhalten haben, erhalten nicht oft
    """
)
"""How notices begin that mail servers put above a mail."""

POSTSCRIPTS = words(
    """
    ps | p.s | p. s | pps | nb | n.b | nachtrag | зы | p.s. | ملاحظة | з.і | post scriptum
    """
)
"""What begins words that were added below the name."""
