"""One text in the dress of sixteen mail programs: whoever sends it, the same is read."""

import re
from dataclasses import replace
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from mailbot.intent.model import Kind
from mailbot.message import parse
from tests.corpus.build import build, case_files, load
from tests.corpus.case import Case, Quote
from tests.corpus.dress import CLIENTS

OFFICE = "office@landkreis.example"
QUOTE = Quote(
    sender=f"Fachtag <{OFFICE}>",
    to="Anna <anna@example.org>",
    date=datetime(2021, 8, 30, 9, 15, tzinfo=ZoneInfo("Europe/Berlin")),
    subject="Ihre Anmeldung",
    body="Guten Tag,\n\nSTRANGE bitte den Workshop:\n\n1: A\n2: B\n\nMit freundlichen Grüßen\nIhr Team",
)
LOOKS_QUOTED = re.compile(r"^>|^[^\n]*@[^\n]*:$|^-{3,}|^[^\n:]{2,20}: [^\n]*<[^\n]*@", re.MULTILINE)


@cache
def typed() -> list[Case]:
    """Every eleventh case whose body is words that somebody typed, without a quote pasted into it."""
    cases = [case for path in case_files() for case in load(path)]
    people = [case for case in cases if case.truth.kind not in (Kind.BOUNCE, Kind.AUTOMATIC)]
    plain = [case for case in people if not (case.raw or case.html_body or case.attachments or case.quote)]
    return [case for case in plain if not LOOKS_QUOTED.search(case.body)][::11]


def words(text: str) -> list[str]:
    return sorted(text.replace("\xa0", " ").split())


@pytest.mark.parametrize("client", CLIENTS)
def test_parse_of_client_finds_the_words_and_leaves_the_quote(client: str) -> None:
    for case in typed():
        dressed = replace(
            case,
            client=client,
            quote=QUOTE,
            subject=f"AW: {case.subject}",
            charset=None,
            cte=None,
            shape=None,
        )
        message = parse(build(dressed), frozenset({OFFICE}))

        assert words(f"{message.own}\n{message.signature}") == words(case.body), case.id
        assert "STRANGE" in message.quoted, case.id
        assert message.forwarded == (), case.id


@pytest.mark.parametrize("client", CLIENTS)
def test_parse_of_client_splits_the_signature_like_any_other(client: str) -> None:
    for case in typed():
        plain = parse(build(replace(case, client="plain", charset=None, cte=None, shape=None)))
        message = parse(build(replace(case, client=client, charset=None, cte=None, shape=None)))

        assert message.own.split() == plain.own.split(), case.id
        assert message.signature.split() == plain.signature.split(), case.id
