"""The script of the demo holds together."""

from __future__ import annotations

import pytest

from mailbot.demo.clients import CLIENTS
from mailbot.demo.inbox import ScriptedMail, load_inbox

INBOX = load_inbox()
MAILS = INBOX.mails


def test_mails_arrive_in_the_order_in_which_they_are_written() -> None:
    times = [mail.at for mail in MAILS]
    assert times == sorted(times)


def test_every_mail_has_an_identifier_of_its_own() -> None:
    assert len({mail.id for mail in MAILS}) == len(MAILS)
    with pytest.raises(KeyError):
        INBOX.find("nobody")


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.id)
def test_mail_is_new_or_refers_to_an_earlier_one(mail: ScriptedMail) -> None:
    earlier = {other.id for other in MAILS[: MAILS.index(mail)]}
    if mail.again:
        assert mail.again in earlier
        assert not mail.body
    else:
        assert mail.client in CLIENTS
        assert mail.body
        assert mail.subject or mail.answers in earlier


@pytest.mark.parametrize("mail", [mail for mail in MAILS if not mail.again], ids=lambda mail: mail.id)
def test_people_and_offices_are_invented(mail: ScriptedMail) -> None:
    """RFC 2606, 2: .example belongs to nobody."""
    assert mail.from_.rstrip(">").endswith(".example")
    assert not mail.forwards or mail.forwards.from_.rstrip(">").endswith(".example")
