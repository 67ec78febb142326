"""The migrations, and what they leave to do: the database beside the models, as autogeneration does."""

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


def differences_once_migrated(url: str) -> int:
    """How many differences from the models a process finds that has just migrated the database."""
    database = Database(url)
    try:
        database.migrate()
        return len(differences(database))
    finally:
        database.close()


def configuration() -> Config:
    """Alembic's configuration for the program's own migrations."""
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "mailbot" / "store" / "migrations"))
    return config


def revisions() -> list[str]:
    """Every schema that ever was, the oldest first."""
    return sorted(script.revision for script in _scripts().walk_revisions())


def heads() -> list[str]:
    """The newest revisions; more than one where two lines of work have not been joined."""
    return list(_scripts().get_heads())


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration())
