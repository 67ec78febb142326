"""What sort of mail it is: the first rule that knows decides, and a registration is what is left.

Announcements, regrets and registrations for something else come first, then changes, cancellations
and what is told of a registration that exists. Whatever nobody decided, only asked, or did not say for
certain registers nobody; a sign of a registration in a person's mail is for a person all the same.
"""

from __future__ import annotations

from mailbot.intent.asked import asks_about_it, filled_in, hangs_on_answer, merely_interested
from mailbot.intent.bare import is_bare_label, is_label_of_theirs
from mailbot.intent.leaving import is_writer, of_anothers
from mailbot.intent.model import Kind
from mailbot.intent.occasion import names_event
from mailbot.intent.reading import Reading
from mailbot.intent.signs import LONG, enters, sign
from mailbot.intent.stance import is_hypothetical, left_over, tells, weakly
from mailbot.intent.tokens import Shape

Verdict = tuple[Kind, str]
"""A kind of mail and why."""


def kind_of(reading: Reading) -> Verdict:
    """What sort of mail it is: the first rule that knows."""
    for rule in (_foreign, _changes, _leaves, _told_before, _unsettled, _unsure):
        verdict = rule(reading)
        if verdict is not None:
            return verdict
    return Kind.REGISTRATION, "registers"


def _foreign(reading: Reading) -> Verdict | None:
    """Leaders, announcements, regrets and registrations for something else."""
    request = reading.request
    if reading.leader:
        return (Kind.QUESTION, "question") if request.asks else (Kind.OTHER, "leader")
    excused = reading.personal or request.registered or reading.answers or _own_entry(reading)
    excused = excused or filled_in(reading) or (reading.firm and _whole_list(reading))
    if request.announces and not excused:
        if _asks_of_it(reading):
            return Kind.QUESTION, "question"
        return Kind.OTHER, "unclear" if _names_people(reading) else "announcement"
    leaves = request.withdraws or (request.absent and request.sudden)
    if request.declines and not request.registered and not reading.chosen and not leaves:
        return Kind.OTHER, "regret"
    if request.withdraws and request.registered and not reading.wished:
        return Kind.CANCELLATION, "leaves"
    if _alters_another(reading):
        return Kind.QUESTION, "question"
    if request.elsewhere:
        if request.asks and request.about_event:
            return Kind.QUESTION, "question"
        titled = any(m.sure and m.rule == "title" for m in reading.marks)
        themed = any(
            m.rule == "theme" and m.unit is not None and m.unit.has("register") for m in reading.marks
        )
        seen = themed or (request.about_event and (titled or request.about_day))
        return Kind.OTHER, "elsewhere" if seen else "no-registration"
    if request.another_day and not (request.registered or reading.answers):
        return Kind.OTHER, "elsewhere"
    return None


def _asks_of_it(reading: Reading) -> bool:
    """True where only what is asked sounds like an announcement: "Wann liegt eine Pressemitteilung vor?"."""
    told = [u for u in (*reading.layout.units, reading.layout.subject) if u.has("announce")]
    asked = bool(told) and all(u.has("question") and u.has("interrogative") for u in told)
    return asked and reading.request.asks and reading.request.about_event


def _own_entry(reading: Reading) -> bool:
    """True where the writer's own name stands beside a workshop: "also hier: Udo Hartlieb, Workshop 3"."""
    sure = {m.place for m in reading.marks if m.sure and m.live}
    return any(p.place in sure and is_writer(p, reading) for p in reading.party.people)


def _whole_list(reading: Reading) -> bool:
    """True for a list of people each of whom has a workshop of the own row: nobody lists for a question."""
    rows = {p.place for p in reading.party.people if p.how in ("row", "form")}
    wishes = zip(reading.party.people, reading.party.wishes, strict=False)
    return len(rows) > 1 and reading.listed and all(w.workshop or w.livestream for _, w in wishes)


def _alters_another(reading: Reading) -> bool:
    """Like "ich habe einen Termin, kann ich ihn ändern?": what is changed is something else by name."""
    return not (reading.wished or reading.request.registered) and any(
        u.has("change", "withdraw") and u.has("other_object") and u.has("polite", "please", "question")
        for u in reading.layout.units
    )


def _names_people(reading: Reading) -> bool:
    """True where a short mail names people or registers although it also sounds like an announcement."""
    length = sum(len(u.tokens) for u in reading.layout.units)
    own = len(reading.party.people) > 1 and all(w.workshop or w.livestream for w in reading.party.wishes)
    return length <= 2 * LONG and (reading.listed or own or (reading.firm and reading.wished))


def _changes(reading: Reading) -> Verdict | None:
    """Changes of a registration that exists: another workshop, another person, another spelling."""
    request = reading.request
    leaving = bool(request.withdraws or request.absent)
    exists = request.registered or request.moves or reading.reply
    if reading.replaced and (exists or not (request.asks or _chosen_anew(reading))):
        return Kind.CHANGE, "changes"
    moves = request.moves or (request.registered and request.changes and not (reading.reply and not leaving))
    if moves and _chosen_anew(reading) and not request.undecided:
        return Kind.CHANGE, "changes"
    if _rebooks(reading) and _chosen_anew(reading) and not request.undecided:
        return Kind.CHANGE, "changes"
    if exists and request.changes and not reading.wished and not leaving and not request.asks:
        return Kind.OTHER, "unclear"
    return None


def _rebooks(reading: Reading) -> bool:
    """Like "bitte Workshop ändern": only who is registered can change the workshop itself."""
    words = reading.words
    chosen = {(m.place, i) for m in reading.marks for i in range(m.start, m.end)}
    return any(
        c.name == "change"
        and tells(u)
        and not is_hypothetical(u, words)
        and any(
            words.exactly("workshop", u.tokens[i].fold) and (place, i) not in chosen
            for i in range(max(0, c.start - 2), min(c.end + 2, len(u.tokens)))
        )
        and u.has("please")
        for place, u in enumerate(reading.layout.units)
        for c in u.cues
    )


def _chosen_anew(reading: Reading) -> bool:
    """True where the body chooses a workshop or the livestream beside what it tells of the registration."""
    units = reading.layout.units
    return any(
        m.live
        and (m.place < len(units) or _rebooks(reading))
        and (m.grade > 1 or m.unit is None or m.unit.has("change", "please", "register", "correction"))
        and not (m.unit and is_hypothetical(m.unit, reading.words))
        for m in reading.marks
    )


def _leaves(reading: Reading) -> Verdict | None:
    """Cancellations; without a sign of a registration to cancel, regrets."""
    request = reading.request
    if reading.wished or not (request.withdraws or request.absent):
        return None
    units, places = reading.layout.units, request.withdraws + request.absent
    others = all(0 <= p < len(units) and of_anothers(units[p], reading.words) for p in places)
    no = ("cancel", "withdraw", "negation", "objection")
    comes = reading.firm or any(u.has("self_register") and not u.has(*no) for u in units)
    if others and comes and not (request.registered or request.withdraws):
        return None  # "Mein Bruder ist erkrankt. Ich werde am 7. Oktober da sein." leaves nobody out.
    if request.invited and not (request.registered or request.sudden):
        return Kind.OTHER, "regret"
    # Who never registered and was not invited has no reason to say that he cannot come.
    unasked = request.about_event and (request.sudden or not request.declines)
    if request.registered or request.withdraws or unasked:
        return Kind.CANCELLATION, "leaves"
    if not reading.firm or request.declines:
        return (Kind.QUESTION, "question") if request.asks else (Kind.OTHER, "regret")
    return None


def _told_before(reading: Reading) -> Verdict | None:
    """Somebody who is registered already and changes nothing."""
    request = reading.request
    if not request.registered or request.changes or reading.answers or _chosen_anew(reading):
        return None
    if request.asks or request.needs:
        return Kind.QUESTION, "question"
    if _joins_somebody(reading):
        return None
    said = [
        u for u in reading.layout.units if not u.has("thanks", "closing", "greeting") and len(u.tokens) > 3
    ]
    return Kind.OTHER, "no-registration" if request.thanks and not said else "already-registered"


def _joins_somebody(reading: Reading) -> bool:
    """Like "Meine Kollegin Anja Reißig kommt auch noch mit", told by somebody who is registered."""
    units = reading.layout.units
    others = {p.place for p in reading.party.people if p.how != "writer" and 0 <= p.place < len(units)}
    return any(units[n].has("register") and not units[n].has("registered", "hearsay") for n in others)


def _unsettled(reading: Reading) -> Verdict | None:
    """Somebody who has not decided, or who asks before deciding."""
    request = reading.request
    if reading.answers:
        return None
    if request.undecided and not reading.firm:
        return (Kind.QUESTION, "question") if request.asks else (Kind.OTHER, "undecided")
    if request.asks and (merely_interested(reading) or hangs_on_answer(reading)):
        return Kind.QUESTION, "question"
    sure = reading.firm or _own_entry(reading) or _whole_list(reading) or filled_in(reading)
    if request.asks and (not sure or asks_about_it(reading) or is_label_of_theirs(reading)):
        return Kind.QUESTION, "question"
    return None


def _unsure(reading: Reading) -> Verdict | None:
    """No sentence registers for certain, or nothing says that this event is meant."""
    request = reading.request
    if is_bare_label(reading):
        return Kind.OTHER, "unclear"
    if not (reading.firm or reading.listed or reading.answers or reading.terse or _own_entry(reading)):
        if request.asks:
            return Kind.QUESTION, "question"
        if _perhaps(reading) or (request.attaches and request.registers and not _bills(reading)):
            return Kind.REGISTRATION, "uncertain"
        return Kind.OTHER, "unclear" if sign(reading) else "no-registration"
    length = sum(len(u.tokens) for u in reading.layout.units)
    named = names_event(reading.layout, reading.marks, reading.words, reading.event)
    if length > LONG and not named and not reading.answers:
        if request.asks and request.about_event and request.registers:
            return Kind.QUESTION, "question"
        seen = reading.wished or enters(reading)
        return Kind.OTHER, "elsewhere" if seen and length < 4 * LONG else "no-registration"
    streams = any(w.livestream for w in reading.party.wishes)
    brief = reading.firm and (length <= 16 or (streams and length <= LONG))
    if _vague(reading):
        return Kind.OTHER, "unclear"
    if not request.about_event and not brief and not reading.answers:
        return Kind.OTHER, "elsewhere" if reading.firm else "no-registration"
    return None


def _bills(reading: Reading) -> bool:
    """Like "anbei unsere Rechnung" in a mail that names no event."""
    return not reading.request.about_event and reading.layout.subject.has("invoice")


def _vague(reading: Reading) -> bool:
    """Like "Ich komme am 7. Oktober zur Wartung der Heizung": a verb that fits anything, no choice."""
    if reading.wished or reading.listed or reading.answers:
        return False
    words = reading.words
    for unit in reading.layout.units:
        verbs = [c for c in unit.cues if c.name == "register"]
        if not verbs or not tells(unit):
            continue
        spans = [(c.start, c.end) for c in verbs]
        known = reading.event.event_words
        event = any(
            t.shape is Shape.WORD and (t.fold in known or words.is_a("event", t.fold)) for t in unit.tokens
        )
        if not weakly(unit, words) or len(left_over(unit, spans, words)) <= (2 if event else 0):
            return False
    return not reading.layout.subject.has("register")


def _perhaps(reading: Reading) -> bool:
    """True where a workshop is chosen in words that no cue knows as registering: a person must see it."""
    live = [m for m in reading.marks if m.grade >= 2 and m.live]
    return bool(live) and reading.request.about_event and not reading.request.announces
