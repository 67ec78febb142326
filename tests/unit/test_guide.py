"""The guide and the README name only what is there: words of the pages, pictures, and none too large."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po

from tests.servers.office import PROJECT

GUIDE = PROJECT / "docs" / "anleitung.md"
PICTURES = PROJECT / "docs" / "pictures"
_MOST_OCTETS = 150 * 1024


@cache
def said_at_the_desk() -> frozenset[str]:
    """Every German message of the desk."""
    with (PROJECT / "templates" / "web" / "de.po").open("rb") as stream:
        catalogue = read_po(stream, locale="de")
    texts = (m.string if isinstance(m.string, list | tuple) else [m.string] for m in catalogue)
    return frozenset(str(text) for forms in texts for text in forms if text)


def named(bold: str) -> bool:
    """True for a question to the reader, which is no button, and for words that stand on a page."""
    return bold in said_at_the_desk()


def bold_words() -> list[str]:
    text = GUIDE.read_text("utf-8")
    # What begins a list item in bold is a question of the reader, and no word of a page.
    text = re.sub(r"(?m)^- \*\*[^*]+\?\*\*", "", text)
    return [" ".join(words.split()) for words in re.findall(r"\*\*([^*]+)\*\*", text)]


def test_every_word_in_bold_stands_on_a_page() -> None:
    words = bold_words()

    assert len(words) > 30
    assert [word for word in words if not named(word)] == []


@pytest.mark.parametrize("page", ["README.md", "docs/anleitung.md"])
def test_every_picture_is_there_and_small(page: str) -> None:
    file = PROJECT / page
    linked = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", file.read_text("utf-8"))

    assert linked
    for words, target in linked:
        picture = file.parent / target
        assert words.strip(), target
        assert picture.read_bytes().startswith(b"\x89PNG"), target
        assert picture.stat().st_size <= _MOST_OCTETS, target


def test_no_picture_lies_about_unused() -> None:
    files = [PROJECT / "README.md", *(PROJECT / "docs").glob("*.md")]
    pages = "".join(file.read_text("utf-8") for file in files)

    assert [file.name for file in PICTURES.iterdir() if file.name not in pages] == []


def test_guide_takes_about_two_pages() -> None:
    assert len(GUIDE.read_text("utf-8").split()) < 1150
