"""What the demo prints: bars in proportion, people's words never taken for markup, plain without Unicode."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO, StringIO, TextIOWrapper
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from mailbot.decision import Decision, Disposition
from mailbot.demo.show import Bar, Stage
from mailbot.envelope import Attendance, MailboxKey, OutboxState, OutgoingMessage, RawMessage
from mailbot.flow import Handled
from mailbot.intent.model import Action, Intent, Kind, Participant
from mailbot.message.model import Address, Message

AT = datetime(2021, 9, 6, 6, 14, tzinfo=UTC)
RAW = RawMessage(MailboxKey("a", "INBOX", 1), 1, AT, 3, b"...")
HEADERS = b"X-Mailbot-Notice: waitlist\r\nFrom: o@x.example\r\nTo: a@x.example\r\nSubject: S\r\n"
DATA = HEADERS + b"\r\nHallo [b]Ada[/b]\r\n"


@pytest.fixture
def out() -> StringIO:
    return StringIO()


@pytest.fixture
def stage(out: StringIO) -> Stage:
    return Stage(Console(file=out, width=100, highlight=False))


def test_bar_gives_each_seat_a_place_while_that_fits(stage: Stage, out: StringIO) -> None:
    stage.seats("Seats", [Bar("Workshop 1", "T", taken=3, waiting=2, seats=4)])
    assert "███░▒▒  3 of 4, 2 waiting  T" in out.getvalue()


def test_bar_of_many_seats_keeps_the_proportion(stage: Stage, out: StringIO) -> None:
    stage.seats("Seats", [Bar("Workshop 1", "", taken=60, waiting=0, seats=120)])
    assert "█" * 15 + "░" * 15 + "  60 of 120" in out.getvalue()


def test_bar_without_a_limit_has_nothing_free(stage: Stage, out: StringIO) -> None:
    stage.seats("Seats", [Bar("Livestream", "", taken=2, waiting=0, seats=None)])
    line = next(line for line in out.getvalue().splitlines() if line.startswith("Livestream"))
    assert line.split() == ["Livestream", "██", "2"]


def test_mail_shows_what_was_understood_and_why_it_was_decided(stage: Stage, out: StringIO) -> None:
    handled = Handled(
        RAW,
        Message(subject="[red]Hallo[/red]", senders=(Address("Ada [b]", "ada@x.example"),)),
        Intent(
            Kind.REGISTRATION,
            Action.ACT,
            "complete",
            "",
            participants=(
                Participant("Ada", organisation="Nord e. V.", workshop="2", alternative="1"),
                Participant("Ben", attendance=Attendance.LIVESTREAM),
            ),
        ),
        Decision(Disposition.WAITLISTED, "full", "No seat was free."),
    )
    stage.mail(handled, ZoneInfo("Europe/Berlin"))
    assert out.getvalue().splitlines() == [
        "08:14  Ada [b]  [red]Hallo[/red]",
        "       Ada, Nord e. V., workshop 2, else 1",
        "       Ben, livestream",
        "       registration → waitlisted (full): No seat was free.",
    ]


def test_mail_that_could_not_be_read_is_shown_as_such(stage: Stage, out: StringIO) -> None:
    stage.mail(Handled(RAW, None, None, Decision(Disposition.HELD, "error", "Broken.")), ZoneInfo("UTC"))
    assert out.getvalue().splitlines() == ["06:14  ?", "       unreadable → held (error): Broken."]


@pytest.mark.parametrize(
    ("state", "ending"), [(OutboxState.SENT, ": S"), (OutboxState.DEFERRED, ": S (deferred)")]
)
def test_reply_says_its_state_unless_it_left(
    stage: Stage, out: StringIO, state: OutboxState, ending: str
) -> None:
    stage.reply(OutgoingMessage("<1@x.example>", "o@x.example", "a@x.example", "S", DATA), state)
    assert out.getvalue() == f"       → waitlist to a@x.example{ending}\n"


def test_long_explanations_are_wrapped_under_their_mail(stage: Stage, out: StringIO) -> None:
    decision = Decision(Disposition.HELD, "error", "word " * 40)
    stage.mail(Handled(RAW, None, None, decision), ZoneInfo("UTC"))
    lines = out.getvalue().splitlines()[1:]
    assert len(lines) > 1
    assert all(line.startswith("       ") and len(line) <= 100 and line == line.rstrip() for line in lines)


def test_whole_reply_leaves_its_words_untouched(stage: Stage, out: StringIO) -> None:
    stage.whole(DATA, "to [b]Ada[/b]")
    assert "Hallo [b]Ada[/b]" in out.getvalue()
    assert "to [b]Ada[/b]" in out.getvalue()
    assert "To: a@x.example" in out.getvalue()


def test_replies_are_counted_by_notice_and_by_fate(stage: Stage, out: StringIO) -> None:
    stage.replies({"waitlist": 2}, {"sent": 1, "bounced": 1})
    assert out.getvalue().endswith("2 waitlist\n1 sent, 1 bounced\n")


def test_missing_rows_are_counted(stage: Stage, out: StringIO) -> None:
    stage.proof(34, 2)
    assert "34 mails in the mailbox - 32 in the ledger = 2" in out.getvalue()


def test_terminal_without_unicode_gets_plain_bars() -> None:
    data = BytesIO()
    console = Console(
        file=TextIOWrapper(data, encoding="ascii", errors="replace"), width=100, highlight=False
    )
    Stage(console).seats("Seats", [Bar("W", "", taken=1, waiting=1, seats=2)])
    console.file.flush()
    assert b"#.+" in data.getvalue()
