"""A file for what a provider renews: readable for its owner alone, and whole at every moment.

A refresh token that was renewed makes the old one worthless, so it is on the disk before it is used, and two
processes (worker and desk, or a check) take turns.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mailbot.tokens.refusal import TokenRefused


@contextmanager
def turn_at(file: Path) -> Iterator[None]:
    """While this lasts, no other process renews what is in `file`.

    Raises: TokenRefused if nothing can be written there.
    """
    lock = file.with_name(f"{file.name}.lock")
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise TokenRefused(f"{lock} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def kept(file: Path) -> str:
    """What is in the file; "" if there is none.

    Raises: TokenRefused if it cannot be read, or others may read it.
    """
    try:
        with file.open(encoding="utf-8") as stream:
            if os.fstat(stream.fileno()).st_mode & 0o077:
                raise TokenRefused(f"others may read {file}: chmod 600 {file.name}")
            return stream.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise TokenRefused(f"{file} cannot be read: {error}") from error


def keep(file: Path, text: str) -> None:
    """Puts `text` in place of what was in the file, in one step (rename(2)), and on the disk.

    Raises: TokenRefused if that cannot be done; the file is as it was then.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        with suppress(FileNotFoundError):
            part.unlink()
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise TokenRefused(f"{file} cannot be written: {error.strerror}") from error
