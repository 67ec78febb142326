"""Reading is quick: a mail in milliseconds, all languages loaded in a moment (CPU time, one core)."""

from __future__ import annotations

import statistics
import time

import pytest

from mailbot.intent import read
from mailbot.intent.language import languages
from mailbot.intent.lexicon import everything, frame
from mailbot.message import parse
from tests.corpus.build import build
from tests.corpus.load import HERE, event, load

pytestmark = pytest.mark.bench

MEDIAN_SECONDS = 0.02
LOAD_SECONDS = 1.0
"""Ceilings with room for a slow and busy machine; the aims are 5 ms and 0.2 s."""


def test_parse_and_read_take_milliseconds() -> None:
    cases = load(HERE / "de-singles.yaml")
    mails = [(build(case), event(case.event)) for case in cases]
    read(parse(mails[0][0]), mails[0][1])
    spent = []
    for data, about in mails:
        begun = time.process_time()
        read(parse(data), about)
        spent.append(time.process_time() - begun)

    assert statistics.median(spent) <= MEDIAN_SECONDS


def test_all_languages_load_in_a_moment() -> None:
    for cached in (languages, everything, frame):
        cached.cache_clear()
    begun = time.process_time()
    everything()
    frame()

    assert time.process_time() - begun <= LOAD_SECONDS
