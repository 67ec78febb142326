"""Signing in at the desk: passwords are kept as argon2id hashes, sessions as hashes of their tokens.

A session ends two hours after it was last used and twelve hours after it began, whatever happens.
Trying a password costs the same whether there is such a user or not, so that names cannot be found out.
After five wrong passwords a name waits, and so does an address (`mailbot.flow.brake`): the time doubles with
each further try.

Whoever changes a user is written into the audit trail, no password ever. Once there is an administrator, one
is always left.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from pwdlib import PasswordHash

from mailbot.decision import AlreadyDone, Refused
from mailbot.envelope import Role
from mailbot.flow.office import Office
from mailbot.flow.outcome import Unknown
from mailbot.store import Connection, Session, Trail, User, note, users

PROGRAM = "mailbot"
"""Who acts where no person does, as the audit trail has it."""

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
SHORTEST_PASSWORD = 10
"""Characters; NIST SP 800-63B, 5.1.1.2 asks for eight at least."""

_LONGEST_PASSWORD = 1000
_LONGEST_NAME = 100
_SEEN_EVERY = timedelta(minutes=1)
_HASHES = PasswordHash.recommended()


@dataclass(frozen=True, slots=True)
class Account:
    """A user as administrators see them. browsers: how many are signed in; seen_at: when one was last.
    events: those that they see; None: all.
    """

    name: str
    role: Role
    created_at: datetime
    browsers: int
    seen_at: datetime | None
    events: tuple[str, ...] | None = None


def add_user(
    office: Office,
    name: str,
    password: str,
    role: Role,
    actor: str = PROGRAM,
    *,
    anew: bool = False,
    events: Sequence[str] | None = None,
) -> None:
    """Lets somebody sign in, or gives somebody who may another password and role, unless `anew`. events:
    those that they may see; None: all.

    Raises: Refused if the name or the password will not do, `anew` and there is such a user, or nobody
    would look after the desk.
    """
    clean = " ".join(name.split())
    if not clean or len(clean) > _LONGEST_NAME or not clean.isprintable():
        raise Refused("user-name", f"A name has 1 to {_LONGEST_NAME} characters that can be seen.")
    _ensure_whole(role, events)
    hashed, now = _hashed(password), office.clock()
    with office.database.transaction() as tx:
        known = users.user_called(tx, clean)
        if known is not None and anew:
            raise Refused("user-known", f"There is a user {clean} already.")
        if known is not None and role is not Role.ADMIN:
            _keep_an_admin(tx, known)
        users.save_user(tx, clean, role, hashed, now, events)
        before = {"before": {"role": known.role.value}} if known else {}
        _note(tx, actor, "user-changed" if known else "user-added", clean, now, before, role, events)


def change_role(office: Office, name: str, role: Role, actor: str = PROGRAM) -> None:
    """Gives somebody another role, which counts at once.

    Raises: Unknown; Refused if nobody would look after the desk; AlreadyDone.
    """
    now = office.clock()
    with office.database.transaction() as tx:
        user = _called(tx, name)
        if user.role is role:
            raise AlreadyDone(f"{name} has this role already.")
        _ensure_whole(role, user.events)
        _keep_an_admin(tx, user)
        users.set_role(tx, user, role)
        _note(tx, actor, "user-changed", name, now, {"before": {"role": user.role.value}}, role)


def change_events(office: Office, name: str, events: Sequence[str] | None, actor: str = PROGRAM) -> None:
    """What somebody may see: these events, or all; counts at once.

    Raises: Unknown; Refused if an administrator were to see less than all.
    """
    with office.database.transaction() as tx:
        user = _called(tx, name)
        _ensure_whole(user.role, events)
        users.set_events(tx, user, events)
        before = {"before": {"events": list(user.events) if user.events is not None else None}}
        _note(tx, actor, "user-changed", name, office.clock(), before, user.role, events)


def _ensure_whole(role: Role, events: Sequence[str] | None) -> None:
    """Who looks after the users can let themselves see everything: so it is said at once."""
    if role is Role.ADMIN and events is not None:
        raise Refused("user-sees-all", "An administrator sees all events.")


def give_password(office: Office, name: str, password: str, actor: str = PROGRAM) -> None:
    """A new password for somebody who has forgotten theirs; all their browsers are signed out.

    Raises: Unknown; Refused if the password will not do.
    """
    hashed, now = _hashed(password), office.clock()
    with office.database.transaction() as tx:
        user = _called(tx, name)
        users.set_password(tx, user, hashed)
        users.end_sessions_of(tx, user)
        _note(tx, actor, "user-password", name, now)


def change_password(office: Office, session: Session, old: str, new: str) -> bool:
    """One's own password, for whoever knows the old one; all other browsers are signed out.

    Gives: False, and nothing is done, where `old` is wrong.
    Raises: Refused if the new password will not do.
    """
    user, now = session.user, office.clock()
    if not _HASHES.verify(old[:_LONGEST_PASSWORD], user.password_hash):
        return False
    hashed = _hashed(new)
    with office.database.transaction() as tx:
        users.set_password(tx, user, hashed)
        users.end_sessions_of(tx, user, session.token_hash)
        _note(tx, user.name, "user-password", user.name, now)
    return True


def sign_out_all(office: Office, name: str, actor: str = PROGRAM, but: Session | None = None) -> int:
    """Signs all browsers of somebody out, `but` this one; gives how many.

    Raises: Unknown.
    """
    with office.database.transaction() as tx:
        user = _called(tx, name)
        ended = users.end_sessions_of(tx, user, but.token_hash if but else "")
        if ended:
            _note(tx, actor, "user-signed-out", name, office.clock())
    return ended


def remove_user(office: Office, name: str, actor: str = PROGRAM) -> None:
    """Takes somebody's right to sign in, and signs their browsers out.

    Raises: Unknown; Refused if nobody would look after the desk.
    """
    now = office.clock()
    with office.database.transaction() as tx:
        user = _called(tx, name)
        _keep_an_admin(tx, user)
        users.remove_user(tx, user)
        _note(tx, actor, "user-removed", name, now, {"before": {"role": user.role.value}})


def all_users(office: Office) -> list[User]:
    """Everybody who may sign in."""
    with office.database.reading() as tx:
        return users.users(tx)


def accounts(office: Office) -> list[Account]:
    """Everybody who may sign in, and whether they are signed in now."""
    now = office.clock()
    with office.database.reading() as tx:
        every, lasting = users.users(tx), users.browsers(tx, now - LONGEST, now - IDLE)
    found = []
    for user in every:
        count, seen = lasting.get(user.id, (0, None))
        found.append(Account(user.name, user.role, user.created_at, count, seen, user.events))
    return found


def _called(tx: Connection, name: str) -> User:
    user = users.user_called(tx, name)
    if user is None:
        raise Unknown(f"there is no user {name}")
    return user


def _keep_an_admin(tx: Connection, user: User) -> None:
    if user.role is Role.ADMIN and users.admins(tx) == [user.name]:
        raise Refused("user-last-admin", "There must be an administrator left; add another one first.")


def _hashed(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise Refused("password", f"A password has at least {SHORTEST_PASSWORD} characters.")
    return _HASHES.hash(password)


def _note(
    tx: Connection,
    actor: str,
    action: str,
    name: str,
    now: datetime,
    before: Mapping[str, object] = MappingProxyType({}),
    role: Role | None = None,
    events: Sequence[str] | None = None,
) -> None:
    seen = {"events": list(events)} if events is not None else {}
    after = {"after": {"role": role.value, **seen}} if role else {}
    note(tx, Trail(actor, action, "", now), {"user": name, **before, **after})


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
