"""A provider of tokens (OAuth 2, RFC 6749) on loopback, with the addresses of Microsoft's and Google's.

Its tokens are signed (JWT, RS256), so that Dovecot can see for itself whether they are good. Refresh tokens
are good once: each use gives a new one.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.servers.authority import Authority

TENANT = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://idp.example.test"
SECRET = "provider-secret"


@dataclass
class Provider:
    """What a test sets: `user`: whose mailbox the tokens open; `life`: seconds that they are good for;
    `refusals`: status and answer of the next requests; `claims`: what the tokens of an application (its id)
    say otherwise than those of others. What it sees: `asked`, each form that came in.
    """

    user: str
    port: int = 0
    life: int = 3600
    refusals: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    claims: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    refresh: str = "refresh-0"
    pending: int = 1
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def public_key(self) -> bytes:
        """What Dovecot needs to believe the tokens."""
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def private_key(self) -> str:
        """A key of somebody else than the provider: that of a service account."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()

    def token(self, life: int | None = None, application: str = "") -> str:
        now = int(time.time())
        claims = {"iss": ISSUER, "sub": "somebody", "email": self.user, "iat": now - 1, "nbf": now - 1}
        # Microsoft's are as long as that: longer than a server need take in one command.
        claims |= {"wids": "b79fbf4d-3ef9-4689-8143-76b194e85509" * 60}
        claims |= {"exp": now + (self.life if life is None else life), "jti": next(self._numbers)}
        claims |= self.claims.get(application, {})
        return str(jwt.encode(claims, self.key, algorithm="RS256"))

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """What a POST gets."""
        self.asked.append(form)
        if self.refusals:
            return self.refusals.pop(0)
        if path.endswith("/devicecode"):
            words = "Open https://login.example.test and enter the code AB12CD."
            flow = {"user_code": "AB12CD", "device_code": "device", "verification_uri": self.url}
            return 200, flow | {"interval": 1, "expires_in": 60, "message": words}
        grant = form.get("grant_type", "")
        if grant == "client_credentials" and form.get("client_secret") != SECRET:
            return 401, _no("invalid_client", "AADSTS7000215: Invalid client secret provided. Trace ID: 1")
        if grant.endswith("device_code") and self.pending:
            self.pending -= 1
            return 400, _no("authorization_pending", "AADSTS70016: still waiting")
        if grant == "refresh_token":
            if form.get("refresh_token") != self.refresh:
                return 400, _no("invalid_grant", "AADSTS70008: The refresh token has expired.")
            self.refresh = f"refresh-{next(self._numbers)}"
        given: dict[str, Any] = {
            "access_token": self.token(application=form.get("client_id", "")),
            "expires_in": self.life,
            "token_type": "Bearer",
        }
        if grant == "refresh_token" or grant.endswith("device_code"):
            given |= {"refresh_token": self.refresh, "scope": form.get("scope", ""), **self._identity(form)}
        return 200, given

    def _identity(self, form: dict[str, str]) -> dict[str, str]:
        """Who signed in, as Microsoft tells it: not the mailbox that is shared."""
        now = int(time.time())
        claims = {"iss": ISSUER, "sub": "somebody", "oid": "o", "tid": TENANT, "iat": now, "exp": now + 900}
        claims |= {"aud": form.get("client_id", ""), "preferred_username": "frau.weber@amt.test"}
        info = jwt.utils.base64url_encode(b'{"uid":"o","utid":"t"}').decode()
        return {"id_token": jwt.encode(claims, self.key, algorithm="RS256"), "client_info": info}

    def discovery(self) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0, 3."""
        base = f"{self.url}/{TENANT}/oauth2/v2.0"
        return {
            "issuer": f"{self.url}/{TENANT}/v2.0",
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "device_authorization_endpoint": f"{base}/devicecode",
        }


def _no(code: str, words: str) -> dict[str, Any]:
    return {"error": code, "error_description": words}


@contextmanager
def providing(authority: Authority, folder: Path, user: str) -> Iterator[Provider]:
    """A provider on a free port, over TLS with a certificate of `authority`."""
    provider = Provider(user)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            known = self.path.startswith(f"/{TENANT}/")
            self._say(*(200, provider.discovery()) if known else (400, _no("invalid_tenant", "AADSTS90002")))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(*provider.answer(self.path, form))

        def _say(self, status: int, words: dict[str, Any]) -> None:
            data = json.dumps(words).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    authority.write(folder / "provider.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "provider.pem")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        provider.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join(5)
