"""Reads the configuration folder and the environment, once, into frozen values."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar

from email_validator import EmailNotValidError, validate_email
from pydantic import TypeAdapter, ValidationError

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
_MOUNTED = (Path("/run/secrets"), Path("/run/credentials"))
_SECRETS = ("password", "client_secret", "metrics_token")
_LISTS = frozenset((("office", "notify"), ("alarm", "command"), ("web", "proxies")))

Server = TypeVar("Server", MailboxSettings, SmtpSettings)


def config_folder(given: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder to read: the one given, else `MAILBOT_CONFIG`, else `./config`."""
    return given or Path(environ.get(f"{PREFIX}CONFIG") or "config")


def load_settings(folder: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """All settings from `folder/mailbot.toml` and the environment; the file may be missing.

    The environment goes before the file: `MAILBOT_MAILBOX__HOST` sets `mailbox.host`,
    `MAILBOT_DATABASE` sets `database`. Relative paths are relative to `folder`. Secrets named by
    `password_file` are read here.

    Raises: ConfigError with file, key, what is wrong and what would be right.
    """
    file = folder / SETTINGS_FILE
    table = _toml(file) if file.exists() else {}
    _check_private(table, file)
    table = _with_environment(table, environ)
    settings = _validate(Settings, table, str(file))
    oauth = settings.oauth and _oauth(settings.oauth, "oauth", folder, str(file))
    settings = replace(
        settings,
        oauth=oauth,
        database=_database(settings.database, folder, str(file)),
        templates=settings.templates and folder / settings.templates,
        mailbox=_server(settings.mailbox, oauth, "mailbox", folder, str(file)),
        smtp=_server(settings.smtp, oauth, "smtp", folder, str(file)),
        web=settings.web and _web(settings.web, folder, str(file)),
    )
    _check_addresses(settings, str(file))
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
    event = _validate(Event, _toml(file), str(file))
    _check_event(event, str(file))
    return event


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), "", f"is not valid TOML: {error}", "look at that line") from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(file), "", "is not written in UTF-8", "save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(str(file), "", f"cannot be read: {error.strerror}") from error


def _check_private(table: Mapping[str, Any], file: Path) -> None:
    """A settings file that says a password itself is a secret file as well."""
    tables = {name: inner for name, inner in table.items() if isinstance(inner, dict)}
    said = [f"{name}.{key}" for name, inner in tables.items() for key in _SECRETS if inner.get(key)]
    if re.search(r"://[^/@]*:[^/@]+@", str(table.get("database", ""))):
        said.append("database")
    if said and file.stat().st_mode & 0o077:
        remedy = f"chmod 600 {file}" + ("" if said[0] == "database" else ", or password_file")
        raise ConfigError(str(file), said[0], "stands in a file that others may read", remedy)


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


def _validate(model: type[Model], table: dict[str, Any], file: str) -> Model:
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
        _check_mode(oauth.key_file, oauth.key_file.stat().st_mode, f"{section}.key_file", file)
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


def secret_in(secret_file: Path, key: str, file: str) -> str:
    """What a file with a secret says; a file that anybody else on the machine may read keeps none."""
    try:
        mode = secret_file.stat().st_mode
        secret = secret_file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            file, key, f"{secret_file} cannot be read", "a text file with the password alone"
        ) from error
    if not secret:
        raise ConfigError(file, key, f"{secret_file} is empty")
    _check_mode(secret_file, mode, key, file)
    return secret


def _check_mode(secret_file: Path, mode: int, key: str, file: str) -> None:
    # A container or service has its secrets mounted by whoever runs it; who may read them is settled there.
    mounted = any(secret_file.absolute().is_relative_to(folder) for folder in _MOUNTED)
    if mode & 0o077 and not mounted:
        raise ConfigError(file, key, f"others may read {secret_file}", f"chmod 600 {secret_file}")


def _check_addresses(settings: Settings, file: str) -> None:
    addresses = {f"office.notify[{n}]": a for n, a in enumerate(settings.office.notify, 1)}
    if settings.smtp.from_:
        addresses["smtp.from"] = settings.smtp.from_
    for key, text in addresses.items():
        try:
            validate_email(parseaddr(text)[1] or text, check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            raise ConfigError(
                file, key, f'"{text}" is no mail address: {error}', "name@example.org"
            ) from error


def _check_event(event: Event, file: str) -> None:
    """What no type can tell: that the parts of an event fit each other."""
    try:
        event.zone  # noqa: B018 - a wrong name raises
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(
            file, "timezone", f'"{event.timezone}" is no timezone', '"Europe/Berlin"'
        ) from error
    if event.ends_at <= event.starts_at:
        raise ConfigError(file, "ends", "the event ends before it starts", "a time after `starts`")
    if event.closes_at > event.ends_at:
        raise ConfigError(file, "registration_closes", "lies after the end of the event", "a day before it")
    if event.opens_at and event.opens_at >= event.closes_at:
        raise ConfigError(file, "registration_opens", "lies after registration closes")
    if event.seats is not None and event.seats < 0:
        raise ConfigError(file, "seats", f"{event.seats} is less than none", "0 or more")
    seen: set[str] = set()
    for number, workshop in enumerate(event.workshops, 1):
        if not workshop.id.strip() or workshop.id in seen or workshop.id == "livestream":
            raise ConfigError(
                file, f"workshops[{number}].id", f'"{workshop.id}" is empty, taken or reserved', "one id each"
            )
        if workshop.seats is not None and workshop.seats < 0:
            raise ConfigError(
                file, f"workshops[{number}].seats", f"{workshop.seats} is less than none", "0 or more"
            )
        seen.add(workshop.id)
