"""Registrations found at the desk: whatever the order, page after page gives everybody once."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.envelope import MailboxKey
from mailbot.store import Database, open_mailbox
from mailbot.store.browse import PAGE, Found, Spot
from mailbot.store.folding import name_key, searchable, words_to_find
from mailbot.store.seeking import SORTS, Wanted, find_registrations
from tests.crowd import fill

BEGAN = datetime(2021, 9, 1, 8, tzinfo=UTC)
ROWS = 1_200
"""More than are counted, so that both ways to find a page are tried."""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("crowd")
    database = Database(f"sqlite:///{folder / 'mailbot.db'}")
    database.migrate()
    with database.transaction() as tx:
        open_mailbox(tx, MailboxKey("a", "INBOX", 1), BEGAN)
    fill(database, "event", ROWS, BEGAN)
    yield database
    database.close()


def pages(database: Database, wanted: Wanted) -> list[Found]:
    found, spot = [], Spot()
    with database.reading() as tx:
        while True:
            found.append(find_registrations(tx, "event", wanted, spot))
            if not found[-1].after:
                return found
            spot = Spot(after=found[-1].rows[-1]["id"])


@pytest.mark.parametrize("sort", [f"{sign}{key}" for key in SORTS for sign in ("", "-")])
def test_pages_give_everybody_once_forwards_and_backwards(crowd: Database, sort: str) -> None:
    found = pages(crowd, Wanted(sort=sort))
    ids = [row["id"] for page in found for row in page.rows]

    assert sorted(ids) == list(range(1, ROWS + 1))
    with crowd.reading() as tx:
        before = find_registrations(tx, "event", Wanted(sort=sort), Spot(before=found[2].rows[0]["id"]))
    assert before.rows == found[1].rows
    assert (found[0].before, found[1].before, len(found[0].rows)) == (False, True, PAGE)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(status="confirmed"), 720),
        (Wanted(status="confirmed", sort="name"), 720),
        (Wanted(workshop="2", sort="-name"), 192),
        (Wanted(attendance="on-site"), 1176),
        (Wanted(attendance="on-site", sort="name"), 1176),
        (Wanted(text="verein.example", sort="organisation"), 1200),
        (Wanted(text="GORLITZ", status="waitlisted"), 60),
        (Wanted(text="görlitz", attendance="on-site", sort="name"), 216),
        (Wanted(text="nobody"), 0),
    ],
)
def test_filters_give_all_that_fit(crowd: Database, wanted: Wanted, count: int) -> None:
    found = pages(crowd, wanted)

    assert len({row["id"] for page in found for row in page.rows}) == count
    assert found[0].total == min(count, 1001)


@pytest.mark.parametrize("typed", ["Müller", "mueller", "MULLER", "jörg müll", "k7mq"])
def test_words_are_found_without_regard_to_case_and_accents(typed: str) -> None:
    text = searchable("K7MQ-3XTP", "Jörg Müller", "Café Größe", "joerg@verein.example")

    assert all(re.search(re.escape(word), text) for word in words_to_find(typed))


def test_names_are_sorted_by_the_family_name() -> None:
    assert sorted(["Zoe Ärmel", "Anna Zorn", "Bo Armut"], key=name_key) == [
        "Zoe Ärmel",
        "Bo Armut",
        "Anna Zorn",
    ]
