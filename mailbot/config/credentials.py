"""Secrets of the configuration: where they may stand, and that nobody else on the machine can read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mailbot.errors import ConfigError

_MOUNTED = (Path("/run/secrets"), Path("/run/credentials"))
_SECRETS = frozenset(("password", "client_secret", "metrics_token"))


def check_private(table: Mapping[str, Any], file: Path) -> None:
    """A settings file that says a password itself is a secret file as well.

    Raises: ConfigError.
    """
    said = list(_said(table, ""))
    if re.search(r"://[^/@]*:[^/@]+@", str(table.get("database", ""))):
        said.append("database")
    if said and file.stat().st_mode & 0o077:
        remedy = f"chmod 600 {file}" + ("" if said[0] == "database" else ", or password_file")
        raise ConfigError(str(file), said[0], "stands in a file that others may read", remedy)


def _said(table: Mapping[str, Any], place: str) -> Iterator[str]:
    """The keys of all secrets that stand in these tables themselves."""
    for key, value in table.items():
        inner = {f"{key}[{n}]": one for n, one in enumerate(value, 1)} if isinstance(value, list) else {}
        for name, one in (inner or {key: value}).items():
            if isinstance(one, dict):
                yield from _said(one, f"{place}{name}.")
            elif place and key in _SECRETS and one:
                yield f"{place}{key}"


def secret_in(secret_file: Path, key: str, file: str) -> str:
    """What a file with a secret says; a file that anybody else on the machine may read keeps none."""
    try:
        mode = secret_file.stat().st_mode
        secret = secret_file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            file, key, f"{secret_file} cannot be read", "a text file with the password alone"
        ) from error
    if not secret:
        raise ConfigError(file, key, f"{secret_file} is empty")
    check_mode(secret_file, mode, key, file)
    return secret


def check_mode(secret_file: Path, mode: int, key: str, file: str) -> None:
    """Raises: ConfigError if others may read this file."""
    # A container or service has its secrets mounted by whoever runs it; who may read them is settled there.
    mounted = any(secret_file.absolute().is_relative_to(folder) for folder in _MOUNTED)
    if mode & 0o077 and not mounted:
        raise ConfigError(file, key, f"others may read {secret_file}", f"chmod 600 {secret_file}")
