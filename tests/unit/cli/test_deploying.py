"""`deploy` lays out what an administrator copies to its place, and keeps what was changed."""

from __future__ import annotations

from pathlib import Path

from tests.servers.office import PROJECT
from tests.unit.cli.conftest import Mailbot


def test_deploy_lays_out_all_that_is_shipped(tmp_path: Path, mailbot: Mailbot) -> None:
    done = mailbot("deploy", tmp_path / "deploy")

    assert done.code == 0
    shipped = {file.name: file.read_bytes() for file in (PROJECT / "deploy").iterdir()}
    assert {"mailbot.service", "mailbot-backup.timer", "nginx.conf", "Caddyfile"} <= set(shipped)
    assert {file.name: file.read_bytes() for file in (tmp_path / "deploy").iterdir()} == shipped
    assert all(f"wrote {tmp_path / 'deploy' / name}" in done.text for name in shipped)


def test_deploy_keeps_what_is_there(tmp_path: Path, mailbot: Mailbot) -> None:
    (tmp_path / "nginx.conf").write_text("ours", "utf-8")
    done = mailbot("deploy", tmp_path)

    assert (tmp_path / "nginx.conf").read_text("utf-8") == "ours"
    assert f"kept  {tmp_path / 'nginx.conf'}" in done.text
