"""`mailbot run`: the worker, once or until it is told to stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mailbot.cli.app import fail, out
from mailbot.cli.logs import log_to_stderr
from mailbot.cli.progress import progress_bar
from mailbot.clock import fixed, system
from mailbot.config import LogLevel, notify_socket
from mailbot.flow import Handled, Office, ServiceManager, Turn, open_office, recover, turn
from mailbot.store import WorkerRunning, working
from mailbot.worker import Worker


def run(config: Path, once: bool, as_of: datetime | None) -> None:
    """Works once or until stopped; `as_of` (aware) sets the clock.

    Raises: MailbotError of every kind; ends with exit code 1 if a single run could not do all.
    """
    clock = fixed(as_of) if as_of is not None else system
    office = open_office(config, clock)
    log_to_stderr(office.settings.log, LogLevel.WARNING if once else LogLevel.INFO)
    office.ensure_servers()
    office.ensure_templates()
    try:
        if once:
            _once(office)
        else:
            _forever(office)
    finally:
        office.database.close()


def _once(office: Office) -> None:
    with working(office.database, office.settings.mailbox.lease_seconds) as holder:
        database = holder.take(office.lease)
        if database is None:
            raise WorkerRunning(f"another mailbot works on {office.settings.mailbox.folder}; stop it first")
        recover(replace(office, holder=holder))
        office = replace(office, holder=holder, database=database)
        with progress_bar() as progress:
            task = progress.add_task("reading mail", total=None)

            def show(_handled: Handled, done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            result = turn(office, show)
    _summarise(result)
    if result.problems:
        fail("; ".join(str(problem) for problem in result.problems), 1)


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


def _forever(office: Office) -> None:
    worker = Worker(office, manager=ServiceManager(notify_socket()))
    worker.stop_on_signals()
    if office.settings.web is None:
        worker.run()
        return
    from mailbot.web import serving

    with serving(office):
        worker.run()
