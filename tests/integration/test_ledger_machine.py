"""The promises of the ledger hold on PostgreSQL as they do on SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailbot.store import Database
from tests.property.test_ledger_machine import play


@pytest.fixture
def ledger(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    database.migrate()
    yield database
    database.close()


def test_ledger_on_postgres_keeps_its_promises(ledger: Database) -> None:
    play(ledger, 8, 30)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_ledger_on_postgres_keeps_its_promises_for_long(ledger: Database) -> None:
    play(ledger, 200, 60)
