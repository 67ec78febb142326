"""What a mail wants, with the evidence for every field: the border between reading and deciding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mailbot.envelope import Attendance


class Kind(StrEnum):
    """What sort of mail it is (defined in docs/cases.md)."""

    REGISTRATION = "registration"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    QUESTION = "question"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    OTHER = "other"


FOR_OTHERS = "for-others"
"""Reason of a cancellation that names only others than the writer: who may speak for them, the mail
does not say; the ledger knows who registered them.
"""


class Action(StrEnum):
    """What a careful clerk would let software do with it."""

    ACT = "act"
    ASK = "ask"
    REVIEW = "review"
    IGNORE = "ignore"


class Answer(StrEnum):
    """What a mail says that consists of a bare yes or no, as people answer an offer."""

    NONE = ""
    YES = "yes"
    NO = "no"


class Source(StrEnum):
    """Where in the mail a field was found."""

    BODY = "body"
    SUBJECT = "subject"
    SIGNATURE = "signature"
    HEADER = "header"
    QUOTE = "quote"
    FORWARDED = "forwarded"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that a field rests on, where they stand, and the rule that read them."""

    text: str
    source: Source
    rule: str


@dataclass(frozen=True, slots=True)
class Participant:
    """One person whom the mail is about.

    name: given and family name as written, without salutation and academic title (those are in
    `title`). workshop: id of the event, or None. alternative: an id, "livestream", or None.
    email: the person's own address where the mail states one for them, else None.
    replaces: in a change, the registered person whose place this one takes ("statt Frau Lorenz kommt
    Herr Yilmaz"), or whose name is corrected; as written in the mail.
    evidence: for each field that is set, the words it rests on; keys are field names.
    """

    name: str | None
    title: str | None = None
    email: str | None = None
    organisation: str | None = None
    workshop: str | None = None
    alternative: str | None = None
    attendance: Attendance = Attendance.ON_SITE
    replaces: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intent:
    """What `read` concludes. `reason` is a stable code for programs (lower case, hyphens),
    `explanation` an English sentence for people; the desk translates it.

    missing: what only the sender can give, for the question back: any of "workshop", "name",
    "names" (people announced and not named), "choice" (more than one named), "unknown-workshop".
    references: references of ours found in the text (for replies).
    answer: set when the own words are a bare yes or no ("Ja, gern", "Nein danke"), whatever the kind.
    everyone: a cancellation that means all of a group ("wir kommen alle nicht").
    sender: in a cancellation without participants the sender, by whatever name the mail gives: the ledger
    knows who that is by the address, and under which name.
    """

    kind: Kind
    action: Action
    reason: str
    explanation: str
    language: str = ""
    attention: bool = False
    participants: tuple[Participant, ...] = ()
    missing: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    answer: Answer = Answer.NONE
    everyone: bool = False
    sender: Participant | None = None

    @property
    def concerned(self) -> tuple[Participant, ...]:
        """Everybody whom the mail is about: the participants, or else the sender who no longer comes."""
        return self.participants or ((self.sender,) if self.sender else ())
