"""Everything that was seen in one mail, before anything is concluded from it."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.intent.assignment import Party
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.identity import same_person
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.request import Request, is_hypothetical, is_polite, is_question
from mailbot.intent.unit import Role
from mailbot.intent.writer import Writer
from mailbot.message.model import Message


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was seen in one mail, before the conclusion."""

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

    @property
    def wished(self) -> bool:
        """True where anybody's workshop, livestream or doubt about one was found."""
        return any(w.workshop or w.livestream or w.doubt for w in self.party.wishes)

    @property
    def listed(self) -> bool:
        """True where a form, list or table names people with their workshops."""
        return self.wished and any(p.how in ("row", "form") for p in self.party.people)

    @property
    def firm(self) -> bool:
        """True where a sentence registers for certain: for oneself, somebody named, or a choice."""
        named = {p.place for p in self.party.people if p.how != "writer"}
        chosen = {
            m.place
            for m in self.marks
            if m.grade >= 1 and not (m.old or m.refused or (m.asked and not m.unit))
        }
        sure = {m.place for m in self.marks if m.grade >= 2 and not (m.old or m.refused or m.asked)}
        for place, unit in enumerate((*self.layout.units, self.layout.subject)):
            if unit.role not in (Role.SENTENCE, Role.ROW, Role.FIELD) or unit.has("undecided", "past"):
                continue
            if (is_question(unit) and not is_polite(unit)) or is_hypothetical(unit, self.words):
                continue
            if unit.has("self_register") and (unit.has("register") or place in chosen):
                return True
            wanted = unit.has("please", "first_choice") or (unit.has("register") and not self.request.asks)
            if place in sure and wanted:
                return True
            if unit.has("register", "behalf", "self_and") and (
                place in named or (unit.has("behalf") and named)
            ):
                return True
        subject = self.layout.subject
        return (
            self.wished
            and subject.has("register")
            and not is_question(subject)
            and not self.request.registered
        )

    @property
    def personal(self) -> bool:
        """True where somebody registers in the first person, in a sentence that announces nothing."""
        return any(
            u.has("self") and u.has("self_register") and u.has("register") and not u.has("announce")
            for u in self.layout.units
        )

    @property
    def answers(self) -> bool:
        """True for a reply to a mail of ours that names a choice."""
        return self.reply and self.wished

    @property
    def terse(self) -> bool:
        """True for a mail of one or two sentences that hardly says more than a workshop's number or title."""
        sure = any(m.grade == 3 and not m.old and not m.refused and not m.asked for m in self.marks)
        words = sum(len(u.tokens) for u in self.layout.units)
        return sure and len(self.layout.units) <= 2 and words <= 14

    @property
    def leader(self) -> bool:
        """True where the writer leads a workshop or speaks at the event."""
        name = self.writer.name
        hosts = [x for w in self.event.event.workshops for x in w.leaders]
        hosts += [x for item in self.event.event.programme for x in item.speakers]
        return name is not None and name.complete and any(same_person(name, h.split("(")[0]) for h in hosts)
