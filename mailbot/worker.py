"""The worker: turn after turn, woken by IDLE or by the clock, until it is told to stop.

One thread does all the work. The IDLE thread and the scheduler's jobs only set a flag that wakes
it: a job that did the work itself would drop what happens while it runs (APScheduler skips a run
that falls into a running one).

An installation with several mailboxes has a process for each (`mailbot.crew`): one that hangs or is slow
keeps nobody waiting at the others.

Of several workers on one PostgreSQL the one that holds the lease of the mailbox does all this; the others
stand by: they look every moment whether the mailbox is free, and help to send what is due.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from mailbot.envelope import OutboxState
from mailbot.errors import MailbotError
from mailbot.flow import (
    Handled,
    LedgerAlarm,
    Office,
    ServiceManager,
    Turn,
    deliver,
    recover,
    tell_alarms,
    turn,
    watch_mailbox,
)
from mailbot.flow.health import Pulse
from mailbot.store import Claimed, Database, DatabaseFailed, Holder, LeaseLost, working

RECONNECT_SECONDS = 30.0
BEAT_SECONDS = 60.0
STAND_BY_SECONDS = 1.0
"""How often one that stands by looks: an empty look costs the database a few short queries."""
log = structlog.get_logger()


class Worker:
    """Works on one office until `stop` is called; `run` blocks. manager: who wants to hear that we live."""

    def __init__(
        self,
        office: Office,
        on_turn: Callable[[Turn], None] = lambda _: None,
        manager: ServiceManager | None = None,
    ) -> None:
        self._office = office
        self._on_turn = on_turn
        self._manager = manager or ServiceManager()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._holds = threading.Event()
        self._stands_by = False
        self._told: str = ""
        self._ledger = LedgerAlarm()
        self._signal: str = ""

    def stop(self) -> None:
        """Lets the mail in hand be finished, then ends; safe in a signal handler and from threads."""
        self._stop.set()
        self._wake.set()

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT end the worker cleanly; call from the main thread."""

        def ended(number: int, _frame: FrameType | None) -> None:
            # Nothing is logged here: the signal may have come in the middle of writing a line.
            self._signal = signal.Signals(number).name
            self.stop()

        signal.signal(signal.SIGTERM, ended)
        signal.signal(signal.SIGINT, ended)

    def run(self) -> None:
        """Turns until stopped.

        Raises: WorkerRunning if another worker is there and the database is no PostgreSQL, ConfigError,
            DatabaseUnusable.
        """
        settings = self._office.settings.mailbox
        scheduler = BackgroundScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        scheduler.add_job(self._wake.set, "interval", seconds=settings.poll_seconds)
        watcher = threading.Thread(target=self._watch, name="idle", daemon=True)
        scheduler.start()
        try:
            while not self._stop.is_set():
                self._run_alone(watcher)
        finally:
            self.stop()
            self._manager.stopping()
            scheduler.shutdown(wait=False)
            if watcher.is_alive():
                watcher.join(timeout=5)
        log.info("stopped", signal=self._signal)

    def _run_alone(self, watcher: threading.Thread) -> None:
        """Turns until stopped, or until another worker might have taken our place."""
        settings = self._office.settings.mailbox
        try:
            with working(self._office.database, settings.lease_seconds, settings.name) as holder:
                self._office = self._office.on(self._office.database, holder)
                unknown = recover(self._office)
                log.info(
                    "started", mailbox=settings.folder, poll_seconds=settings.poll_seconds, in_doubt=unknown
                )
                self._manager.ready()
                if settings.idle and not watcher.ident:
                    watcher.start()
                while self._next():
                    self._work(holder)
        except DatabaseFailed as error:
            self._ledger_failed(error)
            self._manager.alive()
            self._stop.wait(settings.poll_seconds)
        finally:
            self._holds.clear()

    def _work(self, holder: Holder) -> None:
        """A turn if the mailbox is ours, else what one that stands by can do; then waits."""
        holder.ensure()
        database = holder.take(self._office.lease)
        self._hold(database is not None)
        if database is None:
            self._help()
            self._wake.wait(STAND_BY_SECONDS)
            return
        try:
            self._turn(database)
            self._await()
        except LeaseLost as error:
            log.warning("lease lost", text=str(error))

    def _hold(self, holds: bool) -> None:
        """Whether the mailbox is ours; told when that changes."""
        if holds and not self._holds.is_set():
            self._holds.set()
            log.info("works on the mailbox")
        elif not holds and not self._stands_by:
            self._holds.clear()
            log.info("stands by: another worker has the mailbox")
        self._stands_by = not holds

    def _help(self) -> None:
        """Sends what is due. What keeps it from that, whoever has the mailbox tells the organisers.

        Raises: DatabaseFailed.
        """
        try:
            found = [deliver(one, self._on_reply, self._stop.is_set).problem for one in self._office.offices]
            problem = next(filter(None, found), None)
        except DatabaseFailed:
            raise
        except MailbotError as error:
            problem = error
        self._tell(str(problem or ""))

    def _await(self) -> None:
        """Until there is work; in the thread that works, so that one that hangs gives no sign of life."""
        while not self._wake.wait(BEAT_SECONDS):
            Pulse(self._office).beat(at_once=True)
            self._manager.alive()

    def _next(self) -> bool:
        """Whether there is to be another turn; what happens from here on wakes the one after it."""
        self._wake.clear()
        self._manager.alive()
        return not self._stop.is_set()

    def _turn(self, database: Database) -> None:
        """One turn on this database. What is temporary, the next turn tries again; what is wrong with the
        settings or the templates is told and looked at again too, since an organiser may be mending it.

        Raises: LeaseLost.
        """
        try:
            self._office = self._office.refreshed()
            office = self._office.on(database)
            result = turn(office, self._on_mail, self._on_reply, self._stop.is_set)
        except LeaseLost:
            raise
        except DatabaseFailed as error:
            self._ledger_failed(error)
            return
        except MailbotError as error:
            office = self._office.on(database)
            problems = tell_alarms(office, stopped=self._stop.is_set)
            self._tell("; ".join(str(p) for p in (error, *problems)))
            return
        late = self._ledger.well(self._office)
        self._tell("; ".join([*(str(p) for p in result.problems), *([late] if late else [])]))
        intake, delivered = result.intake, result.delivered
        if intake.handled or result.promoted or delivered.counts:
            counts = {state.value: n for state, n in delivered.counts.items()}
            log.info("turn", mails=intake.handled, promoted=result.promoted, **counts)
        if intake.missing and not self._stop.is_set():
            log.error("mails without a row in the ledger", missing=len(intake.missing))
        self._on_turn(result)

    def _on_mail(self, _handled: Handled, _done: int, _total: int) -> None:
        self._manager.alive()

    def _on_reply(self, _claimed: Claimed, _state: OutboxState) -> None:
        self._manager.alive()
        if self._office.holder is not None:
            self._office.holder.moves()

    def _ledger_failed(self, error: DatabaseFailed) -> None:
        late = self._ledger.failing(self._office)
        self._tell(f"{error}; {late}" if late else str(error))

    def _tell(self, problem: str) -> None:
        """A problem is told when it begins and when it ends, not at every turn."""
        if problem and problem != self._told:
            log.error("problem", text=problem)
        elif self._told and not problem:
            log.info("recovered", text=self._told)
        self._told = problem

    def _watch(self) -> None:
        settings = self._office.settings.mailbox
        while not self._stop.is_set():
            if not self._holds.wait(STAND_BY_SECONDS):
                continue
            try:
                watch_mailbox(settings, self._wake.set, self._leaves)
                if not self._leaves():
                    log.info("the server offers no IDLE; polling", seconds=settings.poll_seconds)
                    return
            except MailbotError:
                # The turn meets the same problem and tells it.
                self._stop.wait(RECONNECT_SECONDS)

    def _leaves(self) -> bool:
        """Whether nobody is to wait at the mailbox any more."""
        return self._stop.is_set() or not self._holds.is_set()
