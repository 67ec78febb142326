"""What monitoring programs read: whether all is well, in numbers, to whom it may be told, and no person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from mailbot.envelope import MailboxKey
from mailbot.flow.alarm import alarm
from mailbot.flow.health import Pulse
from mailbot.store import BACKUP, give_sign, open_mailbox, prove
from tests.desks import Desk
from tests.letters import PEOPLE, doubtful, registration
from tests.unit.web.visitors import HOST, Visitors

HERE = ("127.0.0.1", 50000)
ELSEWHERE = ("192.0.2.7", 50000)


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    return Visitors(tmp_path)


def client(visitors: Visitors, host: tuple[str, int] = HERE) -> TestClient:
    return TestClient(visitors.app, base_url=HOST, client=host)


def works(desk: Desk, present: tuple[int, ...] = ()) -> None:
    """The worker has just reached the mailbox."""
    Pulse(desk.office).beat(at_once=True)
    with desk.office.database.transaction() as tx:
        state = open_mailbox(tx, MailboxKey("anmeldung@example.test", "INBOX", 1), desk.now)
        prove(tx, state, present)


def test_healthz_is_200_while_all_is_well_and_503_from_the_limit_on(visitors: Visitors) -> None:
    desk, browser = visitors.desk, client(visitors)
    works(desk)
    codes = []
    for minutes in (0, 14, 15):
        desk.now += timedelta(minutes=minutes)
        answer = browser.get("/healthz")
        codes.append((answer.status_code, answer.json()["status"], answer.json()["failing"]))

    assert codes == [(200, "ok", []), (200, "ok", []), (503, "failing", ["worker"])]


def test_healthz_tells_each_part_with_its_age_and_limit(visitors: Visitors) -> None:
    desk = visitors.desk
    desk.receive(doubtful("Berta Vogel", "berta@example.org"))
    desk.receive(registration("Anna Beispiel", "anna@example.org"))
    works(desk, (1, 77))
    desk.now += timedelta(minutes=20)
    told = client(visitors).get("/healthz").json()

    assert told["failing"] == ["worker", "proof"]
    ages = {name: part["age_seconds"] for name, part in told["parts"].items() if "age_seconds" in part}
    assert ages["mailbox"] == ages["unhandled"] == ages["outbox"] == ages["proof"] == 1200
    assert told["parts"]["mailbox"]["limit"] == 1800
    assert (told["mails_in_mailbox"], told["mails_missing"]) == (2, 1)
    assert told["mails_waiting_for_a_person"] == 1


def test_healthz_without_a_ledger_is_503(visitors: Visitors) -> None:
    visitors.desk.office.database.close()
    for file in visitors.desk.folder.glob("mailbot.db*"):
        file.unlink()
    (visitors.desk.folder / "mailbot.db").mkdir()
    answer = client(visitors).get("/healthz")

    assert (answer.status_code, answer.json()) == (503, {"status": "failing", "failing": ["ledger"]})


def test_livez_is_200_whatever_the_worker_does(visitors: Visitors) -> None:
    assert client(visitors, ELSEWHERE).get("/livez").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("host", "headers", "token", "told"),
    [
        (HERE, {}, "", True),
        (("::1", 50000), {}, "", True),
        (ELSEWHERE, {}, "", False),
        (HERE, {"X-Forwarded-For": "127.0.0.1"}, "", False),
        (HERE, {"Forwarded": "for=127.0.0.1"}, "", False),
        (HERE, {"Via": "1.1 proxy"}, "", False),
        (HERE, {}, "das-wort", False),
        (ELSEWHERE, {"Authorization": "Bearer das-wort"}, "das-wort", True),
        (ELSEWHERE, {"Authorization": "bearer  das-wort"}, "das-wort", True),
        (ELSEWHERE, {"Authorization": "Bearer wort"}, "das-wort", False),
        (ELSEWHERE, {"Authorization": "Basic das-wort"}, "das-wort", False),
        (ELSEWHERE, {"Authorization": "Bearer "}, "", False),
    ],
)
def test_numbers_are_told_to_this_machine_or_by_the_word(
    tmp_path: Path, host: tuple[str, int], headers: Mapping[str, str], token: str, told: bool
) -> None:
    (tmp_path / "token").write_text(f"{token}\n", "utf-8")
    (tmp_path / "token").chmod(0o600)
    visitors = Visitors(tmp_path, '[web]\nmetrics_token_file = "token"\n' if token else "")
    works(visitors.desk)
    browser = client(visitors, host)

    assert (browser.get("/metrics", headers=headers).status_code == 200) is told
    health = browser.get("/healthz", headers=headers)
    assert (health.status_code, "parts" in health.json()) == (200, told)


def metrics(visitors: Visitors) -> dict[tuple[str, str], float]:
    """Every value, by the name of its metric and what stands in its label."""
    text = client(visitors).get("/metrics").text
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_metrics_tell_what_the_ledger_holds(visitors: Visitors) -> None:
    desk = visitors.desk
    desk.receive(registration("Anna Beispiel", "anna@example.org", "2"))
    desk.receive(doubtful("Berta Vogel", "berta@example.org"))
    works(desk, (1, 2, 77))
    with desk.office.database.transaction() as tx:
        give_sign(tx, BACKUP, desk.now)
    desk.now += timedelta(minutes=31)
    alarm(desk.office)
    found = metrics(visitors)

    assert found[("mailbot_mails", "accepted")] == found[("mailbot_mails", "held")] == 1
    assert found[("mailbot_mails", "cancelled")] == 0
    assert found[("mailbot_registrations", "confirmed")] == 1
    assert found[("mailbot_seats", "2")] == 40
    assert (found[("mailbot_seats_taken", "2")], found[("mailbot_seats_taken", "livestream")]) == (1, 0)
    # The reply, and the alarms about the mailbox and the mail that is missing.
    assert found[("mailbot_outbox_mails", "queued")] == 3
    assert found[("mailbot_outbox_oldest_age_seconds", "queued")] == 31 * 60
    assert found[("mailbot_mailbox_contact_age_seconds", "")] == 31 * 60
    assert found[("mailbot_backup_age_seconds", "")] == 31 * 60
    assert found[("mailbot_mailbox_mails_missing", "")] == 1
    assert (found[("mailbot_alarm", "mailbox")], found[("mailbot_alarm", "outbox")]) == (1, 0)
    assert found[("mailbot_healthy", "")] == 0
    assert found[("process_open_fds", "")] > 0


def test_metrics_of_an_empty_ledger_leave_out_what_is_not_known(visitors: Visitors) -> None:
    found = metrics(visitors)

    assert ("mailbot_backup_age_seconds", "") not in found
    assert found[("mailbot_held_mails", "")] == 0


def test_metrics_have_as_many_values_however_many_people_there_are(visitors: Visitors) -> None:
    desk = visitors.desk
    desk.receive(registration(PEOPLE[0], "somebody@example.org"))
    few = set(metrics(visitors))
    for number, name in enumerate(PEOPLE[1:]):
        desk.receive(registration(name, f"somebody-{number}@example.org", str(number % 3 + 1)))

    assert set(metrics(visitors)) == few


def test_what_monitoring_reads_names_nobody(visitors: Visitors) -> None:
    desk = visitors.desk
    desk.receive(registration("Anna Beispiel", "anna@example.org"))
    desk.receive(doubtful("Berta Vogel", "berta@example.org"))
    works(desk, (9,))
    desk.now += timedelta(days=4)
    alarm(desk.office)
    browser = client(visitors)
    read = browser.get("/metrics").text + browser.get("/healthz").text

    for secret in ("Beispiel", "Vogel", "@", "Diakonie", "Anmeldung"):
        assert secret not in read
