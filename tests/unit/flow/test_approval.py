"""Withheld mails of ours, released, dropped or reworded; failed ones tried again."""

from datetime import timedelta
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from mailbot.config import Mode
from mailbot.decision import AlreadyDone, Arrival, Correction, Refused
from mailbot.envelope import OutboxState, SmtpReply
from mailbot.flow import approval, organiser
from mailbot.flow.outcome import Unknown
from mailbot.store import claim, settle, snapshot, story_of_mail
from tests.desks import Desk
from tests.letters import PEOPLE, registration

ANNA, BERND = PEOPLE[:2]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A supervised office: the replies to Anna (1) and Bernd (2) are withheld."""
    desk = Desk(tmp_path)
    desk.with_settings(mode=Mode.SUPERVISED)
    desk.receive(registration(ANNA, "anna@example.org"))
    desk.receive(registration(BERND, "bernd@example.org"))
    assert [row["state"] for row in desk.outbox()] == ["withheld", "withheld"]
    desk.now += timedelta(minutes=1)
    return desk


def states(desk: Desk) -> dict[int, tuple[str, str | None]]:
    return {row["id"]: (row["state"], row["reason"]) for row in desk.outbox()}


def letter(desk: Desk, outbox_id: int) -> EmailMessage:
    mail = message_from_string(desk.text_of(outbox_id), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def history(desk: Desk, mail_id: int) -> list[dict[str, Any]]:
    with desk.office.database.reading() as tx:
        story = story_of_mail(tx, desk.office.event.id, mail_id)
    assert story is not None
    entries: list[dict[str, Any]] = story["history"]
    return entries


def test_release_of_one_lets_it_leave(desk: Desk) -> None:
    approval.release(desk.office, "Olga", [2])

    assert states(desk) == {1: ("withheld", "supervised"), 2: ("queued", None)}
    entry = history(desk, 2)[-1]
    assert (entry["actor"], entry["action"]) == ("Olga", "released")
    assert entry["details"]["before"] == {"state": "withheld", "reason": "supervised"}
    assert entry["details"]["after"] == {"state": "queued", "reason": ""}


def test_release_of_all_leaves_what_is_true_no_more(desk: Desk) -> None:
    reference = desk.registrations()[0]["reference"]
    organiser.correct(desk.office, "Olga", reference, Correction(name="Anna Albrechts"))
    desk.now += timedelta(minutes=1)

    released = approval.release(desk.office, "Olga")

    assert ([i.id for i in released.items], [i.id for i in released.left]) == ([2], [1])
    assert states(desk)[1] == ("withheld", "supervised")
    with pytest.raises(Refused, match="older than the last change"):
        approval.release(desk.office, "Olga", [1])
    approval.release(desk.office, "Olga", [1], anyway=True)
    assert states(desk)[1] == ("queued", None)


def test_second_release_hears_who_was_quicker(desk: Desk) -> None:
    approval.release(desk.office, "Olga", [1])

    with pytest.raises(AlreadyDone, match=r"queued, not withheld \(released-by-organiser, Olga"):
        approval.drop(desk.office, "Otto", [2, 1])
    assert states(desk) == {1: ("queued", None), 2: ("withheld", "supervised")}


def test_drop_is_for_good(desk: Desk) -> None:
    approval.drop(desk.office, "Olga", [1])

    assert set(states(desk)) == {2}
    assert history(desk, 1)[-1]["action"] == "dropped"
    with pytest.raises(AlreadyDone, match=r"gone \(dropped-by-organiser, Olga"):
        approval.release(desk.office, "Otto", [1])
    with pytest.raises(Unknown, match="99"):
        approval.drop(desk.office, "Otto", [99])


def test_drop_of_a_question_lets_it_be_asked_again(desk: Desk) -> None:
    clara = PEOPLE[2]
    body = f"Hiermit melde ich mich zum Fachtag an.\n\nName: {clara}\n\nMit freundlichen Grüßen\n{clara}"
    first = desk.write(f"{clara} <clara@example.org>", body)
    assert first.decision.reason == "asked-workshop"

    approval.drop(desk.office, "Olga", [3])

    with desk.office.database.reading() as tx:
        arrival = Arrival(desk.now, 9, "")
        known = snapshot(tx, desk.office.event.id, "clara@example.org", (), (), arrival, desk.now)
    assert known.asked == frozenset()


def test_reword_changes_the_words_and_nothing_else(desk: Desk) -> None:
    old = letter(desk, 1)

    approval.reword(
        desk.office, "Olga", 1, "Liebe Frau Albrecht,\nschön, dass Sie <kommen>!\n\nBis bald: ä\n"
    )

    new = letter(desk, 1)
    text, html = new.get_body(("plain",)), new.get_body(("html",))
    assert text is not None
    assert html is not None
    assert (
        text.get_content().replace("\r\n", "\n")
        == "Liebe Frau Albrecht,\nschön, dass Sie <kommen>!\n\nBis bald: ä\n"
    )
    assert "<p>Liebe Frau Albrecht,<br>schön, dass Sie &lt;kommen&gt;!</p>" in html.get_content()
    assert '<html lang="de" dir="ltr">' in html.get_content()
    kept = ("Message-ID", "Subject", "Date", "From", "To", "In-Reply-To", "References", "X-Mailbot-Notice")
    assert [new[name] for name in kept] == [old[name] for name in kept]
    assert calendars(new) == calendars(old) != []
    assert states(desk)[1] == ("withheld", "supervised")


def calendars(mail: EmailMessage) -> list[bytes]:
    found = [part.get_payload(decode=True) for part in mail.walk() if "calendar" in part.get_content_type()]
    return [data for data in found if isinstance(data, bytes)]


def test_reword_with_a_subject_is_what_leaves(desk: Desk) -> None:
    approval.reword(desk.office, "Olga", 1, "Hallo", "Grüße\r\nBcc: x@example.org")
    approval.release(desk.office, "Olga", [1])

    with desk.office.database.transaction() as tx:
        (claimed,) = claim(tx, desk.now, 9)
    assert claimed.message.subject == "Grüße Bcc: x@example.org"
    assert letter(desk, 1)["Subject"] == "Grüße Bcc: x@example.org"
    assert letter(desk, 1)["Bcc"] is None


def test_reword_needs_a_text_and_a_withheld_mail(desk: Desk) -> None:
    with pytest.raises(Refused):
        approval.reword(desk.office, "Olga", 1, " \n ")
    approval.release(desk.office, "Olga", [1])
    with pytest.raises(AlreadyDone):
        approval.reword(desk.office, "Olga", 1, "Hallo")


def test_retry_sends_what_has_failed_as_if_new(desk: Desk) -> None:
    approval.release(desk.office, "Olga")
    with desk.office.database.transaction() as tx:
        first, second = claim(tx, desk.now, 9)
        settle(tx, first, OutboxState.FAILED, SmtpReply(550, "no"), desk.now, None)
        settle(tx, second, OutboxState.SENT, SmtpReply(250, "ok"), desk.now, None)

    approval.retry(desk.office, "Olga", [1])

    row = desk.outbox()[0]
    assert (row["state"], row["attempts"]) == ("queued", 0)
    with pytest.raises(AlreadyDone, match="sent, not failed or deferred"):
        approval.retry(desk.office, "Olga", [2])


def test_reword_keeps_the_old_words_in_the_trail(desk: Desk) -> None:
    approval.reword(desk.office, "Olga", 1, "Guten Tag, Sie sind dabei.", "Neu")

    entry = history(desk, 1)[-1]
    assert (entry["actor"], entry["action"]) == ("Olga", "rewritten")
    assert ANNA in entry["details"]["before"]["text"]
    assert entry["details"]["after"] == {"subject": "Neu", "text": "Guten Tag, Sie sind dabei.\n"}
