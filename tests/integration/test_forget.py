"""Forgetting somebody reaches the folders that we filed to, and no other mail there."""

from __future__ import annotations

import json

from tests.letters import AS_OF, RECEIVED, office_mail, registration
from tests.servers.office import TestOffice


def _subjects_of(office: TestOffice, folder: str) -> list[str]:
    mails = office.dovecot.messages(office.account, folder)
    return [line for raw in mails for line in raw.decode("latin-1").splitlines() if line.startswith("From:")]


def test_forget_reaches_filed_mails(office: TestOffice) -> None:
    office.change(
        "mailbot.toml", 'filing = "none"', 'filing = "move"\nhandled_folder = "Anmeldungen/Erledigt"'
    )
    office.arrive(
        [
            (registration("Anna Albrecht", "anna@people.test"), RECEIVED),
            (registration("Bernd Brandt", "bernd@people.test"), RECEIVED),
            (office_mail("anna@people.test", identifier="invoice"), RECEIVED),
        ]
    )
    office.mailbot("run", "--once", "--as-of", AS_OF)
    filed = _subjects_of(office, "Anmeldungen/Erledigt")

    done = office.mailbot("forget", "Anna@people.test", "--by", "Frau Muster")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["erased"]["filed_mails"] == 1
    assert json.loads(done.stdout)["left"] == 0
    assert len(filed) == 2
    assert [line for line in _subjects_of(office, "Anmeldungen/Erledigt") if "anna@" in line] == []
    assert len(_subjects_of(office, "Anmeldungen/Erledigt")) == 1
    assert len(_subjects_of(office, "INBOX")) == 1
    proofs = json.loads(office.mailbot("erasures").stdout)
    assert [(proof["actor"], proof["counts"]["registrations"]) for proof in proofs] == [("Frau Muster", 1)]


def test_forget_with_the_mail_server_away_erases_nothing(office: TestOffice) -> None:
    office.change("mailbot.toml", 'filing = "none"', 'filing = "move"')
    office.arrive([(registration("Anna Albrecht", "anna@people.test"), RECEIVED)])
    office.mailbot("run", "--once", "--as-of", AS_OF)
    office.change("mailbot.toml", f"port = {office.dovecot.imaps}", "port = 9")

    done = office.mailbot("forget", "anna@people.test")

    assert done.returncode == 1
    assert "refused" in done.stderr
    assert "Traceback" not in done.stderr
    held = json.loads(office.mailbot("access", "anna@people.test").stdout)
    assert len(held["registrations"]) == 1


def test_access_of_somebody_unknown_is_empty(office: TestOffice) -> None:
    done = office.mailbot("access", "niemand@people.test")

    assert json.loads(done.stdout) == {"registrations": [], "mails": [], "replies": [], "history": []}


def test_announce_dry_run_sends_nothing(office: TestOffice) -> None:
    office.arrive([(registration("Anna Albrecht", "anna@people.test"), RECEIVED)])
    office.mailbot("run", "--once", "--as-of", AS_OF)
    (office.folder / "text.txt").write_text("Der Eingang ist hinten.", "utf-8")

    shown = office.mailbot("announce", "text.txt", "--to", "all", "--dry-run")
    nobody = office.mailbot("announce", "text.txt", "--to", "nobody")

    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("mails: 1, people: 1")
    assert (nobody.returncode, "use all, workshop:ID" in nobody.stderr) == (1, True)
    outbox = json.loads(office.mailbot("outbox", "--format", "json").stdout)
    assert [row["notice"] for row in outbox] == ["confirmation"]
