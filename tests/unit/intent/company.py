"""Mails that register several people, put together from parts, with the truth by construction.

A mail is an opening, a request, a list in one of many layouts, a remark beside it and a signature; whoever
signs is one of the list or only writes for the others.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mailbot.event import Event
from tests.corpus.load import event

# fmt: off
GIVEN = (
    "Jörg", "Nils", "Omar", "Tewodros", "Ruslan", "Piotr", "Minh", "Matteo", "Emre", "Annika",
    "Gudrun", "Fatima", "Olena", "Zofia", "Hanh", "Giulia", "Elif", "Jelena", "Magdalena",
    "Solveig", "Pilar", "Ute", "Lena", "Dagmar",
)
# fmt: on
# fmt: off
FAMILY = (
    "Kaltwasser", "Brömmel", "Özkan", "Haile", "Kowalczyk", "Nguyen", "Ferrari", "Sokolov",
    "El-Amin", "Petersen-Krog", "Schönfelder", "Demir", "Boateng", "Hrytsenko", "Lindner",
    "van der Linde", "Rasche", "Jovanović", "Steinmetz", "Wójcik", "Baumgärtel", "Thiele",
    "Vogelsang",
)
# fmt: on
EVENTS = ("fachtag", "tagung", "kueche", "pflegetag", "kultur", "energietag", "elterntag", "helfertag")
HOUSES = ("Diakonie Rotenbach", "Jugendhilfe Tannengrund e. V.", "Stadtverwaltung Ebersthal")
OPENINGS = ("Sehr geehrte Damen und Herren,", "Hallo,", "Liebes Team,", "Moin,")
REQUESTS = (
    "hiermit melde ich folgende Personen für den {day} an:",
    "bitte tragen Sie folgende Teilnehmer ein:",
    "für unsere Einrichtung melde ich an:",
    "aus unserem Haus nehmen teil:",
    "wir sind dabei, und zwar:",
    "wir kommen mit {count} Personen:",
    "wir haben uns so aufgeteilt:",
    "könnten Sie bitte folgende Personen eintragen?",
)
REMARKS = (
    "",
    "Der Fahrer wartet draußen und nimmt nicht teil.",
    "Wir freuen uns auf den Tag!",
    "Gibt es Parkplätze?",
    "Bitte um kurze Bestätigung.",
    "Alle essen vegetarisch.",
)
BESIDE = ("vegan", "glutenfrei", "Rollstuhl", "bitte vorn sitzen", "0171 5550123", "Teamleitung", "71", "")
CLOSINGS = ("Mit freundlichen Grüßen", "Viele Grüße", "MfG")
LABELS = ("{id}", "WS {id}", "Workshop {id}", "Workshop Nr. {id}", "{title}", "„{title}“")
TITLES = ("{title}", "„{title}“", "Workshop „{title}“")
ROWS = (
    "- {name}, {where}, {beside}",
    "• {name} – {where}, {beside}",
    "{n}. {name} ({where}) {beside}",
    "{name}; {where}; {beside}",
    "{name}; {house}; {where}",
    "{name} / {house} / {where}",
    "{name} | {where} | {beside}",
    "{name}\t{where}\t{beside}",
    "{family}\t{given}\t{where}",
    "{family}, {given}: {where}, {beside}",
    "{family}, {given}; {where}; {beside}",
    "{name} -> {where}",
    "{name}: {where}",
    "{name} {where}",
    "{where} – {name}",
    "{where}: {name}, {beside}",
)
"""How an entry of a list is written that holds person and workshop."""
HEADED = (("{where}:\n", "- {name}", "\n"), ("{where}\n", "{name}", "\n"), ("{where}: ", "{name}", ", "))
"""How a workshop heads its people: the heading, an entry, and what parts two entries."""
ENDS = (
    ("Alle in {one}.", (0,)),
    ("Alle in {one}, außer {last}, der geht in {two}.", (0, 1)),
    ("{last} in {two}, der Rest in {one}.", (0, 1)),
    ("Die ersten beiden in {one}, die anderen in {two}.", (0, 2)),
)
"""What is said below a list of names: the sentence, and who goes where (see `_told_below`)."""


@dataclass
class Guest:
    """Somebody of the list and the workshop."""

    given: str
    family: str
    workshop: str

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


@dataclass
class Composed:
    """A mail with the people it puts on the list; parts: what it was put together from."""

    event: str
    own: str
    writer: str
    guests: list[Guest]
    parts: list[str] = field(default_factory=list)


def compose(seed: int) -> Composed:
    """The mail of this number."""
    dice = random.Random(seed)
    about = dice.choice(EVENTS)
    known = event(about)
    guests = _guests(dice, known, dice.choice((2, 3, 3, 4)))
    shape, body = dice.choice((_in_rows, _in_rows, _in_rows, _headed, _told_below))(dice, known, guests)
    request = dice.choice(REQUESTS)
    remark = dice.choice(REMARKS)
    inside = dice.random() < 0.5
    writer = dice.choice(guests).name if inside else "Roswitha Hüttenrauch"
    day = f"{known.starts:%d.%m.}"
    said = [dice.choice(OPENINGS), request.format(day=day, count=len(guests)), body, remark]
    said.append(f"{dice.choice(CLOSINGS)}\n{writer}")
    own = "\n\n".join(part for part in said if part)
    return Composed(about, own, writer, guests, [shape, request, remark, f"inside={inside}"])


def _guests(dice: random.Random, known: Event, count: int) -> list[Guest]:
    names = zip(dice.sample(GIVEN, count), dice.sample(FAMILY, count), strict=True)
    return [Guest(given, family, dice.choice(known.workshops).id) for given, family in names]


def _label(dice: random.Random, known: Event) -> Callable[[str], str]:
    """How this mail calls a workshop."""
    form = dice.choice(LABELS if all(len(w.id) == 1 for w in known.workshops) else TITLES)
    titles = {w.id: w.title for w in known.workshops}
    return lambda one: form.format(id=one, title=titles[one])


def _in_rows(dice: random.Random, known: Event, guests: Sequence[Guest]) -> tuple[str, str]:
    form, label, house = dice.choice(ROWS), _label(dice, known), dice.choice(HOUSES)
    lines = [
        form.format(
            n=n,
            name=g.name,
            given=g.given,
            family=g.family,
            house=house,
            where=label(g.workshop),
            beside=dice.choice(BESIDE),
        ).rstrip(" ,;|\t")
        for n, g in enumerate(guests, 1)
    ]
    return form, "\n".join(lines)


def _headed(dice: random.Random, known: Event, guests: Sequence[Guest]) -> tuple[str, str]:
    (head, entry, part), label = dice.choice(HEADED), _label(dice, known)
    blocks = []
    for one in dict.fromkeys(g.workshop for g in guests):
        mine = [entry.format(name=g.name) for g in guests if g.workshop == one]
        blocks.append(head.format(where=label(one)) + part.join(mine))
    return head, ("\n" if part == ", " else "\n\n").join(blocks)


def _told_below(dice: random.Random, known: Event, guests: list[Guest]) -> tuple[str, str]:
    """Names only, and a sentence below them that says who goes where."""
    end, way = dice.choice(ENDS if len(guests) > 2 else ENDS[:1])
    one, two = dice.sample([w.id for w in known.workshops], 2)
    for n, guest in enumerate(guests):
        apart = (way == (0, 1) and n == len(guests) - 1) or (way == (0, 2) and n > 1)
        guest.workshop = two if apart else one
    short = all(len(w.id) == 1 for w in known.workshops)
    titles = {w.id: w.title for w in known.workshops}
    name = {w: f"Workshop {w}" if short else f"den Workshop „{titles[w]}“" for w in (one, two)}
    said = end.format(one=name[one], two=name[two], last=f"Herr {guests[-1].family}")
    return end, "\n".join(f"- {g.name}" for g in guests) + "\n\n" + said
