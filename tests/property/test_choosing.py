"""Properties of the choice among events: one event is always it, order is nothing, others change nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from mailbot.config import load_filed
from mailbot.decision import Claim, choose
from mailbot.event import Event
from mailbot.intent import named
from mailbot.intent.model import Action, Intent, Kind
from mailbot.message.model import Message
from tests.ledger import START, event
from tests.servers.office import PROJECT

INTENTS = st.builds(
    Intent, st.sampled_from(Kind), st.sampled_from(Action), st.just("said"), st.just("It says so.")
)
EVENTS = st.integers(0, 3).map(
    lambda n: Event(f"event-{n}", f"Event {n}", event({}).starts + timedelta(days=9 * n))
)
CLAIMS = st.lists(
    st.builds(Claim, EVENTS, INTENTS, st.booleans(), st.booleans(), st.booleans()),
    min_size=1, max_size=4, unique_by=lambda c: c.event.id,
)  # fmt: skip
MOMENTS = st.integers(-90, 90).map(lambda days: START + timedelta(days=days))


@given(CLAIMS, MOMENTS)
def test_one_event_is_always_it(claims: list[Claim], received: datetime) -> None:
    assert choose(claims[:1], received).claim == claims[0]


@given(CLAIMS, MOMENTS)
def test_order_of_events_does_not_matter(claims: list[Claim], received: datetime) -> None:
    assert len({choose(order, received) for order in map(list, permutations(claims))}) == 1


@cache
def real_events() -> tuple[Event, ...]:
    """Invented by different people, each of another theme."""
    folder = PROJECT / "tests" / "corpus"
    return tuple(
        load_filed(folder, f"events/{file.name}") for file in sorted((folder / "events").glob("*.toml"))
    )


def alike(one: Event, other: Event) -> bool:
    """Whether two events share a day, or a title."""
    return one.starts.date() == other.starts.date() or one.title == other.title or one.id == other.id


WAYS = st.sampled_from([
    "Ich melde mich zu „{title}“ an.", "Please register me for {title}.", "Ich komme am {day}.",
    "Anmeldung: {title}, {day}", "Leider muss ich für {title} absagen.",
])  # fmt: skip


@given(st.data(), WAYS)
def test_event_of_another_theme_changes_nothing_for_a_mail_that_names_its_own(
    data: st.DataObject, way: str
) -> None:
    own = data.draw(st.sampled_from(real_events()))
    others = [e for e in real_events() if not alike(own, e)]
    beside = data.draw(st.lists(st.sampled_from(others), max_size=3, unique_by=lambda e: e.id))
    words = way.format(title=own.title, day=own.starts.strftime("%d.%m.%Y"))

    assert named(Message(own=words), [own]) == named(Message(own=words), [*beside, own]) == {own.id}
