"""An alarm in words for organisers, in German or English, and as values for a program; never a name.

Each says what is not well, since when, what it means for the people who wrote, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mailbot.decision.bulk import bulk_key
from mailbot.decision.health import Phase, Rule, Standing, Telling
from mailbot.decision.model import Notification
from mailbot.envelope import Notice
from mailbot.event import Event

_DE: Mapping[str, str] = {
    "mailbox": "Das Postfach ist seit {since} nicht erreicht worden. Neue Anmeldungen werden erst"
    " gelesen, wenn es wieder geht; verloren geht nichts, und es zählt, wann der Mailserver sie angenommen"
    " hat. Woran es liegt, sagt `mailbot check`.",
    "proof": "Im Postfach liegen seit {since} Mails, die nicht im Buch stehen: {count}. Bitte diese Mails"
    " im Postfach selbst ansehen; woran es liegt, steht im Protokoll.",
    "unhandled": "Mails, die auf einen Menschen warten: {count}, die älteste seit {since}. Bitte"
    " entscheiden: wer geschrieben hat, weiß noch nicht, woran er ist.",
    "outbox": "Antworten gehen nicht hinaus; fällig: {count}, die älteste seit {since}. Sie warten und"
    " gehen von selbst hinaus, sobald der Server für ausgehende Mail sie annimmt. Woran es liegt, sagt"
    " `mailbot check`.",
    "deferred": "Eine unserer Mails wird seit {since} immer wieder vertröstet. Sie wird weiter versucht;"
    " welche es ist und was der andere Server sagt, steht im Postausgang.",
    "disk": "Auf der Platte mit den Anmeldungen sind nur noch {count} MB frei. Ist sie voll, wird nichts"
    " mehr gelesen und beantwortet. Bitte Platz schaffen.",
    "secret": "Die Anmeldung am Mailserver läuft am {since} ab; Tage bis dahin: {count}. Bitte vorher"
    " beim Anbieter ein neues Geheimnis anlegen und eintragen (docs/operate.md), und danach den Tag des"
    " Ablaufs.",
    "secret-gone": "Die Anmeldung am Mailserver ist am {since} abgelaufen. Bitte beim Anbieter ein neues"
    " Geheimnis anlegen und eintragen (docs/operate.md), und danach den neuen Tag des Ablaufs.",
    "backup": "Die letzte Sicherung ist von {since}, oder es gab noch keine. Bitte nachsehen, warum"
    " `mailbot backup` nicht mehr läuft.",
    "lasts": "Noch immer (Alarm von {began}):",
    "over": "Wieder in Ordnung: {name}. Der Alarm von {began} ist vorbei.",
}
_EN: Mapping[str, str] = {
    "mailbox": "The mailbox has not been reached since {since}. New registrations will be read when it"
    " can be reached again; nothing is lost, and what counts is when the mail server took them. `mailbot"
    " check` says what is wrong.",
    "proof": "Since {since} there are mails in the mailbox that are not in the ledger: {count}. Please"
    " look at these mails in the mailbox itself; the log says what is wrong.",
    "unhandled": "Mails that wait for a person: {count}, the oldest since {since}. Please decide: whoever"
    " wrote does not know yet how things stand.",
    "outbox": "Replies do not leave; due: {count}, the oldest since {since}. They wait and leave by"
    " themselves as soon as the server for outgoing mail takes them. `mailbot check` says what is wrong.",
    "deferred": "One of our mails has been put off again and again since {since}. It is still tried;"
    " which one it is and what the other server says stands in the outbox.",
    "disk": "On the disk with the registrations only {count} MB are free. When it is full, nothing is"
    " read and answered any more. Please make room.",
    "secret": "The sign-in to the mail server runs out on {since}; days until then: {count}. Please make"
    " a new secret at the provider before and enter it (docs/operate.md), and then the day on which that"
    " runs out.",
    "secret-gone": "The sign-in to the mail server ran out on {since}. Please make a new secret at the"
    " provider and enter it (docs/operate.md), and then the day on which that runs out.",
    "backup": "The last backup is of {since}, or there was none yet. Please look why `mailbot backup`"
    " does not run any more.",
    "lasts": "Still so (alarm of {began}):",
    "over": "Well again: {name}. The alarm of {began} is over.",
}
_NAMES: Mapping[str, Mapping[Rule, str]] = {
    "de": {
        Rule.WORKER: "der Arbeiter",
        Rule.MAILBOX: "das Postfach",
        Rule.PROOF: "der Beweis, dass keine Mail fehlt",
        Rule.UNHANDLED: "Mails, die auf einen Menschen warten",
        Rule.OUTBOX: "der Postausgang",
        Rule.DEFERRED: "vertröstete Mails",
        Rule.DISK: "der Platz auf der Platte",
        Rule.SECRET: "die Anmeldung am Mailserver",
        Rule.BACKUP: "die Sicherung",
    },
    "en": {
        Rule.WORKER: "the worker",
        Rule.MAILBOX: "the mailbox",
        Rule.PROOF: "the proof that no mail is missing",
        Rule.UNHANDLED: "mails that wait for a person",
        Rule.OUTBOX: "the outbox",
        Rule.DEFERRED: "mails that are put off",
        Rule.DISK: "room on the disk",
        Rule.SECRET: "the sign-in to the mail server",
        Rule.BACKUP: "the backup",
    },
}


def alarm_text(telling: Telling, event: Event, now: datetime) -> str:
    """The alarm in the event's language, else in English."""
    language = "de" if event.language == "de" else "en"
    words, sign, known = (_DE if language == "de" else _EN), telling.sign, telling.standing
    began = _moment(known.began_at if known else now, event)
    if telling.phase is Phase.OVER:
        return words["over"].format(name=_NAMES[language][sign.rule], began=began)
    gone = sign.rule is Rule.SECRET and sign.since is not None and sign.since <= now
    text = words["secret-gone" if gone else sign.rule.value]
    text = text.format(since=_since(telling, event, now), count=sign.count or 0)
    return f"{words['lasts'].format(began=began)} {text}" if telling.phase is Phase.LASTS else text


def alarm_name(rule: Rule, language: str = "en") -> str:
    """What a rule watches, in German or English."""
    return _NAMES.get(language, _NAMES["en"])[rule]


def alarm_mail(telling: Telling, standing: Standing, event: Event, to: str, now: datetime) -> Notification:
    """The alarm to one organiser. standing: the alarm as it is noted once this has been told."""
    key = bulk_key(f"{alarm_prefix(standing)}{standing.told}", to)
    text = alarm_text(telling, event, now)
    return Notification(key=key, notice=Notice.ALARM, to=to, language=event.language, received=now, text=text)


def alarm_prefix(standing: Standing) -> str:
    """With this the key of each mail about an alarm begins."""
    return f"alarm.{standing.rule.value}.{standing.id}."


def alarm_values(telling: Telling, standing: Standing, event: Event, now: datetime) -> dict[str, Any]:
    """The alarm for the office's own command."""
    sign = telling.sign
    return {
        "rule": sign.rule.value,
        "phase": telling.phase.value,
        "alarm": standing.id,
        "event": event.id,
        "began_at": standing.began_at.isoformat(),
        "told_at": now.isoformat(),
        "since": sign.since.isoformat() if sign.since else None,
        "count": sign.count,
        "limit": sign.limit,
        "text": alarm_text(telling, event, now),
    }


def _since(telling: Telling, event: Event, now: datetime) -> str:
    sign = telling.sign
    if sign.rule is Rule.SECRET and sign.since is not None:
        # The instant is the end of the last day on which it works.
        return (sign.since - timedelta(seconds=1)).astimezone(event.zone).strftime("%d.%m.%Y")
    return _moment(sign.since or now, event)


def _moment(moment: datetime, event: Event) -> str:
    return moment.astimezone(event.zone).strftime("%d.%m.%Y %H:%M")
