"""How long one mail takes to parse, and how the time grows with its size."""

import statistics
import time

import pytest

from mailbot.message import parse
from tests.corpus.build import build, case_files, load
from tests.unit.message.mails import html, mail

pytestmark = pytest.mark.bench


def seconds(data: bytes) -> float:
    started = time.perf_counter()
    parse(data)
    return time.perf_counter() - started


def test_parse_median_of_the_corpus_is_below_three_milliseconds() -> None:
    mails = [build(case) for path in case_files() for case in load(path)]
    parse(html("<p>lxml is loaded with the first HTML mail</p>"))
    median = statistics.median(map(seconds, mails))

    print(f"\nparse: median {median * 1000:.2f} ms over {len(mails)} mails")  # noqa: T201 - what it is for
    assert median < 0.003


@pytest.mark.parametrize(
    "line", ["Ein Satz mit Wörtern.\n", "> quoted line\n", "Am 1.1.2021 um 10:10 schrieb\n", "\n--\n"]
)
def test_parse_time_grows_with_the_size_only(line: str) -> None:
    once, tenfold = (min(seconds(mail(line * count)) for _ in range(3)) for count in (1_000, 10_000))

    assert tenfold < 25 * once + 0.01
