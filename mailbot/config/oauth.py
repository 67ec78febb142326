"""Settings of sign-in by OAuth 2 (RFC 6749) at the mail servers of Microsoft 365 and Google."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from mailbot.errors import ConfigError
from mailbot.event import STRICT


class SignIn(StrEnum):
    """How we prove who we are to a mail server."""

    PASSWORD = "password"  # noqa: S105 - the name of a way
    OAUTH = "oauth"


class Provider(StrEnum):
    """Who gives out tokens."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"


class Grant(StrEnum):
    """What a token is given for: a secret of the program, somebody who signed in once, or a key file."""

    CLIENT_CREDENTIALS = "client-credentials"
    DEVICE_CODE = "device-code"
    SERVICE_ACCOUNT = "service-account"
    REFRESH_TOKEN = "refresh-token"  # noqa: S105 - the name of a way


class Mechanism(StrEnum):
    """How the token is handed to the mail server (SASL)."""

    XOAUTH2 = "xoauth2"
    OAUTHBEARER = "oauthbearer"


def _day(value: object) -> object:
    """From the environment a day comes as text."""
    return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2021-09-24") else value


@dataclass(frozen=True, slots=True)
class OAuthSettings:
    """Where tokens come from. `key_file`: Google's JSON file of a service account or of a refresh token.
    `token_file`: where what is renewed by itself is kept. `secret_expires`: the last day on which the client
    secret works, as the provider showed it when it was made.
    """

    provider: Provider = Provider.MICROSOFT
    """Who gives out the tokens."""
    grant: Grant = Grant.CLIENT_CREDENTIALS
    """What a token is given for; docs/operate.md tells which needs what."""
    tenant: str = ""
    """Microsoft: the id of the organisation's directory."""
    client_id: str = ""
    """Microsoft: the id of the registered application."""
    client_secret: str = field(default="", repr=False)
    """The application's secret itself; better in a file of its own."""
    client_secret_file: Path | None = None
    """A file that holds the application's secret alone and that only its owner may read."""
    secret_expires: Annotated[date | None, BeforeValidator(_day)] = None
    """The last day on which that secret works, as the provider's page shows it."""
    key_file: Path | None = None
    """Google: the JSON file of a service account or of a refresh token."""
    token_file: Path = Path("oauth.token")
    """Where what is renewed by itself is kept."""
    authority: str = "https://login.microsoftonline.com"
    """Microsoft: where tokens are asked for; another one in national clouds."""
    ca_file: Path | None = None
    """PEM file of the authority of a proxy that looks into TLS; unset: those the system trusts."""
    mechanism: Mechanism = Mechanism.XOAUTH2
    """How the token is handed to the mail server (SASL)."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


_NEEDED = {
    (Provider.MICROSOFT, Grant.CLIENT_CREDENTIALS): ("tenant", "client_id", "client_secret"),
    (Provider.MICROSOFT, Grant.DEVICE_CODE): ("tenant", "client_id"),
    (Provider.GOOGLE, Grant.SERVICE_ACCOUNT): ("key_file",),
    (Provider.GOOGLE, Grant.REFRESH_TOKEN): ("key_file",),
}


def resolved(oauth: OAuthSettings, section: str, folder: Path, file: str, secret: str) -> OAuthSettings:
    """The settings with their files found from `folder` on. secret: what stands in `client_secret_file`.

    Raises: ConfigError if something is missing or does not fit.
    """
    oauth = replace(
        oauth,
        client_secret=secret or oauth.client_secret,
        client_secret_file=oauth.client_secret_file and folder / oauth.client_secret_file,
        key_file=oauth.key_file and folder / oauth.key_file,
        token_file=(folder / oauth.token_file).absolute(),
        ca_file=oauth.ca_file and folder / oauth.ca_file,
    )
    needed = _NEEDED.get((oauth.provider, oauth.grant))
    if needed is None:
        ways = ", ".join(f'"{g.value}"' for p, g in _NEEDED if p is oauth.provider)
        raise ConfigError(
            file, f"{section}.grant", f'"{oauth.grant.value}" is no way of {oauth.provider.value}', ways
        )
    for name in needed:
        if not getattr(oauth, name):
            key = "client_secret_file" if name == "client_secret" else name
            raise ConfigError(file, f"{section}.{key}", "is not set", "the provider's page shows it")
    for name in ("key_file", "ca_file"):
        path = getattr(oauth, name)
        if path is not None and not path.is_file():
            raise ConfigError(file, f"{section}.{name}", f"there is no file {path}")
    if not oauth.authority.startswith("https://"):
        raise ConfigError(file, f"{section}.authority", "is no https:// address")
    return oauth
