"""What is asked for beside a registration is something for the organiser to see to."""

from __future__ import annotations

import pytest

from mailbot.intent.model import Action
from tests.unit.intent.mails import understood

_LISTS = {
    "de": "Bitte melden Sie mich für Workshop 1 an und schicken Sie mir die Teilnehmerliste.",
    "en": "Please put me down for workshop 1 and send me the list of participants.",
    "fr": "Merci de m'inscrire à l'atelier 1 et de m'envoyer la liste des participants.",
    "es": "Apúntenme al taller 1 y envíenme la lista de participantes, por favor.",
    "ro": "Vă rog să mă înscrieți la atelierul 1 și să-mi trimiteți lista participanților.",
    "pl": "Proszę zapisać mnie na warsztat 1 i przesłać mi listę uczestników.",
    "uk": "Прошу записати мене на воркшоп 1 і надіслати мені список учасників.",
    "ru": "Прошу записать меня на мастер-класс 1 и прислать мне список участников.",
    "tr": "Lütfen beni 1. atölyeye kaydedin ve bana katılımcı listesini gönderin.",
    "ar": "أرجو تسجيلي في الورشة 1 وأن ترسلوا لي قائمة المشاركين.",
    "fa": "لطفاً مرا در کارگاه ۱ ثبت کنید و فهرست شرکت‌کنندگان را برایم بفرستید.",
    "vi": "Xin ghi tên tôi vào hội thảo 1 và gửi cho tôi danh sách người tham dự.",
}
_OWN = {
    "de": "Bitte setzen Sie mich für Workshop 1 auf die Liste der Teilnehmer.",
    "en": "Please put me on the list of participants for workshop 1.",
    "pl": "Proszę wpisać mnie na listę uczestników warsztatu 1.",
    "ru": "Прошу внести меня в список участников мастер-класса 1.",
    "uk": "Прошу внести мене до списку учасників воркшопу 1.",
}


@pytest.mark.parametrize("code", _LISTS)
def test_request_for_the_list_of_participants_is_shown_to_the_organiser(code: str) -> None:
    intent = understood(f"{_LISTS[code]}\n\nAda Kern", on="fachtag", name="Ada Kern", subject="7.10.")

    assert (intent.action, [p.workshop for p in intent.participants]) == (Action.ACT, ["1"])
    assert intent.attention


@pytest.mark.parametrize("code", _OWN)
def test_whoever_wants_to_be_on_the_list_asks_for_nothing_else(code: str) -> None:
    intent = understood(f"{_OWN[code]}\n\nAda Kern", on="fachtag", name="Ada Kern", subject="7.10.")

    assert (intent.action, intent.attention) == (Action.ACT, False)
