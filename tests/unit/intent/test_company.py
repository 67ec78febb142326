"""Several people in every layout: whatever parts a mail is put together from, who comes and where is read."""

from __future__ import annotations

from collections import Counter

from mailbot.intent import Action, read
from mailbot.message.model import Address, Message
from tests.corpus.load import event
from tests.unit.intent.company import Composed, compose

MAILS = 320


def _read(one: Composed) -> tuple[Action, list[tuple[str | None, str | None]]]:
    sender = Address(one.writer, "post@verein.example")
    mail = Message(subject="Anmeldung", senders=(sender,), own=one.own)
    intent = read(mail, event(one.event))
    return intent.action, sorted((p.name, p.workshop) for p in intent.participants)


def test_lists_in_every_layout_are_booked_as_written() -> None:
    booked, harmed, failing = 0, [], Counter[str]()
    for seed in range(MAILS):
        one = compose(seed)
        action, people = _read(one)
        right = people == sorted((g.name, g.workshop) for g in one.guests)
        if action is Action.ACT and not right:
            harmed.append((one.own, people))
        booked += action is Action.ACT and right
        failing.update([] if right else one.parts)
    assert not harmed, harmed[0]
    assert booked >= 0.97 * MAILS, failing.most_common(6)
