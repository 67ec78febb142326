"""Plain registrations told in unusual frames: couples, offices, boxes, quoted titles, rows with "ich"."""

from __future__ import annotations

import pytest

from tests.unit.intent.mails import understood
from tests.unit.intent.people import people

ADULTS = "energietag"

SENDERS = [
    ("Familie Wimmer", "Bitte tragen Sie mich am 13.11. für Workshop C ein.\n\nLiebe Grüße\nEdeltraud", "C"),
    ("Gabi & Rainer Fuhrmann", "Am 13. November bitte Workshop B.\n\nGruß\nRainer Fuhrmann", "B"),
    ("Kreisbrandmeister Otto Schneider", "Ich komme am 13. November in Workshop B.", "B"),
    ("Ulrike von der Heydt", "Ich komme am 13. November in Workshop B.\n\nUlrike von der Heydt", "B"),
    ("Kevin Hart", "My English Teacher told me. Please register me for workshop B on 13 November.", "B"),
]
NAMES = [
    "Edeltraud Wimmer",
    "Rainer Fuhrmann",
    "Otto Schneider",
    "Ulrike von der Heydt",
    "Kevin Hart",
]


@pytest.mark.parametrize(
    ("sender", "own", "workshop", "name"),
    [(*case, name) for case, name in zip(SENDERS, NAMES, strict=True)],
)
def test_writer_is_told_from_the_display_name(sender: str, own: str, workshop: str, name: str) -> None:
    intent = understood(own, on=ADULTS, name=sender)

    assert (str(intent.action), people(intent, [])) == ("act", [f"{name} > {workshop}"])


TITLES = [
    '25 Nisan\'daki güne katılmak istiyorum. "Was Familien zusteht" atölyesine kaydımı yapar mısınız?> geld',
    "Quiero inscribirme para el 25 de abril en el taller «Nein sagen, ruhig bleiben».> grenzen",
    "Proszę zapisać mnie na 25 kwietnia na warsztat „Handy weg oder Handy her?“.> medien",
    'Könnten Sie mich bitte für "Handy weg oder Handy her?" eintragen? Am 25. April.> medien',
    'Please register me for "Bald ein Schulkind" on 25 April.> schule',
]


@pytest.mark.parametrize("case", TITLES)
def test_quoted_title_says_nothing_of_its_sentence(case: str) -> None:
    own, _, workshop = case.rpartition("> ")
    intent = understood(own, on="elterntag", name="Ana Ruiz")

    assert (str(intent.action), people(intent, [])) == ("act", [f"Ana Ruiz > {workshop}"])


BOXES = [
    ("Workshop:  [ ] A   [ ] B   [x] C", "C"),
    ("Workshop: ( ) A (x) B ( ) C", "B"),
    ("Workshop: B\nHeizung vorhanden (nur für A): entfällt", "B"),
]


@pytest.mark.parametrize(("line", "workshop"), BOXES)
def test_boxes_behind_a_label_are_a_field_of_its_kind(line: str, workshop: str) -> None:
    intent = understood(f"Anmeldung 13.11.2025\nName: Ana Pop\n{line}", on=ADULTS, name="Büro")

    assert (str(intent.action), people(intent, [])) == ("act", [f"Ana Pop > {workshop}"])


def test_writer_in_a_row_of_others_goes_where_they_go() -> None:
    rows = "- Workshop A: Hannes Maier\n- Workshop B: Beate Frühauf\n- Workshop C: Traudl Kienast und ich"
    intent = understood(
        f"Bitte melden Sie für den 13. November an:\n\n{rows}\n\nLiebe Grüße\nRoswitha Kern",
        on=ADULTS,
        name="Roswitha Kern",
    )

    wanted = ["Beate Frühauf > B", "Hannes Maier > A", "Roswitha Kern > C", "Traudl Kienast > C"]
    assert (str(intent.action), people(intent, [])) == ("act", wanted)


ASKED = [
    ("Kann ich noch zu dem Workshop mit dem Schimmel? Wenn ja bitte eintragen.", "act"),
    ("Is there still room in workshop C on 13 November? If so, please put me down.", "act"),
    ("Is there still room in workshop C on 13 November? My neighbour may be interested.", "review"),
]


@pytest.mark.parametrize(("own", "action"), ASKED)
def test_workshop_asked_for_counts_where_the_next_sentence_takes_it(own: str, action: str) -> None:
    intent = understood(own, on=ADULTS, name="Jo Hall", subject="Energietag")

    assert str(intent.action) == action
    assert [p.workshop for p in intent.participants if action == "act"] == ["C"] * (action == "act")


def test_wish_of_one_person_is_nobody_elses() -> None:
    own = (
        "Three of us are coming on Oct 7: Tunde Adewale (that's me), Grace Osei and Lukas Hempelmann. "
        "Grace and I want the participation one, Lukas the jobs one."
    )
    intent = understood(own, name="Tunde Adewale")

    wanted = ["Grace Osei > 2", "Lukas Hempelmann > 3", "Tunde Adewale > 2"]
    assert (str(intent.action), people(intent, [])) == ("act", wanted)
