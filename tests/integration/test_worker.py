"""`mailbot run` as a process: woken by IDLE or the clock, unmoved by servers that come and go."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from mailbot.config import load_settings
from tests.integration.ledger import outbox, places, registrations
from tests.letters import office_mail, registration
from tests.servers.dovecot import Dovecot
from tests.servers.office import PROJECT, TestOffice
from tests.servers.postgres import Postgres
from tests.servers.process import PATIENCE_SECONDS, Server, free_ports

FOR_EVER = "poll_seconds = 3000"


@pytest.fixture
def upcoming(office: TestOffice) -> TestOffice:
    """The office with its event next year: the worker's clock is the machine's."""
    return postpone(office)


def postpone(office: TestOffice) -> TestOffice:
    """Moves the whole event so that registration is open now."""
    year = datetime.now(UTC).year
    path = office.folder / "event.toml"
    text = path.read_text("utf-8")
    text = re.sub(
        r"^registration_opens = \S+", f"registration_opens = {year - 1}-01-01", text, flags=re.MULTILINE
    )
    text = re.sub(
        r"^(starts|ends|registration_closes) = \d{4}-", rf"\1 = {year + 1}-", text, flags=re.MULTILINE
    )
    path.write_text(text, "utf-8")
    return office


def set_mailbox(office: TestOffice, *lines: str) -> None:
    office.change("mailbot.toml", 'filing = "none"', "\n".join(['filing = "none"', *lines]))


def arrive(office: TestOffice, name: str, workshop: str = "2") -> str:
    """A registration comes in now; the address that it came from."""
    local = f"{name.partition(' ')[0].lower()}.{office.account.address.partition('@')[0]}"
    address = f"{local}@outside.test"
    office.arrive([(registration(name, address, workshop), datetime.now(UTC))])
    return address


def await_that(server: Server, happened: Callable[[], object]) -> float:
    """Return when it has happened, with the seconds that it took."""
    began = time.monotonic()
    while not happened():
        assert server.process.poll() is None, server.said()
        assert time.monotonic() - began < PATIENCE_SECONDS, server.said()
        time.sleep(0.05)
    return time.monotonic() - began


def await_words(server: Server, words: str, times: int = 1) -> float:
    return await_that(server, lambda: server.said().count(words) >= times)


def answered(office: TestOffice, address: str) -> Callable[[], object]:
    """Whether a reply has come to this address."""
    return lambda: office.answers(address)


def end(server: Server) -> int:
    """Ends the worker as a service manager does; its exit code."""
    server.process.terminate()
    return server.process.wait(PATIENCE_SECONDS)


def test_idle_wakes_the_worker_long_before_it_polls(upcoming: TestOffice) -> None:
    set_mailbox(upcoming, FOR_EVER)
    with upcoming.running() as worker:
        await_words(worker, '"started"')
        # Two, the second after the first turn is over: by now only IDLE can tell of it.
        for name in ("Sabine Richter", "Peter Vogel"):
            address = arrive(upcoming, name)
            await_that(worker, answered(upcoming, address))
        assert end(worker) == 0
    assert [r["state"] for r in outbox(upcoming)] == ["sent", "sent"]
    assert '"stopped"' in worker.said()
    assert "Traceback" not in worker.said()


def test_without_idle_the_worker_polls(upcoming: TestOffice) -> None:
    set_mailbox(upcoming, "poll_seconds = 1", "idle = false")
    with upcoming.running() as worker:
        await_words(worker, '"started"')
        address = arrive(upcoming, "Sabine Richter")
        await_that(worker, answered(upcoming, address))
        assert end(worker) == 0


def test_sigterm_finishes_the_mail_in_hand_and_the_next_run_the_rest(upcoming: TestOffice) -> None:
    now = datetime.now(UTC)
    many = [(office_mail("a@papier.test", identifier=f"{n}"), now) for n in range(400)]
    upcoming.arrive([*many, (registration("Sabine Richter", "s.richter@outside.test"), now)])
    with upcoming.running() as worker:
        await_that(worker, lambda: places(upcoming))
        began = time.monotonic()
        assert end(worker) == 0
        assert time.monotonic() - began < PATIENCE_SECONDS
    assert 0 < places(upcoming) < len(many)

    done = upcoming.mailbot("run", "--once")
    assert (done.returncode, done.stderr) == (0, "")
    assert "proof: 401 in the mailbox − 401 in the ledger = 0" in done.stdout
    assert [r["state"] for r in outbox(upcoming)] == ["sent"]


def test_mail_server_restarted_under_the_worker(upcoming: TestOffice, own_dovecot: Dovecot) -> None:
    account = own_dovecot.add_account(upcoming.account.address, upcoming.account.password)
    upcoming.change("mailbot.toml", f"port = {upcoming.dovecot.imaps}", f"port = {own_dovecot.imaps}")
    set_mailbox(upcoming, "poll_seconds = 1")
    with upcoming.running() as worker:
        await_words(worker, '"started"')
        own_dovecot.stop()
        await_words(worker, '"problem"')
        own_dovecot.start()
        await_words(worker, '"recovered"')
        raw = registration("Sabine Richter", "sabine.restart@outside.test")
        own_dovecot.append(account, raw, datetime.now(UTC))
        await_that(worker, answered(upcoming, "sabine.restart@outside.test"))
        assert end(worker) == 0
    # A server on its way down may break a connection off before it refuses the next: both are told, once.
    told = [json.loads(line)["text"] for line in worker.said().splitlines() if '"problem"' in line]
    assert len(told) == len(set(told))


def test_database_sessions_ended_under_the_worker(postgres_office: TestOffice, postgres: Postgres) -> None:
    office = postpone(postgres_office)
    set_mailbox(office, "poll_seconds = 1")
    with office.running() as worker:
        await_words(worker, '"started"')
        postgres.end_sessions(load_settings(office.folder, {}).database)
        address = arrive(office, "Sabine Richter")
        await_that(worker, answered(office, address))
        # The lease went with its session: it is taken anew.
        await_words(worker, '"works on the mailbox"', 2)
        second = office.mailbot("run", "--once")
        assert (second.returncode, "another mailbot works on" in second.stderr) == (1, True)
        assert end(worker) == 0
    assert "Traceback" not in worker.said()


def test_raised_seats_promote_under_the_running_worker(upcoming: TestOffice) -> None:
    set_mailbox(upcoming, "poll_seconds = 1")
    set_seats(upcoming, 1)
    names = ("Sabine Richter", "Peter Vogel")
    with upcoming.running() as worker:
        for name in names:
            await_that(worker, answered(upcoming, arrive(upcoming, name)))
        assert [r["status"] for r in registrations(upcoming)] == ["confirmed", "waitlisted"]
        (upcoming.folder / "event.toml").write_text("seats = [", "utf-8")
        await_words(worker, "not valid TOML")
        shutil.copy(PROJECT / "config" / "event.toml", upcoming.folder)
        postpone(upcoming)
        await_that(worker, lambda: [r["state"] for r in outbox(upcoming)] == ["sent"] * 3)
        assert end(worker) == 0
    assert [r["status"] for r in registrations(upcoming)] == ["confirmed", "confirmed"]
    assert [r["notice"] for r in outbox(upcoming)] == ["confirmation", "waitlist", "promotion"]


def test_desk_answers_beside_the_worker(upcoming: TestOffice) -> None:
    (port,) = free_ports(1)
    upcoming.change("mailbot.toml", "[office]", f"[web]\nport = {port}\n[office]")
    with upcoming.running() as worker:
        await_words(worker, '"started"')
        await_that(worker, lambda: health(port).get("mailbox_contact"))
        assert health(port)["status"] == "ok"
        assert end(worker) == 0


def test_desk_whose_port_is_taken_is_named_and_the_worker_works(upcoming: TestOffice) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        upcoming.change("mailbot.toml", "[office]", f"[web]\nport = {port}\n[office]")
        with upcoming.running() as worker:
            await_words(worker, '"started"')
            address = arrive(upcoming, "Sabine Richter")
            await_that(worker, answered(upcoming, address))
            assert end(worker) == 0
        assert "already in use" in worker.said()
        assert "Traceback" not in worker.said()


def health(port: int) -> dict[str, object]:
    """What /healthz says; nothing while the desk is not there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            said: dict[str, object] = json.load(answer)
            return said
    except OSError:
        return {}


def set_seats(office: TestOffice, seats: int) -> None:
    """So many seats in each workshop."""
    path = office.folder / "event.toml"
    path.write_text(re.sub(r"(?m)^seats = 40", f"seats = {seats}", path.read_text("utf-8")), "utf-8")
