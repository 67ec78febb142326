"""What is shipped is whole: a wheel, installed without the repository, lays out its own files."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with mailbot as the wheel has it; a wheel is an archive of what goes there."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("mailbot-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "installed")
    return folder / "installed"


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(installed), "PATH": os.defpath, "LANG": "C.UTF-8"}
    command = [sys.executable, "-c", "import mailbot.cli; mailbot.cli.main()", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_wheel_lays_out_files_for_editing(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "init", "office")

    assert done.returncode == 0, done.stderr
    laid_out = {path.name for path in (tmp_path / "office").rglob("*")}
    assert {"event.toml", "mailbot.toml", "confirmation.txt"} <= laid_out


def test_wheel_holds_all_data(installed: Path) -> None:
    data = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "mailbot").rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }

    assert {name for name in data if not (installed / name).is_file()} == set()


def test_wheel_holds_the_program_only(installed: Path) -> None:
    folders = {path.name.partition("-")[0] for path in installed.iterdir()}

    assert folders == {"mailbot"}
