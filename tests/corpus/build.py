"""Cases to the bytes that a mail server would hold.

`python -m tests.corpus.build CASES.yaml… OUT` writes `OUT/<id>.eml` and `OUT/<id>.json` (the truth).
README.md beside this file describes the form of a case.
"""

from __future__ import annotations

import base64
import hashlib
import json
import quopri
import random
import sys
from collections.abc import Sequence
from email.header import Header
from email.utils import format_datetime, formataddr, getaddresses, parseaddr
from pathlib import Path

from tests.corpus.case import Attached, Case
from tests.corpus.dress import CLIENTS, flow, html_document, quote_markup, quote_text
from tests.corpus.load import case_files, event, invitation, load, question

__all__ = ["build", "case_files", "event", "invitation", "load", "question", "write"]


def build(case: Case) -> bytes:
    """The whole mail as its client would send it, with CRLF line ends."""
    if case.raw is not None:
        return case.raw.encode("utf-8", "surrogateescape").replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    client = CLIENTS[case.client]
    body = case.body.rstrip("\n") + "\n"
    text = body + quote_text(case.client, case.quote)
    markup = case.html_body or html_document(case.client, body, quote_markup(case.client, case.quote))
    charset = case.charset or _charset_for(text + markup, client.charset)
    cte = case.cte or _encoding_for(charset, client.charset, client.cte)
    shape = case.shape or client.shape
    if shape == "html":
        entity = _leaf("html", markup, charset, cte)
    elif shape == "alt":
        leaves = [_leaf("plain", text, charset, cte), _leaf("html", markup, charset, cte)]
        entity = _multipart("alternative", leaves, case.id)
    elif shape == "flowed":
        entity = _leaf("plain", flow(text), charset, cte, "; format=flowed")
    else:
        entity = _leaf("plain", text, charset, cte)
    if case.attachments:
        parts = [entity, *(_attachment(spec, case.id) for spec in case.attachments)]
        entity = _multipart("mixed", parts, case.id)
    return "\r\n".join(_header_lines(case)).encode("ascii", "surrogateescape") + b"\r\n" + entity


def write(cases: Sequence[Case], out: Path) -> None:
    """Write each case as `<id>.eml` and its truth as `<id>.json` into the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    for case in cases:
        (out / f"{case.id}.eml").write_bytes(build(case))
        truth = json.dumps(case.truth.as_json(), ensure_ascii=False, indent=1)
        (out / f"{case.id}.json").write_text(truth + "\n", "utf-8")


def _header_lines(case: Case) -> list[str]:
    if case.date is None:
        raise ValueError(f"{case.id}: a mail without raw needs a date")
    address = parseaddr(case.sender)[1]
    domain = address.rpartition("@")[2] or "mail.example"
    own = parseaddr(case.to)[1].rpartition("@")[2]
    digest = hashlib.sha1(case.id.encode(), usedforsecurity=False).hexdigest()
    host = f"mx.{domain} (mx.{domain} [192.0.2.{int(digest[:2], 16)}])"
    stamp = format_datetime(case.date)
    return_path = address if case.return_path is None else case.return_path
    lines = [
        f"Return-Path: <{return_path}>",
        f"Received: from {host} by mail.{own} with ESMTPS id {digest[:12]}; {stamp}",
        f"From: {_addresses(case.sender)}",
        f"To: {_addresses(case.to)}",
        *([f"Cc: {_addresses(case.cc)}"] if case.cc else []),
        f"Subject: {_unstructured(case.subject)}",
        f"Date: {stamp}",
        f"Message-ID: <{digest[:24]}@{domain}>",
        "MIME-Version: 1.0",
    ]
    if mailer := CLIENTS[case.client].mailer:
        lines.append(f"{mailer[0]}: {mailer[1]}")
    overridden = {name.lower() for name in case.headers}
    lines = [line for line in lines if line.partition(":")[0].lower() not in overridden]
    return lines + [f"{name}: {value}" for name, value in case.headers.items() if value is not None]


def _addresses(text: str) -> str:
    """One address or several, display names as encoded words where they are not ASCII (RFC 2047)."""
    encoded = [
        formataddr((name if name.isascii() else Header(name, "utf-8").encode(linesep="\r\n"), address))
        for name, address in getaddresses([text])
    ]
    return ", ".join(encoded) or text


def _unstructured(text: str) -> str:
    if text.isascii():
        return text
    return Header(text, "utf-8", header_name="Subject").encode(linesep="\r\n")


def _charset_for(text: str, preferred: str) -> str:
    """The client's charset, or UTF-8 where the text does not fit it, as real clients do."""
    try:
        text.encode(preferred)
    except UnicodeEncodeError:
        return "utf-8"
    return preferred


def _encoding_for(charset: str, usual: str, cte: str) -> str:
    return "8bit" if cte == "7bit" and charset != usual else cte


def _leaf(subtype: str, text: str, charset: str, cte: str, parameters: str = "") -> bytes:
    head = f"Content-Type: text/{subtype}; charset={charset}{parameters}\r\n"
    octets = text.encode(charset)
    if cte == "quoted-printable":
        octets = quopri.encodestring(octets)
    elif cte == "base64":
        octets = base64.encodebytes(octets.replace(b"\n", b"\r\n"))
    return f"{head}Content-Transfer-Encoding: {cte}\r\n\r\n".encode() + octets.replace(b"\n", b"\r\n")


def _multipart(subtype: str, parts: list[bytes], seed: str) -> bytes:
    mark = hashlib.sha1((seed + subtype).encode(), usedforsecurity=False).hexdigest()[:20]
    boundary = f"----=_Part_{mark}".encode()
    opened = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary.decode()}"\r\n\r\n'
    return head.encode() + opened + b"--" + boundary + b"--\r\n"


def _attachment(spec: Attached, seed: str) -> bytes:
    noise = random.Random(seed + spec.name).randbytes(spec.size)
    data = noise if spec.text is None else spec.text.encode(spec.charset)
    name = spec.name if spec.name.isascii() else Header(spec.name, "utf-8").encode()
    lines = [
        f'Content-Type: {spec.type}; name="{name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: {"inline" if spec.inline else "attachment"}; filename="{name}"',
    ]
    if spec.inline:
        lines.append(f"Content-ID: <{hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()[:12]}>")
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return head + base64.encodebytes(data).replace(b"\n", b"\r\n")


def main() -> None:
    """Command line: case files, then the folder to write to."""
    *files, out = (Path(argument) for argument in sys.argv[1:])
    cases = [case for path in files for case in load(path)]
    write(cases, out)
    sys.stdout.write(f"{len(cases)} mails in {out}\n")


if __name__ == "__main__":
    main()
