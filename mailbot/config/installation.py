"""Several events and mailboxes in one folder: which there are, and which mailbox is for which event.

An event has one mailbox; a mailbox has one event or several. With `event.toml` there is one event, and one
mailbox for it. With files in `events` there is an event in each: one mailbox is for all of them, unless it
names its `events`; of several, each names its own. What is otherwise for one event (to whom its organisers'
mail goes, how its waiting list runs) stands in the event's file, in the tables of `OF_EVENT`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailbot.config.fitting import check_addresses
from mailbot.config.read import (
    EVENT_FILE,
    SETTINGS_FILE,
    event_from,
    load_event,
    settings_from,
    settings_table,
    toml_in,
    validated,
)
from mailbot.config.settings import MailboxSettings, Settings
from mailbot.errors import ConfigError
from mailbot.event import Event

EVENTS_FOLDER = "events"
OF_EVENT = ("office", "waiting", "schedule", "retention")
"""Tables of `mailbot.toml` that the file of an event may have as well."""

NOBODYS = "?"
"""Begins what stands for an event where nobody has said yet which one a mail is for."""

_NAME = re.compile(r"[a-z0-9-]{1,24}")
_LONGEST_ID = 100


@dataclass(frozen=True, slots=True)
class Post:
    """An event with the settings that hold for it, its mailbox among them.

    file: of the event, as named from the folder. served: the events of its mailbox, this one among them.
    elsewhere: the events of all other mailboxes.
    """

    settings: Settings
    event: Event
    file: str
    served: tuple[str, ...]
    elsewhere: frozenset[str] = frozenset()

    @property
    def shown(self) -> tuple[str, ...]:
        """What stands for the event in the ledger, and for those of its mailbox of which nobody has said yet
        for which event they are; empty where there is one event, to which all belongs.
        """
        if len(self.served) == 1 and not self.elsewhere:
            return ()
        return (self.event.id, *((undecided(self.settings.mailbox),) if len(self.served) > 1 else ()))


@dataclass(frozen=True, slots=True)
class _Filed:
    """An event as its file says, with what that says of the office."""

    event: Event
    file: str
    own: Mapping[str, Any]


def load_installation(folder: Path, environ: Mapping[str, str] = os.environ) -> tuple[Post, ...]:
    """Every event of `folder`, mailbox by mailbox.

    Raises: ConfigError with file, key, what is wrong and what would be right.
    """
    table, filed = settings_table(folder, environ), _filed(folder)
    mailboxes = table.get("mailbox")
    count = len(mailboxes) if isinstance(mailboxes, list) and mailboxes else 1
    each = [settings_from(table, folder, number) for number in range(count)]
    _check_mailboxes(each, str(folder / SETTINGS_FILE))
    shares = _shares(each, filed, folder)
    posts = []
    for number, share in enumerate(shares):
        served = tuple(one.event.id for one in share)
        elsewhere = frozenset(one.event.id for one in filed) - set(served)
        for one in share:
            settings = settings_from(_with_own(table, one.own), folder, number)
            posts.append(Post(settings, one.event, one.file, served, elsewhere))
    return tuple(posts)


def undecided(mailbox: MailboxSettings) -> str:
    """What stands in the ledger for the event of a mail to this mailbox of which nobody has said yet for
    which of several events it is.
    """
    place = f"{mailbox.username}@{mailbox.host}/{mailbox.folder}"
    return NOBODYS + hashlib.sha256(place.encode()).hexdigest()[:16]


def picked(events: Sequence[str], event: str = "") -> int:
    """The place among these ids of the one that was named, or of the only one.

    Raises: ConfigError.
    """
    found = [number for number, one in enumerate(events) if event in ("", one)]
    if len(found) == 1:
        return found[0]
    problem = f'there is no event "{event}"' if event else "is needed: there are several events"
    raise ConfigError("--event", "", problem, ", ".join(events))


def load_post(folder: Path, event: str = "") -> Post:
    """The event of this id, or the only one, with the settings that hold for it.

    Raises: ConfigError.
    """
    posts = load_installation(folder)
    return posts[picked([post.event.id for post in posts], event)]


def event_files(folder: Path) -> tuple[str, ...]:
    """The files of the events, as named from the folder: `event.toml`, or those in `events`."""
    several = sorted((folder / EVENTS_FOLDER).glob("*.toml"))
    return tuple(f"{EVENTS_FOLDER}/{file.name}" for file in several) or (EVENT_FILE,)


def load_filed(folder: Path, file: str) -> Event:
    """The event in this file of the folder (see `event_files`).

    Raises: ConfigError.
    """
    if file == EVENT_FILE:
        return load_event(folder)
    return _one_of_several(folder, file).event


def _filed(folder: Path) -> tuple[_Filed, ...]:
    files = event_files(folder)
    if files == (EVENT_FILE,):
        return (_Filed(load_event(folder), EVENT_FILE, {}),)
    if (folder / EVENT_FILE).exists():
        raise ConfigError(
            str(folder / EVENT_FILE),
            "",
            f"stands beside {', '.join(files)}",
            f"one event in {EVENT_FILE}, or all of them in {EVENTS_FOLDER}",
        )
    found: dict[str, _Filed] = {}
    for file in files:
        one = _one_of_several(folder, file)
        other = found.setdefault(one.event.id, one)
        if other is not one:
            raise ConfigError(
                str(folder / file), "id", f'"{one.event.id}" is that of {other.file} too', "one id each"
            )
    return tuple(found.values())


def _one_of_several(folder: Path, file: str) -> _Filed:
    path = folder / file
    table = toml_in(path)
    own = {name: table.pop(name) for name in OF_EVENT if name in table}
    check_addresses(validated(Settings, dict(own), str(path)), str(path))
    event = event_from(table, str(path))
    if not event.id or event.id.startswith(NOBODYS) or len(event.id) > _LONGEST_ID:
        raise ConfigError(str(path), "id", f'"{event.id}" cannot be used', f"1 to {_LONGEST_ID} characters")
    return _Filed(event, file, own)


def _with_own(table: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {**table, **{name: {**table.get(name, {}), **inner} for name, inner in own.items()}}


def _check_mailboxes(each: Sequence[Settings], file: str) -> None:
    """Of several, each has a name of its own and is another folder."""
    names: set[str] = set()
    places: set[tuple[str, str, str]] = set()
    for number, settings in enumerate(each, 1):
        mailbox, key = settings.mailbox, f"mailbox[{number}]" if len(each) > 1 else "mailbox"
        if len(each) > 1 and not mailbox.name:
            raise ConfigError(file, f"{key}.name", "is missing", "each of several mailboxes needs a name")
        if mailbox.name and not _NAME.fullmatch(mailbox.name):
            raise ConfigError(file, f"{key}.name", f'"{mailbox.name}" is no name', "1 to 24 of a-z, 0-9, -")
        place = (mailbox.host.lower(), mailbox.username.lower(), mailbox.folder)
        if mailbox.name and mailbox.name in names:
            raise ConfigError(file, f"{key}.name", f'"{mailbox.name}" comes twice', "one name each")
        if mailbox.host and place in places:
            raise ConfigError(file, key, "is the same folder as another mailbox", "one table for each")
        names.add(mailbox.name)
        places.add(place)


def _shares(each: Sequence[Settings], filed: Sequence[_Filed], folder: Path) -> list[list[_Filed]]:
    """The events of each mailbox, in its order."""
    file, known = str(folder / SETTINGS_FILE), {one.event.id: one for one in filed}
    shares: list[list[_Filed]] = []
    taken: dict[str, str] = {}
    for number, settings in enumerate(each, 1):
        key = f"mailbox[{number}].events" if len(each) > 1 else "mailbox.events"
        wanted = settings.mailbox.events or (tuple(known) if len(each) == 1 else ())
        if not wanted:
            raise ConfigError(file, key, "is missing", f"which of {', '.join(known)} it is for")
        for name in wanted:
            if name not in known:
                raise ConfigError(file, key, f'there is no event "{name}"', f"known: {', '.join(known)}")
            if name in taken:
                raise ConfigError(file, key, f'"{name}" is named by {taken[name]} too', "one mailbox each")
            taken[name] = key
        shares.append([known[name] for name in wanted])
    for one in filed:
        if one.event.id not in taken:
            raise ConfigError(
                str(folder / one.file),
                "id",
                f'no mailbox is for the event "{one.event.id}"',
                f"name it in `events` of a [[mailbox]] in {SETTINGS_FILE}",
            )
    return shares
