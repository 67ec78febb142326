"""Files of strangers, handed out so that no browser opens them and no name of theirs does harm.

They are saved, never shown: `Content-Disposition: attachment` (RFC 6266), a type that says nothing, no
guessing of another (`nosniff`), and a policy under which nothing of them would run if they were opened
all the same. A name keeps its letters in any script (RFC 8187) and loses folders, control characters,
marks that turn its direction, and what a file system could not take.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from starlette.responses import Response

LONGEST_NAME = 120
_UNFIT = re.compile(r'[<>:"|?*;%\\/]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names of devices on Windows, whatever the ending."""


def clean_name(name: str, otherwise: str) -> str:
    """A name under which a file can be saved; `otherwise` where nothing of it is left."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    spaced = " ".join(_UNFIT.sub("_", seen).split()).strip(". ")
    if not spaced.strip("_"):
        return otherwise
    if _RESERVED.fullmatch(spaced):
        spaced = f"_{spaced}"
    stem, dot, ending = spaced.rpartition(".")
    if len(spaced) > LONGEST_NAME:
        spaced = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 12 else spaced
    return spaced[:LONGEST_NAME]


def disposition(name: str) -> str:
    """The header for a clean name: once in ASCII, and once as it is where that is not the same."""
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    flat = re.sub(r"[^A-Za-z0-9 ._()+,=@#&!-]", "_", flat).strip(". ") or "file"
    header = f'attachment; filename="{flat}"'
    return header if flat == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"


def download(data: bytes, name: str, otherwise: str) -> Response:
    """The bytes, to be saved under this name."""
    headers = {
        "Content-Disposition": disposition(clean_name(name, otherwise)),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)
