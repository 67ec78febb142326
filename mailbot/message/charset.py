"""Octets to text under a label that may be wrong, missing or unknown.

The label is a claim, the octets are the fact: octets that are valid UTF-8 beyond ASCII are UTF-8
whatever the label says, since other charsets produce such sequences by accident only.
Undefined labels and labels that name no charset fall back to UTF-8, then to windows-1252
(the reading of the WHATWG Encoding Standard for "latin1" and "us-ascii").
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_KNOWN = re.compile(
    r"(utf[_-]?(7|8|16|32)([_-]?(le|be|sig))?|us-ascii|ascii|latin[_-]?\d+|l[1-9]|iso[_-]?8859[_-]\d+"
    r"|(cp|windows[_-]?|ibm)\d{3,5}|koi8[_-][rut]|mac[_-]?\w+|big5(hkscs)?|gb\d+|gbk|hz"
    r"|euc[_-]?\w+|shift[_-]?jis\w*|s[_-]?jis|iso[_-]?2022[_-]\w+|johab|tis[_-]?620|ptcp154|kz[_-]?1048)"
)
"""Names that Python may be asked for; its other codecs (zlib, idna, rot13 …) are no charsets."""

_ALIASES = {
    "": "utf-8",
    "default": "utf-8",
    "default_charset": "utf-8",
    "none": "utf-8",
    "unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "x-unknown": "utf-8",
    "8bit": "utf-8",
    "binary": "utf-8",
    "ansi": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "windows-31j": "cp932",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "cp-850": "cp850",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
}

_NOT_TRIED = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")
"""Charsets whose octets may be valid UTF-8 by their construction: their label is believed."""

_HALF = re.compile("[\ud800-\udfff]")

_CYRILLIC = "оеаинтсрвлкмдпуяызьбгчйхжшюцщэ"


@lru_cache(maxsize=256)
def codec(label: str) -> str:
    """The name of the codec for a charset label of RFC 2046, 4.1.2; empty where there is none."""
    name = label.strip("\"' \t<>;").lower().removeprefix("charset=")
    name = _ALIASES.get(name, name)
    name = re.sub(r"^(windows|ibm)[_-]?", "cp", name)
    if not _KNOWN.fullmatch(name):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _unlabelled(data: bytes) -> str:
    """Eight-bit text with no usable label: Cyrillic if nearly all its letters would be, else Western.

    Latin languages write most letters in ASCII; Cyrillic in a single-byte charset writes hardly any.
    """
    high = sum(octet >= 0xC0 for octet in data)
    letters = sum(65 <= octet <= 90 or 97 <= octet <= 122 for octet in data)
    if high >= 8 and high > 2 * letters:
        both = data.decode("cp1251", "replace"), data.decode("koi8-r", "replace")
        return max(both, key=lambda text: sum(text.count(letter) for letter in _CYRILLIC))
    return data.decode("cp1252", "replace")


def decode(data: bytes, label: str = "") -> str:
    """The text of `data`, labelled as being in the charset `label`; never raises.

    Half characters that some codecs let through (UTF-7 may) are replaced: no file takes them.
    """
    return _HALF.sub("\ufffd", _decode(data, label))


def _decode(data: bytes, label: str) -> str:
    if not data:
        return ""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(data) % 2 == 0:
        return data.decode("utf-16", "replace")
    name = codec(label)
    if not name.startswith(_NOT_TRIED):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    if not name or name == "ascii":
        return _unlabelled(data)
    if name != "utf-8":
        return data.decode(name, "replace").removeprefix("\ufeff")
    # Labelled UTF-8 and invalid: either a few octets are damaged or the label is wrong altogether.
    mended = data.decode("utf-8", "replace")
    damaged = mended.count("\ufffd")
    sound = sum(char > "\x7f" for char in mended) - damaged
    return mended if sound > damaged else _unlabelled(data)
