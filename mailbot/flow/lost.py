"""A mail of ours that the server refuses at once because there is no such address: see `unreachable`."""

from __future__ import annotations

import re

from mailbot.decision import lost, no_such_address
from mailbot.envelope import SmtpReply
from mailbot.flow.office import Office
from mailbot.flow.posting import post
from mailbot.store import Claimed, Occasion, outbox_items, registrations_called, seats_snapshot

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
"""An enhanced status code at the beginning of the server's words (RFC 2034, 4)."""


def give_up_on(office: Office, one: Claimed, reply: SmtpReply) -> None:
    """If the server said that the address does not exist, whoever has it is held for a person."""
    status = _STATUS.match(reply.text)
    if status is None or not no_such_address(status[0]):
        return
    now = office.clock()
    with office.database.transaction() as tx:
        office.database.lock_seats(tx, office.event.id)
        here = office.within(tx)
        (item,) = outbox_items(tx, office.event.id, [one.id]) or (None,)
        if item is None:
            return
        told = registrations_called(tx, office.event.id, item.references)
        failed = {item.message.rcpt_to.lower()}
        ledger = seats_snapshot(tx, office.event.id)
        decision = lost(told, failed, ledger, here.event, office.policy(), f"lost{one.id:012d}", now)
        if decision is not None:
            occasion = Occasion(office.event.id, "mailbot", "mail", now, now)
            post(here, tx, decision, occasion, withheld=lambda _n, _place: office.supervision)
