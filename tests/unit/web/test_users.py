"""Who may sign in, as administrators say at the desk; and one's own password."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.decision import Refused
from mailbot.envelope import Role
from mailbot.flow import accounts
from mailbot.flow.accounts import IDLE
from mailbot.store.browse import find_entries
from tests.unit.web.visitors import PASSWORD, Visitors, csrf, send, sign_in

OTHER = "  noch ein Wort "


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    return Visitors(tmp_path)


def roles(visitors: Visitors) -> dict[str, Role]:
    return {account.name: account.role for account in accounts.accounts(visitors.desk.office)}


def trail(visitors: Visitors) -> list[tuple[str, str, dict[str, object]]]:
    """Who did what to whom, the newest first."""
    with visitors.desk.office.database.reading() as tx:
        return [(row["actor"], row["action"], row["details"]) for row in find_entries(tx).rows]


def test_user_who_is_added_signs_in_with_the_password_exactly_as_typed(visitors: Visitors) -> None:
    admin = visitors.signed_in(Role.ADMIN)
    status, page = send(admin, "/users", do="add", name="  Olga  Neu ", role="organiser", password=OTHER)

    assert status == 303
    assert "Olga Neu" in page
    assert sign_in(visitors.stranger(), "Olga Neu", OTHER.strip()) == 403
    assert sign_in(visitors.stranger(), "Olga Neu", OTHER) == 303
    assert roles(visitors)["Olga Neu"] is Role.ORGANISER
    assert trail(visitors)[0] == (
        "admin",
        "user-added",
        {"user": "Olga Neu", "after": {"role": "organiser"}},
    )


@pytest.mark.parametrize(
    ("name", "password"), [("reader", OTHER), ("", OTHER), ("x" * 101, OTHER), ("Olga", "zu kurz"), ("O", "")]
)
def test_user_who_will_not_do_is_not_added_and_changes_nobody(
    visitors: Visitors, name: str, password: str
) -> None:
    before = roles(visitors)
    reader = visitors.signed_in(Role.READER)
    status, page = send(
        visitors.signed_in(Role.ADMIN), "/users", do="add", name=name, role="admin", password=password
    )

    assert status == 409
    assert 'role="alert"' in page
    assert f'name="name" value="{name}"' in page
    assert roles(visitors) == before
    assert trail(visitors) == []
    assert reader.get("/").status_code == 200


def test_role_that_is_changed_counts_at_once_in_open_browsers(visitors: Visitors) -> None:
    admin, reader = visitors.signed_in(Role.ADMIN), visitors.signed_in(Role.READER)
    assert reader.get("/users").status_code == 403
    send(admin, "/users", do="role", name="reader", role="admin")
    assert reader.get("/users").status_code == 200
    send(reader, "/users", do="role", name="admin", role="reader")

    assert admin.get("/users").status_code == 403
    assert roles(visitors) == {"admin": Role.READER, "organiser": Role.ORGANISER, "reader": Role.ADMIN}
    change = {"user": "admin", "before": {"role": "admin"}, "after": {"role": "reader"}}
    assert trail(visitors)[0] == ("reader", "user-changed", change)


def test_user_who_is_removed_is_out_at_once_and_cannot_come_back(visitors: Visitors) -> None:
    admin, organiser = visitors.signed_in(Role.ADMIN), visitors.signed_in(Role.ORGANISER)
    assert send(admin, "/users", do="remove", name="organiser")[0] == 409
    assert organiser.get("/").status_code == 200
    send(admin, "/users", do="remove", name="organiser", sure="yes")

    assert organiser.get("/").status_code == 303
    assert sign_in(visitors.stranger(), "organiser", PASSWORD) == 403
    assert trail(visitors)[0][1] == "user-removed"


@pytest.mark.parametrize(
    "form",
    [
        {"do": "role", "role": "reader"},
        {"do": "remove", "sure": "yes"},
        {"do": "password", "password": OTHER},
    ],
    ids=lambda form: form["do"],
)
def test_nobody_takes_their_own_rights(visitors: Visitors, form: dict[str, str]) -> None:
    # There is another one, so that it is not for being the last that it is refused.
    accounts.add_user(visitors.desk.office, "Olga", PASSWORD, Role.ADMIN)
    admin = visitors.signed_in(Role.ADMIN)

    assert send(admin, "/users", name="admin", **form)[0] == 409
    assert admin.get("/users").status_code == 200
    assert roles(visitors)["admin"] is Role.ADMIN


def test_last_administrator_stays_whoever_asks(visitors: Visitors) -> None:
    office = visitors.desk.office
    with pytest.raises(Refused):
        accounts.remove_user(office, "admin")
    with pytest.raises(Refused):
        accounts.change_role(office, "admin", Role.READER)
    with pytest.raises(Refused):
        accounts.add_user(office, "admin", PASSWORD, Role.ORGANISER)
    assert roles(visitors)["admin"] is Role.ADMIN

    accounts.add_user(office, "Olga", PASSWORD, Role.ADMIN)
    accounts.remove_user(office, "admin")
    assert "admin" not in roles(visitors)


def test_forgotten_password_is_replaced_and_old_browsers_are_out(visitors: Visitors) -> None:
    admin, reader = visitors.signed_in(Role.ADMIN), visitors.signed_in(Role.READER)
    send(admin, "/users", do="password", name="reader", password=OTHER)

    assert reader.get("/").status_code == 303
    assert sign_in(visitors.stranger(), "reader", PASSWORD) == 403
    assert sign_in(visitors.stranger(), "reader", OTHER) == 303
    assert not any(word in str(trail(visitors)) for word in (OTHER, OTHER.strip(), "argon2"))


def test_browsers_that_are_signed_in_are_counted_and_signed_out(visitors: Visitors) -> None:
    old = visitors.signed_in(Role.READER)
    visitors.desk.now += IDLE + timedelta(minutes=1)
    readers = [visitors.signed_in(Role.READER) for _ in range(2)]
    admin = visitors.signed_in(Role.ADMIN)
    counted = {a.name: a.browsers for a in accounts.accounts(visitors.desk.office)}
    assert counted == {"admin": 1, "organiser": 0, "reader": 2}

    send(admin, "/users", do="sign-out", name="reader")
    assert [browser.get("/").status_code for browser in (old, *readers, admin)] == [303, 303, 303, 200]


def test_own_password_is_changed_and_only_other_browsers_end(visitors: Visitors) -> None:
    here, elsewhere = visitors.signed_in(Role.READER), visitors.signed_in(Role.READER)
    status, _ = send(here, "/password", do="change", old=PASSWORD, new=OTHER, again=OTHER)

    assert status == 303
    assert (here.get("/").status_code, elsewhere.get("/").status_code) == (200, 303)
    assert sign_in(visitors.stranger(), "reader", PASSWORD) == 403
    assert sign_in(visitors.stranger(), "reader", OTHER) == 303
    assert trail(visitors)[0] == ("reader", "user-password", {"user": "reader"})


@pytest.mark.parametrize(
    ("old", "new", "again", "status"),
    [
        ("falsch", OTHER, OTHER, 403),
        (f" {PASSWORD}", OTHER, OTHER, 403),
        (PASSWORD, OTHER, OTHER.strip(), 409),
        (PASSWORD, "zu kurz", "zu kurz", 409),
    ],
)
def test_own_password_stays_where_the_form_is_wrong(
    visitors: Visitors, old: str, new: str, again: str, status: int
) -> None:
    here, elsewhere = visitors.signed_in(Role.READER), visitors.signed_in(Role.READER)
    answer, page = send(here, "/password", do="change", old=old, new=new, again=again)

    assert answer == status
    assert 'role="alert"' in page
    assert elsewhere.get("/").status_code == 200
    assert sign_in(visitors.stranger(), "reader", PASSWORD) == 303


def test_old_password_is_not_found_out_by_trying(visitors: Visitors) -> None:
    here = visitors.signed_in(Role.READER)
    form = {"csrf": csrf(here.get("/password").text), "do": "change", "new": OTHER, "again": OTHER}
    tries = [here.post("/password", data=form | {"old": "falsch"}).status_code for _ in range(5)]

    assert tries == [403] * 5
    assert here.post("/password", data=form | {"old": PASSWORD}).status_code == 429
    visitors.desk.now += timedelta(seconds=3)
    assert here.post("/password", data=form | {"old": PASSWORD}).status_code == 303


def test_own_other_browsers_are_signed_out_without_a_new_password(visitors: Visitors) -> None:
    here, elsewhere = visitors.signed_in(Role.READER), visitors.signed_in(Role.READER)
    send(here, "/password", do="sign-out")

    assert (here.get("/").status_code, elsewhere.get("/").status_code) == (200, 303)


def test_users_are_in_the_menu_of_administrators_only(visitors: Visitors) -> None:
    shown = {role: 'href="/users"' in visitors.signed_in(role).get("/").text for role in Role}

    assert shown == {Role.READER: False, Role.ORGANISER: False, Role.ADMIN: True}


def test_name_that_is_markup_is_shown_as_text(visitors: Visitors) -> None:
    admin = visitors.signed_in(Role.ADMIN)
    name = '"><script>alert(1)</script>%(x)s'
    status, page = send(admin, "/users", do="add", name=name, role="reader", password=OTHER)

    assert status == 303
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in admin.get("/audit").text
