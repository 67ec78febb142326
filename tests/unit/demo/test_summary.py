"""The bars follow from the event and the counts of the ledger."""

from __future__ import annotations

from datetime import datetime

from mailbot.demo.show import Bar
from mailbot.demo.summary import bars
from mailbot.event import Event, Workshop
from mailbot.store.reports import WorkshopCount

EVENT = Event(
    id="e",
    title="E",
    starts=datetime(2021, 10, 7, 9),
    livestream=True,
    workshops=(Workshop("a", "Alpha", seats=5), Workshop("b", "Beta")),
)


def test_bars_show_each_workshop_and_the_livestream() -> None:
    counts = {"a": WorkshopCount(5, 2), "livestream": WorkshopCount(3, 0)}
    assert bars(EVENT, counts) == [
        Bar("Workshop a", "Alpha", 5, 2, 5),
        Bar("Workshop b", "Beta", 0, 0, None),
        Bar("Livestream", "", 3, 0, None),
    ]
