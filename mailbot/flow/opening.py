"""From a folder of configuration to the offices that it describes, one for each event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mailbot.clock import Clock
from mailbot.config import Post, load_installation, picked
from mailbot.delivery import Composer
from mailbot.flow.office import Office, compose_with, open_ledger
from mailbot.store import Database


def open_offices(folder: Path, clock: Clock) -> tuple[Office, ...]:
    """Reads the configuration and opens the ledger, bringing its schema up to date; gives the office of every
    event, mailbox by mailbox. The first of each mailbox knows those beside it (see `mailrooms`).

    Raises: ConfigError, DatabaseUnusable.
    """
    posts = load_installation(folder)
    for post in posts:
        compose_with(post.settings, post.event, folder)  # what it lacks is told before a ledger is made
    return offices_of(folder, posts, open_ledger(posts[0].settings), clock)


def offices_of(folder: Path, posts: Sequence[Post], database: Database, clock: Clock) -> tuple[Office, ...]:
    """The offices of these events, which are all of their mailboxes, over one ledger.

    Raises: ConfigError.
    """
    offices = [
        _office(folder, post, database, compose_with(post.settings, post.event, folder), clock)
        for post in posts
    ]
    return tuple(
        replace(one, beside=tuple(o for o in offices if o.served == one.served and o is not one))
        if one.served[:1] == (one.event.id,)
        else one
        for one in offices
    )


def _office(folder: Path, post: Post, database: Database, composer: Composer, clock: Clock) -> Office:
    """Served is told where there is more than one event: a single one may change its id."""
    served = post.served if len(post.served) > 1 or post.elsewhere else ()
    return Office(
        folder, post.settings, post.event, database, composer, clock,
        file=post.file, served=served, elsewhere=post.elsewhere,
    )  # fmt: skip


def mailrooms(offices: Sequence[Office]) -> tuple[Office, ...]:
    """The first office of each mailbox."""
    return tuple(one for one in offices if one.events[0] == one.event.id)


def open_office(folder: Path, clock: Clock, event: str = "") -> Office:
    """The office of this event; where there is only one, it need not be named.

    Raises: ConfigError, DatabaseUnusable.
    """
    return chosen(open_offices(folder, clock), event)


def chosen(offices: Sequence[Office], event: str = "") -> Office:
    """The office of the event that was named, or the only one.

    Raises: ConfigError.
    """
    return offices[picked([one.event.id for one in offices], event)]
