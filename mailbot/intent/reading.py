"""Everything that was seen in one mail, before anything is concluded from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from mailbot.intent.announcing import announces
from mailbot.intent.assignment import Party
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.certainty import is_bare, registers_for_certain
from mailbot.intent.choice import Wish
from mailbot.intent.identity import same_person
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.request import Request
from mailbot.intent.unit import Role
from mailbot.intent.writer import Writer
from mailbot.message.model import Message


@dataclass(frozen=True)
class Reading:
    """All that was seen in one mail, before the conclusion.

    replaced: whose place somebody takes or whose name is corrected, as written.
    """

    message: Message
    event: Catalogue
    language: str
    words: Lexicon
    layout: Layout
    reply: bool
    marks: tuple[Mark, ...]
    request: Request
    writer: Writer
    party: Party
    replaced: str | None = None

    @property
    def wished(self) -> bool:
        """True where anybody's workshop, livestream or doubt about one was found."""
        return any(
            (w.workshop or w.livestream or w.doubt) and not self._told_in_leaving(w)
            for w in self.party.wishes
        )

    def _told_in_leaving(self, wish: Wish) -> bool:
        """Like the theme of "I was moved to another shift at work" in a mail that withdraws: no choice."""
        mark = wish.mark
        if mark is None or mark.sure or mark.unit is None or not self.request.withdraws:
            return False
        if mark.grade > 1:
            return mark.unit.has("cancel", "withdraw")  # "Absage wegen Arbeit"
        return not mark.unit.has("please", "register", "self_register", "first_choice", "correction")

    @property
    def chosen(self) -> bool:
        """True where somebody chose; a mere theme in words that decline ("such a project, but …") is none."""
        units = self.layout.units
        declining = {n for n, u in enumerate(units) if u.has("decline")}
        return any(
            (w.workshop or w.livestream)
            and not (w.mark is not None and not w.mark.sure and w.mark.place in declining)
            for w in self.party.wishes
        )

    @property
    def listed(self) -> bool:
        """True where a form, list or table names people with their workshops."""
        hows = {p.how for p in self.party.people}
        if "form" in hows:
            return self.wished or self.request.about_event
        labels = {u.label for u in self.layout.units if u.role is Role.FIELD}
        if "workshop" in labels and labels & {"organisation", "email"} and self.request.about_event:
            return self.wished and bool(self.party.people)
        rows = [p.place for p in self.party.people if p.how == "row"]
        marked = {m.place for m in self.marks}
        if not rows or not self.wished:
            return False
        if len(rows) == 1 and rows[0] not in marked and rows[0] == len(self.layout.units) - 1:
            return False  # A name below the text is the writer's, and no list.
        before = enumerate(self.layout.units[: min(rows)])
        if any(dict(self.layout.units[p].cells).get("workshop") for p in rows):
            return True
        said = [u for n, u in before if u.role is Role.SENTENCE and n not in marked]
        told = ("register", "self_register", "behalf", "self", "all", "additional", "wish", "pass_on")
        # A list below other words than of registering may be somebody's list of anything.
        if self.reply or not said or any(u.has(*told) for u in (self.layout.subject, *said)):
            return True
        if any(u.has("announce") for u in said):
            return False
        # "Aus dem Kesselhaus:" and the like, with a workshop on every row below, is a list for us.
        named = any(self.words.is_a("event", t.fold) for t in said[-1].tokens)
        short = named or (len(said) == 1 and len(said[0].tokens) <= 8)
        sure = {m.place for m in self.marks if m.sure and m.place in rows}
        return len(sure) > 1 and len(sure) == len(set(rows)) and said[-1].text.endswith(":") and short

    @cached_property
    def firm(self) -> bool:
        """True where a sentence registers for certain: for oneself, somebody named, or a choice."""
        return registers_for_certain(
            self.layout, self.marks, self.party, self.request, self.words, self.event
        )

    @property
    def personal(self) -> bool:
        """True where somebody registers in the first person, in a sentence that announces nothing."""
        return any(
            u.has("self") and u.has("self_register") and u.has("register") and not announces(u, self.words)
            for u in self.layout.units
        )

    @property
    def answers(self) -> bool:
        """True for a reply to a mail of ours that names a choice."""
        return self.reply and self.wished

    @property
    def terse(self) -> bool:
        """True for a mail of a few words that hardly says more than a workshop's number or title."""
        return is_bare(self.layout, self.marks, self.party, self.request, self.words, self.event)

    @property
    def leader(self) -> bool:
        """True where the writer leads a workshop or speaks at the event."""
        name = self.writer.name
        hosts = [x for w in self.event.event.workshops for x in w.leaders]
        hosts += [x for item in self.event.event.programme for x in item.speakers]
        return name is not None and name.complete and any(same_person(name, h.split("(")[0]) for h in hosts)
