"""The organisers' commands as they are typed: what they print, and how they end."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from mailbot.cli import app
from mailbot.config import Mode
from mailbot.decision import AlreadyDone, Refused
from mailbot.flow.outcome import Unknown
from tests.desks import Desk
from tests.letters import PEOPLE, doubtful, letter, office_mail, registration

ANNA, BERND, CLARA = PEOPLE[:3]
COMMANDS = (
    "accept", "add", "answer", "ask", "cancel", "correct", "dismiss", "drop", "edit", "grant", "merge",
    "move", "release", "resend", "retry", "set-seats", "show",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Anna is registered (mail 1), Bernd's mail is held (2), the third is none of ours."""
    desk = Desk(tmp_path)
    desk.receive(registration(ANNA, "anna@example.org"))
    desk.receive(doubtful(BERND, "bernd@example.org"))
    desk.receive(office_mail("papier@example.org"))
    return desk


def run(desk: Desk, *words: str, given: str = "") -> Result:
    return CliRunner().invoke(app, ["--config", str(desk.folder), *words], input=given)


def done(desk: Desk, *words: str, given: str = "") -> dict[str, Any]:
    result = run(desk, *words, "--by", "Olga", "--json", given=given)
    assert result.exit_code == 0, (result.output, result.exception)
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


def told(desk: Desk, *words: str) -> dict[str, Any]:
    result = run(desk, "show", *words, "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    story: dict[str, Any] = json.loads(result.stdout)
    return story


def reference(desk: Desk, name: str = ANNA) -> str:
    found: str = next(row["reference"] for row in desk.registrations() if row["name"] == name)
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])

    assert result.exit_code == 0
    assert "--json" in result.output


def test_accept_with_a_participant_as_typed(desk: Desk) -> None:
    printed = done(desk, "accept", "2", "--participant", "Berta Brandt; Caritas; livestream")

    (person,) = printed["registrations"]
    assert (person["name"], person["organisation"], person["attendance"], person["status"]) == (
        "Berta Brandt",
        "Caritas",
        "livestream",
        "confirmed",
    )
    assert [(m["notice"], m["to"], m["state"]) for m in printed["mails"]] == [
        ("confirmation", "bernd@example.org", "queued")
    ]
    assert told(desk, "2")["history"][-1]["actor"] == "Olga"


@pytest.mark.parametrize("text", ["", "; Caritas; 2", "A; B; 1; 2; 3"])
def test_accept_with_a_participant_nobody_understands(desk: Desk, text: str) -> None:
    assert run(desk, "accept", "2", "--participant", text).exit_code == 2


def test_answer_from_standard_input_or_option(desk: Desk) -> None:
    assert run(desk, "answer", "2").exit_code == 2
    assert run(desk, "answer", "2", "-", "--text", "Hallo").exit_code == 2
    assert run(desk, "answer", "2", "no-such-file").exit_code == 2

    assert done(desk, "answer", "2", "-", given="Ja, gern.\n")["action"] == "answered"
    assert "Ja, gern." in desk.text_of(desk.outbox()[-1]["id"])


def test_ask_names_what_is_missing(desk: Desk) -> None:
    assert isinstance(run(desk, "ask", "2", "--missing", "workshop").exception, Refused), "it is too late now"
    desk.edit_event("ends = 2021-10-07", "ends = 2121-10-07")
    desk.edit_event("starts = 2021-10-07", "starts = 2121-10-07")
    desk.edit_event("registration_closes = 2021-09-24", "registration_closes = 2121-09-24")

    printed = done(desk, "ask", "2", "--missing", "workshop")

    assert (printed["action"], printed["mails"][0]["notice"]) == ("asked", "question")


def test_dismiss_then_accept_fails_with_who_did_it(desk: Desk) -> None:
    done(desk, "dismiss", "2")

    result = run(desk, "accept", "2")

    assert isinstance(result.exception, AlreadyDone)
    assert "Olga" in str(result.exception)


def test_registration_moved_corrected_cancelled_and_granted(desk: Desk) -> None:
    anna = reference(desk)
    assert done(desk, "move", anna, "3", "--text", "Umzug")["registrations"][0]["workshop"] == "3"
    assert done(desk, "correct", anna, "--title", "Dr.", "--tell")["mails"][0]["notice"] == "change"
    assert done(desk, "cancel", anna, "--silent")["mails"] == []
    assert done(desk, "grant", anna)["registrations"][0]["status"] == "confirmed"

    entries = told(desk, anna)["history"]
    assert [entry["reason"] for entry in entries] == [
        "confirmed",
        "moved-by-organiser",
        "corrected-by-organiser",
        "cancelled-by-organiser",
        "granted-by-organiser",
    ]


def test_add_and_merge(desk: Desk) -> None:
    anna = reference(desk)
    words = ("--workshop", "2", "--received", "2021-09-03T09:00:00+02:00", "--clerk", "Klerk")
    added = done(desk, "add", "--name", ANNA, *words)
    extra = added["registrations"][0]["reference"]
    assert (added["mails"], added["untold"]) == ([], [extra])
    assert run(desk, "add", "--name", CLARA, "--workshop", "2", "--received", "gestern").exit_code == 2
    assert run(desk, "add", "--name", CLARA, "--workshop", "2", "--source", "fax").exit_code == 2
    assert told(desk, extra)["source"] == "telephone"

    assert done(desk, "merge", anna, extra)["reason"] == "merged-by-organiser"


def test_withheld_mails_edited_released_and_dropped(desk: Desk) -> None:
    desk.with_settings(mode=Mode.SUPERVISED)
    desk.receive(registration(CLARA, "clara@example.org"))
    desk.receive(registration(PEOPLE[4], "elke@example.org"))
    assert run(desk, "release").exit_code == 2
    assert run(desk, "release", "2", "--all").exit_code == 2

    assert done(desk, "edit", "2", "--text", "Willkommen")["mails"][0]["to"] == "clara@example.org"
    assert [mail["id"] for mail in done(desk, "drop", "3")["mails"]] == [3]
    assert [mail["id"] for mail in done(desk, "release", "--all")["mails"]] == [2]
    assert isinstance(run(desk, "retry", "2").exception, AlreadyDone)
    assert isinstance(run(desk, "drop", "99").exception, Unknown)


def test_seats_are_counted_with_what_waits(desk: Desk) -> None:
    desk.edit_event('Leben"]\nseats = 40', 'Leben"]\nseats = 1')
    desk.receive(registration(CLARA, "clara@example.org"))

    rows = json.loads(run(desk, "seats", "--format", "json").stdout)

    second, whole = next(row for row in rows if row["workshop"] == "2"), rows[-1]
    assert [second[k] for k in ("seats", "taken", "free", "waiting")] == [1, 1, 0, 1]
    assert [whole[k] for k in ("seats", "taken", "free", "waiting")] == [120, 1, 119, 1]
    assert "event.toml" in run(desk, "seats").output


def test_resend_of_what_has_not_left_is_refused(desk: Desk) -> None:
    assert isinstance(run(desk, "resend", reference(desk)).exception, Refused)


def test_show_explains_a_mail_to_people(desk: Desk) -> None:
    output = run(desk, "show", "1").output

    for words in ("anna@example.org", "registration", "confirmed", "Diakonie Freiberg", reference(desk)):
        assert words in output
    assert "confirmation · anna@example.org · queued" in output


def test_show_explains_a_registration_to_people(desk: Desk) -> None:
    done(desk, "move", reference(desk), "3")

    output = run(desk, "show", reference(desk).lower()).output

    assert "seat: 2 → 3" in output
    assert "Olga" in output
    assert "Anmeldung zum Fachtag" in output


def test_show_keeps_nothing_of_what_is_none_of_ours(desk: Desk) -> None:
    story = told(desk, "3")

    assert (story["disposition"], story["sender"], story["subject"]) == ("ignored", None, None)
    assert run(desk, "show", "3", "--raw").exit_code == 1


def test_show_raw_is_the_mail_as_it_came(desk: Desk) -> None:
    assert run(desk, "show", "1", "--raw").stdout_bytes == registration(ANNA, "anna@example.org")


@pytest.mark.parametrize("target", ["99", "ABCD-EFGH"])
def test_show_of_something_unknown_fails(desk: Desk, target: str) -> None:
    assert run(desk, "show", target).exit_code == 1


def test_show_of_hostile_words_prints_no_markup(desk: Desk) -> None:
    desk.receive(letter("x@example.org", "[bold]Anmeldung[/] \x1b[2J", "Ich möchte [red]etwas[/] fragen?"))

    assert run(desk, "show", "4").exit_code == 0


def test_set_seats_counts_and_lists_who_did_it(desk: Desk) -> None:
    desk.edit_event("seats = 40", "seats = 1")
    desk.receive(registration(CLARA, "clara@example.org"))

    changed = done(desk, "set-seats", "2", "2")

    assert (changed["workshop"], changed["before"], changed["seats"], changed["event_toml"]) == ("2", 1, 2, 1)
    rows = {row["workshop"]: row for row in json.loads(run(desk, "seats", "--format", "json").stdout)}
    assert (rows["2"]["seats"], rows["2"]["set_by"], rows["1"]["set_by"]) == (2, "Olga", None)
    assert done(desk, "set-seats", "2", "file")["seats"] == 1
    assert "1 more are confirmed" in run(desk, "set-seats", "2", "0", "--by", "Olga").stdout


@pytest.mark.parametrize("seats", ["-1", "many", "1.5", "²", "99999999"])
def test_set_seats_to_no_number_is_wrong_usage(desk: Desk, seats: str) -> None:
    assert run(desk, "set-seats", "--", "2", seats).exit_code == 2


def test_add_keeps_the_telephone_number(desk: Desk) -> None:
    added = done(desk, "add", "--name", CLARA, "--workshop", "3", "--phone", "03731 1234")

    assert added["registrations"][0]["phone"] == "03731 1234"
    assert added["untold"] == [reference(desk, CLARA)]
    assert told(desk, reference(desk, CLARA))["phone"] == "03731 1234"
    spoken = run(desk, "correct", reference(desk, CLARA), "--phone", "03731 9999")
    assert "03731 9999" in spoken.stdout
    listed = json.loads(run(desk, "registrations", "--format", "json").stdout)
    assert {row["name"]: (row["email"], row["phone"]) for row in listed}[CLARA] == (None, "03731 9999")


def test_announce_as_json_counts_and_shows_a_copy(desk: Desk) -> None:
    (desk.folder / "text.txt").write_text("Der Eingang ist hinten.", "utf-8")
    words = ("announce", str(desk.folder / "text.txt"), "--to", "all")

    shown = done(desk, *words, "--dry-run")
    begun = done(desk, *words)

    assert (shown["announcement"], shown["mails"], shown["people"], shown["unreached"]) == (None, 1, 1, 0)
    assert "Subject:" in shown["sample"]
    assert begun["announcement"] == 1
    assert [row["to"] for row in desk.outbox("announcement")] == ["anna@example.org"]


def test_show_puts_the_mails_of_a_conversation_side_by_side(desk: Desk) -> None:
    desk.write(f"{CLARA} <clara@example.org>", f"Hiermit melde ich mich zum Fachtag an.\n\n{CLARA}\n")
    desk.write(f"{CLARA} <clara@example.org>", f"Ich melde mich gern zum Fachtag an.\n\n{CLARA}\n")

    shown = run(desk, "show", "5").stdout
    story = told(desk, "5")

    assert story["reason"] == "unclear-answer"
    assert [mail["id"] for mail in story["conversation"]] == [4]
    assert "| Hiermit melde ich mich" in shown
    assert "| Ich melde mich gern" in shown
    assert shown.index("Hiermit") < shown.index("Ich melde mich gern")
