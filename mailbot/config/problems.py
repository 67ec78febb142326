"""Turns what pydantic finds wrong into one line that an office can act on."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import ValidationError

from mailbot.errors import ConfigError

_REMEDIES = {
    "missing": "this setting is needed",
    "bool_parsing": "true or false",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": 'a text in quotes, "…"',
    "datetime_parsing": "a date and time like 2021-10-07T08:30:00",
    "datetime_from_date_parsing": "a date and time like 2021-10-07T08:30:00",
    "datetime_type": "a date and time like 2021-10-07T08:30:00, without quotes",
    "date_type": "a date like 2021-09-24, without quotes",
    "date_from_datetime_parsing": "a date like 2021-09-24, without quotes",
    "time_type": "a time like 08:30:00, without quotes",
    "time_parsing": "a time like 08:30:00, without quotes",
    "tuple_type": "a list in brackets, [ … ]",
    "dataclass_type": "a table of settings, [section]",
}

_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")


def config_error(error: ValidationError, file: str, model: type) -> ConfigError:
    """The first problem of `error` as a ConfigError with key, value and remedy."""
    problems = error.errors(include_url=False)
    # A misspelt key shows twice, as unknown and as missing; the first of the two helps more.
    first = next((p for p in problems if p["type"] in _UNKNOWN), problems[0])
    path = _path(first["loc"])
    kind = first["type"]
    if kind in _UNKNOWN:
        return ConfigError(file, path, "is not a setting of mailbot", _suggest(first["loc"], model))
    if kind == "missing":
        return ConfigError(file, path, "is missing", _REMEDIES["missing"])
    remedy = _REMEDIES.get(kind) or _from_context(first.get("ctx", {})) or first["msg"]
    return ConfigError(file, path, f"{_shown(path, first['input'])} cannot be used", remedy)


def _path(location: Iterable[int | str]) -> str:
    """`("workshops", 1, "seats")` as `workshops[2].seats`: people count from one."""
    out = ""
    for part in location:
        if isinstance(part, int):
            out += f"[{part + 1}]"
        elif part.isidentifier() or "-" in part:
            out += f".{part}" if out else part
    return out


def _shown(path: str, value: Any) -> str:
    """The value for an error line; never a secret."""
    if "password" in path or "secret" in path or "token" in path:
        return "the value"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _from_context(context: Mapping[str, Any]) -> str:
    expected = context.get("expected")
    if expected:
        return f"one of {expected}".replace("'", '"')
    bounds = [f"at least {context['ge']}"] if "ge" in context else []
    bounds += [f"at most {context['le']}"] if "le" in context else []
    return " and ".join(bounds)


def _suggest(location: tuple[int | str, ...], model: type) -> str:
    """Names that are close to a misspelt one, else all that the table knows."""
    known = _known(location[:-1], model)
    close = difflib.get_close_matches(str(location[-1]), known, n=1)
    if close:
        return f"did you mean {close[0]}?"
    return "known here: " + ", ".join(known)


def _known(location: tuple[int | str, ...], model: type) -> list[str]:
    for part in location:
        if isinstance(part, int):
            continue
        hints = {f.name: f.type for f in fields(model)}
        model = _named_dataclass(str(hints.get(part, "")), model) or model
    return [f.name.rstrip("_") for f in fields(model)]


def _named_dataclass(annotation: str, near: type) -> type | None:
    """The dataclass that a (textual) annotation such as `tuple[Workshop, ...]` speaks of."""
    for name, value in vars(sys.modules[near.__module__]).items():
        if (
            isinstance(value, type)
            and is_dataclass(value)
            and name in annotation.replace("[", " ").replace(",", " ").split()
        ):
            return value
    return None
