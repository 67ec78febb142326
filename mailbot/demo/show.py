"""What the demo shows on the terminal: mails becoming decisions, seats as bars, lists, replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from mailbot.decision import Disposition
from mailbot.envelope import Attendance, OutboxState, OutgoingMessage
from mailbot.event import Event
from mailbot.flow import Handled
from mailbot.intent.model import Participant

_BAR = 30
_INDENT = " " * 7
_STYLES = {
    Disposition.ACCEPTED: "green",
    Disposition.CHANGED: "green",
    Disposition.REPEATED: "green",
    Disposition.WAITLISTED: "yellow",
    Disposition.ASKED: "cyan",
    Disposition.CANCELLED: "blue",
    Disposition.DECLINED: "red",
    Disposition.HELD: "magenta",
    Disposition.IGNORED: "dim",
    Disposition.RECORDED: "dim",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """The seats of one workshop, or of the livestream; `seats` None means no limit."""

    label: str
    title: str
    taken: int
    waiting: int
    seats: int | None


class Stage:
    """Shows the play on a console; plain text where that is no terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        # Blocks need Unicode; a terminal without it gets letters that every terminal has.
        unicode = console.encoding.lower().startswith("utf")
        self._taken, self._waiting, self._free = ("█", "▒", "░") if unicode else ("#", "+", ".")
        self._arrow = "→" if unicode else "->"

    def opening(self, event: Event) -> None:
        """What is about to be seen."""
        self._console.print(Text(f"mailbot demo: {event.title}", "bold"))
        self.say(
            "A mail server of its own, an invented inbox, the real worker. Every mail below arrives by IMAP, "
            "is understood, decided, booked and answered by SMTP. Nothing leaves this machine."
        )

    def say(self, *lines: str) -> None:
        """Paragraphs of explanation, wrapped to the width of the terminal."""
        for line in lines:
            self._wrapped(Text(line), "")

    def command(self, *lines: str) -> None:
        """Lines to be copied: never wrapped by us, never marked up."""
        for line in lines:
            self._console.print(Text(f"    {line}", "bold"), soft_wrap=True)

    def heading(self, title: str) -> None:
        """The start of a section."""
        self._console.print()
        self._console.print(Rule(Text(title, "bold"), align="left", style="dim"))

    def mail(self, handled: Handled, zone: ZoneInfo) -> None:
        """A mail, what was understood, what was done and why; times are shown in `zone`."""
        message, intent, decision = handled.message, handled.intent, handled.decision
        sender = message.senders[0] if message and message.senders else None
        who = (sender.name or sender.email) if sender else "?"
        head = Text(f"{handled.raw.received.astimezone(zone):%H:%M}  ")
        head.append(who, "bold").append(f"  {message.subject if message else ''}")
        self._wrapped(head, "")
        for participant in intent.participants if intent else ():
            self._wrapped(Text(_participant(participant)))
        done = Text()
        done.append(f"{intent.kind if intent else 'unreadable'} {self._arrow} ", "dim")
        done.append(decision.disposition, _STYLES[decision.disposition])
        done.append(f" ({decision.reason}): {decision.explanation}", "dim")
        self._wrapped(done)

    def reply(self, message: OutgoingMessage, state: OutboxState) -> None:
        """A mail of ours that left, or did not: then with the state it is in."""
        line = Text(f"{self._arrow} ")
        line.append(notice(message.data), "bold").append(f" to {message.rcpt_to}: {message.subject}")
        if state is not OutboxState.SENT:
            line.append(f" ({state})", "red")
        self._wrapped(line)

    def seats(self, title: str, bars: Sequence[Bar]) -> None:
        """Taken, waiting and free seats of each workshop."""
        self.heading(title)
        table = Table.grid(padding=(0, 2))
        for bar in bars:
            table.add_row(Text(bar.label, "bold"), self._bar(bar), Text(_count(bar)), Text(bar.title, "dim"))
        self._console.print(table)
        self._console.print(
            Text(
                f"{self._taken} taken   {self._free} free   {self._waiting} waiting, beyond the seats", "dim"
            )
        )

    def participants(self, rows: Sequence[Sequence[str]]) -> None:
        """The list: name, organisation, workshop, status, reference."""
        self.heading("Participants")
        table = Table("Name", "Organisation", "Workshop", "Status", "Reference", box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self._console.print(table)

    def proof(self, in_mailbox: int, without_row: int) -> None:
        """Every mail has its row: the difference must be 0."""
        self.heading("Proof")
        line = Text(f"{in_mailbox} mails in the mailbox - {in_mailbox - without_row} in the ledger = ")
        line.append(str(without_row), "bold red" if without_row else "bold green")
        self._console.print(line)

    def replies(self, notices: Mapping[str, int], states: Mapping[str, int]) -> None:
        """How many of which notice, and what became of them."""
        self.heading("Replies")
        self.say(_numbered(notices) or "none", _numbered(states))

    def whole(self, data: bytes, title: str) -> None:
        """A mail of ours from the first line to the last, as text."""
        message = message_from_bytes(data, policy=default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - what policy.default makes
        body = message.get_body(("plain",))
        text = Text()
        for name in ("From", "To", "Date", "Subject"):
            text.append(f"{name}: ", "dim")
            text.append(f"{message[name]}\n")
        text.append("\n")
        text.append((body.get_content() if body else "").strip())
        self._console.print()
        self._console.print(Panel(text, title=Text(title), title_align="left", border_style="dim"))

    def _wrapped(self, text: Text, indent: str = _INDENT) -> None:
        """Like rich, but every line is indented and none ends with blanks."""
        for line in text.wrap(self._console, max(self._console.width - len(indent), 20)) or (text,):
            line.rstrip()
            self._console.print(Text(indent) + line)

    def _bar(self, bar: Bar) -> Text:
        """A bar of at most `_BAR` places: one place a seat while that fits, else in proportion."""
        total = max(bar.taken + bar.waiting, (bar.seats or 0) + bar.waiting, 1)
        scale = min(1.0, _BAR / total)
        taken, waiting = round(bar.taken * scale), round(bar.waiting * scale)
        free = round(max((bar.seats or 0) - bar.taken, 0) * scale)
        text = Text(self._taken * taken, "green")
        text.append(self._free * free, "dim")
        text.append(self._waiting * waiting, "yellow")
        return text


def header(data: bytes, name: str) -> str:
    """One header field of a mail of ours, unfolded; empty where it has none."""
    return str(BytesHeaderParser(policy=default).parsebytes(data).get(name, ""))


def notice(data: bytes) -> str:
    """Which notice a mail of ours is, by its own header."""
    return header(data, "X-Mailbot-Notice")


def _participant(participant: Participant) -> str:
    """What was understood of one person, in one line."""
    livestream = participant.attendance is Attendance.LIVESTREAM
    workshop = f"workshop {participant.workshop}" if participant.workshop else ""
    alternative = f"else {participant.alternative}" if participant.alternative else ""
    parts = (
        participant.name,
        participant.organisation,
        "livestream" if livestream else workshop,
        alternative,
    )
    return ", ".join(part for part in parts if part)


def _numbered(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _count(bar: Bar) -> str:
    text = f"{bar.taken} of {bar.seats}" if bar.seats is not None else str(bar.taken)
    return f"{text}, {bar.waiting} waiting" if bar.waiting else text
