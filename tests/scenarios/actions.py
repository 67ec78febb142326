"""An organiser's action as a script words it, carried out as the desk and the command line do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mailbot.decision import Caller, Correction, Origin
from mailbot.envelope import Attendance
from mailbot.flow import Office, approval, bulk, capacity, erase, heldmail, organiser
from mailbot.intent.model import Participant
from tests.scenarios.script import MOMENT

ACTOR = "Frau Muster"


@dataclass(frozen=True, slots=True)
class Names:
    """How a script's names are found in the ledger.

    registration: the reference of a person, by name or "name <address>". mail: the id of a mail, by
    its name in the script. ours: the id of a mail of ours, by "notice to address".
    """

    registration: Callable[[str], str]
    mail: Callable[[str], int]
    ours: Callable[[str], int]


def act(office: Office, words: Mapping[str, Any], names: Names) -> None:
    """Does what `words` say: the first key is the verb, its value whom or what it is about.

    Raises: whatever the program refuses an organiser.
    """
    (verb, about), *rest = words.items()
    _VERBS[verb](office, about, dict(rest), names)


def _several(about: Any) -> list[Any]:
    return about if isinstance(about, list) else [about]


def _cancel(office: Office, about: Any, more: dict[str, Any], names: Names) -> None:
    organiser.cancel(office, ACTOR, [names.registration(one) for one in _several(about)], **more)


def _move(office: Office, about: Any, more: dict[str, Any], names: Names) -> None:
    target = str(more.pop("to"))
    organiser.move(office, ACTOR, names.registration(about), target, **more)


def _grant(office: Office, about: Any, more: dict[str, Any], names: Names) -> None:
    organiser.grant(office, ACTOR, names.registration(about), **more)


def _grant_mail(office: Office, about: Any, _more: dict[str, Any], names: Names) -> None:
    heldmail.grant_mail(office, ACTOR, names.mail(about))


def _merge(office: Office, about: Any, more: dict[str, Any], names: Names) -> None:
    organiser.merge(office, ACTOR, names.registration(about), names.registration(more["with"]))


def _correct(office: Office, about: Any, more: dict[str, Any], names: Names) -> None:
    tell = more.pop("tell", False)
    organiser.correct(office, ACTOR, names.registration(about), Correction(**more), tell=tell)


def _add(office: Office, about: Any, more: dict[str, Any], _names: Names) -> None:
    origin = Origin(more.pop("by", "telephone"))
    address, phone = more.pop("address", ""), more.pop("phone", "")
    received = more.pop("received", None)
    came = MOMENT.validate_python(received) if received else None
    caller = Caller(_person({"name": about} | more), address, phone=phone)
    organiser.add(office, ACTOR, caller, origin, came)


def _resend(office: Office, about: Any, _more: dict[str, Any], names: Names) -> None:
    organiser.resend(office, ACTOR, names.registration(about))


def _accept(office: Office, about: Any, more: dict[str, Any], names: Names) -> None:
    people = [_person(one) for one in more.pop("people", [])]
    heldmail.accept(office, ACTOR, names.mail(about), people, **more)


def _ask(office: Office, about: Any, more: dict[str, Any], names: Names) -> None:
    heldmail.ask(office, ACTOR, names.mail(about), _several(more["for"]))


def _answer(office: Office, about: Any, more: dict[str, Any], names: Names) -> None:
    heldmail.answer(office, ACTOR, names.mail(about), more["text"])


def _dismiss(office: Office, about: Any, _more: dict[str, Any], names: Names) -> None:
    heldmail.dismiss(office, ACTOR, names.mail(about))


def _release(office: Office, about: Any, _more: dict[str, Any], names: Names) -> None:
    approval.release(office, ACTOR, () if about == "all" else [names.ours(one) for one in _several(about)])


def _drop(office: Office, about: Any, _more: dict[str, Any], names: Names) -> None:
    approval.drop(office, ACTOR, [names.ours(one) for one in _several(about)])


def _reword(office: Office, about: Any, more: dict[str, Any], names: Names) -> None:
    approval.reword(office, ACTOR, names.ours(about), more["text"])


def _announce(office: Office, about: Any, more: dict[str, Any], _names: Names) -> None:
    bulk.announce(office, str(about), more["text"], ACTOR)


def _forget(office: Office, about: Any, _more: dict[str, Any], _names: Names) -> None:
    erase.forget(office, about, ACTOR)


def _forget_participant(office: Office, about: Any, _more: dict[str, Any], names: Names) -> None:
    erase.forget(office, names.registration(about), ACTOR)


def _set_seats(office: Office, about: Any, more: dict[str, Any], _names: Names) -> None:
    place, seats = "" if about == "all" else str(about), more["to"]
    if seats == "file":
        capacity.seats_as_filed(office, ACTOR, place)
    else:
        capacity.change_seats(office, ACTOR, place, None if seats == "unlimited" else int(seats))


def _person(words: Mapping[str, Any]) -> Participant:
    known = {key: str(value) for key, value in words.items()}
    if "attendance" in known:
        return Participant(**known | {"attendance": Attendance(known["attendance"])})  # type: ignore[arg-type]
    return Participant(**known)  # type: ignore[arg-type]


_VERBS: dict[str, Callable[[Office, Any, dict[str, Any], Names], None]] = {
    "cancel": _cancel,
    "move": _move,
    "grant": _grant,
    "grant mail": _grant_mail,
    "merge": _merge,
    "correct": _correct,
    "add": _add,
    "resend": _resend,
    "accept": _accept,
    "ask": _ask,
    "answer": _answer,
    "dismiss": _dismiss,
    "release": _release,
    "drop": _drop,
    "reword": _reword,
    "announce": _announce,
    "forget": _forget,
    "forget participant": _forget_participant,
    "set seats": _set_seats,
}
