"""Every script is played on real servers, in two time zones of the machine: what counts is the event's."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.scenarios.script import scripts
from tests.scenarios.stage import Stage
from tests.servers.office import TestOffice


@pytest.fixture(params=["UTC", "America/Los_Angeles"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone that the machine believes to be in."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("machine_zone")
@pytest.mark.parametrize("name", scripts())
def test_scenario(name: str, office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(scripts()[name], office, monkeypatch)
    try:
        stage.play()
    finally:
        stage.close()
