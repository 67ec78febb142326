"""Reading `mailbot.toml` and the environment; every mistake gets file, key, value and remedy."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from mailbot.config import Mode, Security, Settings, credentials, load_settings
from mailbot.errors import ConfigError
from tests.servers.office import PROJECT


def _load(folder: Path, text: str = "", **environment: str) -> Settings:
    (folder / "mailbot.toml").write_text(text, "utf-8")
    return load_settings(folder, environment)


def test_settings_without_a_file_are_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {})

    assert (settings.mode, settings.mailbox.security, settings.web) == (Mode.AUTOMATIC, Security.TLS, None)
    assert settings.database == f"sqlite:///{tmp_path / 'mailbot.db'}"


def test_settings_shipped_file_is_valid() -> None:
    settings = load_settings(PROJECT / "config", {})

    assert settings.mailbox.effective_port == 993


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("modus = 'automatic'", ["modus", "is not a setting", "did you mean mode?"]),
        ("mode = 'auto'", ["mode", "'auto'", '"automatic" or "supervised"']),
        ("[mailbox]\nprt = 993", ["mailbox.prt", "did you mean port?"]),
        ("[mailbox]\nport = 'imap'", ["mailbox.port", "'imap'", "a whole number"]),
        ("[mailbox]\nport = 70000", ["mailbox.port", "70000", "at most 65535"]),
        ("[mailbox]\nidle = 'ja'", ["mailbox.idle", "'ja'", "true or false"]),
        ("[mailbox]\nfiling = 'mve'", ["mailbox.filing", '"move", "keyword" or "none"']),
        ("[mailbox]\npoll_seconds = 0", ["mailbox.poll_seconds", "0", "at least 1"]),
        (
            "[mailbox]\nhost = 'imap.example.org'\nsecurity = 'none'",
            ["mailbox.security", "in the clear", '"tls"'],
        ),
        ("[smtp]\nhost = 'smtp.example.org'\nsecurity = 'none'", ["smtp.security", "in the clear"]),
        ("[mailbox]\npassword_file = 'nix'", ["mailbox.password_file", "nix", "cannot be read"]),
        ("[mailbox]\nca_file = 'nix'", ["mailbox.ca_file", "nix"]),
        ("[smtp]\nfrom = 'Fachtag'", ["smtp.from", '"Fachtag"', "no mail address"]),
        ("[office]\nnotify = ['a@example.org', 'b']", ["office.notify[2]", '"b"']),
        ("[office]\nnotify = 'a@example.org'", ["office.notify", "a list in brackets"]),
        ("database = 'mysql://x/y'", ["database", "sqlite:///mailbot.db"]),
        ("mailbox = 3", ["mailbox", "a table of settings"]),
        ("[mailbox\nhost = 'x'", ["not valid TOML", "line 1"]),
    ],
)
def test_settings_wrong_one_is_named_with_a_remedy(tmp_path: Path, table: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as problem:
        _load(tmp_path, table)

    for word in (*words, "mailbot.toml"):
        assert word in str(problem.value)


def test_settings_environment_goes_before_the_file(tmp_path: Path) -> None:
    settings = _load(
        tmp_path,
        "mode = 'automatic'\n[mailbox]\nhost = 'a.example.org'\nport = 1",
        MAILBOT_MODE="supervised",
        MAILBOT_MAILBOX__PORT="1993",
        MAILBOT_MAILBOX__IDLE="false",
        MAILBOT_OFFICE__NOTIFY="a@example.org, b@example.org",
        MAILBOT_SMTP__FROM="Amt <amt@example.org>",
        MAILBOT_CONFIG="ignored",
        HOME="ignored",
    )

    assert settings.mode is Mode.SUPERVISED
    assert (settings.mailbox.host, settings.mailbox.port) == ("a.example.org", 1993)
    assert settings.mailbox.idle is False
    assert settings.office.notify == ("a@example.org", "b@example.org")
    assert settings.smtp.from_ == "Amt <amt@example.org>"


@pytest.mark.parametrize(
    ("name", "word"),
    [("MAILBOT_MAILBOX__HOTS", "did you mean host?"), ("MAILBOT_DATABSE", "did you mean DATABASE?")],
)
def test_settings_misspelt_environment_is_loud(tmp_path: Path, name: str, word: str) -> None:
    with pytest.raises(ConfigError, match="is not a setting") as problem:
        _load(tmp_path, "", **{name: "x"})

    assert word in str(problem.value)


def test_settings_secret_is_read_from_its_file_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").touch(0o600)
    (tmp_path / "secret").write_text("streng geheim\n", "utf-8")

    settings = _load(tmp_path, "[mailbox]\npassword_file = 'secret'")

    assert settings.mailbox.password == "streng geheim"
    assert "geheim" not in repr(settings)


def test_settings_wrong_secret_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as problem:
        _load(tmp_path, "[mailbox]\npassword = ['x31337']")

    assert "31337" not in str(problem.value)


def test_settings_security_none_is_fine_on_this_machine(tmp_path: Path) -> None:
    for host in ("localhost", "127.0.0.1", "::1", "127.8.9.10"):
        _load(tmp_path, f"[mailbox]\nhost = '{host}'\nsecurity = 'none'")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("2021-10-05", date(2021, 10, 5)), ("2021-10-05T00:00:00", datetime(2021, 10, 5))],
)
def test_settings_day_from_the_environment_stays_a_day(
    tmp_path: Path, written: str, read_as: date | datetime
) -> None:
    settings = _load(tmp_path, MAILBOT_WAITING__PROMOTE_UNTIL=written)

    assert settings.waiting.promote_until == read_as
    assert type(settings.waiting.promote_until) is type(read_as)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_settings_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "secret").write_text("streng geheim\n", "utf-8")
    (tmp_path / "secret").chmod(mode)

    with pytest.raises(ConfigError, match=r"mailbox\.password_file: others may read .*chmod 600") as problem:
        _load(tmp_path, "[mailbox]\npassword_file = 'secret'")
    assert "geheim" not in str(problem.value)


@pytest.mark.parametrize("mounted", credentials._MOUNTED)
def test_settings_secret_that_was_mounted_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mounted: Path
) -> None:
    # Only root may write where service managers and containers mount secrets: another folder stands for it.
    assert mounted.parts[1] == "run"
    folder = tmp_path / mounted.name
    folder.mkdir()
    (folder / "secret").write_text("streng geheim\n", "utf-8")
    (folder / "secret").chmod(0o440)
    monkeypatch.setattr(credentials, "_MOUNTED", (folder,))

    assert (
        _load(tmp_path, f"[mailbox]\npassword_file = '{folder}/secret'").mailbox.password == "streng geheim"
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[smtp]\npassword = 'streng-geheim'", "smtp.password"),
        ("database = 'postgresql://amt:streng-geheim@db.example/x'", "database"),
    ],
)
def test_settings_file_with_a_password_that_others_may_read_is_refused(
    tmp_path: Path, text: str, key: str
) -> None:
    file = tmp_path / "mailbot.toml"
    file.write_text(text, "utf-8")
    file.chmod(0o644)
    with pytest.raises(ConfigError, match=f"{key}: stands in a file .*chmod 600") as problem:
        load_settings(tmp_path, {})
    assert "streng-geheim" not in str(problem.value)

    file.chmod(0o600)
    load_settings(tmp_path, {})
