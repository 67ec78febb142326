"""Migrations end where the models are, from nothing and from every step before."""

from __future__ import annotations

from pathlib import Path

from mailbot.store import Database
from tests.migrations import differences, heads


def test_migrations_give_exactly_the_models(database: Database) -> None:
    assert differences(database) == []


def test_migrations_again_change_nothing(database: Database) -> None:
    database.migrate()

    assert differences(database) == []


def test_migrations_are_one_line() -> None:
    assert len(heads()) == 1


def test_migrations_find_a_table_that_models_lack(tmp_path: Path) -> None:
    """The comparison itself can fail."""
    database = Database(f"sqlite:///{tmp_path / 'mailbot.db'}")
    database.migrate()
    with database.transaction() as tx:
        tx.exec_driver_sql("ALTER TABLE mails ADD COLUMN extra TEXT")
        tx.exec_driver_sql("DROP INDEX ix_mails_received_at")

    assert len(differences(database)) == 2
    database.close()
