"""Writes a configuration file with every setting and what it means, from the models themselves."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from mailbot.config.reference import Key, Table, reference

_WIDTH = 108
_MEANT_BY_BEING_THERE = frozenset({"oauth", "web"})
"""Tables that change what the program does even if nothing stands in them."""

Value = str | int | bool | date | datetime | time | Path | Sequence[str]
Values = Mapping[str, Value]


def commented(model: type, head: str, values: Mapping[str, Values | Sequence[Values]]) -> str:
    """The text of a file. values: by table ("" for what stands above the first), a list of them where a
    table comes again and again. What has no value stands there behind a #, with its default.
    """
    parts = [_comment(head)]
    for table in reference(model):
        given = values.get(table.name, {})
        if isinstance(given, Mapping):
            if not table.many:
                parts.append("\n".join(_table(table, given)))
        else:
            parts += ["\n".join(_repeated(table, one, first=not n)) for n, one in enumerate(given)]
    return "\n\n".join(parts) + "\n"


def toml(value: Value) -> str:
    """A value as it stands in the file; a basic string of TOML is one of JSON as well."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str | Path):
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"[{', '.join(toml(one) for one in value)}]"


def _table(table: Table, given: Values) -> Iterator[str]:
    if table.name:
        yield _comment(table.about)
        absent = table.name in _MEANT_BY_BEING_THERE and not given
        yield f"# [{table.name}]" if absent else f"[{table.name}]"
    for key in table.keys:
        yield from _key(key, given)


def _repeated(table: Table, given: Values, *, first: bool) -> Iterator[str]:
    """What each key means is said once."""
    if first:
        yield _comment(table.about)
        yield from (_comment(f"{key.name}: {key.means}") for key in table.keys)
    yield f"[[{table.name}]]"
    yield from (f"{key.name} = {toml(given[key.name])}" for key in table.keys if key.name in given)


def _key(key: Key, given: Values) -> Iterator[str]:
    if key.takes == "table":
        return
    choices = f" One of {key.takes.replace('`', '')}." if key.takes.startswith('`"') else ""
    yield _comment(f"{key.means}{choices}")
    if key.name in given:
        yield f"{key.name} = {toml(given[key.name])}"
    else:
        yield f"# {key.name} = {key.default or '…'}"


def _comment(text: str) -> str:
    lines = [line for part in text.splitlines() for line in textwrap.wrap(part, _WIDTH) or [""]]
    return "\n".join(f"# {line}".rstrip() for line in lines)
