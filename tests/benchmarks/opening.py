"""Registration opens and everybody writes at once: how long until each is decided and answered, simulated.

A discrete-event simulation of the queues that a mail goes through: the worker that has the mailbox decides
one mail after the other; the reply then waits for a sender, and senders together keep to the rate that the
provider allows. Arrivals are most frequent at the opening and fall off. Run it by
`python -m tests.benchmarks.opening`; docs/scaling.md holds its table.
"""

from __future__ import annotations

import heapq
import random
import sys
from dataclasses import dataclass
from math import log2
from statistics import quantiles

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Setting:
    """mailboxes: how many the mails are spread over, each with a worker of its own. senders: workers that
    send, all told. decide, send: seconds that one mail takes of a worker. rate: replies a minute that the
    provider takes in all; 0: any number. seats: contested by everybody.
    """

    name: str
    mails: int
    mailboxes: int
    senders: int
    decide: float
    send: float
    rate: float = 0.0
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds from receipt: to the decision, to the reply (median, 95 of 100, the last). backlog: mails that
    waited for a decision at the worst moment. seats_gone: seconds after the opening when the last seat was
    taken by somebody's mail being received, whenever that was decided.
    """

    decided: tuple[float, float, float]
    replied: tuple[float, float, float]
    backlog: int
    seats_gone: float


def arrivals(mails: int, chance: random.Random, half: float = HOUR / 6) -> list[float]:
    """Moments within an hour: half of what is still to come comes within ten minutes."""
    whole = 1 - 0.5 ** (HOUR / half)
    return sorted(-half * log2(1 - chance.random() * whole) for _ in range(mails))


def simulate(setting: Setting, seed: int = 1) -> Outcome:
    """One hour of mails, and as long afterwards as it takes."""
    chance = random.Random(seed)
    come = arrivals(setting.mails, chance)
    boxes = [0.0] * setting.mailboxes
    decided: list[tuple[float, float]] = []
    for moment in come:
        box = chance.randrange(setting.mailboxes)
        boxes[box] = max(boxes[box], moment) + setting.decide
        decided.append((boxes[box], moment))
    waits = [done - moment for done, moment in decided]
    replies = _replies(sorted(decided), setting)
    gone = come[setting.seats - 1] if 0 < setting.seats <= len(come) else 0.0
    return Outcome(_shape(waits), _shape(replies), _backlog(decided), gone)


def _replies(decided: list[tuple[float, float]], setting: Setting) -> list[float]:
    """Seconds from receipt to reply. The one who is free first sends what was decided first."""
    free = [0.0] * setting.senders
    heapq.heapify(free)
    allowed, pause = 0.0, 60 / setting.rate if setting.rate else 0.0
    spent = []
    for ready, received in decided:
        begins = max(heapq.heappop(free), ready, allowed)
        allowed = begins + pause
        heapq.heappush(free, begins + setting.send)
        spent.append(begins + setting.send - received)
    return spent


def _backlog(decided: list[tuple[float, float]]) -> int:
    steps = sorted([(moment, 1) for _, moment in decided] + [(done, -1) for done, _ in decided])
    waiting = most = 0
    for _, step in steps:
        waiting += step
        most = max(most, waiting)
    return most


def _shape(seconds: list[float]) -> tuple[float, float, float]:
    marks = quantiles(seconds, n=20)
    return marks[9], marks[18], max(seconds)


def settings(decide: float, send: float) -> list[Setting]:
    """From one county to a country. decide, send: seconds a mail, as measured on this machine."""
    own, hosted = 0.0, 30.0
    return [
        Setting("a county: 2,000, one mailbox", 2_000, 1, 1, decide, send, own, 120),
        Setting("the same at a provider, 30 a minute", 2_000, 1, 1, decide, send, hosted, 120),
        Setting("a state: 20,000, one mailbox", 20_000, 1, 2, decide, send, own, 2_000),
        Setting("a country: 100,000, one mailbox", 100_000, 1, 4, decide, send, own, 10_000),
        Setting("the same over 16 mailboxes", 100_000, 16, 16, decide, send, own, 10_000),
        Setting("16 mailboxes, 30 a minute each", 100_000, 16, 16, decide, send, 16 * hosted, 10_000),
    ]


def table(decide: float, send: float) -> str:
    """The table of docs/scaling.md."""
    head = "| opening | decided: median, 95 % | answered: median, 95 %, all | queue | seats gone after |"
    lines = [head, "|---|---|---|---|---|"]
    for setting in settings(decide, send):
        found = simulate(setting)
        decided = ", ".join(shown(s) for s in found.decided[:2])
        replied = ", ".join(shown(s) for s in found.replied)
        gone = shown(found.seats_gone)
        lines.append(f"| {setting.name} | {decided} | {replied} | {found.backlog:,} | {gone} |")
    return "\n".join(lines)


def shown(seconds: float) -> str:
    """In the unit that says most."""
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    sys.stdout.write(table(*map(float, sys.argv[1:3])) + "\n")
