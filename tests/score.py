"""Score `read` on case files: `python -m tests.score tests/corpus/de-singles.yaml [--show] [--timing]`.

automated: of the mails that a clerk could simply book, booked with every field right. harm: something
wrong booked, or somebody written to who must not be. asked: of those that only the sender can complete,
asked. org: organisations right among the automated. Held-out files (`*-test.yaml`) are never shown.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailbot.event import Event
from mailbot.intent import Intent, read
from mailbot.message import parse
from tests.corpus.build import build
from tests.corpus.case import Case
from tests.corpus.load import case_files, event, load
from tests.judge import Judgement, judge


@dataclass(frozen=True, slots=True)
class Scored:
    """One case with what was read and how it was judged; seconds for parse and read together."""

    id: str
    truth: dict[str, Any]
    intent: Intent
    judgement: Judgement
    seconds: float


def score_bytes(identifier: str, data: bytes, about: Event, truth: dict[str, Any]) -> Scored:
    """Parse, read and judge one mail."""
    begun = time.perf_counter()
    intent = read(parse(data), about)
    seconds = time.perf_counter() - begun
    return Scored(identifier, truth, intent, judge(truth, intent), seconds)


def score_file(path: Path) -> Iterator[Scored]:
    """Every case of one YAML file, or of a folder of `<id>.eml` and `<id>.json`."""
    if path.is_dir():
        for mail in sorted(path.glob("*.eml")):
            truth = json.loads(mail.with_suffix(".json").read_text("utf-8"))
            yield score_bytes(mail.stem, mail.read_bytes(), event("fachtag"), truth)
        return
    for case in load(path):
        yield score_bytes(case.id, build(case), event(case.event), truth_of(case))


def truth_of(case: Case) -> dict[str, Any]:
    """The truth of a case as plain values, as `judge` takes them."""
    truth = case.truth
    return {
        "kind": str(truth.kind),
        "action": str(truth.action),
        "also_fine": [str(a) for a in truth.also_fine],
        "language": truth.language,
        "attention": truth.attention,
        "participants": [
            {
                "name": list(p.name),
                "organisation": list(p.organisation),
                "workshop": list(p.workshop),
                "alternative": list(p.alternative),
                "attendance": list(p.attendance),
            }
            for p in truth.participants
        ],
        "why": truth.why,
    }


def main() -> int:
    """Print figures for the given files (all case files where none is given)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="print the misses; refused for held-out files")
    parser.add_argument(
        "--held-out", action="store_true", help="also the *-test.yaml files where no path is given"
    )
    options = parser.parse_args()
    paths = options.paths or [p for p in case_files() if options.held_out == p.stem.endswith("-test")]
    if options.show and any(p.stem.endswith("-test") for p in paths):
        parser.error("held-out cases are only scored, never shown")
    rows: list[Scored] = []
    for path in paths:
        mine = list(score_file(path))
        rows += mine
        say(f"{path.stem:24} {figures(mine)}")
        if options.show:
            for row in mine:
                show(row)
    if len(paths) > 1:
        say(f"{'all':24} {figures(rows)}")
    return 0


def figures(rows: list[Scored]) -> str:
    """One line of figures."""
    act = [r for r in rows if r.truth["action"] == "act"]
    ask = [r for r in rows if r.truth["action"] == "ask"]
    booked = [r for r in act if r.judgement.automated]
    org = [r for r in booked if r.judgement.organisation is not None]
    harm = [r.id for r in rows if r.judgement.harm]
    wrong = sum(not r.judgement.right for r in rows)
    language = sum(r.intent.language == r.truth.get("language") for r in rows)
    parts = {
        "mails": str(len(rows)),
        "automated": share(len(booked), len(act)),
        "harm": str(len(harm)),
        "asked": share(sum(r.intent.action == "ask" for r in ask), len(ask)),
        "org": share(sum(bool(r.judgement.organisation) for r in org), len(org)),
        "second": share(sum(bool(r.judgement.second) for r in booked), len(booked)),
        "action": share(sum(r.judgement.action_ok for r in rows), len(rows)),
        "wrong": str(wrong),
        "lang": share(language, len(rows)),
        "attn": share(sum(r.intent.attention == bool(r.truth.get("attention")) for r in booked), len(booked)),
        "ms": f"{1000 * statistics.median(r.seconds for r in rows):.1f}" if rows else "-",
    }
    return " ".join(f"{k}={v}" for k, v in parts.items())


def say(line: str) -> None:
    """Write one line to the terminal."""
    sys.stdout.write(line + "\n")


def share(part: int, whole: int) -> str:
    """A percentage, or a dash where there is nothing to divide by."""
    return f"{100 * part / whole:.1f}%" if whole else "-"


def show(row: Scored) -> None:
    """Print one miss: what was wanted, what was read, why."""
    j, truth, intent = row.judgement, row.truth, row.intent
    booked = j.automated or truth["action"] != "act"
    if j.right and booked and not j.harm and j.organisation is not False and j.second is not False:
        return
    harm = "HARM " if j.harm else ""
    fine = "+".join([str(truth["action"]), *truth.get("also_fine", [])])
    say(
        f"-- {harm}{row.id}: want {truth['kind']}/{fine}, "
        f"got {intent.kind}/{intent.action} {intent.reason} {intent.missing}"
    )
    for person in truth.get("participants") or []:
        say("   want " + json.dumps(list(person.values()), ensure_ascii=False))
    for p in intent.concerned:
        row_ = [p.name, p.organisation, p.workshop, p.alternative, p.attendance]
        say("   got  " + json.dumps(row_, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
