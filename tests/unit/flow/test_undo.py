"""Actions taken back: a dismissed mail, a cancelled registration, a dropped reply."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.config import Mode
from mailbot.decision import AlreadyDone, Refused
from mailbot.flow import approval, heldmail, organiser
from mailbot.flow.erase import access
from mailbot.flow.outcome import Unknown
from mailbot.store import stored_mail, story_of_mail, story_of_registration
from mailbot.store.undo import dropped
from tests.desks import Desk
from tests.letters import PEOPLE, doubtful, registration

ANNA, BERND, CLARA = PEOPLE[:3]


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


def standing(desk: Desk) -> dict[str, tuple[str, int | None]]:
    return {row["name"]: (row["status"], row["position"]) for row in desk.registrations()}


def reference(desk: Desk, name: str) -> str:
    return str(next(row["reference"] for row in desk.registrations() if row["name"] == name))


def test_cancelled_registration_comes_back_to_its_place(desk: Desk) -> None:
    before, who = standing(desk), reference(desk, BERND)
    organiser.cancel(desk.office, "Olga", [who])
    arrive(desk, registration(CLARA, address(CLARA)))

    organiser.restore(desk.office, "Olga", who)

    assert standing(desk) == before | {CLARA: ("waitlisted", 2)}
    assert desk.outbox()[-1]["notice"] == "waitlist"
    with desk.office.database.reading() as tx:
        story = story_of_registration(tx, desk.office.event.id, who)
    assert story is not None
    assert (story["history"][-1]["actor"], story["history"][-1]["reason"]) == (
        "Olga",
        "restored-by-organiser",
    )


def test_cancelled_registration_is_not_restored_to_a_seat_that_was_passed_on(desk: Desk) -> None:
    who = reference(desk, ANNA)
    organiser.cancel(desk.office, "Olga", [who])
    before = standing(desk)

    with pytest.raises(Refused, match="no seat left"):
        organiser.restore(desk.office, "Olga", who)
    with pytest.raises(AlreadyDone):
        organiser.restore(desk.office, "Olga", reference(desk, BERND))
    assert standing(desk) == before


def test_restoring_twice_tells_who_did_it_and_writes_once(desk: Desk) -> None:
    who = reference(desk, BERND)
    organiser.cancel(desk.office, "Olga", [who], tell=False)
    organiser.restore(desk.office, "Olga", who, tell=False)
    written = len(desk.outbox())

    with pytest.raises(AlreadyDone, match="Olga"):
        organiser.restore(desk.office, "Otto", who)
    assert len(desk.outbox()) == written


def test_dismissed_mail_of_a_stranger_waits_again_and_is_accepted(desk: Desk) -> None:
    arrive(desk, doubtful(CLARA, address(CLARA)))
    with desk.office.database.reading() as tx:
        was = story_of_mail(tx, desk.office.event.id, 3)
    heldmail.dismiss(desk.office, "Olga", 3)
    assert CLARA not in standing(desk)

    heldmail.take_up(desk.office, "Otto", 3)

    with desk.office.database.reading() as tx:
        mail = story_of_mail(tx, desk.office.event.id, 3)
    assert was is not None
    assert mail is not None
    assert [mail[k] for k in ("disposition", "reason")] == [was[k] for k in ("disposition", "reason")]
    assert [(h["actor"], h["reason"]) for h in mail["history"]][-1] == ("Otto", "taken-up-by-organiser")
    with pytest.raises(AlreadyDone, match="Otto"):
        heldmail.take_up(desk.office, "Olga", 3)
    heldmail.accept(desk.office, "Otto", 3)
    assert standing(desk)[CLARA] == ("waitlisted", 2)


def test_dismissed_mail_of_somebody_registered_brings_back_what_was_held_with_it(desk: Desk) -> None:
    # Anna's address asks for somebody else as well; what was held of them is withdrawn and comes back.
    arrive(desk, doubtful(CLARA, address(ANNA), identifier="second"))
    assert standing(desk)[CLARA][0] == "held"
    heldmail.dismiss(desk.office, "Olga", 3)
    assert standing(desk)[CLARA][0] == "cancelled"

    heldmail.take_up(desk.office, "Olga", 3)

    assert standing(desk)[CLARA][0] == "held"
    heldmail.accept(desk.office, "Olga", 3)
    assert standing(desk)[CLARA][0] == "waitlisted"


def test_content_of_a_dismissed_mail_goes_after_a_day_and_is_not_taken_up_then(desk: Desk) -> None:
    arrive(desk, doubtful(CLARA, address(CLARA)))
    heldmail.dismiss(desk.office, "Olga", 3)
    assert access(desk.office, address(CLARA))["mails"], "while it is there, it is told of"
    desk.now += heldmail.UNDO_FOR
    heldmail.forget_dismissed(desk.office)
    desk.now += timedelta(seconds=1)
    heldmail.forget_dismissed(desk.office)

    with pytest.raises(Refused, match="no more"):
        heldmail.take_up(desk.office, "Olga", 3)
    with desk.office.database.reading() as tx:
        mail = stored_mail(tx, desk.office.event.id, 3)
    assert mail is not None
    assert (mail.raw, mail.understood) == (None, None)
    assert not any(access(desk.office, address(CLARA)).values())


def test_dropped_reply_waits_again_with_the_same_bytes(desk: Desk) -> None:
    desk.with_settings(mode=Mode.SUPERVISED)
    arrive(desk, registration(CLARA, address(CLARA), "3"))
    item = desk.outbox()[-1]
    words = desk.text_of(item["id"])
    approval.drop(desk.office, "Olga", [item["id"]])
    assert item["message_id"] not in {row["message_id"] for row in desk.outbox()}

    approval.undrop(desk.office, "Otto", item["id"])

    again = desk.outbox()[-1]
    assert (again["message_id"], again["state"], desk.text_of(again["id"])) == (
        item["message_id"],
        "withheld",
        words,
    )
    with pytest.raises(AlreadyDone):
        approval.undrop(desk.office, "Olga", item["id"])
    with pytest.raises(Unknown):
        approval.undrop(desk.office, "Olga", 999)
    with desk.office.database.reading() as tx:
        assert [(d["actor"], d["written_again"]) for d in dropped(tx, desk.office.event.id)] == [
            ("Olga", True)
        ]


def test_dropped_reply_that_tells_what_is_true_no_more_comes_back_out_of_date(desk: Desk) -> None:
    desk.with_settings(mode=Mode.SUPERVISED)
    arrive(desk, registration(CLARA, address(CLARA), "3"))
    number = desk.outbox()[-1]["id"]
    approval.drop(desk.office, "Olga", [number])
    desk.now += timedelta(minutes=5)
    organiser.move(desk.office, "Olga", reference(desk, CLARA), "1")

    (item,) = approval.undrop(desk.office, "Olga", number).items

    assert item.outdated
    with pytest.raises(Refused):
        approval.release(desk.office, "Olga", [item.id])
