"""Text of Rich Text Format documents (RTF 1.9.1): the words, a line a paragraph, cells parted by tabs.

Only what a person reads is taken: fonts, styles, pictures, fields' instructions and every destination
that a reader may skip are left out. One pass without recursion, however deep the groups go.
"""

from __future__ import annotations

import re

from mailbot.message.charset import codec
from mailbot.message.limits import MAX_SUGGESTION

_PIECE = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,10})? ?"
    rb"|\\'(?P<octet>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z\r\n])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]|\\",
    re.DOTALL,
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object fldinst themedata xe header headerl headerr footer footerl"
    b" footerr listtable generator".split()
)
_BREAKS = {
    b"par": "\n",
    b"line": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"row": "\n",
    b"cell": "\t",
    b"tab": "\t",
}
_SIGNS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
}
_SIGNS |= {b"bullet": "•", b"emspace": " ", b"enspace": " "}
_ESCAPED = {b"~": " ", b"_": "-", b"-": ""}
_MOST_PIECES = 400_000


def rtf_text(data: bytes) -> str:
    """The text of an RTF document in octets; empty where it is none. Never raises."""
    return _Reader(data).run() if data.lstrip()[:5] == b"{\\rtf" else ""


class _Reader:
    """The state of one pass: the charset, which groups are skipped, characters to leave out."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.out: list[str] = []
        self.octets = bytearray()
        self.charset = "cp1252"
        self.groups: list[tuple[bool, int]] = []
        self.skipping = False
        self.fallback, self.leave_out = 1, 0

    def run(self) -> str:
        size = 0
        for number, match in enumerate(_PIECE.finditer(self.data)):
            if number > _MOST_PIECES or size > 4 * MAX_SUGGESTION:
                break
            before = len(self.out)
            self.take(match)
            size += sum(map(len, self.out[before:]))
        self.flush()
        lines = (line.strip(" ") for line in "".join(self.out).split("\n"))
        return "\n".join(lines).strip()[:MAX_SUGGESTION]

    def flush(self) -> None:
        """Octets of the document's charset are decoded together: a character may have two."""
        if self.octets:
            self.out.append(bytes(self.octets).decode(self.charset, "replace"))
            self.octets.clear()

    def write(self, text: str) -> None:
        if not self.skipping:
            self.flush()
            self.out.append(text)

    def take(self, match: re.Match[bytes]) -> None:
        if match["brace"] == b"{":
            self.groups.append((self.skipping, self.fallback))
        elif match["brace"] and self.groups:
            self.skipping, self.fallback = self.groups.pop()
            self.leave_out = 0
        elif match["octet"]:
            if self.leave_out:
                self.leave_out -= 1
            elif not self.skipping:
                self.octets.append(int(match["octet"], 16))
        elif match["text"]:
            text = match["text"][self.leave_out :]
            self.leave_out = max(self.leave_out - len(match["text"]), 0)
            if not self.skipping:
                self.octets += text
        elif match["sign"]:
            self.sign(match["sign"])
        elif match["word"]:
            self.word(match["word"], int(match["value"] or 0))

    def sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.skipping = True
        else:
            self.write(_ESCAPED.get(sign, sign.decode("cp1252", "replace")))

    def word(self, word: bytes, value: int) -> None:
        if word in _SKIPPED:
            self.skipping = True
        elif word == b"ansicpg":
            self.charset = codec(f"cp{value}") or "cp1252"
        elif word == b"uc":
            self.fallback = min(max(value, 0), 8)
        elif word == b"u":
            # A character beyond the charset, with a stand-in of `fallback` characters behind it.
            code = value % 0x10000
            self.write("\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code))
            self.leave_out = self.fallback
        elif word in _BREAKS or word in _SIGNS:
            self.write(_BREAKS.get(word) or _SIGNS[word])
