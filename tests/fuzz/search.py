"""Search for bytes that parsing or reading stumbles over, guided by coverage: `make fuzz`.

Needs atheris (Apache-2.0, wheels for Linux), which is in no extra of this project: nothing else needs it.
What the search finds goes to `corpus/`, with the cure; `test_corpus.py` replays it with every `make test`.
"""

from __future__ import annotations

import importlib
import sys

EVENTS = ("fachtag", "kueche", "tagung")


def main() -> None:
    """Search until stopped; the arguments are those of libFuzzer: folders, `-max_total_time=SECONDS`."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["mailbot.message", "mailbot.intent"]):
        target = importlib.import_module("tests.fuzz.target")
    events = [importlib.import_module("tests.corpus.load").event(name) for name in EVENTS]

    def once(data: bytes) -> None:
        target.examine(data, events[len(data) % len(events)])

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
