"""Who may sign in at the desk, for administrators; and everybody's own password.

Nobody takes their own rights away here, so that no slip locks anybody out: another administrator can.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable, Sequence

from starlette.responses import Response

from mailbot.decision import Refused
from mailbot.envelope import Role
from mailbot.flow import accounts
from mailbot.flow.outcome import Unknown
from mailbot.store import Session
from mailbot.web.visit import Page, Visit


def table(visit: Visit) -> Response:
    """Everybody who may sign in, and a form for one more."""
    return _table(visit)


def _table(
    visit: Visit, refused: str = "", name: str = "", role: str = Role.ORGANISER, chosen: Sequence[str] = ()
) -> Response:
    return visit.page(
        "users.html",
        409 if refused else 200,
        accounts=accounts.accounts(visit.office),
        roles=tuple(Role),
        shortest=accounts.SHORTEST_PASSWORD,
        refused=refused,
        typed={"name": name, "role": role, "events": chosen},
        events=[office.event for office in visit.desk.offices()] if visit.several else [],
    )


def change(visit: Visit) -> Response:
    """What an administrator does with a user."""
    try:
        said = _action(visit, visit.text("name"))()
    except Refused as error:
        told = visit.words.said("reason", error.reason, str(error))
        adds = visit.text("do") == "add"
        if not adds:
            return _table(visit, told)
        return _table(visit, told, visit.text("name"), visit.text("role"), visit.texts("event"))
    return visit.to("/users", said % {"name": visit.text("name")})


def _action(visit: Visit, name: str) -> Callable[[], str]:
    office, actor, gettext = visit.office, visit.actor, visit.words.gettext

    def add() -> str:
        accounts.add_user(
            office, name, _secret(visit, "password"), _role(visit), actor, anew=True, events=_events(visit)
        )
        return gettext("%(name)s may sign in now.")

    def events() -> str:
        accounts.change_events(office, _other(visit, name), _events(visit), actor)
        return gettext("%(name)s sees other events now.")

    def role() -> str:
        accounts.change_role(office, _other(visit, name), _role(visit), actor)
        return gettext("%(name)s has another role now.")

    def password() -> str:
        accounts.give_password(office, _other(visit, name), _secret(visit, "password"), actor)
        return gettext("%(name)s has a new password and is signed out everywhere.")

    def sign_out() -> str:
        accounts.sign_out_all(office, name, actor, visit.session)
        return gettext("%(name)s is signed out in all other browsers.")

    def remove() -> str:
        if visit.text("sure") != "yes":
            raise Refused("user-unsure", gettext("Nobody was removed: please confirm it first."))
        accounts.remove_user(office, _other(visit, name), actor)
        return gettext("%(name)s may sign in no more.")

    actions = {
        "add": add, "events": events, "role": role, "password": password, "sign-out": sign_out,
        "remove": remove,
    }  # fmt: skip
    if visit.text("do") not in actions:
        raise Unknown("there is nothing like this to be done")
    return actions[visit.text("do")]


def _events(visit: Visit) -> tuple[str, ...] | None:
    """The events that were ticked; None, which is all of them, where none was."""
    known = [office.event.id for office in visit.desk.offices()]
    if any(one not in known for one in visit.texts("event")):
        raise Unknown("there is no such event")
    return tuple(visit.texts("event")) or None


def _role(visit: Visit) -> Role:
    try:
        return Role(visit.text("role"))
    except ValueError:
        raise Unknown("there is no such role") from None


def _other(visit: Visit, name: str) -> str:
    """`name`, unless it is of who asks."""
    if name == visit.actor:
        raise Refused("user-oneself", "Nobody does this to themselves; another administrator can.")
    return name


def _secret(visit: Visit, field: str) -> str:
    """A password exactly as it was typed: its spaces count."""
    value = visit.form.get(field, "")
    return value if isinstance(value, str) else ""


def own(visit: Visit) -> Response:
    """The form for one's own password."""
    return _own(visit)


def _own(visit: Visit, refused: str = "", status: int = 409) -> Response:
    values = {"shortest": accounts.SHORTEST_PASSWORD, "refused": refused}
    return visit.page("password.html", status if refused else 200, **values)


def change_own(visit: Visit) -> Response:
    """A new password for whoever knows the old one; or the end of all other browsers."""
    session, gettext = _session(visit), visit.words.gettext
    if visit.text("do") == "sign-out":
        accounts.sign_out_all(visit.office, visit.actor, visit.actor, session)
        return visit.to("/password", gettext("All other browsers are signed out."))
    if visit.text("do") != "change":
        raise Unknown("there is nothing like this to be done")
    new = _secret(visit, "new")
    if not hmac.compare_digest(new.encode(), _secret(visit, "again").encode()):
        return _own(visit, gettext("The two new passwords are not the same."))
    # Whoever finds a browser that was left signed in must not find out the password by trying.
    keys, now = (f"name {visit.actor.casefold()}",), visit.office.clock()
    until = visit.desk.brake.waits_until(keys, now)
    if until is not None:
        told = gettext("Too many wrong passwords. Please wait %(count)s seconds.")
        return _own(visit, told % {"count": math.ceil((until - now).total_seconds())}, 429)
    try:
        right = accounts.change_password(visit.office, session, _secret(visit, "old"), new)
    except Refused as error:
        return _own(visit, visit.words.said("reason", error.reason, str(error)))
    if not right:
        visit.desk.brake.failed(keys, now)
        return _own(visit, gettext("The old password is not right."), 403)
    visit.desk.brake.passed(keys)
    return visit.to("/password", gettext("The new password counts now. All other browsers are signed out."))


def _session(visit: Visit) -> Session:
    if visit.session is None:
        raise Unknown("nobody is signed in")
    return visit.session


PAGES = (
    Page("/users", table, Role.ADMIN, change, Role.ADMIN),
    Page("/password", own, Role.READER, change_own, Role.READER),
)
