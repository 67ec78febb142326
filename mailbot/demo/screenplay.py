"""The course of the demo: the inbox fills day by day, organisers add seats, visitors write."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from types import FrameType
from zoneinfo import ZoneInfo

from rich.console import Console

from mailbot.clock import Clock
from mailbot.config import load_event, load_settings
from mailbot.demo import summary
from mailbot.demo.clients import Quoted, write
from mailbot.demo.folder import ADDRESS, change_event, furnish
from mailbot.demo.inbox import Inbox, ScriptedMail, load_inbox
from mailbot.demo.server import Letter, MailServer
from mailbot.demo.show import Stage, header
from mailbot.demo.timing import PlayClock
from mailbot.demo.visit import OUTSIDE, invite, open_desk
from mailbot.envelope import OutboxState, Role
from mailbot.flow import Handled, Office, Turn, open_ledger, turn
from mailbot.flow.accounts import add_user, session_for
from mailbot.flow.office import compose_with
from mailbot.store import Claimed
from mailbot.web import serving

_FEW_SEATS = {("", "seats"): "17", ("1", "seats"): "8", ("2", "seats"): "4", ("3", "seats"): "5"}
"""Few enough that the waiting list is met."""

_MORE_SEATS = {("", "seats"): "25", ("2", "seats"): "12", ("", "registration_closes"): "2021-10-01"}
"""What the organisers change when the deadline has passed; visitors then still find a seat."""

_REACTION = timedelta(seconds=20)
"""How long after its arrival a mail is worked on in the play."""

_ORGANISER = "Demo"
"""Who sits at the desk of the demo."""

_INTERRUPTED = 130
"""What a shell reports of a program that SIGINT ended."""

_WIDTH = 110
"""Columns where the output is no terminal."""

_LOOK_AGAIN = 30
"""Seconds after which a visitor's mail would be found even if nothing announced it."""


class _Interrupted(Exception):
    """Whoever watches has had enough."""


def perform(*, once: bool, port: int | None) -> int:
    """Play everything; give the exit code: 0, 1 if a mail has no row in the ledger, 130 if the
    play was interrupted before its end.

    Raises: MailbotError where the demo cannot be played.
    """
    inbox = load_inbox()
    stage = Stage(Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH))
    try:
        with _signals_noticed() as interrupted, _on_stage(inbox, stage, port, interrupted) as play:
            play.fill_inbox()
            play.add_seats()
            missing = play.sum_up()
            if not once:
                play.receive_visitors()
            return 1 if missing else 0
    except _Interrupted:
        return _INTERRUPTED
    finally:
        stage.say("", "The demo has ended; nothing of it is left.")


class Play:
    """One performance: a server, an office that works on it, and a clock that both believe."""

    def __init__(
        self,
        inbox: Inbox,
        stage: Stage,
        server: MailServer,
        office: Office,
        clock: PlayClock,
        password: str,
        interrupted: Callable[[], bool],
    ) -> None:
        self._inbox = inbox
        self._stage = stage
        self._server = server
        self._office = office
        self._clock = clock
        self._password = password
        self._interrupted = interrupted
        self._zone: ZoneInfo = office.event.zone
        self._sent: dict[str, bytes] = {}
        self._visited = False

    def fill_inbox(self) -> None:
        """Deliver mail by mail at its time, and let the office work after each."""
        day = ""
        for mail in self._inbox.mails:
            received = mail.at.replace(tzinfo=self._zone)
            if day != (day := f"{received:%A, %-d %B %Y}"):
                self._stage.heading(day)
            self._clock.put_forward(received)
            self._sent[mail.id] = self._sent[mail.again] if mail.again else self._written(mail, received)
            self._server.deliver(ADDRESS, self._sent[mail.id], received)
            self._clock.put_forward(received + _REACTION)
            self._work_off()

    def add_seats(self) -> None:
        """Organisers edit event.toml: more seats, a later deadline; people move up at once."""
        summary.show_seats(self._stage, self._office, "Seats when registration has closed")
        before = self._office.event
        change_event(self._office.folder, _MORE_SEATS)
        self._office = self._office.refreshed()
        event = self._office.event
        self._clock.put_forward(before.closes_at + timedelta(days=2, hours=9))
        self._stage.heading(f"{self._clock().astimezone(self._zone):%A, %-d %B %Y}")
        changed = [
            f"workshop {new.id} has {new.seats} seats now"
            for old, new in zip(before.workshops, event.workshops, strict=True)
            if old.seats != new.seats
        ]
        last_day = (event.closes_at - timedelta(days=1)).strftime("%-d %B")
        changed.append(f"registration stays open until {last_day}")
        self._stage.say(f"The organisers change event.toml: {', '.join(changed)}.")
        self._work_off()

    def sum_up(self) -> int:
        """Show seats, participants, proof and replies; give the number of mails without a row."""
        return summary.summarise(self._stage, self._server, self._office)

    def receive_visitors(self) -> None:
        """Stay up with the desk, and answer what visitors write, until interrupted."""
        self._clock.run()
        self._visited = True
        add_user(self._office, _ORGANISER, token_hex(8), Role.ADMIN)
        ticket = session_for(self._office, _ORGANISER)
        with serving(self._office, 0, [ticket]) as desk:
            invite(self._stage, self._server, self._office.event, self._password)
            open_desk(self._stage, f"{desk}/welcome?ticket={ticket}")
            with suppress(_Interrupted):
                while True:
                    self._await_mail(self._work_off())

    def _await_mail(self, known: int) -> None:
        """Until there are more than `known`, or it is time to look, or somebody interrupts."""
        for _ in range(_LOOK_AGAIN):
            if self._interrupted() or self._server.wait_for_more(ADDRESS, known, 1.0):
                return

    def _work_off(self) -> int:
        """Turns until the mailbox has brought nothing new: a reply may bring in a delivery report."""
        known = -1
        while known < (known := len(self._server.letters(ADDRESS))):
            self._turn()
        return known

    def _turn(self) -> Turn:
        """One turn of the worker, shown as it goes. Raises: _Interrupted, before or after it."""
        self._look_up()
        self._office = self._office.refreshed()
        result = turn(self._office, self._show_mail, self._show_reply, self._interrupted)
        for problem in result.problems:
            self._stage.say(str(problem))
        self._look_up()
        return result

    def _look_up(self) -> None:
        if self._interrupted():
            raise _Interrupted

    def _show_mail(self, handled: Handled, _done: int, _of: int) -> None:
        self._stage.mail(handled, self._zone)

    def _show_reply(self, claimed: Claimed, state: OutboxState) -> None:
        self._stage.reply(claimed.message, state)
        if self._visited:
            self._stage.whole(claimed.message.data, f"to {claimed.message.rcpt_to}")

    def _written(self, mail: ScriptedMail, received: datetime) -> bytes:
        reply = self._reply_to(self._inbox.find(mail.answers)) if mail.answers else None
        return write(mail, ADDRESS, received, Quoted.of(reply.data) if reply else None)

    def _reply_to(self, mail: ScriptedMail) -> Letter | None:
        """The latest mail of ours in the thread of `mail`."""
        for letter in reversed(self._server.letters(OUTSIDE)):
            if header(letter.data, "In-Reply-To") == mail.message_id:
                return letter
        return None


@contextmanager
def _on_stage(
    inbox: Inbox, stage: Stage, port: int | None, interrupted: Callable[[], bool]
) -> Iterator[Play]:
    """Server, folder and office, for as long as the play lasts."""
    passwords = {ADDRESS: token_hex(4), OUTSIDE: token_hex(4)}
    with TemporaryDirectory(prefix="mailbot-demo-") as name:
        clock = PlayClock(inbox.mails[0].at.replace(tzinfo=UTC) - timedelta(days=1))
        with MailServer(
            passwords,
            OUTSIDE,
            clock,
            imap_port=port or 0,
            smtp_port=port + 1 if port else 0,
            undeliverable=inbox.undeliverable,
        ) as server:
            office = _open(furnish(Path(name), server, passwords[ADDRESS], _FEW_SEATS), clock)
            with closing(office.database), office.database.sole_worker():
                stage.opening(office.event)
                yield Play(inbox, stage, server, office, clock, passwords[OUTSIDE], interrupted)


def _open(folder: Path, clock: Clock) -> Office:
    """The office of this folder; the environment is left out, for it may speak of a real mailbox."""
    settings, event = load_settings(folder, {}), load_event(folder)
    composer = compose_with(settings, event, folder)
    return Office(folder, settings, event, open_ledger(settings), composer, clock)


@contextmanager
def _signals_noticed() -> Iterator[Callable[[], bool]]:
    """While this lasts, gives whether Ctrl-C, SIGTERM or a closed terminal asked the demo to end, which it
    then does by itself, so that the temporary folder goes too.

    The handler raises nothing: in a callback of the interpreter an exception is printed and forgotten.
    """
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, ask) for number in numbers]
    try:
        yield lambda: asked
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
