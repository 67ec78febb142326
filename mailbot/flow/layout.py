"""`mailbot init` and `mailbot deploy`: lay out files for editing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mailbot.config import EVENT_FILE, SETTINGS_FILE, event_files
from mailbot.delivery import shipped_templates
from mailbot.errors import Permanent


class NotLaidOut(Permanent):
    """The folder cannot be written to."""


def lay_out(directory: Path) -> Iterator[tuple[Path, bool]]:
    """Copies the shipped `config/` and `templates/mail/` into `directory`: (file, whether it was
    written). What is there already is left as it is, and where there are several events, no other is added.

    Raises: NotLaidOut.
    """
    templates = shipped_templates()
    config = directory / "config"
    for file in (SETTINGS_FILE,) if EVENT_FILE not in event_files(config) else (EVENT_FILE, SETTINGS_FILE):
        yield from _copies(templates.parent / "config", file, config)
    yield from _copies(templates, "mail/**/*", directory / "templates")


def lay_out_deployment(directory: Path) -> Iterator[tuple[Path, bool]]:
    """Copies what a machine runs mailbot by (units of systemd, reverse proxies) into `directory`, likewise.

    Raises: NotLaidOut.
    """
    yield from _copies(shipped_templates().parent / "deploy", "*", directory)


def _copies(source: Path, pattern: str, to: Path) -> Iterator[tuple[Path, bool]]:
    for file in sorted(p for p in source.glob(pattern) if p.is_file()):
        target = to / file.relative_to(source)
        if target.exists():
            yield target, False
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
        except OSError as error:
            raise NotLaidOut(f"{target} cannot be written: {error.strerror}") from error
        yield target, True
