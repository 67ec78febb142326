"""Every script is played on real servers, with the machine in another time zone than the event.

Los Angeles is where a local time taken for the event's shows; the scripts about time are played in
UTC as well, and all of them in `make test-long`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.scenarios.script import scripts
from tests.scenarios.stage import Stage
from tests.servers.office import TestOffice

ZONES = ("America/Los_Angeles", "UTC")
_ABOUT_TIME = ("a-", "f-", "j-", "l-")
"""How the files begin whose scripts turn on hours and days."""


def _performances() -> Iterator[object]:
    for zone in ZONES:
        for name in scripts():
            repeats = zone == "UTC" and not name.startswith(_ABOUT_TIME)
            marks = [pytest.mark.long] if repeats else []
            yield pytest.param(zone, name, marks=marks, id=f"{zone}-{name[:60]}")


@pytest.fixture
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone that the machine believes to be in."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("machine_zone", "name"), [*_performances()], indirect=["machine_zone"])
def test_scenario(machine_zone: str, name: str, office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine_zone in ZONES
    stage = Stage(scripts()[name], office, monkeypatch)
    try:
        stage.play()
    finally:
        stage.close()
