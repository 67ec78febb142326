"""People in labelled lines, in list items and in rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.intent.couples import read_couple
from mailbot.intent.display import small_name
from mailbot.intent.language import listed, name_list
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.model import Evidence
from mailbot.intent.names import Name, inverted_at, name_at, whole_name
from mailbot.intent.people import Person, names_in
from mailbot.intent.unit import Role, Unit

_MAIL = re.compile(r"[^\s<>\"(),;:|]{1,64}@[^\s<>\"(),;|]{1,255}\.\w+")


def people_in_forms(layout: Layout, words: Lexicon) -> list[Person]:
    """The persons of labelled lines; a label that comes again begins the next person."""
    people: list[Person] = []
    seen: dict[str, list[int]] = {}

    def close() -> None:
        people.extend(_form_people(seen, layout, words))
        seen.clear()

    for place, unit in enumerate(layout.units):
        if unit.role is not Role.FIELD:
            continue
        if unit.label in seen and unit.label in ("name", "given", "family"):
            close()
        seen.setdefault(unit.label, []).append(place)
    close()
    return people


def _form_people(fields: dict[str, list[int]], layout: Layout, words: Lexicon) -> Iterator[Person]:
    places = fields.get("name") or []
    text = layout.units[places[0]].text if places else ""
    given = layout.units[fields["given"][0]].text if "given" in fields else ""
    family = layout.units[fields["family"][0]].text if "family" in fields else ""
    if family and given:
        text = f"{given} {family}"
    elif given and text and given not in text:
        text = f"{given} {text}"
    elif family and text and family not in text:
        # "Nombre: Marisol, Apellidos: Quispe": the plain label holds the given name.
        text = f"{text} {family}"
    elif given and not text:
        text = given
    elif family and not text:
        text = family
    if not text:
        return
    place = places[0] if places else fields.get("family", fields.get("given", [0]))[0]
    for name in split_names(text, words):
        person = Person(name, _field_evidence(layout, place), place, how="form")
        person.fields = {k: list(v) for k, v in fields.items()}
        if "email" in fields and (mail := _MAIL.search(layout.units[fields["email"][0]].text)):
            person.email = mail.group().lower()
        yield person


def _field_evidence(layout: Layout, place: int) -> Evidence:
    unit = layout.units[place]
    return Evidence(unit.text, unit.source, "form-field")


def split_names(text: str, words: Lexicon) -> list[Name]:
    """The one name of a field, or several: "A. Meier, T. Klein", "Anna und Peter Vogel"."""
    couple = read_couple(text, words)
    if couple is not None:
        return list(couple)
    single = whole_name(text, words, lower=True, family_first=True)
    if single is not None:
        return [single]
    pieces = [
        p for p in re.split(r"\s*[;,\n/]\s*|\s+(?:und|and|et|y|și|i|и|та|ve|và|و)\s+|\s*&\s*", text) if p
    ]
    names = [whole_name(p, words) for p in pieces]
    if len(pieces) > 1 and all(n is not None and len(n.parts) > 1 for n in names):
        return [n for n in names if n is not None]
    first = whole_name(re.split(r"[,;(|]", text)[0], words, lower=True) or small_name(text, words)
    return [first] if first is not None else [Name(text.strip())] if _odd(text) else []


def _odd(text: str) -> bool:
    """A name field that is no name by form but must be seen by a person (markup, templates)."""
    return bool(re.search(r"[{}<>$=]", text))


def person_in_row(unit: Unit, place: int, words: Lexicon) -> list[Person]:
    """The persons of one list item or table row."""
    kinds = {kind: text for kind, text in reversed(unit.cells) if kind}
    text = ""
    if kinds.get("family") or (kinds.get("name") and kinds.get("given")):
        text = " ".join(
            t for t in (kinds.get("given", ""), kinds.get("family") or kinds.get("name", "")) if t
        )
    elif kinds.get("name"):
        text = kinds["name"]
    if text:
        name = whole_name(text, words, lower=True, family_first=True)
        if name is not None and len(name.parts) == 1 and name.parts[0] not in name_list("given"):
            # In a column of names a single word is a family name.
            name = Name(name.text, name.title, True, name.start, name.end)
        names = [name] if name else split_names(text, words)
    else:
        names = []
    if unit.cells and not names and not text:
        names = [n for _, c in unit.cells if (n := whole_name(c, words, family_first=True)) and _sure(n)][:1]
    kin = _labelled_by_kin(unit, words)
    if kin is not None:
        people = [Person(kin, Evidence(unit.text, unit.source, "relation"), place, kin.start, kin.end, "row")]
    elif names:
        people = [Person(n, Evidence(unit.text, unit.source, "table-row"), place, how="row") for n in names]
    else:
        people = [
            Person(f.name, Evidence(unit.text, unit.source, f.how), place, f.name.start, f.name.end, "row")
            for f in names_in(unit, words)
        ]
    mail = _MAIL.search(unit.text)
    for person in people:
        person.organisation = kinds.get("organisation") or None
        if mail and len(people) == 1:
            person.email = mail.group().lower()
    return people


def _sure(name: Name) -> bool:
    return any(listed(p) for p in name.parts)


def _labelled_by_kin(unit: Unit, words: Lexicon) -> Name | None:
    """The name of "Vater: Peter Lang": who somebody is to the writer, and nothing behind it but the name."""
    colon = next((n for n, t in enumerate(unit.tokens[:4]) if t.text == ":"), 0)
    said = [t.fold for t in unit.tokens[:colon]]
    if not said or not any(words.exactly(kind, w) for w in said for kind in ("relation", "kin_label")):
        return None
    name = name_at(unit.tokens, colon + 1, unit.text, words)
    whole = name is not None and len(name.parts) > 1 and name.end == len(unit.tokens)
    return name if whole else None


def is_row(unit: Unit, words: Lexicon) -> bool:
    """True for a list item, and for a short line that begins with a name and is no sentence."""
    if unit.role is Role.ROW:
        return True
    if unit.role is not Role.SENTENCE or len(unit.tokens) > 22 or unit.text.rstrip()[-1:] in ".?!":
        return False
    if _labelled_by_kin(unit, words) is not None:
        return True
    if unit.has("self_register") or (unit.has("self") and "(" not in unit.text):
        return False
    name = name_at(unit.tokens, 0, unit.text, words)
    if name is None or name.start != 0:
        return False
    if len(name.parts) > 1 or name.formal:
        return True
    return inverted_at(unit.tokens, name, unit.text, words) is not None
