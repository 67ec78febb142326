"""A ledger of its own for each module of these tests, empty for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailbot.store import Database
from mailbot.store.schema import Base


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A migrated database in a file."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'mailbot.db'}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def database(made: Database) -> Database:
    """The same, emptied."""
    with made.transaction() as tx:
        for table in reversed(Base.metadata.sorted_tables):
            tx.execute(table.delete())
    return made
