"""Real servers as fixtures, and the rule that no test is left out silently.

A test whose server cannot run here is skipped with the reason. Under CI (the environment variable `CI`
is set) a skipped test is a failure: what ran there has to mean that everything ran.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.servers import dovecot as dovecot_server
from tests.servers import postfix as postfix_server
from tests.servers import postgres as postgres_server
from tests.servers.authority import Authority
from tests.servers.dovecot import Account, Dovecot
from tests.servers.office import TestOffice, open_office
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres

_LEFT_OUT = "left out: "

# How long an example takes says something about the machine only. Under CI the same examples come every
# time, so that a change is judged by what it changes; elsewhere new ones are looked for.
hypothesis.settings.register_profile("mailbot", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("mailbot")


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The certificate authority of all servers of this run."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """One Dovecot for the run; tests are kept apart by their accounts, so none may stop it."""
    _leave_out_if(dovecot_server.missing())
    with dovecot_server.running(authority) as server:
        yield server


@pytest.fixture
def own_dovecot(authority: Authority) -> Iterator[Dovecot]:
    """A Dovecot for one test that stops it, breaks it or changes its certificate."""
    _leave_out_if(dovecot_server.missing())
    with dovecot_server.running(authority) as server:
        yield server


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """An empty mailbox that no other test knows."""
    return dovecot.add_account()


@pytest.fixture(scope="session")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    """One Postfix for the run, delivering into `dovecot`."""
    _leave_out_if(postfix_server.missing())
    with postfix_server.running(dovecot) as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for the run; tests are kept apart by their databases."""
    _leave_out_if(postgres_server.missing())
    with postgres_server.running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty database that no other test knows."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture
def office(postfix: Postfix, tmp_path: Path) -> TestOffice:
    """An office that keeps its ledger in SQLite, with a shared mailbox that no other test knows."""
    return open_office(tmp_path, postfix)


@pytest.fixture
def postgres_office(postfix: Postfix, postgres_url: str, tmp_path: Path) -> TestOffice:
    """The same office with its ledger in PostgreSQL."""
    return open_office(tmp_path, postfix, postgres_url)


@pytest.fixture
def untraced() -> Iterator[None]:
    """No coverage of a test that ends work in its midst.

    Coverage holds a lock where it first sees a file: ended in there, it would be waited for by all that
    follows. pytest-cov's own mark `no_cover` does nothing in a worker of xdist.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI, turn a skip into a failure; an expected failure (xfail) stays what it is."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"Under CI no test may be skipped: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end how many tests were left out, and why."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = _reason(report)
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, number in sorted(reasons.items()):
        terminalreporter.write_line(f"NOT RUN: {number} tests, {reason.removeprefix(_LEFT_OUT)}", yellow=True)


def _leave_out_if(reason: str) -> None:
    if reason:
        pytest.skip(_LEFT_OUT + reason)


def _reason(report: pytest.TestReport) -> str:
    """Why a test was skipped: pytest keeps file, line and text of the skip."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
