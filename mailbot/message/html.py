"""HTML as the text a person sees."""

from __future__ import annotations


def to_text(markup: str) -> str:
    """The visible text of `markup`, one line per block and per table row."""
    from inscriptis.html_engine import Inscriptis
    from inscriptis.model.config import ParserConfig
    from lxml.html import HTMLParser, fromstring

    if not markup.strip():
        return ""
    tree = fromstring(markup.encode(), parser=HTMLParser(huge_tree=True, encoding="utf-8"))
    return Inscriptis(tree, ParserConfig()).get_text()
