"""Raw mails built by hand, as short as a test needs them."""

from __future__ import annotations

import base64

BASE = {
    "From": "Anna Beispiel <anna@example.org>",
    "To": "office@example.net",
    "Subject": "Anmeldung",
    "Date": "Fri, 03 Sep 2021 10:12:00 +0200",
    "Message-ID": "<one@example.org>",
}


def mail(body: str | bytes = "Hallo", **fields: str | None) -> bytes:
    """A mail with `body` under BASE and `fields` (underscores are hyphens; None leaves a field out)."""
    header = BASE | {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in header.items() if value is not None)
    octets = body.encode() if isinstance(body, str) else body
    return head.encode() + b"\r\n" + octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def html(markup: str, **fields: str | None) -> bytes:
    """A mail that is HTML alone."""
    return mail(markup, Content_Type="text/html; charset=utf-8", **fields)


def part(content_type: str, body: str | bytes, **fields: str) -> bytes:
    """One part of a multipart, in base64."""
    octets = body.encode() if isinstance(body, str) else body
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n"
    head += "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return head.encode() + b"\r\n" + base64.encodebytes(octets)


def multipart(subtype: str, *parts: bytes, parameters: str = "", **fields: str | None) -> bytes:
    """A mail of several parts."""
    body = b"".join(b"--=cut\r\n" + piece + b"\r\n" for piece in parts) + b"--=cut--\r\n"
    return mail(body, Content_Type=f'multipart/{subtype}; boundary="=cut"{parameters}', **fields)
