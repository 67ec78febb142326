"""Tokens from Microsoft 365: for the program itself, or for somebody who signed in once by a code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from json import JSONDecodeError
from typing import Any

from mailbot.clock import system
from mailbot.config import Grant, OAuthSettings, Provider
from mailbot.tokens.keeping import keep, kept, turn_at
from mailbot.tokens.refusal import TokenRefused, TokenUnreachable, refused
from mailbot.tokens.transport import session

_FOR_THE_PROGRAM = ["https://outlook.office365.com/.default"]
_FOR_A_PERSON = [
    "https://outlook.office.com/IMAP.AccessAsUser.All",
    "https://outlook.office.com/SMTP.Send",
]
Token = tuple[str, datetime]


def microsoft_token(oauth: OAuthSettings, *, fresh: bool = False) -> Token:
    """A token, and until when it is good. fresh: not one that was given out before.

    Raises: TokenRefused, TokenUnreachable.
    """
    if oauth.grant is Grant.DEVICE_CODE:
        return _for_a_person(oauth, fresh=fresh)
    with _translated():
        import msal  # noqa: PLC0415 - half a second that only those pay who need it

        application = msal.ConfidentialClientApplication(
            oauth.client_id, client_credential=oauth.client_secret, **_common(oauth)
        )
        return _token(application.acquire_token_for_client(scopes=_FOR_THE_PROGRAM))


def sign_in_by_code(oauth: OAuthSettings, show: Callable[[str], None]) -> str:
    """Somebody signs in (RFC 8628): `show` gets the sentence with address and code; waits until that is
    done, and keeps what came of it. Gives the name of whoever signed in.

    Raises: TokenRefused, TokenUnreachable.
    """
    with turn_at(oauth.token_file), _translated():
        cache, application = _public(oauth)
        flow = application.initiate_device_flow(scopes=_FOR_A_PERSON)
        if "user_code" not in flow:
            raise refused(Provider.MICROSOFT, flow.get("error", ""), flow.get("error_description", ""))
        show(flow["message"])
        answer = application.acquire_token_by_device_flow(flow)
        _token(answer)
        keep(oauth.token_file, cache.serialize())
    claims: dict[str, str] = answer.get("id_token_claims") or {}
    return claims.get("preferred_username", "")


def _for_a_person(oauth: OAuthSettings, *, fresh: bool) -> Token:
    with turn_at(oauth.token_file), _translated():
        text = kept(oauth.token_file)
        cache, application = _public(oauth, text)
        accounts = application.get_accounts()
        if not accounts:
            raise TokenRefused("nobody has signed in yet (run `mailbot sign-in`)")
        answer = application.acquire_token_silent_with_error(
            _FOR_A_PERSON, account=accounts[0], force_refresh=fresh
        )
        if cache.has_state_changed:
            keep(oauth.token_file, cache.serialize())
        if answer is None:
            raise TokenRefused("the sign-in is no longer known (run `mailbot sign-in` again)")
        return _token(answer)


def _public(oauth: OAuthSettings, text: str = "") -> tuple[Any, Any]:
    import msal  # noqa: PLC0415 - half a second that only those pay who need it

    cache = msal.SerializableTokenCache()
    if text:
        cache.deserialize(text)
    return cache, msal.PublicClientApplication(oauth.client_id, token_cache=cache, **_common(oauth))


def _common(oauth: OAuthSettings) -> dict[str, Any]:
    return {
        "authority": f"{oauth.authority.rstrip('/')}/{oauth.tenant}",
        "http_client": session(oauth),
        # The provider is the one that the office has set; nobody else need confirm it.
        "instance_discovery": False,
    }


def _token(answer: dict[str, Any]) -> Token:
    if "access_token" not in answer:
        code, words = str(answer.get("error", "")), str(answer.get("error_description", ""))
        raise refused(Provider.MICROSOFT, code, words)
    return str(answer["access_token"]), system() + timedelta(seconds=int(answer.get("expires_in", 0)))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        import msal  # noqa: PLC0415 - half a second that only those pay who need it
        import requests  # noqa: PLC0415 - the same
    except ImportError as error:
        raise TokenRefused("OAuth needs more packages: pip install 'mailbot[oauth]'") from error
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise TokenRefused("Microsoft: its certificate is not trusted; look at oauth.ca_file") from error
    except (requests.exceptions.RequestException, JSONDecodeError) as error:
        raise TokenUnreachable(f"Microsoft cannot be reached: {type(error).__name__}") from error
    except msal.exceptions.MsalError as error:
        # Any status of the 5xx group; what is refused comes as an answer, not as an exception.
        raise TokenUnreachable(f"Microsoft gives no token now: {error}") from error
    except ValueError as error:
        raise TokenRefused(f"Microsoft knows no such tenant (look at oauth.tenant): {error}") from error
