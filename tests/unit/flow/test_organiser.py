"""Organiser actions on the real ledger: one transaction each, its mails, its audit entry, no second time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from mailbot.config import Mode
from mailbot.decision import AlreadyDone, Caller, Correction, Origin, Refused
from mailbot.envelope import OutboxState, SmtpReply
from mailbot.flow import heldmail, organiser
from mailbot.flow.outcome import Done, Unknown
from mailbot.intent.model import Participant
from mailbot.store import claim, decided_between, settle, story_of_mail, story_of_registration
from tests.desks import Desk
from tests.letters import PEOPLE, doubtful, registration

ANNA, BERND, CLARA, DIETER = PEOPLE[:4]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Workshop 2 has one seat: Anna sits there, Bernd waits for it."""
    desk = Desk(tmp_path)
    workshops = tuple(replace(w, seats=1 if w.id == "2" else 40) for w in desk.office.event.workshops)
    event = replace(desk.office.event, workshops=workshops)
    desk.office = replace(desk.office, event=event, composer=desk.office.composer.about(event))
    for name in (ANNA, BERND):
        arrive(desk, registration(name, address(name)))
    return desk


def address(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@example.org"


def arrive(desk: Desk, data: bytes) -> None:
    desk.now += timedelta(minutes=1)
    desk.receive(data)
    desk.now += timedelta(minutes=1)


def held(desk: Desk, name: str = CLARA) -> int:
    """A mail that waits for a person; its number."""
    arrive(desk, doubtful(name, address(name)))
    with desk.office.database.reading() as tx:
        return next(i for i in range(1, 99) if story_of_mail(tx, desk.office.event.id, i + 1) is None)


def statuses(desk: Desk) -> dict[str, str]:
    return {row["name"]: row["status"] for row in desk.registrations()}


def reference(desk: Desk, name: str) -> str:
    found: str = next(row["reference"] for row in desk.registrations() if row["name"] == name)
    return found


def told(desk: Desk, name: str) -> list[str]:
    return [row["notice"] for row in desk.outbox() if row["to"] == address(name)]


def mail_story(desk: Desk, mail_id: int) -> dict[str, Any]:
    with desk.office.database.reading() as tx:
        story = story_of_mail(tx, desk.office.event.id, mail_id)
    assert story is not None
    return story


def story(desk: Desk, name: str) -> dict[str, Any]:
    with desk.office.database.reading() as tx:
        found = story_of_registration(tx, desk.office.event.id, reference(desk, name))
    assert found is not None
    return found


def last_letter(desk: Desk) -> EmailMessage:
    text = desk.text_of(desk.outbox()[-1]["id"])
    mail = message_from_string(text, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_accept_seats_in_order_and_closes_the_mail(desk: Desk) -> None:
    mail_id = held(desk)
    arrive(desk, registration(DIETER, address(DIETER)))

    done = heldmail.accept(desk.office, "Olga", mail_id)

    assert (done.action, statuses(desk)[CLARA]) == ("waitlisted", "waitlisted")
    positions = {row["name"]: row["position"] for row in desk.registrations()}
    assert (positions[BERND], positions[CLARA], positions[DIETER]) == (1, 2, 3)
    mail = mail_story(desk, mail_id)
    assert (mail["disposition"], mail["reason"]) == ("waitlisted", "accepted-by-organiser")
    assert last_letter(desk)["In-Reply-To"] == f"<{address(CLARA)}>"
    closing = mail["history"][-1]
    assert (closing["actor"], closing["details"]["before"]["disposition"]) == ("Olga", "held")


def test_mail_that_an_organiser_decided_is_no_news_to_them(desk: Desk) -> None:
    heldmail.accept(desk.office, "Olga", held(desk))

    with desk.office.database.reading() as tx:
        until = desk.now + timedelta(days=1)
        decided = decided_between(tx, desk.office.event.id, desk.now - timedelta(days=1), until)
    assert [line.sender for line in decided] == [ANNA, BERND]


def test_accept_with_other_people_doubles_nobody(desk: Desk) -> None:
    mail_id = held(desk)
    before = reference(desk, CLARA)

    heldmail.accept(desk.office, "Olga", mail_id, [Participant("Klara Konrad", workshop="3")])

    assert (reference(desk, "Klara Konrad"), len(desk.registrations())) == (before, 3)


def test_accept_to_another_address_writes_there(desk: Desk) -> None:
    mail_id = held(desk)

    heldmail.accept(desk.office, "Olga", mail_id, contact="clara@elsewhere.test")

    assert desk.outbox()[-1]["to"] == "clara@elsewhere.test"
    assert story(desk, CLARA)["contact"] == "clara@elsewhere.test"


@pytest.mark.parametrize(
    "second",
    [
        lambda desk, mail_id: heldmail.accept(desk.office, "Otto", mail_id),
        lambda desk, mail_id: heldmail.dismiss(desk.office, "Otto", mail_id),
        lambda desk, mail_id: heldmail.answer(desk.office, "Otto", mail_id, "Hallo"),
        lambda desk, mail_id: heldmail.ask(desk.office, "Otto", mail_id, ["workshop"]),
    ],
)
def test_second_organiser_hears_who_was_quicker(desk: Desk, second: Callable[[Desk, int], Done]) -> None:
    mail_id = held(desk)
    heldmail.accept(desk.office, "Olga", mail_id)
    before = (desk.registrations(), desk.outbox())

    with pytest.raises(AlreadyDone, match=r"accepted-by-organiser, Olga, 2021-09-03"):
        second(desk, mail_id)
    assert (desk.registrations(), desk.outbox()) == before


def test_dismiss_keeps_nothing_of_a_stranger(desk: Desk) -> None:
    mail_id = held(desk)

    heldmail.dismiss(desk.office, "Olga", mail_id)
    desk.now += heldmail.UNDO_FOR + timedelta(minutes=1)
    heldmail.forget_dismissed(desk.office)

    mail = mail_story(desk, mail_id)
    assert (mail["disposition"], mail["reason"]) == ("ignored", "dismissed-by-organiser")
    assert (mail["sender"], mail["subject"], mail["understood"], mail["registrations"]) == (
        None,
        None,
        None,
        [],
    )
    assert CLARA not in statuses(desk)
    assert told(desk, CLARA) == []
    arrive(desk, doubtful(CLARA, address(CLARA)))
    assert CLARA not in statuses(desk), "the same mail delivered again is known"


def test_dismiss_keeps_the_mail_of_somebody_registered(desk: Desk) -> None:
    arrive(desk, doubtful(ANNA, address(ANNA), identifier="second"))
    mail_id = 3

    heldmail.dismiss(desk.office, "Olga", mail_id)

    assert mail_story(desk, mail_id)["sender"] == address(ANNA)
    assert statuses(desk)[ANNA] == "confirmed"


def test_answer_goes_to_the_sender_in_the_thread(desk: Desk) -> None:
    mail_id = held(desk)

    heldmail.answer(desk.office, "Olga", mail_id, "Ja, das <geht>.\n\nBis bald!")

    letter = last_letter(desk)
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    assert (letter["Subject"], letter["To"]) == ("Re: Anmeldung zum Fachtag", f"{CLARA} <{address(CLARA)}>")
    assert letter["In-Reply-To"] == f"<{address(CLARA)}>"
    assert "Ja, das <geht>." in text.get_content()
    assert "Ja, das &lt;geht&gt;." in html.get_content()
    assert "Programm" not in text.get_content(), "a person wrote it"
    assert (mail_story(desk, mail_id)["disposition"], statuses(desk)[CLARA]) == ("answered", "held")


def test_registration_of_an_answered_mail_is_decided_by_reference(desk: Desk) -> None:
    mail_id = held(desk)
    with pytest.raises(Refused, match=f"mail {mail_id}"):
        organiser.move(desk.office, "Olga", reference(desk, CLARA), "3")
    heldmail.answer(desk.office, "Olga", mail_id, "Ja, das geht.")

    organiser.move(desk.office, "Olga", reference(desk, CLARA), "3")

    assert (statuses(desk)[CLARA], told(desk, CLARA)) == ("confirmed", ["announcement", "confirmation"])


def test_ask_sends_the_question_and_the_answer_counts(desk: Desk) -> None:
    mail_id = held(desk)

    heldmail.ask(desk.office, "Olga", mail_id, ["workshop"])

    assert (statuses(desk)[CLARA], told(desk, CLARA)) == ("pending", ["question"])
    body = "Guten Tag,\n\nWorkshop 3 bitte.\n\nMit freundlichen Grüßen\n" + CLARA
    question = str(last_letter(desk)["Message-ID"])
    desk.write(f"{CLARA} <{address(CLARA)}>", body, "AW: Anmeldung", In_Reply_To=question)
    assert (statuses(desk)[CLARA], told(desk, CLARA)) == ("confirmed", ["question", "confirmation"])


def test_cancel_promotes_and_is_written_down(desk: Desk) -> None:
    done = organiser.cancel(desk.office, "Olga", [reference(desk, ANNA).lower()], text="Leider nein.")

    assert statuses(desk) == {ANNA: "cancelled", BERND: "confirmed"}
    assert (told(desk, ANNA)[-1], told(desk, BERND)[-1]) == ("cancellation", "promotion")
    assert [m.withheld for m in done.mails] == ["", ""]
    entry = story(desk, ANNA)["history"][-1]
    assert (entry["actor"], entry["reason"]) == ("Olga", "cancelled-by-organiser")
    assert (entry["details"]["before"]["status"], entry["details"]["after"]["status"]) == (
        "confirmed",
        "cancelled",
    )
    # Bernd's story is that he moved up, not that somebody cancelled.
    assert [(h["action"], h["reason"]) for h in story(desk, BERND)["history"]][-1] == ("promoted", "promoted")


def test_cancel_says_the_organisers_words_and_thanks_for_nothing(desk: Desk) -> None:
    organiser.cancel(desk.office, "Olga", [reference(desk, BERND)], text="Der Workshop fällt aus.")

    body = last_letter(desk).get_body(("plain",))
    assert body is not None
    assert "Der Workshop fällt aus." in body.get_content()
    assert "danke, dass Sie Bescheid geben" not in body.get_content()


def test_cancel_of_several_is_all_or_nothing(desk: Desk) -> None:
    organiser.cancel(desk.office, "Olga", [reference(desk, BERND)])
    before = desk.outbox()

    with pytest.raises(AlreadyDone, match="Olga"):
        organiser.cancel(desk.office, "Otto", [reference(desk, ANNA), reference(desk, BERND)])
    with pytest.raises(Unknown, match="XXXX-XXXX"):
        organiser.cancel(desk.office, "Otto", [reference(desk, ANNA), "XXXX-XXXX"])
    assert (statuses(desk)[ANNA], desk.outbox()) == ("confirmed", before)


def test_supervised_office_sends_the_action_and_withholds_what_follows(desk: Desk) -> None:
    desk.with_settings(mode=Mode.SUPERVISED)

    organiser.move(desk.office, "Olga", reference(desk, ANNA), "3")

    states = {(row["to"], row["notice"]): (row["state"], row["reason"]) for row in desk.outbox()}
    assert states[address(ANNA), "change"] == ("queued", None)
    assert states[address(BERND), "promotion"] == ("withheld", "supervised")


def test_move_twice_and_back_gives_each_mail_its_own_name(desk: Desk) -> None:
    for target in ("3", "1", "3", "livestream", "1"):
        organiser.move(desk.office, "Olga", reference(desk, ANNA), target)

    assert told(desk, ANNA) == ["confirmation"] + ["change"] * 5


def test_move_into_a_full_workshop_only_by_overbooking(desk: Desk) -> None:
    with pytest.raises(Refused, match="--overbook"):
        organiser.move(desk.office, "Olga", reference(desk, BERND), "2")
    organiser.move(desk.office, "Olga", reference(desk, BERND), "2", overbook=True)

    assert (statuses(desk)[BERND], told(desk, BERND)[-1]) == ("confirmed", "promotion")
    assert story(desk, BERND)["history"][-1]["reason"] == "overbooked-by-organiser"


def test_grant_by_reference_and_by_mail(desk: Desk) -> None:
    desk.now = desk.office.event.closes_at
    for name in (CLARA, DIETER):
        arrive(desk, registration(name, address(name), "3"))
    late = held(desk, PEOPLE[4])
    assert (statuses(desk)[CLARA], statuses(desk)[PEOPLE[4]]) == ("declined", "held")

    organiser.grant(desk.office, "Olga", reference(desk, CLARA))
    heldmail.grant_mail(desk.office, "Olga", 4)
    heldmail.grant_mail(desk.office, "Olga", late)

    assert [statuses(desk)[n] for n in (CLARA, DIETER, PEOPLE[4])] == ["confirmed", "confirmed", "waitlisted"]
    assert told(desk, DIETER) == ["late", "confirmation"]
    with pytest.raises(Refused):
        heldmail.grant_mail(desk.office, "Olga", 4)


def test_merge_tells_only_whoever_moves_up(desk: Desk) -> None:
    arrive(desk, registration(ANNA, "anna.privat@example.org", "3"))
    keep = next(r["reference"] for r in desk.registrations() if r["email"] == "anna.privat@example.org")
    drop = next(r["reference"] for r in desk.registrations() if r["email"] == address(ANNA))

    done = organiser.merge(desk.office, "Olga", keep, drop)

    assert [(m.notice.value, m.message.rcpt_to) for m in done.mails] == [("promotion", address(BERND))]
    assert sorted(r["status"] for r in desk.registrations() if r["name"] == ANNA) == [
        "cancelled",
        "confirmed",
    ]


def test_correct_writes_no_mail_unless_wanted(desk: Desk) -> None:
    organiser.correct(desk.office, "Olga", reference(desk, ANNA), Correction(name="Anna Albrechts"))
    organiser.correct(
        desk.office, "Olga", reference(desk, "Anna Albrechts"), Correction(organisation="Caritas"), tell=True
    )

    assert told(desk, ANNA) == ["confirmation", "change"]
    details = story(desk, "Anna Albrechts")["history"][-1]["details"]
    assert (details["before"]["organisation"], details["after"]["organisation"]) == (
        "Diakonie Freiberg",
        "Caritas",
    )


def test_add_by_telephone_is_in_order_and_has_its_clerk(desk: Desk) -> None:
    arrive(desk, registration(DIETER, address(DIETER)))
    received = desk.now - timedelta(minutes=2)
    caller = Caller(Participant(CLARA, workshop="2"))

    done = organiser.add(desk.office, "Klerk", caller, Origin.TELEPHONE, received, actor="Olga")

    rows = {row["name"]: row for row in desk.registrations()}
    assert (rows[CLARA]["source"], rows[CLARA]["position"], rows[DIETER]["position"]) == ("telephone", 2, 3)
    assert (rows[CLARA]["received_at"], done.mails, done.untold) == (
        received,
        (),
        (rows[CLARA]["reference"],),
    )
    entry = story(desk, CLARA)["history"][-1]
    assert (entry["actor"], entry["details"]["clerk"]) == ("Olga", "Klerk")


def test_somebody_without_an_address_moves_up_and_must_be_told(desk: Desk) -> None:
    organiser.cancel(desk.office, "Olga", [reference(desk, BERND)])
    organiser.add(desk.office, "Olga", Caller(Participant(CLARA, workshop="2")), Origin.PAPER)

    done = organiser.cancel(desk.office, "Olga", [reference(desk, ANNA)])

    assert (statuses(desk)[CLARA], done.untold) == ("confirmed", (reference(desk, CLARA),))
    (alarm,) = [row for row in desk.outbox() if row["notice"] == "alarm"]
    body = last_letter(desk).get_body(("plain",))
    assert (alarm["to"], alarm["state"]) == ("organisation@example.test", "queued")
    assert body is not None
    assert f"{CLARA} ({reference(desk, CLARA)}) hat jetzt einen Platz" in " ".join(body.get_content().split())


def test_resend_is_a_copy_under_its_own_name(desk: Desk) -> None:
    with pytest.raises(Refused, match="not left yet"):
        organiser.resend(desk.office, "Olga", reference(desk, ANNA))
    sent(desk)
    organiser.correct(desk.office, "Olga", reference(desk, ANNA), Correction(contact="neu@example.org"))

    organiser.resend(desk.office, "Olga", reference(desk, ANNA))

    first, copy = desk.outbox()[0], desk.outbox()[-1]
    assert (copy["notice"], copy["to"], copy["state"]) == ("confirmation", "neu@example.org", "queued")
    old, new = (message_from_string(desk.text_of(row["id"]), policy=policy.default) for row in (first, copy))
    assert new["Message-ID"] == copy["message_id"] != old["Message-ID"]
    assert new["To"].addresses[0].addr_spec == "neu@example.org"
    same = ("Subject", "In-Reply-To", "X-Mailbot-Notice", "X-Mailbot-Reference", "From")
    assert [new[name] for name in same] == [old[name] for name in same]
    assert (
        desk.text_of(copy["id"]).partition("\r\n\r\n")[2]
        == desk.text_of(first["id"]).partition("\r\n\r\n")[2]
    )


def sent(desk: Desk) -> None:
    """Everything in the outbox has left."""
    with desk.office.database.transaction() as tx:
        for one in claim(tx, desk.now, 99):
            settle(tx, one, OutboxState.SENT, SmtpReply(250, "ok"), desk.now, None)


def test_unknown_mails_and_registrations_are_named(desk: Desk) -> None:
    with pytest.raises(Unknown, match="99"):
        heldmail.accept(desk.office, "Olga", 99)
    with pytest.raises(Unknown, match="ABCD-EFGH"):
        organiser.move(desk.office, "Olga", "abcd-efgh", "1")
    with pytest.raises(AlreadyDone, match="confirmed"):
        heldmail.accept(desk.office, "Olga", 1)
