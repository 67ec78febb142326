"""Mail servers with little room, few rights or few commands: each mail is answered, and filed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailbot.config import Filing
from mailbot.flow.intake import KEYWORD
from mailbot.mailbox import ImapMailbox
from tests.faults import HANDLED, FaultyOffice, address, ensure_done, everyone, faulty_office, people
from tests.letters import PEOPLE, doubtful
from tests.servers import dovecot as dovecot_server
from tests.servers.authority import Authority


@contextmanager
def office_at(
    folder: Path, authority: Authority, separator: str = "/", prefix: str = "", more: str = ""
) -> Iterator[FaultyOffice]:
    """An office whose mail server is set up in a way of its own, and has no MOVE."""
    if reason := dovecot_server.missing():
        pytest.skip(f"left out: {reason}")
    modest = "IMAP4rev1 NAMESPACE UIDPLUS"
    with (
        dovecot_server.running(
            authority, capability=modest, separator=separator, prefix=prefix, more=more
        ) as server,
        faulty_office(folder, server) as office,
    ):
        yield office


QUOTA = """
protocol imap {{
  mail_plugins = quota
}}
plugin {{
  quota = count:all
  quota_vsizes = yes
  quota_rule = *:messages={messages}
}}
"""


def test_quota_full_on_filing_is_told_and_the_mail_stays_until_there_is_room(
    tmp_path: Path, authority: Authority
) -> None:
    more = QUOTA.format(messages=3)
    with office_at(tmp_path, authority, more=more) as office:
        office.file_by(Filing.MOVE)
        office.arrive(*people(0, 1, 2))
        for _ in range(3):
            (problem,) = office.turn(minutes=1).problems
            assert "not filed" in str(problem)
            assert "uota" in str(problem)
        assert (office.lying(), office.lying(HANDLED)) == (everyone(0, 1, 2), Counter())
        ensure_done(office, 0, 1, 2)

        conf = office.dovecot.folder / "dovecot.conf"
        conf.write_text(conf.read_text("utf-8").replace("messages=3", "messages=300"), "utf-8")
        office.dovecot.restart()
        assert office.turn(minutes=1).problems == ()

        assert (office.lying(), office.lying(HANDLED)) == (Counter(), everyone(0, 1, 2))
        ensure_done(office, 0, 1, 2)


def test_no_keywords_allowed_answers_all_the_same(tmp_path: Path, authority: Authority) -> None:
    """An access list without the right to write flags (RFC 4314, 2.1): no new keyword may be made."""
    more = "mail_plugins = acl\nplugin {\n  acl = vfile\n}\n"
    with office_at(tmp_path, authority, more=more) as office:
        office.file_by(Filing.KEYWORD)
        office.arrive(*people(0, 1))
        rights = office.dovecot.folder / "mail" / office.account.address / "Maildir" / "dovecot-acl"
        rights.write_text("owner lrsi\n", "utf-8")
        office.dovecot.restart()
        with ImapMailbox(office.desk.office.settings.mailbox) as mailbox:
            assert not mailbox.takes_keywords
        turns = [office.turn(minutes=1) for _ in range(2)]

        assert [t.problems for t in turns] == [(), ()]
        ensure_done(office, 0, 1)
        with office.dovecot.client(office.account, "INBOX") as client:
            assert client.search(["KEYWORD", KEYWORD]) == []


@pytest.mark.parametrize("separator", ["/", "."])
def test_folders_with_umlauts_and_another_separator_hold_each_mail_once(
    tmp_path: Path, authority: Authority, separator: str
) -> None:
    prefix = "INBOX." if separator == "." else ""
    with office_at(tmp_path, authority, separator=separator, prefix=prefix) as office:
        office.file_by(Filing.MOVE, handled="Fachtag/Erledigt & gezählt", aside="Fachtag/Zu klären")
        office.arrive(*people(0, 1), doubtful(PEOPLE[2], address(2)))
        assert office.turn(minutes=1).problems == ()
        assert office.turn(minutes=1).problems == ()

        folder = f"{prefix}Fachtag{separator}"
        assert office.lying(f"{folder}Erledigt & gezählt") == everyone(0, 1)
        assert office.lying(f"{folder}Zu klären") == everyone(2)
        assert office.lying() == Counter()
