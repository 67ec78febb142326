"""The Containerfile, followed outside a container: its steps in a folder that stands for the image's root.

What is followed: COPY from the sources, and RUN of pip and uv. The base image is an empty virtual
environment of the Python that runs the tests. Paths of the image are found below the folder.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers.office import PROJECT

FILE = PROJECT / "Containerfile"
_FOLLOWED = ("pip", "uv")
_UNREACHABLE = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "NameResolutionError",
    "Failed to fetch",
)
"""What pip and uv say of an index that cannot be reached."""


class CannotFetch(Exception):
    """The packages could not be fetched: there is no network, or no package index."""


@dataclass(frozen=True, slots=True)
class Image:
    """What the file says, instruction by instruction, and the folder in which it was followed."""

    root: Path
    instructions: tuple[tuple[str, str], ...]

    def said(self, name: str) -> list[str]:
        """The words of each instruction of this name."""
        return [words for instruction, words in self.instructions if instruction == name]

    def command(self, name: str) -> list[str]:
        """The words of ENTRYPOINT, CMD, or what follows CMD in HEALTHCHECK."""
        (words,) = self.said(name)
        found: list[str] = json.loads(words[words.index("[") :])
        return found

    @property
    def environment(self) -> dict[str, str]:
        """What ENV sets in the last stage."""
        last = self.said("ENV")[-1]
        return dict(word.split("=", 1) for word in shlex.split(self.within(last)))

    @property
    def workdir(self) -> Path:
        """Where the program starts."""
        return Path(self.within(self.said("WORKDIR")[-1]))

    def within(self, words: str) -> str:
        """The words with the image's own paths found below the root; those of the system are as they are."""
        for path in ("/opt/", "/source", "/var/"):
            words = words.replace(path, f"{self.root}{path}")
        return words

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The program as the container starts it, with these arguments in place of CMD."""
        return self.execute([*self.command("ENTRYPOINT"), *arguments], **environment)

    def execute(self, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
        """A command in the container, which knows nothing of the tests' own environment."""
        known = {"LANG": "C.UTF-8"} | self.environment | environment
        program = shutil.which(command[0], path=known["PATH"]) or command[0]
        return subprocess.run(
            [program, *command[1:]],
            cwd=self.workdir,
            env=known,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def instructions() -> Iterator[tuple[str, str]]:
    """Each instruction with its words; comments left out, broken lines joined."""
    text = "\n".join(line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    for line in text.replace("\\\n", " ").splitlines():
        name, _, words = line.partition(" ")
        if name:
            yield name, " ".join(words.split())


def build(root: Path) -> Image:
    """Follows the file in an empty folder.

    Raises: CannotFetch.
    """
    image = Image(root, tuple(instructions()))
    subprocess.run([sys.executable, "-m", "venv", str(root / "base")], check=True)
    workdir = root
    for name, words in image.instructions:
        if name == "WORKDIR":
            workdir = Path(image.within(words))
            workdir.mkdir(parents=True, exist_ok=True)
        elif name == "COPY" and not words.startswith("--from"):
            *sources, target = words.split()
            for source in sources:
                _copy(PROJECT / source, workdir / target)
        elif name == "RUN" and words.startswith(_FOLLOWED):
            _follow(image.within(words), workdir, root / "base" / "bin")
    return image


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target / source.name if target.is_dir() else target)


def _follow(words: str, workdir: Path, programs: Path) -> None:
    # Where packages come from is a matter of this machine, so its environment is kept.
    environment = os.environ | {"PATH": f"{programs}:{os.defpath}", "UV_PYTHON_DOWNLOADS": "never"}
    for name in ("VIRTUAL_ENV", "PYTHONPATH"):
        environment.pop(name, None)
    command = shlex.split(words)
    done = subprocess.run(
        [str(programs / command[0]), *command[1:]],
        cwd=workdir,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stdout + done.stderr
        if any(sign in said for sign in _UNREACHABLE):
            raise CannotFetch("no package index can be reached")
        raise AssertionError(f"{words}\n{said}")
