"""Migrations of the schema, applied in order by Alembic."""
