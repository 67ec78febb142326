"""The words that mail programs and mail servers write, language by language: data, no code."""

from __future__ import annotations


def words(table: str) -> tuple[str, ...]:
    """The entries of a table: one language a line or more, entries separated by ` | `."""
    lines = (line.strip() for line in table.splitlines() if line.strip())
    return tuple(entry.strip() for line in lines for entry in line.split(" | "))


def patterns(table: str) -> tuple[str, ...]:
    """The entries of a table of patterns: one a line."""
    return tuple(line.strip() for line in table.splitlines() if line.strip())
