"""Compares a migrated database with the models, as Alembic's autogeneration does."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from mailbot.store import Database, schema
from tests.servers.office import PROJECT


def differences(database: Database) -> list[Any]:
    """What a migration would have to change; nothing where all is well."""
    with database.transaction() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True})
        return list(compare_metadata(context, schema.Base.metadata))


def heads() -> list[str]:
    """The newest revisions; more than one where two lines of work have not been joined."""
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "mailbot" / "store" / "migrations"))
    return list(ScriptDirectory.from_config(config).get_heads())
