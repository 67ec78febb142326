"""Tokens from Google: for a service account that may act for the mailbox, or by a refresh token."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from mailbot.config import Grant, OAuthSettings, Provider
from mailbot.tokens.keeping import keep, kept, turn_at
from mailbot.tokens.refusal import TokenRefused, TokenUnreachable, refused
from mailbot.tokens.transport import session

SCOPES = ("https://mail.google.com/",)
Token = tuple[str, datetime]


def google_token(oauth: OAuthSettings, user: str) -> Token:
    """A token for the mailbox of `user`, and until when it is good.

    Raises: TokenRefused, TokenUnreachable.
    """
    try:
        import google.auth.exceptions  # noqa: PLC0415 - half a second that only those pay who need it
    except ImportError as error:
        raise TokenRefused("OAuth needs more packages: pip install 'mailbot[oauth]'") from error
    try:
        if oauth.grant is Grant.SERVICE_ACCOUNT:
            return _for_a_service(oauth, user)
        with turn_at(oauth.token_file):
            return _by_refresh_token(oauth)
    except google.auth.exceptions.TransportError as error:
        raise TokenUnreachable(
            f"Google cannot be reached: {type(error.__cause__ or error).__name__}"
        ) from error
    except google.auth.exceptions.RefreshError as error:
        code, words = _answer(error)
        if error.retryable:
            raise TokenUnreachable(f"Google gives no token now: {code}") from error
        raise refused(Provider.GOOGLE, code, words) from error
    except (google.auth.exceptions.GoogleAuthError, ValueError) as error:
        raise TokenRefused(f"{oauth.key_file} is no key of Google that can be used: {error}") from error


def _for_a_service(oauth: OAuthSettings, user: str) -> Token:
    from google.oauth2 import service_account  # noqa: PLC0415 - see above

    credentials = service_account.Credentials.from_service_account_info(
        _key(oauth), scopes=SCOPES, subject=user
    )
    return _refreshed(credentials, oauth)


def _by_refresh_token(oauth: OAuthSettings) -> Token:
    from google.oauth2.credentials import Credentials  # noqa: PLC0415 - see above

    key = _key(oauth)
    given = str(key.get("refresh_token", ""))
    # What was renewed counts for the key that it came from only: an office may enter a new key.
    origin = sha256(given.encode()).hexdigest()
    renewed = _read(oauth.token_file)
    newest = renewed.get("refresh_token", "") if renewed.get("origin") == origin else given
    credentials = Credentials(
        None,
        refresh_token=newest,
        token_uri=key.get("token_uri", "https://oauth2.googleapis.com/token"),
        client_id=key.get("client_id"),
        client_secret=key.get("client_secret"),
    )
    token = _refreshed(credentials, oauth)
    if credentials.refresh_token and credentials.refresh_token != newest:
        keep(oauth.token_file, json.dumps({"origin": origin, "refresh_token": credentials.refresh_token}))
    return token


def _read(file: Path) -> dict[str, str]:
    try:
        found = json.loads(kept(file) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refreshed(credentials: Any, oauth: OAuthSettings) -> Token:
    from google.auth.transport.requests import Request  # noqa: PLC0415 - see above

    with session(oauth) as connection:
        credentials.refresh(Request(connection))
    until: datetime = credentials.expiry
    return str(credentials.token), until.replace(tzinfo=UTC)


def _key(oauth: OAuthSettings) -> dict[str, Any]:
    try:
        key = json.loads(oauth.key_file.read_text("utf-8")) if oauth.key_file else None
    except (OSError, ValueError) as error:
        raise TokenRefused(f"{oauth.key_file} cannot be read: it is no JSON file of Google") from error
    if not isinstance(key, dict):
        raise TokenRefused(f"{oauth.key_file} is no JSON file of Google")
    return key


def _answer(error: Any) -> tuple[str, str]:
    """Code and words of a refusal (RFC 6749, 5.2)."""
    answer = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
    code = str(answer.get("error", "")) or str(error).partition(":")[0].strip("('\"")
    return code, str(answer.get("error_description", "")) or str(error.args[0] if error.args else "")
