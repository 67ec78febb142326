"""No regular expression, and no mail that is made of one thing over and over, keeps the others waiting.

Each repetition in each pattern of `message` and `intent` is fed with what it takes: the time of those in
`message` grows hardly faster than the text; those in `intent` get no longer lines than `bounds` lets through.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from math import inf

import pytest

from mailbot.clock import READING_SECONDS, TookTooLong, in_time
from mailbot.intent import read
from mailbot.intent.bounds import shortened
from mailbot.message import parse
from tests.corpus.load import event
from tests.fuzz.target import CORPUS, examine
from tests.property.patterns import Used, used_patterns
from tests.unit.message.mails import html, mail, multipart, part

pytestmark = pytest.mark.usefixtures("untraced")

NOTICED = 0.03
"""Seconds of processor time below which nothing is told from chance."""


CONFIRMED = 4
"""So many times in a row a pattern must be slow: a busy machine makes anything slow once."""


def seconds(work: Callable[[], object], best_of: int = 1) -> float:
    taken = []
    for _ in range(best_of):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def growth(used: Used, trap: tuple[str, str]) -> float:
    """How many times as long the pattern takes for twice the text; 2 is linear, 4 quadratic, 0 too little."""
    before, unit = trap
    short, long = (used.work(before + unit * (n // len(unit)) + "\x01") for n in (10_000, 20_000))
    try:
        first = in_time(lambda: seconds(long), 1)
    except TookTooLong:
        return inf
    return seconds(long, 3) / max(seconds(short, 3), 1e-6) if first > NOTICED else 0


def takes_too_long(work: Callable[[], object]) -> bool:
    """True where it is not done in a second."""
    try:
        in_time(work, 1)
    except TookTooLong:
        return True
    return False


@pytest.fixture(scope="module")
def patterns() -> list[Used]:
    def exercise() -> None:
        for path in sorted(CORPUS.iterdir()):
            examine(path.read_bytes(), event("fachtag"))

    return used_patterns(exercise)


def test_patterns_of_messages_grow_with_the_text_alone(patterns: list[Used]) -> None:
    slow = {
        (used.module, str(used.pattern.pattern)[:80], trap)
        for used in patterns
        if used.module.startswith("mailbot.message")
        for trap in used.traps()
        if all(growth(used, trap) > 3 for _ in range(CONFIRMED))
    }

    assert slow == set()


def test_patterns_of_reading_are_quick_on_what_is_read(patterns: list[Used]) -> None:
    slow = set()
    for used in patterns:
        if used.module.startswith("mailbot.intent"):
            for before, unit in used.traps():
                text, _cut = shortened(before + unit * (20_000 // len(unit)) + "\x01")
                if all(takes_too_long(used.work(text)) for _ in range(CONFIRMED)):
                    slow.add((used.module, str(used.pattern.pattern)[:80], before, unit))

    assert slow == set()


@pytest.mark.parametrize("pattern", [r"(?:a|a)*b", r"(?:a+)+$", r"\s+x", r"a*a*a*b", r"x(?:-+|y)*,\Z"])
def test_growth_of_a_careless_pattern_is_noticed(pattern: str) -> None:
    used = Used(re.compile(pattern), "", anywhere=True)

    assert any(growth(used, trap) > 3 for trap in used.traps())


UNITS = (
    *(
        " ",
        "\t",
        "@",
        "a@",
        "\n",
        " \n",
        "1 ",
        "،",
        "a. ",
        "a.",
        "(",
        "( ",
        "=\n",
        "’",
        "[x] ",
        "- ",
        ": ",
        "a: ",
    ),
    *("Name: ", "Name: Anna Beispiel\n", "Anna Beispiel\n", "Anna Beispiel, ", "Workshop 2 ", "Workshop 2\n"),
    *(
        "und ",
        "a",
        "Aa-",
        "aa\n",
        "_",
        "|",
        "a | ",
        "&",
        ", ",
        "Dr. ",
        "i. V. ",
        "nicht ",
        "> ",
        "> > ",
        "Я ",
    ),
    *("Herr ", '"', "„", "x@y.de\n", "http://a ", "www.a", "0123 ", "01.01.2021 ", "Anmeldung ", "Von: a\n"),
    *(
        "Liebe Frau Muster,\n",
        "LG\n",
        "Mit freundlichen Grüßen\nAnna\n\n",
        "-- \n",
        "☐ ",
        "1. ",
        "a) ",
        "\u0301",
    ),
    *("Ich komme nicht. ", "Frau Anna Beispiel kommt in Workshop 2.\n", "اسم ", "Nguyễn ", "🙂"),
)
PLACES = ("body", "subject", "name", "signature", "quote", "forwarded")
SAID = "Guten Tag,\n\nich melde mich zum Fachtag an, Workshop 2.\n\n"


def made_of(unit: str, place: str, length: int) -> bytes:
    """A registration with one part of it that is `unit` over and over."""
    run = unit * (length // len(unit))
    flat = run.replace("\n", " ")
    text = {
        "body": f"{SAID}{run}x\n\nViele Grüße\nAnna Beispiel",
        "signature": f"{SAID}Viele Grüße\nAnna Beispiel\n{run}x",
        "quote": f"{SAID}Anna Beispiel\n\nAm 2.9.2021 schrieb Jan Muster <jan@example.org>:\n> {run}x",
        "forwarded": f"{SAID}Anna\n\n---- Weitergeleitete Nachricht ----\nVon: Jan Muster <j@x.de>\n\n{run}x",
    }.get(place, f"{SAID}Anna Beispiel")
    fields = {"subject": {"Subject": flat}, "name": {"From": f"{flat} <anna@example.org>"}}.get(place, {})
    return mail(text, Content_Type="text/plain; charset=utf-8", **fields)


def ensure_in_time(length: int, unit: str) -> None:
    """Within what the worker gives a mail, wherever in it the trap is, though each line be counted."""
    for place in PLACES:
        data = made_of(unit, place, length)
        taken = seconds(lambda data=data: read(parse(data), event("fachtag")))  # type: ignore[misc]
        assert taken < READING_SECONDS, place


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_mail_of_one_thing_over_and_over_is_read_in_time(unit: str) -> None:
    ensure_in_time(8000, unit)


HUGE: dict[str, Callable[[], bytes]] = {
    "text": lambda: mail(b"Hallo Welt. " * 4_300_000),
    "markup": lambda: html("<p>x</p>" * 6_000_000),
    "file": lambda: multipart(
        "mixed", part("text/plain", "x"), part("application/pdf", b"%PDF-1.4" * 4_500_000)
    ),
    "header": lambda: b"Subject: " + b"x" * 50_000_000,
}


@pytest.mark.parametrize("kind", HUGE)
def test_mail_of_fifty_megabytes_is_read_in_time(kind: str) -> None:
    data = HUGE[kind]()
    assert len(data) > 45_000_000
    message = in_time(lambda: parse(data), READING_SECONDS)

    in_time(lambda: read(message, event("fachtag")), READING_SECONDS)


@pytest.mark.long
@pytest.mark.parametrize("length", [20_000, 200_000, 2_000_000])
@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_huge_mail_of_one_thing_over_and_over_is_read_in_time(unit: str, length: int) -> None:
    ensure_in_time(length, unit)
