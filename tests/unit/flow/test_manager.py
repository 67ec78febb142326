"""The service manager hears what it waits for, and nobody is kept from work by one that is not there."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from mailbot.config import notify_socket
from mailbot.flow import ServiceManager


@pytest.mark.parametrize("abstract", [False, True])
def test_manager_hears_each_word(tmp_path: Path, abstract: bool) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.settimeout(10)
        ear.bind("" if abstract else str(tmp_path / "notify"))
        name = ear.getsockname()
        manager = ServiceManager("@" + name[1:].decode() if abstract else name)

        for tell, word in (
            (manager.ready, b"READY=1"),
            (manager.alive, b"WATCHDOG=1"),
            (manager.stopping, b"STOPPING=1"),
        ):
            tell()
            assert ear.recv(100) == word


@pytest.mark.parametrize("address", ["", "gone"])
def test_manager_that_is_not_there_keeps_nobody_from_work(tmp_path: Path, address: str) -> None:
    ServiceManager(address and str(tmp_path / address)).ready()


def test_manager_is_found_by_the_environment() -> None:
    assert notify_socket({"NOTIFY_SOCKET": "/run/notify"}) == "/run/notify"
    assert notify_socket({}) == ""
