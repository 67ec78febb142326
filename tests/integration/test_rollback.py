"""An upgrade and the way back, as docs/deploy.md tells it: nobody is lost, nobody answered twice unasked."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.integration.ledger import outbox, registrations
from tests.integration.test_backup import RUN, address, arrive, register, work
from tests.letters import registration
from tests.migrations import heads
from tests.servers.office import PROJECT, TestOffice

pytestmark = pytest.mark.timeout(400)
MIGRATION = '''\
"""A column that only the next version knows."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "next", "{head}"
branch_labels = depends_on = None


def upgrade():
    op.add_column("mails", sa.Column("mood", sa.Text()))
'''


@pytest.fixture
def next_version(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the next version lies: this one, with one more change of the ledger."""
    folder = tmp_path_factory.mktemp("next")
    for name in ("mailbot", "templates", "config"):
        shutil.copytree(PROJECT / name, folder / name)
    [head] = heads()
    versions = folder / "mailbot" / "store" / "migrations" / "versions"
    (versions / "9999_next.py").write_text(MIGRATION.format(head=head), "utf-8")
    return str(folder)


def columns(ledger: Path) -> set[str]:
    with sqlite3.connect(ledger) as connection:
        return {row[1] for row in connection.execute("pragma table_info(mails)")}


def test_upgrade_and_the_way_back_lose_nobody(office: TestOffice, next_version: str) -> None:
    ledger = office.folder / "mailbot.db"
    register(office, 0, "before")
    work(office)
    work(office, "backup", "before-upgrade.db")

    # The next version works on the same ledger, and somebody registers meanwhile.
    arrive(office, 1, registration("Clara Conrad", address(office, "after")))
    assert office.mailbot(*RUN, PYTHONPATH=next_version).returncode == 0
    assert "mood" in columns(ledger)
    upgraded = ledger.read_bytes()

    # The old version refuses what it does not know, says so in a line, and changes nothing.
    refused = office.mailbot(*RUN)
    assert refused.returncode == 1
    assert "was made by a newer mailbot" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert ledger.read_bytes() == upgraded

    for file in office.folder.glob("mailbot.db*"):
        file.rename(file.with_name(f"newer-{file.name}"))
    work(office, "restore", "before-upgrade.db")
    work(office)

    assert "mood" not in columns(ledger)
    assert [(row["name"], row["status"]) for row in registrations(office)] == [
        ("Anna Albrecht", "confirmed"),
        ("Clara Conrad", "confirmed"),
    ]
    assert [(row["to"], row["state"], row["reason"]) for row in outbox(office)] == [
        (address(office, "before"), "sent", None),
        (address(office, "after"), "withheld", "restored"),
    ]
    assert len(office.answers(address(office, "after"))) == 1
