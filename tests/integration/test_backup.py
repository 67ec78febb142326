"""After a disaster: the ledger is put back from its backup, and nobody is lost or told twice unasked."""

from __future__ import annotations

import sqlite3
import stat
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.integration.ledger import mails, outbox, registrations
from tests.integration.test_filing import found, set_filing
from tests.letters import RECEIVED, doubtful, registration
from tests.servers.office import TestOffice
from tests.servers.postgres import Postgres

RUN = ("run", "--once", "--as-of", "2021-09-03T13:00:00+02:00")
pytestmark = pytest.mark.timeout(400)
PEOPLE = {
    "before": "Anna Albrecht",
    "after": "Clara Conrad",
    "later": "Dieter Dietze",
    "held": "Bernd Brandt",
}


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite"])
def from_one_to_the_other(request: pytest.FixtureRequest) -> Iterable[tuple[TestOffice, str]]:
    """An office on one kind of database, and an empty database of the other kind."""
    if request.param == "postgres to sqlite":
        yield request.getfixturevalue("postgres_office"), "sqlite:///anew.db"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.create_database()
    yield request.getfixturevalue("office"), url
    postgres.drop_database(url)


@pytest.fixture(params=["office", "postgres_office"])
def any_office(request: pytest.FixtureRequest) -> TestOffice:
    """An office on SQLite, and one on PostgreSQL."""
    office: TestOffice = request.getfixturevalue(request.param)
    return office


def work(office: TestOffice, *arguments: str) -> str:
    done = office.mailbot(*(arguments or RUN))
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def arrive(office: TestOffice, minute: int, raw: bytes) -> None:
    office.arrive([(raw, RECEIVED + timedelta(minutes=minute))])


def address(office: TestOffice, who: str) -> str:
    """An address that no other test writes from."""
    return f"{who}@{office.account.address.partition('@')[0]}.test"


def register(office: TestOffice, minute: int, who: str) -> None:
    write = doubtful if who == "held" else registration
    arrive(office, minute, write(PEOPLE[who], address(office, who)))


def move_to(office: TestOffice, url: str) -> None:
    """The old database is gone; the settings name an empty one."""
    settings = office.folder / "mailbot.toml"
    lines = settings.read_text("utf-8").splitlines()
    settings.write_text(
        "\n".join(f'database = "{url}"' if line.startswith("database") else line for line in lines), "utf-8"
    )


def standing(office: TestOffice) -> list[tuple[str, str]]:
    """Who stands how, in order of receipt."""
    return [(r["name"], r["status"]) for r in registrations(office)]


def test_restore_continues_without_loss_and_without_a_second_reply(
    from_one_to_the_other: tuple[TestOffice, str],
) -> None:
    office, empty_url = from_one_to_the_other
    set_filing(office, "move", handled_folder="Erledigt", held_folder="Offen")
    register(office, 0, "before")
    register(office, 1, "held")
    work(office)
    work(office, "backup", "copy.db")
    register(office, 2, "after")
    work(office)
    old = standing(office)

    move_to(office, empty_url)
    said = work(office, "restore", "copy.db")
    assert "mails moved back to INBOX: 1" in said
    assert found(office) == {address(office, "after"): set()}
    work(office)

    assert standing(office) == old
    assert Counter(m["disposition"] for m in mails(office)) == {"accepted": 2, "held": 1}
    assert [(o["to"], o["state"], o["reason"]) for o in outbox(office)] == [
        (address(office, "before"), "sent", None),
        (address(office, "after"), "withheld", "restored"),
    ]
    assert [len(office.answers(address(office, who))) for who in ("before", "held", "after")] == [1, 0, 1]
    assert found(office, "Erledigt").keys() == {address(office, who) for who in ("before", "after")}

    register(office, 3, "later")
    work(office)
    assert len(office.answers(address(office, "later"))) == 1, (
        "from the second turn on all goes by itself again"
    )


def test_restore_withholds_what_was_on_its_way(office: TestOffice) -> None:
    office.change("mailbot.toml", "[smtp]", "[smtp]  # nobody listens there")
    right = f"port = {office.postfix.submission}"
    office.change("mailbot.toml", right, "port = 9")
    register(office, 0, "before")
    assert office.mailbot(*RUN).returncode == 1
    work(office, "backup", "copy.db")
    office.change("mailbot.toml", "port = 9", right)

    move_to(office, "sqlite:///anew.db")
    work(office, "restore", "copy.db")
    work(office)

    assert [(o["state"], o["reason"]) for o in outbox(office)] == [("withheld", "restored")]
    assert office.answers(address(office, "before")) == []


def test_backup_is_one_whole_file_for_its_owner_alone(any_office: TestOffice) -> None:
    office = any_office
    register(office, 0, "before")
    work(office)
    work(office, "backup", "copy.db")

    copy = office.folder / "copy.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [path.name for path in office.folder.glob("*copy.db*")] == ["copy.db"]
    with sqlite3.connect(copy) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("select name from registrations").fetchall() == [("Anna Albrecht",)]
        assert connection.execute("select count(*) from sessions").fetchone() == (0,)


def refused(office: TestOffice, *arguments: str) -> str:
    done = office.mailbot(*arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_backup_overwrites_nothing(office: TestOffice) -> None:
    (office.folder / "copy.db").write_text("mine")
    assert "is there already" in refused(office, "backup", "copy.db")
    assert "there is no folder" in refused(office, "backup", "nowhere/copy.db")
    assert (office.folder / "copy.db").read_text() == "mine"


def test_restore_refuses_what_is_no_backup_and_a_ledger_with_rows(office: TestOffice) -> None:
    (office.folder / "letter.txt").write_text("Sehr geehrte Damen und Herren" * 50)
    sqlite3.connect(office.folder / "other.db").executescript("create table a (b); insert into a values (1);")
    assert "there is no file" in refused(office, "restore", "nowhere.db")
    assert "no backup of mailbot" in refused(office, "restore", "letter.txt")
    assert "no backup of mailbot" in refused(office, "restore", "other.db")

    register(office, 0, "before")
    work(office)
    work(office, "backup", "copy.db")
    assert "is not empty" in refused(office, "restore", "copy.db")
    assert len(registrations(office)) == 1


def test_restore_refuses_a_damaged_backup(office: TestOffice) -> None:
    for minute, who in enumerate(("before", "after", "later")):
        register(office, minute, who)
    work(office)
    work(office, "backup", "copy.db")
    _damage(office.folder / "copy.db")

    move_to(office, "sqlite:///anew.db")
    assert "damaged" in refused(office, "restore", "copy.db")
    assert registrations(office) == []


def _damage(path: Path) -> None:
    """As a failing disk would: the second half of the file is zeros."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + bytes(len(data) - len(data) // 2))


def test_restore_says_how_to_go_on_when_the_mailbox_cannot_be_reached(office: TestOffice) -> None:
    set_filing(office, "move", handled_folder="Erledigt")
    register(office, 0, "before")
    work(office)
    work(office, "backup", "copy.db")
    right = f"port = {office.dovecot.imaps}"
    move_to(office, "sqlite:///anew.db")
    office.change("mailbot.toml", right, "port = 9")
    assert "restore --mailbox-only" in refused(office, "restore", "copy.db")
    assert len(registrations(office)) == 1

    office.change("mailbot.toml", "port = 9", right)
    assert "moved back to INBOX: 0" in work(office, "restore", "--mailbox-only")
