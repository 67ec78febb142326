"""A ledger of every schema that ever was, with a row in every table, is upgraded and keeps it all."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from mailbot.store import Database, DatabaseUnusable
from mailbot.store.counting import miscounted
from tests.migrations import configuration, differences, differences_once_migrated, revisions

AT = datetime(2021, 9, 3, 8, 12, tzinfo=UTC)
KINDS = ("sqlite", "postgres")
Rows = dict[str, dict[str, Any]]


REVISIONS = revisions()


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'mailbot.db'}"
    return str(request.getfixturevalue("postgres_url"))


def build(url: str, revision: str) -> Rows:
    """A database as the program of that time made it, with a row in every table; gives the rows."""
    database = Database(url)
    config = configuration()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    with database.engine.begin() as connection:
        for table in tables(connection).sorted_tables:
            connection.execute(table.insert().values({c.name: value_for(table, c) for c in table.columns}))
    found = contents(database)
    database.close()
    return found


def tables(connection: sa.Connection) -> sa.MetaData:
    """The tables as they are, whatever the program thinks of them now."""
    metadata = sa.MetaData()
    metadata.reflect(connection, resolve_fks=True)
    metadata.remove(metadata.tables["alembic_version"])
    if (counts := metadata.tables.get("counts")) is not None:
        metadata.remove(counts)  # nothing is written there but by the database itself
    return metadata


def value_for(table: sa.Table, column: sa.Column[Any]) -> object:
    """Something of the column's kind, never nothing, told from that of other columns where there is room."""
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return True
    if column.foreign_keys or isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.DateTime):
        return AT if kind.timezone else AT.replace(tzinfo=None)
    if isinstance(kind, sa.JSON):
        return {"ärger": [1, None]}
    if isinstance(kind, sa.LargeBinary):
        return b"\x00\xffMail\r\n"
    text = f"{table.name} {column.name} Łódź"
    return text[: kind.length] if isinstance(kind, sa.String) and kind.length else text


def contents(database: Database) -> Rows:
    """The one row of each table."""
    with database.engine.connect() as connection:
        return {
            table.name: dict(connection.execute(table.select()).mappings().one())
            for table in tables(connection).sorted_tables
        }


def ensure_kept(before: Rows, after: Rows) -> None:
    for table, row in before.items():
        assert {name: after[table][name] for name in row} == row, table


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("url", KINDS, indirect=True)
def test_every_released_schema_is_upgraded_with_its_data(url: str, revision: str) -> None:
    before = build(url, revision)
    assert len(before) >= 10
    assert all(value is not None for row in before.values() for value in row.values())
    database = Database(url)
    database.migrate()

    assert differences(database) == []
    ensure_kept(before, contents_of_filled(database))
    with database.reading() as tx:
        assert miscounted(tx, str(before["registrations"]["event_id"])) == ()
        assert tx.execute(sa.text("select count(*) from counts")).scalar_one() == 1
    database.close()


def contents_of_filled(database: Database) -> Rows:
    """The rows of the tables that have one; tables that came later are empty."""
    with database.engine.connect() as connection:
        found = {
            t.name: connection.execute(t.select()).mappings().all() for t in tables(connection).sorted_tables
        }
    return {name: dict(rows[0]) for name, rows in found.items() if rows}


@pytest.mark.parametrize("revision", [None, REVISIONS[0]], ids=["empty", "oldest"])
@pytest.mark.parametrize("url", KINDS, indirect=True)
def test_ledger_is_brought_up_to_date_once_by_several_that_start_together(
    url: str, revision: str | None
) -> None:
    before = build(url, revision) if revision else {}

    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(differences_once_migrated, [url] * 4)) == [0] * 4
    database = Database(url)
    ensure_kept(before, contents_of_filled(database))
    database.close()


@pytest.mark.parametrize("url", KINDS, indirect=True)
def test_newer_ledger_is_refused_and_left_as_it_is(url: str) -> None:
    build(url, REVISIONS[-1])
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    before = contents(database)

    with pytest.raises(DatabaseUnusable, match="newer mailbot"):
        database.migrate()
    assert contents(database) == before
    database.close()
