"""Text of vCards and calendar entries (RFC 6350, RFC 5545): the properties that people care for."""

from __future__ import annotations

import binascii
import re

from mailbot.message.charset import decode

_CARD = {
    "FN": "Name",
    "ORG": "Organisation",
    "TITLE": "Titel",
    "ROLE": "Funktion",
    "EMAIL": "E-Mail",
    "TEL": "Telefon",
}
_CALENDAR = (
    "METHOD",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "LOCATION",
    "ORGANIZER",
    "ATTENDEE",
    "DESCRIPTION",
    "COMMENT",
)
_ENTRIES = 500


def card_text(data: bytes) -> str:
    """The persons of a vCard file, one property a line with a label, a blank line between persons."""
    lines: list[str] = []
    name = ""
    for prop, value in _properties(data):
        if prop == "BEGIN" and lines:
            lines.append("")
        elif prop == "N":
            name = " ".join(part for part in reversed(value.split(";")[:2]) if part)
        elif prop == "END" and name and not any(line.startswith("Name: ") for line in lines):
            lines.append(f"Name: {name}")
        elif prop in _CARD and value.strip(" ;"):
            lines.append(f"{_CARD[prop]}: {', '.join(part for part in value.split(';') if part)}")
    return "\n".join(lines)


def calendar_text(data: bytes) -> str:
    """The entries of an iCalendar file, one property a line under its standard name."""
    lines = []
    for prop, value in _properties(data):
        if prop == "BEGIN" and value.upper() == "VTIMEZONE":
            lines.append("BEGIN")
        elif prop == "END" and value.upper() == "VTIMEZONE" and "BEGIN" in lines:
            # What stands between describes clock changes, not the entry.
            del lines[lines.index("BEGIN") :]
        elif prop in _CALENDAR and value:
            lines.append(f"{prop}: {value}")
    return "\n".join(line for line in lines if line != "BEGIN")


def _properties(data: bytes) -> list[tuple[str, str]]:
    """Names in upper case and unescaped values of the content lines (RFC 6350, 3.2 and 3.3)."""
    octets = re.sub(rb"\r?\n[ \t]", b"", data)
    found: list[tuple[str, str]] = []
    lines = iter(octets.splitlines())
    for line in lines:
        head, colon, value = line.partition(b":")
        if b'"' in head and head.count(b'"') % 2:
            # A quoted parameter may hold colons: ATTENDEE;CN="a: b":mailto:…
            match = re.match(rb'((?:[^":]|"[^"]*")*):(.*)', line)
            head, colon, value = (match[1], b":", match[2]) if match else (head, colon, value)
        if not colon:
            continue
        parameters = head.decode("ascii", "replace").upper()
        if "QUOTED-PRINTABLE" in parameters:
            while value.endswith(b"="):
                value = value[:-1] + next(lines, b"")
            value = binascii.a2b_qp(value)
        charset = re.search(r"CHARSET=([\w-]+)", parameters)
        text = decode(value, charset[1] if charset else "")
        text = re.sub(r"\\([nN,;\\])", lambda m: " " if m[1] in "nN" else m[1], text)
        prop = parameters.partition(";")[0].rpartition(".")[2].strip()
        if prop == "ATTENDEE":
            status = re.search(r"PARTSTAT=([\w-]+)", parameters)
            text = text + (f" ({status[1]})" if status else "")
        found.append((prop, " ".join(text.split())))
        if len(found) >= _ENTRIES:
            break
    return found
