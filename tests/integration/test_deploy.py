"""The units of systemd: well formed, closed as far as the documents say, and heard by the service manager."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.integration.test_worker import arrive, await_that, postpone
from tests.servers import confined
from tests.servers.office import PROJECT, TestOffice
from tests.servers.process import free_ports

DEPLOY = PROJECT / "deploy"
SERVICES = ("mailbot.service", "mailbot-backup.service")


@pytest.fixture
def analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("left out: the Debian package systemd is missing")
    return found


def settings(unit: str, name: str) -> list[str]:
    """The values of a setting, as often as it stands in a unit."""
    return re.findall(rf"(?m)^{name}=(.*)$", (DEPLOY / unit).read_text("utf-8"))


def test_units_are_well_formed(analyze: str, tmp_path: Path) -> None:
    for file in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")):
        # The program is not installed here; every other word is as it is shipped.
        text = file.read_text("utf-8").replace("/opt/mailbot/bin/mailbot", sys.executable)
        (tmp_path / file.name).write_text(text, "utf-8")
    units = sorted(str(path) for path in tmp_path.iterdir())
    command = [analyze, "verify", "--man=no", "--recursive-errors=no", *units]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert len(units) == 3
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_units_leave_little_open_and_the_page_says_how_little(analyze: str) -> None:
    page = (PROJECT / "docs" / "deploy.md").read_text("utf-8")
    (promised,) = re.findall(r"exposure of\s+([\d.]+)", page)
    command = [
        analyze,
        "security",
        "--offline=true",
        "--no-pager",
        *(str(DEPLOY / name) for name in SERVICES),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    exposures = [float(found) for found in re.findall(r"exposure level for \S+: ([\d.]+)", done.stdout)]

    assert len(exposures) == len(SERVICES)
    assert max(exposures) <= float(promised) <= 1.2


def test_both_services_are_equally_closed() -> None:
    closed = [
        re.findall(
            r"(?m)^\w+=.*$", (DEPLOY / name).read_text("utf-8").partition("# Nothing of the machine")[2]
        )
        for name in SERVICES
    ]

    assert closed[0][: len(closed[1])] == closed[1]
    assert closed[0][len(closed[1]) :] == ["WantedBy=multi-user.target"]


def test_account_is_made_with_the_folder_of_the_office_as_its_home(analyze: str, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    command = [analyze.replace("analyze", "sysusers"), f"--root={tmp_path}", "-"]
    with (DEPLOY / "mailbot.sysusers").open("rb") as lines:
        subprocess.run(command, stdin=lines, capture_output=True, check=True)
    (account,) = [line.split(":") for line in (tmp_path / "etc" / "passwd").read_text("utf-8").splitlines()]

    assert (account[0], account[5]) == ("mailbot", "/var/lib/mailbot")
    assert account[6].endswith("nologin")
    assert {value for name in SERVICES for value in settings(name, "User")} == {"mailbot"}


@pytest.mark.parametrize(
    ("uid", "changes"),
    [("0", ["runuser", "--user", "mailbot", "--"]), ("1000", ["sudo", "--user=mailbot", "--"])],
)
def test_command_runs_as_the_account_of_the_service_whoever_gives_it(
    tmp_path: Path, uid: str, changes: list[str]
) -> None:
    for name, does in (
        ("id", f"echo {uid}"),
        ("runuser", 'printf "%s\\n" "$0" "$@"'),
        ("sudo", 'printf "%s\\n" "$0" "$@"'),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    command = ["/bin/sh", str(DEPLOY / "mailbot.sh"), "announce", "two words.txt", "--to", "all"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True)
    first, *rest = done.stdout.splitlines()

    (program, *given) = settings("mailbot.service", "ExecStart")[0].removesuffix(" run").split()
    assert [Path(first).name, *rest] == [
        *changes,
        program,
        *given,
        "announce",
        "two words.txt",
        "--to",
        "all",
    ]


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    """What the service manager listens on."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(60)
        listening.bind(str(tmp_path / "notify"))
        yield listening


def test_service_manager_hears_that_it_works_lives_and_stops(office: TestOffice, ear: socket.socket) -> None:
    assert settings("mailbot.service", "Type") == ["notify"]
    postpone(office)
    office.change("mailbot.toml", 'filing = "none"', 'filing = "none"\npoll_seconds = 1')
    with office.running(NOTIFY_SOCKET=ear.getsockname()) as worker:
        assert ear.recv(100) == b"READY=1"
        words = [ear.recv(100) for _ in range(2)]
        assert words == [b"WATCHDOG=1"] * 2, "it lives at each look, where there is no mail too"

        address = arrive(office, "Clara Conrad")
        await_that(worker, lambda: office.answers(address))
    ear.setblocking(False)
    while (word := ear.recv(100)) == b"WATCHDOG=1":
        pass
    assert word == b"STOPPING=1"


@pytest.fixture
def inside(analyze: str) -> list[str]:
    """A command that puts another inside the walls of the service."""
    assert analyze
    if reason := confined.missing():
        pytest.skip(f"left out: {reason}")
    return [sys.executable, confined.__file__, str(DEPLOY / "mailbot.service")]


@pytest.mark.parametrize(
    ("call", "refused"),
    [
        ("import socket; socket.socket(socket.AF_INET)", False),
        ("import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", True),
        ("import os; os.sched_setaffinity(0, {0})", True),
        ("import os; os.chroot('/')", True),
        ("import mmap; mmap.mmap(-1, 4096, prot=7)", True),
    ],
)
def test_walls_hold(inside: list[str], call: str, refused: bool) -> None:
    done = subprocess.run(
        [*inside, sys.executable, "-c", call], capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.returncode == 1) is refused, done.stderr
    assert ("PermissionError" in done.stderr) is refused, done.stderr


def test_worker_and_desk_do_their_work_inside_the_walls(office: TestOffice, inside: list[str]) -> None:
    postpone(office)
    (port,) = free_ports(1)
    with (office.folder / "mailbot.toml").open("a", encoding="utf-8") as settings_file:
        settings_file.write(f"[web]\nport = {port}\n")
    address = arrive(office, "Clara Conrad")
    with office.running("run", within=inside) as worker:
        await_that(worker, lambda: office.answers(address))
        with urlopen(f"http://127.0.0.1:{port}/livez", timeout=30) as answer:
            assert answer.status == 200
    assert "Operation not permitted" not in worker.said()

    saved = office.mailbot("backup", "copy.db", within=inside)
    assert saved.returncode == 0, saved.stderr
