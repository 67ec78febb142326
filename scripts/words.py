#!/usr/bin/env python3
"""Bring templates/web/de.po up to date with the messages in the desk's templates and code.

Translations that are there stay; a new message is added without one, and a test fails until it has one.
Codes of the program (reasons, states, actions …) have a context (`msgctxt`) and are kept as they are.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "templates" / "web" / "de.po"
METHODS = [("**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def messages() -> Catalog:
    """Every message of the desk that is to be translated."""
    found = Catalog(locale="de")
    for folder in (ROOT / "templates" / "web", ROOT / "mailbot" / "web"):
        for file, line, message, comments, context in extract_from_dir(
            folder, METHODS, OPTIONS, keywords=KEYWORDS
        ):
            found.add(
                message, None, [(f"{folder.relative_to(ROOT)}/{file}", line)], (), comments, context=context
            )
    return found


def main() -> None:
    """Write the file anew: what is not said any more goes, what is new comes in."""
    with FILE.open("rb") as stream:
        words = read_po(stream, locale="de")
    fresh = messages()
    for message in list(words):
        if message.id and not message.context and message.id not in fresh:
            words.delete(message.id)
    for message in fresh:
        if message.id and message.id not in words:
            words.add(message.id)
    with FILE.open("wb") as stream:
        write_po(stream, words, width=100, no_location=True, sort_output=True)


if __name__ == "__main__":
    main()
