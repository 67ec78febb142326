"""Addresses, message identifiers and dates of header fields (RFC 5322, 3.3, 3.4 and 3.6.4)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailbot.message.headers import clean, decode_text
from mailbot.message.limits import MAX_ADDRESSES
from mailbot.message.model import Address

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")


def message_ids(text: str) -> tuple[str, ...]:
    """The message identifiers in a References or In-Reply-To value, angle brackets included."""
    return tuple(_MESSAGE_ID.findall(text))


def date_of(text: str) -> datetime | None:
    """A Date value as an aware datetime, None where it is none; without an offset it is UTC."""
    try:
        moment = parsedate_to_datetime(text)
        # An offset may be in the grammar and still carry the date out of the calendar.
        moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_addresses(value: bytes) -> tuple[Address, ...]:
    """The mailboxes of an address list; groups are flattened, what is no address is left out.

    Display names are decoded after the list is split, so that an encoded comma splits nothing;
    `Müller, Anna <anna@example.org>` without quotes, common though against the grammar, is one.
    """
    items = _split(value)
    if items is None:
        items = [item for item in re.split(rb"[,;]", value) if item.strip()]
    addresses: list[Address] = []
    family = b""
    for item in items[:MAX_ADDRESSES]:
        if b"@" not in item and b"<" not in item and len(items) > 1:
            family = item
            continue
        address = _mailbox(item)
        if family and address and address.name and b"<" in item:
            address = Address(f"{_phrase(family)}, {address.name}", address.email)
        family = b""
        if address:
            addresses.append(address)
    return tuple(addresses)


def _split(value: bytes) -> list[bytes] | None:
    """`value` cut at the commas (and group marks) outside quotes, comments and angle brackets."""
    items: list[bytes] = []
    start, quoted, angle, comment, skip = 0, False, False, 0, False
    for index, octet in enumerate(value):
        char = chr(octet)
        if skip:
            skip = False
        elif char == "\\" and (quoted or comment):
            skip = True
        elif char == '"' and not comment:
            quoted = not quoted
        elif quoted:
            continue
        elif char == "(":
            comment += 1
        elif char == ")" and comment:
            comment -= 1
        elif comment:
            continue
        elif char in "<>":
            angle = char == "<"
        elif char in ",;" and not angle:
            items.append(value[start:index])
            start = index + 1
        elif char == ":" and not angle and b"@" not in value[start:index]:
            start = index + 1
    items.append(value[start:])
    return None if quoted or comment else [item for item in items if item.strip()]


def _phrase(raw: bytes) -> str:
    raw = raw.strip()
    if raw.startswith(b'"') and raw.endswith(b'"') and len(raw) > 1:
        return decode_text(re.sub(rb"\\(.)", rb"\1", raw[1:-1])).strip("' ")
    return decode_text(raw.replace(b'"', b"")).strip("' ")


def _mailbox(item: bytes) -> Address | None:
    """One mailbox: `Name <address>`, `address (Name)`, or the address alone."""
    before, bracket, inside = item.rpartition(b"<")
    if bracket:
        email = _addr_spec(inside.partition(b">")[0])
        name = _phrase(re.sub(rb"\([^()]*\)", b" ", before)) or _comment(item)
        return Address(name, email) if email else None
    bare = re.sub(rb"\([^()]*\)", b" ", item).strip()
    words = bare.split()
    found = next(
        (word for word in words if b"@" in word or (b"=?" in word and "@" in decode_text(word))), b""
    )
    found = found or (words[0] if len(words) == 1 else b"")
    email = _addr_spec(found)
    if "<" in email and b"=?" in found:
        # Some programs encode the whole field, address included (against RFC 2047, 5).
        return _mailbox(email.replace("=?", "").encode())
    if not email:
        return None
    name = _phrase(b" ".join(word for word in words if word is not found))
    return Address(name or _comment(item), email)


def _comment(item: bytes) -> str:
    match = re.search(rb"\(([^()]*)\)", item)
    return decode_text(match[1]) if match else ""


def _addr_spec(raw: bytes) -> str:
    """The addr-spec: a source route (RFC 5322, 4.4) and a stray `mailto:` are cut off."""
    text = clean(decode_text(raw)).strip("\"'<>,; ")
    text = text.removeprefix("mailto:")
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    return text if text and not re.search(r"\s", text.partition("@")[2]) else ""
