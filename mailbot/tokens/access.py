"""Tokens as the mail rooms ask for them: held for as long as they are good, had anew before they are not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from mailbot.clock import system
from mailbot.config import Grant, OAuthSettings, Provider
from mailbot.tokens.google import google_token
from mailbot.tokens.microsoft import microsoft_token, sign_in_by_code
from mailbot.tokens.refusal import TokenRefused

_MARGIN = timedelta(minutes=5)
"""A token that is good for less long is not begun with."""

_held: dict[tuple[OAuthSettings, str], tuple[str, datetime]] = {}
_refused: set[tuple[OAuthSettings, str]] = set()
_lock = threading.Lock()


def access_token(oauth: OAuthSettings, user: str) -> str:
    """A token with which the mailbox of `user` can be opened now.

    Raises: TokenRefused, TokenUnreachable.
    """
    with _lock:
        token, until = _held.get((oauth, user), ("", None))
        if until is None or until - system() < _MARGIN:
            token, until = _new(oauth, user)
            _held[(oauth, user)] = (token, until)
            _refused.discard((oauth, user))
        return token


def forget(oauth: OAuthSettings, user: str) -> None:
    """The server did not take the token: the next one is had anew."""
    with _lock:
        _held.pop((oauth, user), None)
        _refused.add((oauth, user))


def _new(oauth: OAuthSettings, user: str) -> tuple[str, datetime]:
    if oauth.provider is Provider.GOOGLE:
        return google_token(oauth, user)
    return microsoft_token(oauth, fresh=(oauth, user) in _refused)


def sign_in(oauth: OAuthSettings, show: Callable[[str], None]) -> str:
    """Somebody signs in by a code; `show` gets the sentence to follow. Gives who it was.

    Raises: TokenRefused, TokenUnreachable.
    """
    if oauth.grant is not Grant.DEVICE_CODE:
        raise TokenRefused('nobody need sign in: oauth.grant is not "device-code"')
    return sign_in_by_code(oauth, show)
