"""How an SMTP session is secured and signed in to, by password or by token."""

from __future__ import annotations

import smtplib
import ssl
from base64 import b64encode

from mailbot.config import Mechanism, OAuthSettings, SmtpSettings
from mailbot.tokens import access_token, forget, missing_at_the_server

_COMMAND_OCTETS = 512
"""What a server must take of a command (RFC 5321, 4.5.3.1.4). Postfix takes 2,048; many tokens are longer."""


def tls_context(settings: SmtpSettings) -> ssl.SSLContext:
    """Certificates verified, TLS 1.2 at least; `ca_file` adds the office's own authority."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ca_file:
        context.load_verify_locations(cafile=str(settings.ca_file))
    return context


def log_in(client: smtplib.SMTP, settings: SmtpSettings) -> None:
    """By smtplib only ASCII can log in; a password with an umlaut goes by SASL PLAIN, which is UTF-8
    (RFC 4616, 2).
    """
    if settings.oauth is not None:
        _by_token(client, settings, settings.oauth)
        return
    if (settings.username + settings.password).isascii():
        client.login(settings.username, settings.password)
        return
    secret = f"\0{settings.username}\0{settings.password}".encode()
    code, text = client.docmd("AUTH", f"PLAIN {b64encode(secret).decode()}")
    if not 200 <= code < 300:
        raise smtplib.SMTPAuthenticationError(code, text)


def _by_token(client: smtplib.SMTP, settings: SmtpSettings, oauth: OAuthSettings) -> None:
    """XOAUTH2 or OAUTHBEARER (RFC 7628, 3.1). A server that refuses the token says why in a challenge, and
    its last word comes after an answer to that: an empty one, or for OAUTHBEARER the byte 0x01 (3.2.3).
    """
    mechanism = oauth.mechanism.value.upper()
    token = access_token(oauth, settings.username)
    bearer = oauth.mechanism is Mechanism.OAUTHBEARER
    # In a GS2 header these two signs are written otherwise (RFC 5801, 4).
    name = settings.username.replace("=", "=3D").replace(",", "=2C")
    who = f"n,a={name},\x01" if bearer else f"user={settings.username}\x01"
    response = b64encode(f"{who}auth=Bearer {token}\x01\x01".encode()).decode()
    code, text = _authenticate(client, mechanism, response)
    if code == 334:
        code, text = client.docmd("AQ==" if bearer else "")
    if not 200 <= code < 300:
        forget(oauth, settings.username)
        missing = missing_at_the_server(oauth, client.esmtp_features.get("auth", "").split())
        if missing is not None and code >= 500:
            raise missing
        raise smtplib.SMTPAuthenticationError(code, text)


def _authenticate(client: smtplib.SMTP, mechanism: str, response: str) -> tuple[int, bytes]:
    """The response goes with the command where there is room for it, else it waits for the server's empty
    challenge (RFC 4954, 4).
    """
    command = f"{mechanism} {response}"
    if len(f"AUTH {command}\r\n") <= _COMMAND_OCTETS:
        return client.docmd("AUTH", command)
    code, text = client.docmd("AUTH", mechanism)
    return client.docmd(response) if code == 334 else (code, text)
