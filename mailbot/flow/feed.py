"""The secret address of a calendar: one for each user, shown once, renewed or taken back at any time.

A calendar program cannot sign in, so the address itself is the key. It opens the dates of the event and how
full it is, nobody's name; the ledger keeps only a hash of it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from mailbot.flow.office import Office
from mailbot.store import User, users
from mailbot.store.users import Feed

_READ_EVERY = timedelta(hours=1)


def feed_of(office: Office, user: User) -> Feed | None:
    """What is known of the address of this user, if there is one."""
    with office.database.reading() as tx:
        return users.feed_of(tx, user.id)


def new_feed(office: Office, user: User) -> str:
    """The secret of a new address; the address before, if any, is worth nothing from now on."""
    secret = secrets.token_urlsafe(32)
    with office.database.transaction() as tx:
        users.begin_feed(tx, user.id, _hash(secret), office.clock())
    return secret


def end_feed(office: Office, user: User) -> None:
    """Takes the address back."""
    with office.database.transaction() as tx:
        users.end_feed(tx, user.id)


def opens(office: Office, secret: str) -> bool:
    """True where somebody's address has this secret."""
    return owner(office, secret) is not None


def owner(office: Office, secret: str) -> User | None:
    """Whose address has this secret; when it was used is remembered, to within an hour."""
    now = office.clock()
    with office.database.reading() as tx:
        feed = users.feed_called(tx, _hash(secret))
        user = users.user_numbered(tx, feed.user_id) if feed else None
    if feed is None or user is None:
        return None
    if feed.read_at is None or now - feed.read_at > _READ_EVERY:
        with office.database.transaction() as tx:
            users.touch_feed(tx, feed.user_id, now)
    return user


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
