"""A few words answer the question which workshop: a number is a label there, and no count."""

from __future__ import annotations

import pytest

from mailbot.intent import read
from tests.corpus.load import event
from tests.unit.intent.mails import mail

OURS = "<4711@landkreis-mittelsachsen.de>"

ANSWERS = [
    ("Die zwei bitte", "2"),
    ("Ich nehme die zwei.", "2"),
    ("Eins wäre gut.", "1"),
    ("Die eins für mich.", "1"),
    ("One would be great.", "1"),
    ("Le deux, s'il vous plaît.", "2"),
    ("El tres, por favor.", "3"),
]


@pytest.mark.parametrize(("words", "workshop"), ANSWERS)
def test_read_of_few_words_to_our_question_takes_the_number(words: str, workshop: str) -> None:
    intent = read(
        mail(
            f"{words}\n\nAnna Berger", name="Anna Berger", subject="Re: Ihre Anmeldung", in_reply_to=(OURS,)
        ),
        event("fachtag"),
    )

    assert [p.workshop for p in intent.participants] == [workshop], intent
