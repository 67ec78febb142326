"""What of an HTML mail a person sees: hidden, quoted and tightly set elements."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_HIDING = re.compile(
    r"(?:^|[;\s])(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all|font-size:[01](?:px|pt|%|em)?(?![\d.])"
    r"|font-size:0?\.\d+(?:px|pt)|opacity:0(?![.\d])|max-height:0|color:transparent)"
)
_TIGHT = re.compile(r"(?:^|[;\s])margin(?:-bottom|-top)?:0")
_MARKED = re.compile(
    r"\b(?:gmail_quote|moz-cite|protonmail_quote|tutanota_quote|quote|yahoo_quoted|zmail_extra)\b"
)
_MOST_STYLE = 200_000


def _style(element: _Element) -> str:
    style = element.get("style")
    return "".join(style.lower().split()) if style else ""


def is_hidden(element: _Element, classes: frozenset[str]) -> bool:
    """Whether no mail program shows `element`; `classes` as `hidden_classes` gives them."""
    if element.get("hidden") is not None:
        return True
    if classes and not classes.isdisjoint((element.get("class") or "").split()):
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(_style(element)) is not None


def is_tight(element: _Element) -> bool:
    """Whether a paragraph is set without a blank line after it, as Outlook sets every line."""
    if (element.get("class") or "").startswith("Mso"):
        return True
    return element.get("style") is not None and _TIGHT.search(_style(element)) is not None


def is_quote(element: _Element) -> bool:
    """Whether a block is quoted mail: `blockquote` alone also serves to indent own words."""
    if element.tag != "blockquote":
        return False
    marks = " ".join((element.get("class") or "", element.get("id") or "", element.get("name") or ""))
    if element.get("type") == "cite" or element.get("cite") or _MARKED.search(marks):
        return True
    return "border-left" in (element.get("style") or "")


def word_mark(element: _Element) -> str:
    """The bullet or number that Word writes in front of a list item as text, or its tab; else empty.

    Its bullets are letters of symbol fonts (`·`, `o`, `§`), which mean nothing in another font; its tabs are
    a count of tabs around so many spaces.
    """
    style = _style(element)
    if "mso-tab-count:" in style:
        return "\t"
    if "mso-list:ignore" not in style:
        return ""
    mark = "".join(str(piece) for piece in element.itertext()).replace("\xa0", " ").strip()
    numbered = any(char.isdigit() for char in mark) or (len(mark) > 1 and mark[-1:] in ".)")
    return f"{mark} " if numbered else "* "


def hidden_classes(root: _Element) -> frozenset[str]:
    """Classes that a style sheet in the mail hides everywhere; rules for some screens do not count."""
    found: set[str] = set()
    left = _MOST_STYLE
    for sheet in root.iter("style"):
        text = (sheet.text or "")[:left]
        left -= len(text)
        if "none" not in text and "hidden" not in text:
            continue
        for block in _without_at_rules(text).split("}"):
            selector, _brace, rule = block.partition("{")
            if _HIDING.search("".join(rule.lower().split())):
                names = (part.strip() for part in selector.split(","))
                found.update(
                    name[name.rindex(".") + 1 :] for name in names if re.fullmatch(r"\w*\.[\w-]+", name)
                )
    return frozenset(found)


def _without_at_rules(sheet: str) -> str:
    """`sheet` without comments and without blocks that begin with @ (media queries, fonts)."""
    sheet = re.sub(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|<!--|-->", " ", sheet)
    out: list[str] = []
    depth = at = 0
    for piece in re.split(r"([{}@])", sheet):
        if piece == "@" and not at:
            at = depth + 1
        elif piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(depth - 1, 0)
            if at and depth < at:
                at = 0
                continue
        if not at:
            out.append(piece)
    return "".join(out)


def without_tags(markup: str) -> str:
    """All text of markup that cannot be parsed, hidden or not, a line for each run of it."""
    text = unescape(re.sub(r"<[^<>]*>", "\n", markup))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
