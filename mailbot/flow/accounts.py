"""Signing in at the desk: passwords are kept as argon2id hashes, sessions as hashes of their tokens.

A session ends two hours after it was last used and twelve hours after it began, whatever happens.
Trying a password costs the same whether there is such a user or not, so that names cannot be found out.
After five wrong passwords a name waits, and so does an address: the time doubles with each further try.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from pwdlib import PasswordHash

from mailbot.decision import Refused
from mailbot.envelope import Role
from mailbot.flow.office import Office
from mailbot.flow.outcome import Unknown
from mailbot.store import Session, User, users

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
SHORTEST_PASSWORD = 10
"""Characters; NIST SP 800-63B, 5.1.1.2 asks for eight at least."""

_LONGEST_PASSWORD = 1000
_LONGEST_NAME = 100
_SEEN_EVERY = timedelta(minutes=1)
_FREE_TRIES = 5
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=15)
_HASHES = PasswordHash.recommended()


def add_user(office: Office, name: str, password: str, role: Role) -> None:
    """Lets somebody sign in, or gives somebody who may another password and role.

    Raises: Refused if the name or the password will not do.
    """
    clean = " ".join(name.split())
    if not clean or len(clean) > _LONGEST_NAME or not clean.isprintable():
        raise Refused("name", f"A name has 1 to {_LONGEST_NAME} characters that can be seen.")
    if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise Refused("password", f"A password has at least {SHORTEST_PASSWORD} characters.")
    hashed = _HASHES.hash(password)
    with office.database.transaction() as tx:
        users.save_user(tx, clean, role, hashed, office.clock())


def remove_user(office: Office, name: str) -> None:
    """Takes somebody's right to sign in, and signs their browsers out.

    Raises: Unknown.
    """
    with office.database.transaction() as tx:
        user = users.user_called(tx, name)
        if user is None:
            raise Unknown(f"there is no user {name}")
        users.remove_user(tx, user)


def all_users(office: Office) -> list[User]:
    """Everybody who may sign in."""
    with office.database.reading() as tx:
        return users.users(tx)


@dataclass(slots=True)
class Brake:
    """Counts wrong passwords by name and by network address, in memory and for this process."""

    _wrong: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def waits_until(self, keys: tuple[str, ...], now: datetime) -> datetime | None:
        """Until when these may not try again, or None."""
        with self._lock:
            held = [_until(*self._wrong[key]) for key in keys if key in self._wrong]
        return max((until for until in held if until > now), default=None)

    def failed(self, keys: tuple[str, ...], now: datetime) -> None:
        """A wrong password; what is long past is forgotten, so that the memory stays small."""
        with self._lock:
            for key in [k for k, (_, at) in self._wrong.items() if now - at > 2 * _LONGEST_WAIT]:
                del self._wrong[key]
            for key in keys:
                count, _ = self._wrong.get(key, (0, now))
                self._wrong[key] = (count + 1, now)

    def passed(self, keys: tuple[str, ...]) -> None:
        """The right password: begins to count anew."""
        with self._lock:
            for key in keys:
                self._wrong.pop(key, None)


def _until(count: int, at: datetime) -> datetime:
    if count < _FREE_TRIES:
        return at
    doubled: timedelta = _FIRST_WAIT * 2 ** min(count - _FREE_TRIES, 20)
    return at + min(doubled, _LONGEST_WAIT)


_NOBODY = _HASHES.hash(secrets.token_hex(16))
"""What is tried where there is no such user."""


def sign_in(office: Office, name: str, password: str) -> str | None:
    """The token of a new session, or None where name and password do not fit together."""
    clean = " ".join(name.split())[:_LONGEST_NAME]
    with office.database.reading() as tx:
        user = users.user_called(tx, clean)
    right = _HASHES.verify(password[:_LONGEST_PASSWORD], user.password_hash if user else _NOBODY)
    return _begin(office, user) if user is not None and right else None


def session_for(office: Office, name: str) -> str:
    """The token of a new session of this user, whom the program itself lets in.

    Raises: Unknown.
    """
    with office.database.reading() as tx:
        user = users.user_called(tx, name)
    if user is None:
        raise Unknown(f"there is no user {name}")
    return _begin(office, user)


def _begin(office: Office, user: User) -> str:
    token, now = secrets.token_urlsafe(32), office.clock()
    with office.database.transaction() as tx:
        users.end_old_sessions(tx, now - LONGEST, now - IDLE)
        users.begin_session(tx, _hash(token), user, secrets.token_urlsafe(32), now)
    return token


def session_of(office: Office, token: str) -> Session | None:
    """The session of a token while it lasts; using it keeps it alive."""
    now = office.clock()
    with office.database.reading() as tx:
        session = users.session_called(tx, _hash(token))
    if session is None or now - session.began_at > LONGEST or now - session.seen_at > IDLE:
        return None
    if now - session.seen_at > _SEEN_EVERY:
        with office.database.transaction() as tx:
            users.touch_session(tx, session.token_hash, now)
    return session


def sign_out(office: Office, session: Session) -> None:
    """Ends a session; its cookie is worth nothing from now on."""
    with office.database.transaction() as tx:
        users.end_session(tx, session.token_hash)


def say(office: Office, session: Session, text: str) -> None:
    """Leaves a word for the next page that this browser sees."""
    with office.database.transaction() as tx:
        users.say(tx, session.token_hash, text)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
