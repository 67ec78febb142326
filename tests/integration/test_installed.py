"""Installed by the Containerfile's own steps, far from the sources: set up, checked, at work, in the demo."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import typer

from mailbot.cli import app
from tests.integration.ledger import registrations
from tests.letters import RECEIVED, registration
from tests.servers.container import CannotFetch, Image, build, instructions
from tests.servers.office import TestOffice

pytestmark = pytest.mark.timeout(600)
AS_OF = "2021-09-03T13:00:00+02:00"


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    try:
        return build(tmp_path_factory.mktemp("image"))
    except CannotFetch as error:
        pytest.skip(f"left out: {error}")


def test_image_is_not_root_and_keeps_the_office_in_a_volume() -> None:
    said = Image(Path(), tuple(instructions()))
    names = [name for name, _ in said.instructions]
    account = said.said("USER")[-1]

    assert names.index("USER") < names.index("ENTRYPOINT")
    assert any(words.startswith("useradd") and words.endswith(f" {account}") for words in said.said("RUN"))
    assert said.said("VOLUME") == [said.said("WORKDIR")[-1]]
    assert said.environment["MAILBOT_CONFIG"].endswith(f"{said.said('VOLUME')[0]}/config")
    assert "ADD" not in names


def test_commands_of_the_image_are_there() -> None:
    said = Image(Path(), tuple(instructions()))
    known = typer.main.get_group(app).commands

    assert said.command("ENTRYPOINT") == ["mailbot"]
    assert said.command("CMD")[0] in known
    assert said.command("HEALTHCHECK")[0] == "mailbot"
    assert said.command("HEALTHCHECK")[1] in known


def test_every_run_is_followed_here_but_that_which_needs_root() -> None:
    runs = [words for name, words in instructions() if name == "RUN"]

    assert [words.split()[0] for words in runs] == ["pip", "uv", "uv", "uv", "useradd"]


def test_installed_program_is_set_up_checked_and_at_work(image: Image, office: TestOffice) -> None:
    laid_out = image.run("init", str(image.workdir))
    assert laid_out.returncode == 0, laid_out.stderr
    config = Path(image.environment["MAILBOT_CONFIG"])
    assert (config / "event.toml").is_file()
    for file in ("mailbot.toml", "password"):
        shutil.copy(office.folder / file, config)

    checked = image.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert len(re.findall(r"(?m)^ok +\S", checked.stdout)) > 5

    address = f"clara@{office.account.address.partition('@')[0]}.test"
    office.arrive([(registration("Clara Conrad", address), RECEIVED)])
    worked = image.run("run", "--once", "--as-of", AS_OF)
    assert worked.returncode == 0, worked.stdout + worked.stderr
    assert len(office.answers(address)) == 1
    shutil.copy(config / "mailbot.db", office.folder)
    assert [row["name"] for row in registrations(office)] == ["Clara Conrad"]

    # The worker of 2021 gives no sign of life now: the health check must say so, by its exit code too.
    unwell = image.execute(image.command("HEALTHCHECK"))
    assert unwell.returncode == 1
    assert "worker" in unwell.stderr


def test_installed_program_has_all_that_is_shipped(image: Image, tmp_path: Path) -> None:
    laid_out = image.run("deploy", str(tmp_path / "deploy"))
    packages = image.root / "opt" / "mailbot"

    assert laid_out.returncode == 0
    assert (tmp_path / "deploy" / "mailbot.service").is_file()
    # What builds packages is no part of what runs.
    assert not list(packages.rglob("hatchling")) + list(packages.rglob("uv-*.dist-info"))


def test_installed_program_plays_the_demo(image: Image) -> None:
    played = image.run("demo", "--once")

    assert played.returncode == 0, played.stderr
    assert re.search(r"(\d+) mails in the mailbox - \1 in the ledger = 0", played.stdout)
