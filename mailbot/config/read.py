"""Reads the configuration folder and the environment, once, into frozen values."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from mailbot.config.credentials import check_mode, check_private, secret_in
from mailbot.config.fitting import check_addresses, check_event
from mailbot.config.oauth import OAuthSettings, SignIn, resolved
from mailbot.config.problems import config_error
from mailbot.config.settings import (
    MailboxSettings,
    Security,
    Settings,
    SmtpSettings,
    WebSettings,
    is_loopback,
)
from mailbot.errors import ConfigError
from mailbot.event import Event

PREFIX = "MAILBOT_"
SETTINGS_FILE = "mailbot.toml"
EVENT_FILE = "event.toml"
_SECTIONS = frozenset(
    (
        "mailbox",
        "smtp",
        "office",
        "limits",
        "waiting",
        "schedule",
        "retention",
        "alarm",
        "log",
        "oauth",
        "web",
    )
)
_LISTS = frozenset((("office", "notify"), ("alarm", "command"), ("web", "proxies"), ("mailbox", "events")))
_PASSWORD = frozenset(("password", "password_file"))

Server = TypeVar("Server", MailboxSettings, SmtpSettings)


def config_folder(given: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder to read: the one given, else `MAILBOT_CONFIG`, else `./config`."""
    return given or Path(environ.get(f"{PREFIX}CONFIG") or "config")


def load_settings(folder: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """All settings from `folder/mailbot.toml` and the environment; the file may be missing. Of several
    mailboxes, the first: see `load_installation`.

    The environment goes before the file: `MAILBOT_MAILBOX__HOST` sets `mailbox.host`,
    `MAILBOT_DATABASE` sets `database`. Relative paths are relative to `folder`. Secrets named by
    `password_file` are read here.

    Raises: ConfigError with file, key, what is wrong and what would be right.
    """
    return settings_from(settings_table(folder, environ), folder)


def settings_table(folder: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """What `folder/mailbot.toml` and the environment say, as it stands there.

    Raises: ConfigError.
    """
    file = folder / SETTINGS_FILE
    table = toml_in(file) if file.exists() else {}
    check_private(table, file)
    return _with_environment(table, environ)


def settings_from(table: Mapping[str, Any], folder: Path, number: int = 0) -> Settings:
    """The settings in this table, for its only mailbox or the one with this number, from 0.

    Raises: ConfigError.
    """
    file = str(folder / SETTINGS_FILE)
    several = isinstance(table.get("mailbox"), list)
    try:
        return _resolved(validated(Settings, _of_mailbox(table, number, file), file), folder, file)
    except ConfigError as error:
        inside = error.key == "mailbox" or error.key.startswith("mailbox.")
        if not several or not inside:
            raise
        key = f"mailbox[{number + 1}]{error.key.removeprefix('mailbox')}"
        raise ConfigError(error.file, key, error.problem, error.remedy) from None


def _of_mailbox(table: Mapping[str, Any], number: int, file: str) -> dict[str, Any]:
    """The table with one mailbox alone, and what that says of SMTP laid over what counts for all."""
    mailbox = table.get("mailbox", {})
    if isinstance(mailbox, list):
        mailbox = mailbox[number] if mailbox else {}
    own, common = (mailbox.get("smtp") if isinstance(mailbox, dict) else None), table.get("smtp", {})
    if not isinstance(own, dict) or not isinstance(common, dict):
        return {**table, "mailbox": mailbox}
    validated(Settings, {"mailbox": mailbox}, file)
    if own.keys() & _PASSWORD:
        common = {key: value for key, value in common.items() if key not in _PASSWORD}
    return {**table, "smtp": {**common, **own}, "mailbox": {k: v for k, v in mailbox.items() if k != "smtp"}}


def _resolved(settings: Settings, folder: Path, file: str) -> Settings:
    oauth = settings.oauth and _oauth(settings.oauth, "oauth", folder, file)
    settings = replace(
        settings,
        oauth=oauth,
        database=_database(settings.database, folder, file),
        templates=settings.templates and folder / settings.templates,
        mailbox=_server(settings.mailbox, oauth, "mailbox", folder, file),
        smtp=_server(settings.smtp, oauth, "smtp", folder, file),
        web=settings.web and _web(settings.web, folder, file),
    )
    check_addresses(settings, file)
    return settings


def load_event(folder: Path) -> Event:
    """The event from `folder/event.toml`.

    Raises: ConfigError with file, key, what is wrong and what would be right.
    """
    file = folder / EVENT_FILE
    if not file.exists():
        raise ConfigError(
            str(file), "", "there is no such file", "`mailbot init` writes one; --config names another folder"
        )
    return event_from(toml_in(file), str(file))


def event_from(table: dict[str, Any], file: str) -> Event:
    """The event in this table.

    Raises: ConfigError.
    """
    event = validated(Event, table, file)
    check_event(event, file)
    return event


def toml_in(file: Path) -> dict[str, Any]:
    """What a file of TOML says.

    Raises: ConfigError.
    """
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), "", f"is not valid TOML: {error}", "look at that line") from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(file), "", "is not written in UTF-8", "save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(str(file), "", f"cannot be read: {error.strerror}") from error


def _with_environment(table: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """The file's table with the environment laid over it."""
    top = {f.name for f in fields(Settings)} - _SECTIONS
    merged = {k: dict(v) if isinstance(v, dict) else v for k, v in table.items()}
    for name, value in environ.items():
        if not name.startswith(PREFIX) or name == f"{PREFIX}CONFIG":
            continue
        section, separator, key = name.removeprefix(PREFIX).lower().partition("__")
        if separator and section in _SECTIONS:
            inner = merged.setdefault(section, {})
            if isinstance(inner, list):
                raise ConfigError(
                    "environment", name, "there are several mailboxes", "set it in mailbot.toml"
                )
            if isinstance(inner, dict):
                inner[key] = _split(value) if (section, key) in _LISTS else value
        elif not separator and section in top:
            merged[section] = value
        elif close := difflib.get_close_matches(section, _SECTIONS | top, n=1):
            raise ConfigError(
                "environment", name, "is not a setting of mailbot", f"did you mean {close[0].upper()}?"
            )
    return merged


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


Model = TypeVar("Model", Settings, Event)


def validated(model: type[Model], table: dict[str, Any], file: str) -> Model:
    """The model with the values of this table.

    Raises: ConfigError.
    """
    try:
        return TypeAdapter(model).validate_python(table)
    except ValidationError as error:
        raise config_error(error, file, model) from None


def _database(url: str, folder: Path, file: str) -> str:
    """A relative SQLite path made absolute: it is relative to the configuration folder."""
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.partition("://")[2]
    if url.startswith("postgresql+psycopg://"):
        return url
    prefix = "sqlite:///"
    if not url.startswith(prefix) or len(url) == len(prefix):
        raise ConfigError(
            file, "database", "is no address of a database", "sqlite:///mailbot.db or postgresql+psycopg://…"
        )
    return prefix + str((folder / url.removeprefix(prefix)).absolute())


def _server(server: Server, oauth: OAuthSettings | None, section: str, folder: Path, file: str) -> Server:
    """The settings of one server with its secret read and its security checked."""
    if server.security is Security.NONE and server.host and not is_loopback(server.host):
        raise ConfigError(
            file,
            f"{section}.security",
            f'"none" would send the password in the clear to {server.host}',
            '"tls" or "starttls"; "none" is for this machine only',
        )
    ca_file = server.ca_file and folder / server.ca_file
    if ca_file and not ca_file.is_file():
        raise ConfigError(file, f"{section}.ca_file", f"there is no file {ca_file}")
    server = replace(server, ca_file=ca_file)
    if server.sign_in is SignIn.OAUTH:
        own = server.oauth and _oauth(server.oauth, f"{section}.oauth", folder, file)
        if own is None and oauth is None:
            raise ConfigError(
                file, f"{section}.sign_in", '"oauth" needs the table [oauth]', "docs/operate.md"
            )
        return replace(server, oauth=own or oauth)
    server = replace(server, oauth=None)
    if server.password_file is None:
        return server
    secret_file = folder / server.password_file
    password = secret_in(secret_file, f"{section}.password_file", file)
    return replace(server, password_file=secret_file, password=password)


def _oauth(oauth: OAuthSettings, section: str, folder: Path, file: str) -> OAuthSettings:
    given = oauth.client_secret_file
    secret = secret_in(folder / given, f"{section}.client_secret_file", file) if given else ""
    oauth = resolved(oauth, section, folder, file, secret)
    if oauth.key_file is not None:
        check_mode(oauth.key_file, oauth.key_file.stat().st_mode, f"{section}.key_file", file)
    return oauth


def _web(web: WebSettings, folder: Path, file: str) -> WebSettings:
    web = replace(web, secret_file=web.secret_file and folder / web.secret_file)
    for number, proxy in enumerate(web.proxies, 1):
        try:
            ip_network(proxy, strict=False)
        except ValueError:
            key = f"web.proxies[{number}]"
            raise ConfigError(file, key, f'"{proxy}" is no address', '"192.0.2.7", "192.0.2.0/24"') from None
    if web.metrics_token_file is None:
        return web
    token_file = folder / web.metrics_token_file
    token = secret_in(token_file, "web.metrics_token_file", file)
    return replace(web, metrics_token_file=token_file, metrics_token=token)
