"""`mailbot rehearse` shows what would be done with mails in files, and what is otherwise elsewhere."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desks import Desk
from tests.letters import AS_OF, RECEIVED, doubtful, letter, office_mail, registration
from tests.unit.cli.conftest import Mailbot


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "1.eml").write_bytes(registration("Anna Albrecht", "anna@outside.test"))
    (folder / "2.eml").write_bytes(office_mail("schulz@outside.test"))
    (folder / "3.eml").write_bytes(doubtful("Bernd Brandt", "bernd@outside.test"))
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    Desk(folder).office.database.close()
    (folder / "mailbot.db").unlink()
    return folder


def test_rehearsal_shows_what_would_be_done_and_leaves_no_ledger(
    office: Path, mails: Path, mailbot: Mailbot
) -> None:
    before = sorted(office.iterdir())
    done = mailbot("--config", office, "rehearse", mails)

    assert (done.code, done.err) == (0, "")
    assert "Anna Albrecht: confirmed in 2" in done.text
    assert "mails: 3 = 1 booked + 1 held for a person + 1 nothing to do" in done.text
    assert "workshop 2: 1 of 40" in done.text
    assert sorted(office.iterdir()) == before


def test_rehearsal_shows_letters_if_wanted(office: Path, mails: Path, mailbot: Mailbot) -> None:
    words = "vielen Dank für Ihre Anmeldung"

    assert words in mailbot("--config", office, "rehearse", mails, "--letters").text
    assert words not in mailbot("--config", office, "rehearse", mails).text


def test_rehearsal_as_json_has_what_files_are_compared_by(
    office: Path, mails: Path, mailbot: Mailbot
) -> None:
    found = json.loads(mailbot("--config", office, "rehearse", mails, "--json").out)

    assert [mail["disposition"] for mail in found["mails"]] == ["accepted", "ignored", "held"]
    assert found["mails"][0]["people"][0]["name"] == "Anna Albrecht"
    assert found["summary"] == {"mails": 3, "letters": 1, "accepted": 1, "ignored": 1, "held": 1}


def test_rehearsal_against_another_configuration_names_each_mail_that_ends_otherwise(
    office: Path, mails: Path, mailbot: Mailbot
) -> None:
    other = office.parent / "other"
    other.mkdir()
    for name in ("event.toml", "mailbot.toml"):
        (other / name).write_text((office / name).read_text("utf-8"), "utf-8")
    text = (other / "event.toml").read_text("utf-8")
    (other / "event.toml").write_text(text.replace("seats = 40", "seats = 0"), "utf-8")
    same = mailbot("--config", office, "rehearse", mails, "--against", office)
    done = mailbot("--config", office, "rehearse", mails, "--against", other)

    assert "0 of 3 mails end otherwise" in same.text
    assert "1 of 3 mails end otherwise" in done.text
    assert "  - waitlisted (" in done.text
    assert "  + accepted (confirmed)" in done.text
    assert "bernd@" not in done.text


def test_rehearsal_against_an_earlier_result(office: Path, mails: Path, mailbot: Mailbot) -> None:
    file = office.parent / "before.json"
    mailbot("--config", office, "rehearse", mails, "-o", file)
    (mails / "3.eml").unlink()
    (mails / "4.eml").write_bytes(registration("Clara Conrad", "clara@outside.test"))
    done = mailbot("--config", office, "rehearse", mails, "--against", file)

    assert file.stat().st_mode & 0o777 == 0o600
    assert "2 of 3 mails end otherwise" in done.text
    assert ("+ only here" in done.text, "- only there" in done.text) == (True, True)


def test_rehearsal_against_something_else_is_refused(office: Path, mails: Path, mailbot: Mailbot) -> None:
    (office.parent / "list.json").write_text("[]", "utf-8")

    assert mailbot("--config", office, "rehearse", mails, "--against", office / "gone").code == 2
    refused = mailbot("--config", office, "rehearse", mails, "--against", office.parent / "list.json")
    assert (refused.code, "no result of" in refused.err) == (1, True)


def test_rehearsal_of_an_event_that_is_over_says_how_to_see_more(
    office: Path, mails: Path, mailbot: Mailbot
) -> None:
    over = mailbot("--config", office, "rehearse", mails, "--as-of", "2022-01-01T00:00:00+01:00")

    assert "--as-of arrival" in over.text
    assert "1 booked" not in over.text
    assert "1 booked" in mailbot("--config", office, "rehearse", mails, "--as-of", AS_OF).text


def test_rehearsal_lets_time_go_by_between_mails(office: Path, tmp_path: Path, mailbot: Mailbot) -> None:
    """An offer that nobody took has run out when the next mail comes."""
    settings = (office / "mailbot.toml").read_text("utf-8")
    (office / "mailbot.toml").write_text(
        settings + '[waiting]\npromotion = "offer"\nanswer_days = 2\n', "utf-8"
    )
    text = (office / "event.toml").read_text("utf-8")
    (office / "event.toml").write_text(text.replace("seats = 40", "seats = 1"), "utf-8")
    folder = tmp_path / "later"
    folder.mkdir()
    names = ("Anna Albrecht", "Bernd Brandt", "Clara Conrad")
    for number, name in enumerate(names):
        came = RECEIVED + timedelta(hours=number)
        raw = registration(name, f"{name[0].lower()}@outside.test", received=came)
        (folder / f"{number}.eml").write_bytes(raw)
    cancelled = "Guten Tag,\n\nich muss meine Anmeldung leider absagen.\n\nAnna Albrecht\n"
    at = RECEIVED + timedelta(hours=5)
    sender = "Anna Albrecht <a@outside.test>"
    gone = letter(sender, "Absage", cancelled, identifier="gone", received=at)
    (folder / "8.eml").write_bytes(gone)
    last = registration("Dieter Dietze", "d@outside.test", received=RECEIVED + timedelta(days=5))
    (folder / "9.eml").write_bytes(last)
    found = json.loads(mailbot("--config", office, "rehearse", folder, "--json").out)
    statuses = {row["name"]: row["status"] for row in found["registrations"]}

    assert found["mails"][3]["disposition"] == "cancelled"
    assert statuses["Bernd Brandt"] != "confirmed"
    waiting = [row["name"] for row in found["registrations"] if row["position"] == 1]
    assert "Bernd Brandt" not in waiting


@pytest.mark.parametrize("arguments", [[], ["--mailbox", "x.eml"], ["gone.eml"], ["x", "--as-of", "soon"]])
def test_rehearsal_of_nothing_is_wrong_usage(office: Path, mailbot: Mailbot, arguments: list[str]) -> None:
    assert mailbot("--config", office, "rehearse", *arguments).code in (1, 2)
