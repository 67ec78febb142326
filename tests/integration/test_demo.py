"""The demo as a newcomer runs it: played to the end, visited, interrupted, and without its extra."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from http.cookiejar import CookieJar
from io import StringIO
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from mailbot.demo import play
from mailbot.demo.inbox import load_inbox

# Who starts the tests in the background of a shell script has them ignore SIGINT, and all their children too.
RUN = (
    "import signal, sys; from mailbot.demo import play; "
    "signal.signal(signal.SIGINT, signal.default_int_handler); sys.exit(play(once={once}, port=None))"
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, Path]:
    """Exit code, output and folder for temporary files of one performance, shared by the tests below."""
    place = tmp_path_factory.mktemp("temporary")
    out = StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setattr(tempfile, "tempdir", str(place))
        patch.setenv("MAILBOT_MAILBOX__HOST", "imap.real.example")
        code = play(once=True, port=None)
    return code, out.getvalue(), place


def test_demo_plays_to_the_end_and_leaves_nothing(played: tuple[int, str, Path]) -> None:
    code, _, place = played
    assert code == 0
    assert list(place.iterdir()) == []


def test_output_without_a_terminal_is_plain_text(played: tuple[int, str, Path]) -> None:
    _, output, _ = played
    assert "\x1b" not in output
    assert "[/" not in output


def test_every_mail_is_shown_and_has_its_row(played: tuple[int, str, Path]) -> None:
    _, output, _ = played
    for mail in load_inbox().mails:
        assert f"{mail.at:%H:%M}  " in output
        assert mail.subject in output
    assert re.search(r"(\d+) mails in the mailbox - \1 in the ledger = 0", output)


def test_the_course_of_a_registration_period_is_met(played: tuple[int, str, Path]) -> None:
    """Every way in which a mail can end is on stage, but those that need an earlier year."""
    _, output, _ = played
    for disposition in (
        "accepted",
        "asked",
        "cancelled",
        "changed",
        "declined",
        "held",
        "ignored",
        "repeated",
        "waitlisted",
    ):
        assert re.search(rf"→ {disposition} \(", output), disposition
    for notice in ("confirmation", "waitlist", "question", "late", "cancellation", "change", "promotion"):
        assert re.search(rf"\d {notice}\b", output), notice


def test_nobody_gets_a_reply_who_must_not(played: tuple[int, str, Path]) -> None:
    _, output, _ = played
    recipients = re.findall(r"→ \S+ to (\S+):", output)
    assert recipients
    quiet = {"newsletter", "toner", "parking", "course", "ganter", "spam"}
    silent = [mail.from_ for mail in load_inbox().mails if mail.id in quiet]
    assert not [who for who in recipients if any(who in sender for sender in silent)]


def test_no_workshop_has_more_people_than_seats(played: tuple[int, str, Path]) -> None:
    _, output, _ = played
    rows = re.findall(r"^Workshop \d .*?(\d+) of (\d+)", output, re.MULTILINE)
    assert len(rows) == 2 * 3  # at the deadline and in the end
    assert all(int(taken) <= int(seats) for taken, seats in rows)


@contextmanager
def running(place: Path) -> Iterator[subprocess.Popen[str]]:
    """The demo in a process of its own, staying up for visitors."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN.format(once=False)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(place), "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], pattern: str) -> str:
    """Output up to and including the first line that matches; fails at the end of output."""
    assert process.stdout is not None
    lines = ""
    for line in process.stdout:
        lines += line
        if re.search(pattern, line):
            return lines
    pytest.fail(f"no {pattern!r} in: {lines[-2000:]}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_visitor_copies_the_line_and_gets_an_answer(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path) as demo:
        shown = read_until(demo, "Ctrl-C")
        (line,) = re.findall(r"^ +(python3 -c .*)$", shown, re.MULTILINE)
        subprocess.run(line, shell=True, check=True, timeout=20)  # noqa: S602 - the line is what is tested
        answer = read_until(demo, "→ confirmation to you@home.example")
        assert "Erika Beispiel" in answer
        demo.send_signal(number)
        assert demo.wait(timeout=20) == 0
    assert list(tmp_path.iterdir()) == []


def test_the_desk_opens_signed_in_with_the_played_inbox(tmp_path: Path) -> None:
    with running(tmp_path) as demo:
        link = read_until(demo, "/welcome").split()[-1]
        with build_opener(HTTPCookieProcessor(CookieJar())).open(link, timeout=20) as answer:
            page = answer.read().decode()

    assert answer.url.endswith("/")
    assert "Übersicht" in page
    assert "Darf es etwas mehr als Folklore sein?" in page


def test_interruption_in_the_middle_ends_cleanly_and_is_no_success(tmp_path: Path) -> None:
    with running(tmp_path) as demo:
        read_until(demo, "Tuesday")
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=20) == 130
    assert list(tmp_path.iterdir()) == []


def test_taken_port_is_a_sentence_and_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert play(once=True, port=port) == 1
    err = capsys.readouterr().err
    assert f"port {port}" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("package", ["pymap", "aiosmtpd"])
def test_missing_extra_names_the_command_that_installs_it(package: str) -> None:
    code = f"import sys; sys.modules[{package!r}] = None; {RUN.format(once=True)}"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == f"the demo needs {package}; install it with: pip install aiosmtpd pymap\n"
