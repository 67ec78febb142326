"""Metamorphic properties of reading: what means the same is read the same; nothing ever raises."""

from __future__ import annotations

import textwrap
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.intent import Action, Intent, read
from mailbot.intent.model import Kind
from mailbot.message.model import Message
from tests.corpus.load import event, invitation
from tests.unit.intent.mails import mail

NAMES = (
    "Oleksandr Kovalenko", "Nguyễn Thị Hà", "Ayşe Yıldırım-Roth", "Jan van der Berg", "Mehmet Aydın",
    "Ana María Pérez", "Łukasz Wójcik", "Fatima Al-Sayed", "Jean-Pierre Dubois", "Hans Müller",
)  # fmt: skip
FILLERS = (
    "Das Wetter war am Wochenende herrlich.",
    "Wir haben uns über die Einladung sehr gefreut.",
    "Die Bahn fährt um 7:43 Uhr ab Chemnitz.",
)
BODY = (
    "Guten Tag,\n\nich melde mich zum Fachtag am 7. Oktober an und wähle Workshop {w}.\n\n"
    "Mit freundlichen Grüßen\n{n}"
)
QUICK = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def booked(message: Message) -> list[tuple[str | None, str | None]]:
    """Names and workshops of an intent that may be acted upon; empty otherwise."""
    intent = read(message, event("fachtag"))
    return [(p.name, p.workshop) for p in intent.participants] if intent.action is Action.ACT else []


@QUICK
@given(st.sampled_from(NAMES), st.sampled_from("123"))
def test_read_any_name_and_number(name: str, workshop: str) -> None:
    assert booked(mail(BODY.format(n=name, w=workshop), name=name)) == [(name, workshop)]


@QUICK
@given(st.sampled_from(FILLERS), st.sampled_from("123"), st.booleans())
def test_read_sentences_without_meaning_change_nothing(filler: str, workshop: str, before: bool) -> None:
    said = f"ich melde mich zum Fachtag am 7. Oktober an und wähle Workshop {workshop}."
    body = f"{filler} {said}" if before else f"{said} {filler}"

    assert booked(mail(f"Guten Tag,\n\n{body}\n\nViele Grüße\nHans Müller")) == [("Hans Müller", workshop)]


@QUICK
@given(st.integers(50, 78), st.sampled_from("123"))
def test_read_wrapped_lines_change_nothing(width: int, workshop: str) -> None:
    body = BODY.format(n="Hans Müller", w=workshop).split("\n\n")
    wrapped = "\n\n".join([body[0], textwrap.fill(body[1], width), body[2]])

    assert booked(mail(wrapped)) == [("Hans Müller", workshop)]


@pytest.mark.parametrize("workshop", ["1", "2", "3"])
def test_read_quoted_invitation_changes_nothing(workshop: str) -> None:
    plain = mail(BODY.format(n="Hans Müller", w=workshop), subject="Re: Einladung")

    assert booked(replace(plain, quoted=invitation("fachtag"))) == [("Hans Müller", workshop)]


def test_read_umlauts_written_out_change_nothing() -> None:
    body = BODY.format(n="Jörg Schäfer", w="2")
    for letter, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        body = body.replace(letter, two)

    assert booked(mail(body, name="Joerg Schaefer")) == [("Joerg Schaefer", "2")]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=60))
def test_read_any_text_gives_an_intent(own: str, subject: str, name: str) -> None:
    intent = read(mail(own, subject=subject, name=name), event("kueche"))

    assert isinstance(intent, Intent)
    assert intent.kind in Kind
