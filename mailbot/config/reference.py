"""Every key of the two files, with what may stand there and what it means, read off the models themselves.

What a key means is the docstring beneath its field; a field without one is a mistake that shows at once.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

_WORDS = {
    str: "text",
    int: "number",
    bool: "`true`, `false`",
    Path: "file",
    datetime: "date and time",
    date: "date",
    time: "time",
}
_FOLDERS = frozenset({"templates"})


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its name in the file, what may stand there, its default as TOML ("" where there is none),
    whether it must be set, and what it means.
    """

    name: str
    takes: str
    default: str
    needed: bool
    means: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: `name` is "" for what stands above the first one; `many`: it may come again and
    again, in double brackets. about: what it holds.
    """

    name: str
    many: bool
    about: str
    keys: tuple[Key, ...]


def reference(model: type) -> tuple[Table, ...]:
    """Every table and key of `Settings` or `Event`, in the order of the model."""
    return tuple(_tables(model, "", many=False))


def _tables(model: type, name: str, *, many: bool) -> Iterator[Table]:
    hints = get_type_hints(model, include_extras=True)
    meanings = _meanings(model)
    keys: list[Key] = []
    inner: list[Table] = []
    for field in fields(model):
        told, bounds = _told(hints[field.name])
        tables = [kind for kind in told if isinstance(kind, type) and is_dataclass(kind)]
        if tables and name:
            # A table within a table repeats one that has its own place.
            keys.append(Key(_called(field, bounds), "table", "", False, meanings[field.name]))
        elif tables:
            inner += _tables(tables[0], field.name, many=list in told)
        else:
            default = _default(field)
            needed = field.default is MISSING and field.default_factory is MISSING
            takes = _takes(field.name, told, bounds)
            keys.append(Key(_called(field, bounds), takes, default, needed, meanings[field.name]))
    yield Table(name, many, _first_sentence(model), tuple(keys))
    yield from inner


def _first_sentence(model: type) -> str:
    """What the docstring of a table says first, up to its first pause."""
    words = " ".join((inspect.getdoc(model) or "").split())
    return re.split(r"[.;] ", words)[0].rstrip(".") + "."


def _meanings(model: type) -> dict[str, str]:
    """The docstring beneath each field, in one line."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(tree, ast.ClassDef)  # noqa: S101 - a dataclass is one
    found = {}
    for above, below in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(above, ast.AnnAssign) and isinstance(above.target, ast.Name):
            says = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            words = str(below.value.value) if says else ""  # type: ignore[attr-defined]
            found[above.target.id] = " ".join(words.split())
    return found


def _told(hint: Any) -> tuple[list[Any], list[Any]]:
    """The types that a hint admits (`list` beside those of a list's items), and what bounds them."""
    if get_origin(hint) is Annotated:
        kind, *bounds = get_args(hint)
        told, more = _told(kind)
        return told, [*bounds, *more]
    if get_origin(hint) in (Union, UnionType):
        parts = [_told(part) for part in get_args(hint) if part is not NoneType]
        return [kind for told, _ in parts for kind in told], [bound for _, found in parts for bound in found]
    if get_origin(hint) is tuple:
        told, bounds = _told(get_args(hint)[0])
        return [list, *told], bounds
    return [hint], []


def _called(field: Field[Any], bounds: list[Any]) -> str:
    aliases = [alias for bound in bounds if (alias := getattr(bound, "validation_alias", None))]
    return str(aliases[0]) if aliases else field.name


def _takes(name: str, told: list[Any], bounds: list[Any]) -> str:
    if told[0] is list:
        return f"list of {_WORDS[told[1]]}s"
    if name in _FOLDERS:
        return "folder"
    if isinstance(told[0], type) and issubclass(told[0], StrEnum):
        return ", ".join(f'`"{member.value}"`' for member in told[0])
    words = " or ".join(_WORDS[kind] for kind in reversed(told))
    limits = [limit for bound in bounds for limit in getattr(bound, "metadata", ())]
    least = next((limit.ge for limit in limits if hasattr(limit, "ge")), None)
    most = next((limit.le for limit in limits if hasattr(limit, "le")), None)
    if least is None:
        return words
    return f"{words}, {least} to {most}" if most is not None else f"{words}, {least} or more"


def _default(field: Field[Any]) -> str:
    """The default as it would stand in the file; "" where the key is then not set at all."""
    value = field.default
    if value is MISSING or value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{part}"' for part in value) + "]"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, time):
        return value.isoformat()
    return f'"{value}"'
