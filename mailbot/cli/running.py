"""`mailbot run`: the worker, once or until it is told to stop."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mailbot.cli.app import fail, out
from mailbot.cli.logs import log_to_stderr
from mailbot.cli.progress import progress_bar
from mailbot.clock import fixed, system
from mailbot.config import LogLevel, notify_socket
from mailbot.crew import Crew
from mailbot.errors import ConfigError, MailbotError
from mailbot.flow import Handled, Office, ServiceManager, Turn, mailrooms, open_offices, recover, turn
from mailbot.store import WorkerRunning, working
from mailbot.worker import Worker


def run(
    config: Path,
    once: bool,
    as_of: datetime | None,
    mailboxes: Sequence[str] = (),
    crew: str = "",
) -> None:
    """Works once or until stopped; `as_of` (aware) sets the clock. mailboxes: the names of those to work on;
    empty: all. crew: the address of the crew that this is a worker of.

    Raises: MailbotError of every kind; ends with exit code 1 if a single run could not do all.
    """
    clock = fixed(as_of) if as_of is not None else system
    offices = open_offices(config, clock)
    rooms = named_rooms(offices, mailboxes)
    name = rooms[0].name if crew else ""
    log_to_stderr(rooms[0].settings.log, LogLevel.WARNING if once else LogLevel.INFO, mailbox=name)
    for room in rooms:
        room.ensure_servers()
        for office in room.offices:
            office.ensure_templates()
    try:
        if once:
            _each_once(rooms)
        elif crew:
            _forever(rooms[0], crew)
        else:
            _with_desk(config, offices, rooms, alone=bool(mailboxes))
    finally:
        offices[0].database.close()


def named_rooms(offices: Sequence[Office], names: Sequence[str]) -> tuple[Office, ...]:
    """The first office of each mailbox of these names, of all where none is named.

    Raises: ConfigError.
    """
    rooms = mailrooms(offices)
    known = {room.name: room for room in rooms}
    for name in names:
        if not name or name not in known:
            raise ConfigError(
                "--mailbox", "", f'there is no mailbox "{name}"', ", ".join(filter(None, known))
            )
    return tuple(known[name] for name in dict.fromkeys(names)) or rooms


def _each_once(rooms: Sequence[Office]) -> None:
    """One after the other; what goes wrong at one keeps none of the others from its turn."""
    problems: list[str] = []
    for room in rooms:
        if len(rooms) > 1:
            out.print(f"mailbox {room.name}", style="bold", highlight=False)
        try:
            problems += _once(room)
        except MailbotError as error:
            if len(rooms) == 1:
                raise
            problems.append(f"mailbox {room.name}: {error}")
    if problems:
        fail("; ".join(problems), 1)


def _once(office: Office) -> list[str]:
    """A turn of one mailbox; gives what kept it from doing all."""
    settings = office.settings.mailbox
    with working(office.database, settings.lease_seconds, settings.name) as holder:
        database = holder.take(office.lease)
        if database is None:
            raise WorkerRunning(f"another mailbot works on {settings.folder}; stop it first")
        recover(office.on(office.database, holder))
        office = office.on(database, holder)
        with progress_bar() as progress:
            task = progress.add_task("reading mail", total=None)

            def show(_handled: Handled, done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            result = turn(office, show)
    _summarise(result)
    return [f"mailbox {office.name}: {one}" if office.name else str(one) for one in result.problems]


def _summarise(result: Turn) -> None:
    intake = result.intake
    old = f", {intake.recorded_unread} from before the opening" if intake.recorded_unread else ""
    out.print(f"mail read: {intake.handled}{old}", highlight=False)
    if result.promoted:
        out.print(f"moved up from the waiting list: {result.promoted}", highlight=False)
    counts = ", ".join(f"{state.value} {n}" for state, n in sorted(result.delivered.counts.items()))
    out.print(f"replies: {counts or 'none were due'}", highlight=False)
    present, missing = intake.in_mailbox, len(intake.missing)
    if any(True for _ in result.problems) and not present:
        return
    out.print(
        f"proof: {present} in the mailbox − {present - missing} in the ledger = {missing}", highlight=False
    )
    if intake.waiting_for_body:
        out.print(f"announced, but not there yet: {intake.waiting_for_body}", highlight=False)


def _with_desk(config: Path, offices: Sequence[Office], rooms: Sequence[Office], *, alone: bool) -> None:
    """Until stopped, with the desk where one is set; not with the workers of some mailboxes only."""
    if offices[0].settings.web is None or alone:
        _work(config, rooms)
        return
    from mailbot.web import serving

    with serving(offices):
        _work(config, rooms)


def _work(config: Path, rooms: Sequence[Office]) -> None:
    if len(rooms) == 1:
        _forever(rooms[0])
        return
    own = [sys.executable, "-P", "-m", "mailbot", "--config", str(config.absolute()), "run", "--mailbox"]
    crew = Crew({room.name: [*own, room.name] for room in rooms}, ServiceManager(notify_socket()))
    crew.stop_on_signals()
    if code := crew.run():
        sys.exit(code)


def _forever(office: Office, crew: str = "") -> None:
    worker = Worker(office, manager=ServiceManager(crew or notify_socket()))
    worker.stop_on_signals()
    if crew:
        threading.Thread(target=_until_alone, args=(worker,), name="crew", daemon=True).start()
    worker.run()


def _until_alone(worker: Worker) -> None:
    """The crew writes nothing: what is read is the end of it."""
    os.read(sys.stdin.fileno(), 1)
    worker.stop()
