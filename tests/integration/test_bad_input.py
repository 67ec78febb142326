"""Section "Bad input": whatever goes wrong, a clear line, nothing lost, and the next run goes on."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.integration.ledger import mails, outbox, places, registrations
from tests.letters import AS_OF, RECEIVED, office_mail, registration
from tests.servers.authority import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.office import TestOffice
from tests.servers.process import PATIENCE_SECONDS, Server

LATER = "2021-09-03T13:00:00+02:00"
RUN = ("run", "--once", "--as-of", LATER)
PEOPLE = ("Sabine Richter", "Peter Vogel", "Jana Hofmann")


def address(name: str, office: TestOffice) -> str:
    """An address outside that no other test writes to."""
    return f"{name.partition(' ')[0].lower()}.{office.account.address.partition('@')[0]}@outside.test"


def fill(office: TestOffice) -> None:
    """Three people register, and there is other mail between."""
    mails = [registration(name, address(name, office)) for name in PEOPLE]
    mails.insert(1, office_mail("schulz@papier.test"))
    office.arrive((raw, RECEIVED + timedelta(minutes=n)) for n, raw in enumerate(mails))


def assert_all_done(office: TestOffice) -> None:
    """Every mail has its row, everybody their seat, and their reply exactly once."""
    assert Counter(m["disposition"] for m in mails(office)) == {"accepted": 3, "ignored": 1}
    rows = [(r["name"], r["status"]) for r in registrations(office)]
    assert rows == [(name, "confirmed") for name in PEOPLE]
    for name in PEOPLE:
        assert len(office.answers(address(name, office))) == 1


def assert_refused(done: Any, code: int, *words: str) -> None:
    """A clear line on stderr and nothing else: no traceback, the right exit code."""
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    line = lines[0]
    assert line.startswith("mailbot: ")
    for word in words:
        assert word in line


Break = Callable[[TestOffice, pytest.FixtureRequest], None]


def wrong_password(office: TestOffice, _: pytest.FixtureRequest) -> None:
    office.change("mailbot.toml", 'password_file = "password"\nfolder', 'password = "falsch"\nfolder')


def unknown_host(office: TestOffice, _: pytest.FixtureRequest) -> None:
    office.change("mailbot.toml", '[mailbox]\nhost = "localhost"', '[mailbox]\nhost = "imap.invalid"')


def nobody_listens(office: TestOffice, _: pytest.FixtureRequest) -> None:
    office.change("mailbot.toml", f"port = {office.dovecot.imaps}", "port = 9")


def port_without_tls(office: TestOffice, _: pytest.FixtureRequest) -> None:
    office.change("mailbot.toml", f"port = {office.dovecot.imaps}", f"port = {office.dovecot.imap}")


def expired_certificate(office: TestOffice, request: pytest.FixtureRequest) -> None:
    other: Dovecot = request.getfixturevalue("own_dovecot")
    other.serve_certificate(expired=True)
    office.change("mailbot.toml", f"port = {office.dovecot.imaps}", f"port = {other.imaps}")


def untrusted_authority(office: TestOffice, request: pytest.FixtureRequest) -> None:
    other = Authority(request.getfixturevalue("tmp_path_factory").mktemp("other"))
    ours = f'ca_file = "{office.dovecot.authority.ca_file}"\nusername = "{office.account.address}"'
    text = (office.folder / "mailbot.toml").read_text("utf-8")
    changed = text.replace(ours, ours.replace(str(office.dovecot.authority.ca_file), str(other.ca_file)), 1)
    assert changed != text
    (office.folder / "mailbot.toml").write_text(changed, "utf-8")


def missing_folder(office: TestOffice, _: pytest.FixtureRequest) -> None:
    office.change("mailbot.toml", 'folder = "INBOX"', 'folder = "Fächer/Keins"')


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (wrong_password, ["refuses the log-in of office-", "AUTHENTICATIONFAILED"]),
        (unknown_host, ["imap.invalid:"]),
        (nobody_listens, ["localhost:9", "refused"]),
        (port_without_tls, ["no TLS connection"]),
        (expired_certificate, ["certificate is not trusted", "expired"]),
        (untrusted_authority, ["certificate is not trusted", "issuer"]),
        (missing_folder, ['no folder "Fächer/Keins"']),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_mailbox_out_of_reach_is_named_and_the_next_run_does_all(
    office: TestOffice, request: pytest.FixtureRequest, fault: Break, words: list[str]
) -> None:
    fill(office)
    right = (office.folder / "mailbot.toml").read_text("utf-8")
    fault(office, request)

    assert_refused(office.mailbot(*RUN), 1, *words)

    (office.folder / "mailbot.toml").write_text(right, "utf-8")
    assert office.mailbot(*RUN).returncode == 0
    assert_all_done(office)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("port = {submission}", "port = 9", ["localhost:9", "refused"]),
        (
            'password_file = "password"\nfrom',
            'password = "falsch"\nfrom',
            ["refuses the log-in", "authentication failed"],
        ),
        ('password_file = "password"\nfrom', 'password = "fälsch"\nfrom', ["refuses the log-in"]),
        ('port = {submission}\nsecurity = "starttls"', 'port = {smtp}\nsecurity = "tls"', ["SSL"]),
    ],
)
def test_submission_out_of_reach_books_and_sends_once_it_is_back(
    office: TestOffice, old: str, new: str, words: list[str]
) -> None:
    fill(office)
    right = (office.folder / "mailbot.toml").read_text("utf-8")
    ports = {"submission": office.postfix.submission, "smtp": office.postfix.smtp}
    office.change("mailbot.toml", old.format(**ports), new.format(**ports))

    assert_refused(office.mailbot("run", "--once", "--as-of", AS_OF), 1, *words)
    assert [m["state"] for m in outbox(office)] == ["queued"] * 3

    (office.folder / "mailbot.toml").write_text(right, "utf-8")
    assert office.mailbot(*RUN).returncode == 0
    assert_all_done(office)


def test_umlaut_in_the_password_logs_in_on_both_sides(office: TestOffice) -> None:
    entry = office.dovecot.folder / "accounts" / office.account.address
    entry.write_text(f"{office.account.address}:gehäim-ß\n", encoding="utf-8")
    (office.folder / "password").write_text("gehäim-ß", encoding="utf-8")
    done = office.mailbot("check")

    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("mailbot.toml", '[mailbox]\nhost = "localhost"', "[mailbox]", ["mailbox.host", "is not set"]),
        ("mailbot.toml", '[smtp]\nhost = "localhost"', "[smtp]", ["smtp.host", "is not set"]),
        ("mailbot.toml", "[smtp]", 'templates = "nix"\n[smtp]', ["mailbox.templates", "not a setting"]),
        ("event.toml", "Europe/Berlin", "Europe/Freiberg", ["event.toml", "timezone", "Europe/Freiberg"]),
    ],
)
def test_wrong_settings_end_with_2_before_any_mail_is_touched(
    office: TestOffice, file: str, old: str, new: str, words: list[str]
) -> None:
    fill(office)
    office.change(file, old, new)

    assert_refused(office.mailbot(*RUN), 2, *words)

    office.change(file, new, old)
    assert mails(office) == []


def test_missing_configuration_folder_ends_with_2(office: TestOffice) -> None:
    assert_refused(office.mailbot("--config", "nirgends", "run", "--once"), 2, "nirgends", "no such file")


def test_template_with_unknown_placeholder_stops_before_any_mail_is_touched(office: TestOffice) -> None:
    fill(office)
    own = office.folder / "eigene" / "mail" / "de"
    own.mkdir(parents=True)
    (own / "late.txt").write_text("Guten Tag,\n\nzu spät für {{ event.tittle }}.\n", encoding="utf-8")
    office.change("mailbot.toml", "mode =", 'templates = "eigene"\nmode =')

    assert_refused(office.mailbot(*RUN), 1, "late.txt:3", "tittle")
    assert mails(office) == []

    (own / "late.txt").unlink()
    assert office.mailbot(*RUN).returncode == 0
    assert_all_done(office)


def test_full_disk_loses_nothing_wherever_it_strikes(office: TestOffice) -> None:
    """A limit on the size of files is a disk that is full, for the database alone."""
    assert office.mailbot(*RUN).returncode == 0
    fill(office)
    reached = []
    for pages in (8, 60, 90, 120):
        done = office.mailbot(*RUN, within=("prlimit", f"--fsize={pages * 4096}"))
        if done.returncode:
            assert_refused(done, 1, "mailbot.db", "disk")
        accepted = [m for m in mails(office) if m["disposition"] == "accepted"]
        # Nothing is half-written: who is in the ledger has their seat and their reply.
        assert len(accepted) == len(registrations(office)) == len(outbox(office))
        reached.append(len(mails(office)))
    assert reached[0] == 0
    assert reached == sorted(reached)

    assert office.mailbot(*RUN).returncode == 0
    assert_all_done(office)


def test_database_folder_that_takes_no_files_is_named(office: TestOffice) -> None:
    # Not even root can make a file there.
    office.change("mailbot.toml", "sqlite:///mailbot.db", "sqlite:////proc/mailbot.db")

    assert_refused(office.mailbot(*RUN), 1, "/proc/mailbot.db", "cannot be written")


def test_read_only_database_is_named_and_the_next_run_does_all(office: TestOffice) -> None:
    fill(office)
    assert mails(office) == []
    folder = office.folder
    # Root without its privileges is held to the permissions like everybody else.
    ordinary = ("setpriv", "--inh-caps=-all", "--bounding-set=-all") if os.geteuid() == 0 else ()
    modes = {path: path.stat().st_mode for path in (folder, folder / "mailbot.db")}
    for path in modes:
        path.chmod(0o555)
    try:
        done = office.mailbot(*RUN, within=ordinary)
    finally:
        for path, mode in modes.items():
            path.chmod(mode)

    assert_refused(done, 1, "mailbot.db", "readonly")
    assert office.mailbot(*RUN).returncode == 0
    assert_all_done(office)


def test_database_of_a_newer_program_is_refused_and_left_alone(office: TestOffice) -> None:
    fill(office)
    assert office.mailbot("registrations").returncode == 0
    file = office.folder / "mailbot.db"
    with sqlite3.connect(file) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    assert_refused(office.mailbot(*RUN), 1, "mailbot.db", "newer mailbot")

    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    assert office.mailbot(*RUN).returncode == 0
    assert_all_done(office)


def test_database_that_is_none_is_refused_and_left_alone(office: TestOffice) -> None:
    file = office.folder / "mailbot.db"
    file.write_bytes(b"Das ist keine Datenbank. " * 400)

    assert_refused(office.mailbot(*RUN), 1, "mailbot.db", "not a database")
    assert file.read_bytes().startswith(b"Das ist keine Datenbank.")


def test_postgres_that_is_not_there_is_named_without_its_password(office: TestOffice) -> None:
    office.change(
        "mailbot.toml", "sqlite:///mailbot.db", "postgresql+psycopg://amt:streng-geheim@localhost:9/x"
    )
    done = office.mailbot(*RUN)

    assert_refused(done, 1, "localhost:9", "refused")
    assert "streng-geheim" not in done.stderr


@pytest.mark.parametrize("kind", ["office", "postgres_office"])
def test_two_workers_on_one_database_the_second_gives_way(kind: str, request: pytest.FixtureRequest) -> None:
    office: TestOffice = request.getfixturevalue(kind)
    fill(office)
    with office.running() as first:
        await_words(first, "started")

        assert_refused(office.mailbot(*RUN), 1, "another mailbot works on")
        if kind == "office":
            assert_refused(office.mailbot("run"), 1, "another mailbot works on")
        assert first.process.poll() is None
    assert len(mails(office)) == len(PEOPLE) + 1


def test_two_workers_over_a_link_to_one_database_the_second_gives_way(office: TestOffice) -> None:
    (office.folder / "link.db").symlink_to("mailbot.db")
    with office.running() as first:
        await_words(first, "started")
        office.change("mailbot.toml", "sqlite:///mailbot.db", "sqlite:///link.db")

        assert_refused(office.mailbot(*RUN), 1, "another mailbot works on")


def await_words(server: Server, words: str) -> None:
    """Return when the process has printed these words."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while words not in server.said():
        assert server.process.poll() is None, server.said()
        assert time.monotonic() < deadline, server.said()
        time.sleep(0.05)


HEADER = b"From: Jan Muster <jan@outside.test>\r\nSubject: Hallo\r\n"
BODY = b"\r\n\r\nGuten Tag\r\n"
BYTES = {
    "empty": b"",
    "one line end": b"\r\n",
    "NUL": b"\x00" * 5000,
    "NUL in the header": b"From: a\x00b <x@outside.test>\r\nSubject: \x00" + BODY,
    "random": random.Random(2).randbytes(20_000),
    "random below a header": HEADER + b"\r\n" + random.Random(3).randbytes(20_000),
    "eight bits": b"From: J\xfcrgen <\xfc@outside.test>\r\nSubject: Gr\xfc\xdfe \xff\xfe\r\n\r\n\x80\x81\xfe",
    "huge header": b"Subject: " + b"x" * 2_000_000 + b"\r\n\r\n",
    "many header fields": b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n",
    "no end of the header": b"Subject: x",
    "broken addresses": b"From: a@b, <c@d> , <x@\r\nReply-To: <<>>\r\nMessage-ID: <[foo@bar>" + BODY,
    "unknown charset": HEADER + b"Content-Type: text/plain; charset=foo-8\r\n" + b"\r\n\xe4\xf6",
    "line break in a word": b"From: =?utf-8?q?a=0D=0ABcc:_x@y?= <x@>\r\nSubject: =?utf-8?b?////?=" + BODY,
    "boundary that never comes": HEADER
    + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--y\r\n\r\nNichts\r\n",
    "broken base64": HEADER + b"Content-Transfer-Encoding: base64\r\n\r\n=A===B\r\n\xff",
    "parts in parts": HEADER
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(600)),
    "line without end": HEADER + b"\r\n" + b"Guten Tag " * 30_000,
}


@pytest.mark.parametrize("kind", ["office", "postgres_office"])
def test_any_bytes_at_all_end_as_one_row_and_the_rest_go_on(
    kind: str, request: pytest.FixtureRequest
) -> None:
    office: TestOffice = request.getfixturevalue(kind)
    first, last = PEOPLE[:2]
    office.arrive([(registration(first, address(first, office)), RECEIVED - timedelta(hours=1))])
    for raw in BYTES.values():
        office.dovecot.place(office.account, raw, RECEIVED)
    office.arrive([(registration(last, address(last, office)), RECEIVED + timedelta(hours=1))])
    done = office.mailbot(*RUN)

    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert f"proof: {len(BYTES) + 2} in the mailbox − {len(BYTES) + 2} in the ledger = 0" in done.stdout
    rows = mails(office)
    assert {m["disposition"] for m in rows[1:-1]} <= {"held", "ignored", "recorded"}
    assert (rows[0]["disposition"], rows[-1]["disposition"]) == ("accepted", "accepted")
    # Some of them are the same mail: no header, no words.
    assert places(office) == len(BYTES) + 2
    assert [len(office.answers(address(name, office))) for name in (first, last)] == [1, 1]
    assert len(outbox(office)) == 2


def test_mail_that_the_server_cannot_give_does_not_keep_back_the_others(office: TestOffice) -> None:
    """Dovecot ends the connection over a file that it may not read; it does so every time."""
    fill(office)
    with office.dovecot.client(office.account, "INBOX"):
        maildir = office.dovecot.folder / "mail" / office.account.address / "Maildir"
    broken = min((maildir / "cur").iterdir())
    broken.chmod(0)

    assert_refused(office.mailbot(*RUN), 1, "not read:", "FETCH failed")
    assert len(mails(office)) == len(PEOPLE)
    again = office.mailbot(*RUN)
    assert again.returncode == 1
    assert "= 1" in again.stdout

    min((maildir / "cur").iterdir()).chmod(0o600)
    assert office.mailbot(*RUN).returncode == 0
    assert places(office) == len(PEOPLE) + 1
