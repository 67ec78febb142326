"""What the search for bad bytes has kept: mails for every corner, and slow ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.clock import READING_SECONDS, in_time
from tests.corpus.load import event
from tests.fuzz.search import EVENTS
from tests.fuzz.target import CORPUS, examine

pytestmark = pytest.mark.usefixtures("untraced")

FILES = sorted(CORPUS.iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_corpus_is_read_in_time_and_gives_what_is_fit_to_be_shown(path: Path) -> None:
    for name in EVENTS:
        in_time(lambda name=name: examine(path.read_bytes(), event(name)), READING_SECONDS / 4)  # type: ignore[misc]


def test_corpus_is_small_enough_to_be_kept() -> None:
    assert len(FILES) > 100
    assert sum(path.stat().st_size for path in FILES) <= 300_000
