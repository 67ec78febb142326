"""Own words, signature, quoted mail and forwarded mail of one text, told apart line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = (
    r"(\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}|\d{1,2}\.?\s+\w{3,10}\.?,?\s+\d{4}|\d{4}-\d\d-\d\d"
    r"|\w{3,9}\.? \d{1,2},? \d{4}|[\u0660-\u0669\d]+ \S+ [\u0660-\u0669\d]{4})"
)
_WROTE = (
    r"(schrieb|wrote|geschrieben|пише|пишет|написал[аи]?|a écrit|escribió|ha scritto"
    r"|napisał(?:\(a\))?|yazdı|كتب|بواسطة|نوشت|đã viết)"
)
_LABELS = {
    "from": r"von|from|від|от|de|da|gönderen|من|od",
    "date": r"gesendet|datum|sent|date|дата|надіслано|отправлено|envoyé|tarih|تاريخ|التاريخ",
    "to": r"an|to|кому|à|kime|إلى|para",
    "cc": r"cc|kopie",
    "subj": r"betreff|subject|тема|objet|konu|الموضوع|asunto",
}
_HEADER = {k: re.compile(rf"^[\s*>]*(?:{v})\s*\*?\s*:\s*\*?", re.I) for k, v in _LABELS.items()}
_SEPARATOR = re.compile(
    r"^[\s>]*-{2,}\s*(Ursprüngliche Nachricht|Originalnachricht|Weitergeleitete Nachricht|Original Message"
    r"|Forwarded message|Original-Nachricht|Исходное сообщение|Пересылаемое сообщение).{0,30}-{2,}\s*$"
    r"|^_{20,}\s*$",
    re.I,
)
_MOBILE = re.compile(
    r"^(Von meinem .{2,40} gesendet|Gesendet von meinem .{2,40}|Gesendet mit .{2,60}|Sent from .{2,40}"
    r"|Von .{2,15} für (iOS|Android) gesendet|Gesendet von Outlook .*|Holen Sie sich Outlook .*"
    r"|Отправлено с .*|Надіслано з .*|Get Outlook for .*)\.?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Split:
    """One text in its four parts; each is stripped of blank lines around it."""

    own: str
    signature: str
    quoted: str


def _is_header_block(lines: list[str], start: int) -> bool:
    kinds: set[str] = set()
    text = ""
    for line in lines[start : start + 7]:
        kind = next((k for k, r in _HEADER.items() if r.match(line)), None)
        if kind:
            kinds.add(kind)
            text += line + " "
        elif not line.strip() and kinds:
            break
    return (
        {"subj", "from"} <= kinds
        and len(kinds) >= 3
        and re.search(_DATE, text) is not None
        and ("@" in text or re.search(r"\d{1,2}:\d\d", text) is not None)
    )


def _attribution(lines: list[str], start: int) -> int:
    joined = ""
    for count in range(3):
        if start + count >= len(lines):
            return 0
        line = lines[start + count].lstrip("> ").strip()
        joined = (joined + " " + line).strip()
        if line.endswith(":") and re.search(_WROTE, joined, re.I) and re.search(_DATE, joined):
            return count + 1
        if not line:
            return 0
    return 0


def split(text: str) -> Split:
    """The parts of `text` (lines end with LF)."""
    lines = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
    own: list[str] = []
    quoted: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        starts = _HEADER["from"].match(line) or _HEADER["date"].match(line)
        if _SEPARATOR.match(line) or (starts and _is_header_block(lines, i)):
            quoted += lines[i:]
            break
        count = _attribution(lines, i)
        if count:
            quoted += lines[i : i + count]
            i += count
            continue
        (quoted if line.startswith(">") else own).append(line)
        i += 1
    signature: list[str] = []
    for j, line in enumerate(own):
        if line.rstrip() in ("--", "—") or _MOBILE.match(line.strip()):
            own, signature = own[:j], own[j:]
            break
    unmarked = [line.lstrip("> ") if line.startswith(">") else line for line in quoted]
    return Split("\n".join(own).strip(), "\n".join(signature).strip(), "\n".join(unmarked).strip())
