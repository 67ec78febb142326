"""Several events and mailboxes in one folder; every mistake gets file, key, value and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.config import Post, load_filed, load_installation, load_post, load_settings
from mailbot.errors import ConfigError
from mailbot.flow import lay_out
from tests.servers.office import PROJECT

TWO = """\
[smtp]
host = "smtp.example.org"
username = "desk@example.org"
from = "Desk <desk@example.org>"
[[mailbox]]
name = "north"
host = "imap.example.org"
username = "north@example.org"
events = ["a"]
[mailbox.smtp]
from = "North <north@example.org>"
[[mailbox]]
name = "south"
host = "imap.example.org"
username = "south@example.org"
events = ["b", "c"]
"""
EVENT = """\
id = "{id}"
title = "Event {id}"
starts = 2021-10-07T08:30:00
"""


def furnish(folder: Path, settings: str, *events: str, **more: str) -> Path:
    """A folder with these settings and an event for each id; more: what else stands in an event's file."""
    (folder / "events").mkdir(exist_ok=True)
    for one in events:
        (folder / "events" / f"{one}.toml").write_text(EVENT.format(id=one) + more.get(one, ""), "utf-8")
    (folder / "mailbot.toml").write_text(settings, "utf-8")
    return folder


def _by_event(folder: Path) -> dict[str, Post]:
    return {post.event.id: post for post in load_installation(folder, {})}


def test_single_event_is_as_it_was() -> None:
    (post,) = load_installation(PROJECT / "config", {})

    assert post.settings == load_settings(PROJECT / "config", {})
    assert (post.file, post.served, post.shown) == ("event.toml", (post.event.id,), ())


def test_each_mailbox_has_its_events(tmp_path: Path) -> None:
    found = _by_event(furnish(tmp_path, TWO, "a", "b", "c"))

    assert {event: post.settings.mailbox.name for event, post in found.items()} == {
        "a": "north", "b": "south", "c": "south",
    }  # fmt: skip
    assert found["b"].served == found["c"].served == ("b", "c")
    assert found["a"].elsewhere == {"b", "c"}
    assert found["a"].shown == ("a",)
    assert found["b"].shown[0] == "b"
    assert found["b"].shown[1] == found["c"].shown[1] != "b"


def test_mailbox_says_what_is_otherwise_for_its_replies(tmp_path: Path) -> None:
    found = _by_event(furnish(tmp_path, TWO, "a", "b", "c"))

    assert found["a"].settings.smtp.from_ == "North <north@example.org>"
    assert found["a"].settings.smtp.host == "smtp.example.org"
    assert found["b"].settings.smtp.from_ == "Desk <desk@example.org>"


def test_event_says_what_is_otherwise_for_it(tmp_path: Path) -> None:
    own = '[office]\nnotify = ["c@example.org"]\n[waiting]\npromote_until = 2021-10-01\n'
    found = _by_event(furnish(tmp_path, TWO + "[waiting]\nanswer_days = 3\n", "a", "b", "c", c=own))

    assert found["c"].settings.office.notify == ("c@example.org",)
    assert found["b"].settings.office.notify == ()
    assert found["c"].settings.waiting.answer_days == 3
    assert found["b"].settings.waiting.promote_until is None
    assert load_filed(tmp_path, "events/c.toml") == found["c"].event


def test_one_mailbox_is_for_all_events(tmp_path: Path) -> None:
    found = load_installation(furnish(tmp_path, '[mailbox]\nusername = "x@example.org"\n', "b", "a"), {})

    assert [post.event.id for post in found] == ["a", "b"]
    assert all(post.served == ("a", "b") for post in found)


def test_own_password_takes_the_place_of_the_common_one(tmp_path: Path) -> None:
    settings = TWO.replace("[smtp]\n", '[smtp]\npassword_file = "common"\n').replace(
        "[mailbox.smtp]\n", '[mailbox.smtp]\npassword_file = "own"\n'
    )
    for name in ("common", "own"):
        (tmp_path / name).touch(0o600)
        (tmp_path / name).write_text(f"{name} secret", "utf-8")

    found = _by_event(furnish(tmp_path, settings, "a", "b", "c"))

    assert (found["a"].settings.smtp.password, found["b"].settings.smtp.password) == (
        "own secret",
        "common secret",
    )


def _without(line: str) -> str:
    assert line in TWO
    return TWO.replace(line, "")


MISTAKES = [
    (_without('name = "north"\n'), ["mailbot.toml", "mailbox[1].name", "is missing"]),
    (TWO.replace('"south"', '"north"'), ["mailbox[2].name", "comes twice"]),
    (TWO.replace('"south"', '"South"'), ["mailbox[2].name", '"South" is no name', "a-z"]),
    (_without('events = ["a"]\n'), ["mailbox[1].events", "is missing", "a, b, c"]),
    (TWO.replace('["a"]', '["d"]'), ["mailbox[1].events", 'no event "d"', "a, b, c"]),
    (TWO.replace('["a"]', '["a", "b"]'), ["mailbox[2].events", '"b"', "mailbox[1].events"]),
    (TWO.replace('["b", "c"]', '["b"]'), ["events/c.toml", "id", 'no mailbox is for the event "c"']),
    (TWO.replace("south@", "north@"), ["mailbox[2]", "same folder"]),
    (TWO + "port = 99999\n", ["mailbox[2].port", "99999", "65535"]),
    (TWO + "prot = 993\n", ["mailbox[2].prot", "did you mean port?"]),
    (TWO + 'security = "none"\n', ["mailbox[2].security", "in the clear"]),
    (TWO + '[mailbox.smtp]\nhots = "x"\n', ["mailbox[2].smtp.hots", "did you mean host?"]),
    (TWO + 'password = "x"\n', ["mailbox[2].password", "others may read"]),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "words"), MISTAKES)
def test_mistake_is_named_with_a_remedy(tmp_path: Path, settings: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as told:
        load_installation(furnish(tmp_path, settings, "a", "b", "c"), {})

    for word in words:
        assert word in str(told.value)


def test_two_events_of_one_id_are_refused(tmp_path: Path) -> None:
    furnish(tmp_path, TWO, "a", "b", "c")
    (tmp_path / "events" / "b2.toml").write_text(EVENT.format(id="b"), "utf-8")

    with pytest.raises(ConfigError, match=r'b2\.toml: id: "b" is that of events/b\.toml too'):
        load_installation(tmp_path, {})


@pytest.mark.parametrize("wrong", ["?a", ""])
def test_id_that_stands_for_something_else_is_refused(tmp_path: Path, wrong: str) -> None:
    furnish(tmp_path, TWO, "a", "b", "c")
    (tmp_path / "events" / "d.toml").write_text(EVENT.format(id=wrong), "utf-8")

    with pytest.raises(ConfigError, match=r"d\.toml: id"):
        load_installation(tmp_path, {})


def test_both_ways_to_say_what_there_is_are_refused(tmp_path: Path) -> None:
    furnish(tmp_path, TWO, "a", "b", "c")
    (tmp_path / "event.toml").write_text(EVENT.format(id="d"), "utf-8")

    with pytest.raises(ConfigError, match=r"event\.toml: stands beside events/a\.toml"):
        load_installation(tmp_path, {})


def test_own_table_of_an_event_is_checked_with_its_place(tmp_path: Path) -> None:
    own = '[office]\nnotify = ["nobody"]\n'

    with pytest.raises(ConfigError, match=r"events/a\.toml: office\.notify\[1\]"):
        load_installation(furnish(tmp_path, TWO, "a", "b", "c", a=own), {})


def test_environment_cannot_say_which_of_several_mailboxes(tmp_path: Path) -> None:
    furnish(tmp_path, TWO, "a", "b", "c")

    with pytest.raises(ConfigError, match="there are several mailboxes"):
        load_installation(tmp_path, {"MAILBOT_MAILBOX__HOST": "imap.example.org"})


def test_event_must_be_named_where_there_are_several(tmp_path: Path) -> None:
    furnish(tmp_path, TWO, "a", "b", "c")

    assert load_post(tmp_path, "b").event.id == "b"
    with pytest.raises(ConfigError, match=r"--event: is needed.*a, b, c"):
        load_post(tmp_path)
    with pytest.raises(ConfigError, match=r'there is no event "d".*a, b, c'):
        load_post(tmp_path, "d")


def test_init_adds_no_event_beside_several(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    furnish(tmp_path / "config", TWO, "a", "b", "c")

    laid = {path.name for path, _ in lay_out(tmp_path)}

    assert "mailbot.toml" in laid
    assert not (tmp_path / "config" / "event.toml").exists()
    assert len(load_installation(tmp_path / "config", {})) == 3
