"""The command, called as the shell calls it, within this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.cli import main


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """What it wrote to stdout."""
        return self.out.decode("utf-8")


Mailbot = Callable[..., Ended]


@pytest.fixture
def mailbot(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Mailbot:
    """Runs `mailbot ARGUMENTS…`; any exit code is returned."""
    monkeypatch.delenv("MAILBOT_CONFIG", raising=False)

    def run(*arguments: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["mailbot", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsysbinary.readouterr()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return Ended(code or 0, written.out, written.err.decode("utf-8"))

    return run
