"""Words typed into our own quoted mail are the sender's own."""

from pathlib import Path

from tests.desks import Desk
from tests.letters import letter


def test_understand_answer_typed_into_an_unmarked_quote(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("Clara Conrad <clara@example.org>", "Hiermit melde ich mich zum Fachtag an.\n\nClara Conrad")
    question = desk.outbox("question")[0]
    quoted = (
        "Siehe unten.\n\nVon: Anmeldung <anmeldung@example.test>\n"
        "Gesendet: Freitag, 3. September 2021 10:12\nAn: Clara Conrad\n"
        f"Betreff: {question['subject']}\n\n"
        "Guten Tag Clara Conrad,\n\nMeine Antwort: Workshop 2 bitte\n"
    )

    handled = desk.receive(
        letter(
            "Clara Conrad <clara@example.org>",
            f"AW: {question['subject']}",
            quoted,
            identifier="answer",
            In_Reply_To=question["message_id"],
        )
    )

    assert handled.message is not None
    assert "Workshop 2 bitte" in handled.message.own
    assert desk.registrations()[0]["workshop"] == "2"
