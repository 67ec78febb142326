"""Settings of OAuth: what is missing or does not fit is named, and keys are for their owner alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mailbot.config import Grant, Settings, load_settings
from mailbot.errors import ConfigError

APP = "[oauth]\ntenant = 't'\nclient_id = 'a'\nclient_secret_file = 'secret'\n"


def load(folder: Path, text: str, **environment: str) -> Settings:
    for name in ("secret", "key.json"):
        (folder / name).write_text("streng geheim\n", "utf-8")
        (folder / name).chmod(0o600)
    (folder / "mailbot.toml").write_text(text, "utf-8")
    return load_settings(folder, environment)


def test_oauth_is_for_the_servers_that_want_it(tmp_path: Path) -> None:
    settings = load(tmp_path, f"[mailbox]\nsign_in = 'oauth'\n[smtp]\npassword_file = 'secret'\n{APP}")

    assert settings.mailbox.oauth is not None
    assert settings.mailbox.oauth.token_file == tmp_path / "oauth.token"
    assert (settings.smtp.oauth, settings.smtp.password) == (None, "streng geheim")
    assert "geheim" not in repr(settings)


def test_server_may_have_its_own(tmp_path: Path) -> None:
    key = "provider = 'google'\ngrant = 'refresh-token'\nkey_file = 'key.json'\n"
    own = f"[smtp]\nsign_in = 'oauth'\n[smtp.oauth]\n{key}"
    settings = load(tmp_path, f"[mailbox]\nsign_in = 'oauth'\n{own}{APP}")

    assert settings.smtp.oauth is not None
    assert settings.smtp.oauth.grant is Grant.REFRESH_TOKEN


def test_oauth_comes_from_the_environment_too(tmp_path: Path) -> None:
    settings = load(
        tmp_path, APP, MAILBOT_OAUTH__SECRET_EXPIRES="2027-01-31", MAILBOT_MAILBOX__SIGN_IN="oauth"
    )

    assert settings.mailbox.oauth is not None
    assert settings.mailbox.oauth.secret_expires == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[mailbox]\nsign_in = 'oauth'", ["mailbox.sign_in", "[oauth]"]),
        ("[mailbox]\nsign_in = 'oath'", ["mailbox.sign_in", '"password" or "oauth"']),
        ("[oauth]\ntenant = 't'", ["oauth.client_id", "is not set"]),
        ("[oauth]\ntenant = 't'\nclient_id = 'a'", ["oauth.client_secret_file", "is not set"]),
        ("[oauth]\ngrant = 'service-account'", ["oauth.grant", '"client-credentials", "device-code"']),
        ("[oauth]\nprovider = 'google'", ["oauth.grant", '"service-account", "refresh-token"']),
        (
            "[oauth]\nprovider = 'google'\ngrant = 'service-account'\nkey_file = 'nix'",
            ["oauth.key_file", "there is no file"],
        ),
        (f"{APP}authority = 'http://login.example.org'", ["oauth.authority", "https://"]),
        (f"{APP}secret_expires = 'soon'", ["oauth.secret_expires"]),
    ],
)
def test_wrong_setting_is_named(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, text)

    for word in words:
        assert word in str(error.value)


def test_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    text = "[oauth]\nprovider = 'google'\ngrant = 'service-account'\nkey_file = 'key.json'\n"
    load(tmp_path, text)
    (tmp_path / "key.json").chmod(0o644)

    with pytest.raises(ConfigError, match=r"others may read .*chmod 600 .*key"):
        load_settings(tmp_path, {})


def test_settings_file_that_says_the_secret_itself_is_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "mailbot.toml").write_text("[oauth]\nclient_secret = 'streng geheim'\n", "utf-8")
    (tmp_path / "mailbot.toml").chmod(0o644)

    with pytest.raises(ConfigError, match="others may read"):
        load_settings(tmp_path, {})
