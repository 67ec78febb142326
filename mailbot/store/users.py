"""Who may sign in at the desk, which browsers are signed in, and which calendar programs may look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    ForeignKey,
    Index,
    String,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.envelope import Role
from mailbot.store.instant import Instant
from mailbot.store.schema import Base


class UserRow(Base):
    """Somebody who may sign in at the desk; of the password only an argon2 hash is kept."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Instant)
    events: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class SessionRow(Base):
    """A browser that is signed in; `token_hash` is the SHA-256 of what its cookie carries, so that who
    reads the database cannot sign in with it. `said`: what the next page tells once.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_user_id", "user_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    csrf: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    said: Mapped[str] = mapped_column(Text, default="", server_default="")


class FeedRow(Base):
    """The secret address under which somebody's calendar program reads the dates of the event; of its
    secret only the SHA-256 is kept. `read_at`: when a program last came, to within an hour.
    """

    __tablename__ = "feeds"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)


U = UserRow
S = SessionRow
F = FeedRow


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in. password_hash: argon2id in PHC form. events: the ids of those that they may
    see; None: all.
    """

    id: int
    name: str
    role: Role
    password_hash: str
    created_at: datetime
    events: tuple[str, ...] | None = None

    def sees(self, event: str) -> bool:
        """Whether they may see this event."""
        return self.events is None or event in self.events


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. token_hash: SHA-256 in hexadecimal; said: what the next page tells once."""

    token_hash: str
    user: User
    csrf: str
    began_at: datetime
    seen_at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Somebody's calendar address: since when there is one, and when a program last read it."""

    user_id: int
    created_at: datetime
    read_at: datetime | None


def users(connection: Connection) -> list[User]:
    """Everybody who may sign in, by name."""
    return [_user(row) for row in connection.execute(select(*_USER).order_by(U.name))]


def user_called(connection: Connection, name: str) -> User | None:
    """The user of this name, written exactly so."""
    row = connection.execute(select(*_USER).where(U.name == name)).one_or_none()
    return None if row is None else _user(row)


def save_user(
    connection: Connection,
    name: str,
    role: Role,
    password_hash: str,
    now: datetime,
    events: Sequence[str] | None = None,
) -> None:
    """Adds a user, or gives an existing one this role, password and events; their browsers are signed out."""
    found = user_called(connection, name)
    values = {"role": role.value, "password_hash": password_hash, "events": _listed(events)}
    if found is None:
        connection.execute(insert(U).values(name=name, created_at=now, **values))
        return
    connection.execute(delete(S).where(S.user_id == found.id))
    connection.execute(update(U).where(U.id == found.id).values(**values))


def user_numbered(connection: Connection, number: int) -> User | None:
    """The user with this id."""
    row = connection.execute(select(*_USER).where(U.id == number)).one_or_none()
    return None if row is None else _user(row)


def set_events(connection: Connection, user: User, events: Sequence[str] | None) -> None:
    """What they may see from their next step on, also in browsers that are signed in."""
    connection.execute(update(U).where(U.id == user.id).values(events=_listed(events)))


def _listed(events: Sequence[str] | None) -> list[str] | None:
    return None if events is None else list(events)


def admins(connection: Connection) -> list[str]:
    """The names of all administrators, whom nobody changes until this transaction has ended."""
    query = select(U.name).where(U.role == Role.ADMIN.value).order_by(U.id).with_for_update()
    return list(connection.execute(query).scalars())


def set_role(connection: Connection, user: User, role: Role) -> None:
    """What they may do from their next step on, also in browsers that are signed in."""
    connection.execute(update(U).where(U.id == user.id).values(role=role.value))


def set_password(connection: Connection, user: User, password_hash: str) -> None:
    """The password with which they sign in from now on; browsers stay as they are."""
    connection.execute(update(U).where(U.id == user.id).values(password_hash=password_hash))


def remove_user(connection: Connection, user: User) -> None:
    """Nobody signs in under this name any more; what they did stays in the audit trail."""
    connection.execute(delete(S).where(S.user_id == user.id))
    end_feed(connection, user.id)
    connection.execute(delete(U).where(U.id == user.id))


def begin_session(connection: Connection, token_hash: str, user: User, csrf: str, now: datetime) -> None:
    """A browser signs in."""
    connection.execute(
        insert(S).values(
            token_hash=token_hash, user_id=user.id, csrf=csrf, began_at=now, seen_at=now, said=""
        )
    )


def session_called(connection: Connection, token_hash: str) -> Session | None:
    """The signed-in browser with this token, however old."""
    query = select(S.token_hash, S.csrf, S.began_at, S.seen_at, S.said, *_USER).join(U, U.id == S.user_id)
    row = connection.execute(query.where(S.token_hash == token_hash)).one_or_none()
    if row is None:
        return None
    return Session(row.token_hash, _user(row), row.csrf, row.began_at, row.seen_at, row.said)


def touch_session(connection: Connection, token_hash: str, now: datetime) -> None:
    """The browser was seen just now."""
    connection.execute(update(S).where(S.token_hash == token_hash).values(seen_at=now))


def say(connection: Connection, token_hash: str, text: str) -> None:
    """Leaves a word for the next page of this browser; empty: it has been told."""
    connection.execute(update(S).where(S.token_hash == token_hash).values(said=text))


def end_session(connection: Connection, token_hash: str) -> None:
    """The browser is signed out."""
    connection.execute(delete(S).where(S.token_hash == token_hash))


def end_sessions_of(connection: Connection, user: User, but: str = "") -> int:
    """All browsers of this user are signed out, but for the one with the token `but`; gives how many."""
    ended = connection.execute(delete(S).where(S.user_id == user.id, S.token_hash != but))
    return ended.rowcount


def browsers(
    connection: Connection, began_after: datetime, seen_after: datetime
) -> dict[int, tuple[int, datetime]]:
    """By the user's id: how many of their browsers are signed in, and when one was last seen. Those that
    signed in or were seen longer ago do not count.
    """
    query = select(S.user_id, func.count(), func.max(S.seen_at))
    lasting = query.where(S.began_at >= began_after, S.seen_at >= seen_after).group_by(S.user_id)
    return {user: (count, seen) for user, count, seen in connection.execute(lasting)}


def end_old_sessions(connection: Connection, began_before: datetime, seen_before: datetime) -> None:
    """Browsers that signed in or were seen too long ago are signed out."""
    connection.execute(delete(S).where((S.began_at < began_before) | (S.seen_at < seen_before)))


def feed_of(connection: Connection, user_id: int) -> Feed | None:
    """The calendar address of this user, if there is one."""
    return _feed(connection.execute(select(*_FEED).where(F.user_id == user_id)))


def feed_called(connection: Connection, token_hash: str) -> Feed | None:
    """The calendar address with this secret."""
    return _feed(connection.execute(select(*_FEED).where(F.token_hash == token_hash)))


def begin_feed(connection: Connection, user_id: int, token_hash: str, now: datetime) -> None:
    """Gives this user a calendar address; the one before is worth nothing from now on."""
    end_feed(connection, user_id)
    connection.execute(insert(F).values(user_id=user_id, token_hash=token_hash, created_at=now))


def touch_feed(connection: Connection, user_id: int, now: datetime) -> None:
    """A calendar program read it just now."""
    connection.execute(update(F).where(F.user_id == user_id).values(read_at=now))


def end_feed(connection: Connection, user_id: int) -> None:
    """The calendar address of this user is worth nothing from now on."""
    connection.execute(delete(F).where(F.user_id == user_id))


_FEED = (F.user_id, F.created_at, F.read_at)


def _feed(rows: Any) -> Feed | None:
    row = rows.one_or_none()
    return None if row is None else Feed(row.user_id, row.created_at, row.read_at)


_USER = (U.id.label("user_id"), U.name, U.role, U.password_hash, U.created_at, U.events)


def _user(row: Any) -> User:
    events = None if row.events is None else tuple(row.events)
    return User(row.user_id, row.name, Role(row.role), row.password_hash, row.created_at, events)
