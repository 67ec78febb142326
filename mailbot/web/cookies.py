"""What a browser keeps: a signed token, sent back to this desk alone and not readable by scripts."""

from __future__ import annotations

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import Request
from starlette.responses import Response

from mailbot.errors import ConfigError
from mailbot.flow.accounts import LONGEST

SESSION = "mailbot"
LANGUAGE = "mailbot-language"
EVENT = "mailbot-event"
KNOCK = "mailbot-knock"
SECRET_FILE = "web.secret"  # noqa: S105 - the name of a file
_SHORTEST = 32
_YEAR = 365 * 24 * 3600


def secret_in(file: Path) -> bytes:
    """The secret that cookies are signed with; made on the first start, readable by us alone.

    Raises: ConfigError if it cannot be read or written, is too short, or others may read it.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    except OSError as error:
        raise ConfigError(str(file), "web.secret_file", f"cannot be written: {error.strerror}") from error
    else:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48) + "\n")
    try:
        mode, text = file.stat().st_mode, file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(file), "web.secret_file", f"cannot be read: {error}") from error
    if mode & 0o077:
        raise ConfigError(str(file), "web.secret_file", "others may read it", f"chmod 600 {file.name}")
    if len(text) < _SHORTEST:
        raise ConfigError(
            str(file),
            "web.secret_file",
            f"has fewer than {_SHORTEST} characters",
            "delete it: a new one is made",
        )
    return text.encode()


class Cookies:
    """Signs what goes to browsers and reads what comes back."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._signer = TimestampSigner(secret, salt="mailbot session")

    def token(self, request: Request) -> str:
        """The session's token, or "" where there is none that we signed."""
        try:
            max_age = int(LONGEST.total_seconds())
            return self._signer.unsign(request.cookies.get(SESSION, ""), max_age=max_age).decode()
        except BadSignature:
            return ""

    def give(self, response: Response, request: Request, token: str) -> None:
        """Signs the browser in; "" signs it out."""
        self._set(response, request, SESSION, self._signer.sign(token).decode() if token else "")

    def knock(self, response: Response, request: Request) -> None:
        """Before anybody is signed in: what the form must fit to, so that no other site can send it."""
        if not request.cookies.get(KNOCK):
            self._set(response, request, KNOCK, self.new_knock(request))

    def new_knock(self, request: Request) -> str:
        """The knock of this browser, or a new one; the same throughout one request."""
        if not hasattr(request.state, "knock"):
            request.state.knock = request.cookies.get(KNOCK) or secrets.token_urlsafe(24)
        knock: str = request.state.knock
        return knock

    def answer(self, knock: str) -> str:
        """What the form carries for this knock."""
        return hmac.new(self._secret, f"knock {knock}".encode(), sha256).hexdigest()

    def fits(self, request: Request, answer: str) -> bool:
        """True where the form came from a page that we gave to this very browser."""
        knock = request.cookies.get(KNOCK, "")
        return bool(knock) and hmac.compare_digest(self.answer(knock), answer)

    def choose_language(self, response: Response, request: Request, language: str) -> None:
        """Remembers the language of the desk."""
        self._set(response, request, LANGUAGE, language, _YEAR)

    def choose_event(self, response: Response, request: Request, event: str) -> None:
        """Remembers which event is looked at, as `visit.packed` writes it."""
        self._set(response, request, EVENT, event, _YEAR)

    def _set(
        self, response: Response, request: Request, name: str, value: str, seconds: int | None = None
    ) -> None:
        secure = request.url.scheme == "https"
        if not value:
            response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="strict")
            return
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict"
        )
