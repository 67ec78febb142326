"""The words of the desk: templates and their translations, German and English.

Messages are written in English in the templates and the code; `templates/web/de.po` has the German.
Catalogues are read as they are (Babel), so there is no step of building.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined

LANGUAGES = ("de", "en")
_RTL = frozenset(("ar", "fa", "he", "ur", "ps", "ckb"))


class Words:
    """The desk in one language."""

    def __init__(self, language: str, folder: Path) -> None:
        self.language = language
        self._folder = folder
        file = folder / f"{language}.po"
        self._catalog = Catalog()
        if file.exists():
            with file.open("rb") as stream:
                self._catalog = read_po(stream, locale=language)

    def gettext(self, text: str) -> str:
        """`text` in this language, or as it is."""
        return self._found(text, None) or text

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form for `count`."""
        message = self._catalog.get(one)
        forms = message.string if message else ()
        if isinstance(forms, tuple) and len(forms) == 2 and all(forms):
            return forms[0 if count == 1 else 1]
        return one if count == 1 else many

    def pgettext(self, context: str, text: str) -> str:
        """`text` as it is said in this context; empty where the catalogue does not know it."""
        return self._found(text, context)

    def _found(self, text: str, context: str | None) -> str:
        message = self._catalog.get(text, context)
        found = message.string if message else ""
        return found if isinstance(found, str) else ""

    def said(self, context: str, code: str, otherwise: str = "") -> str:
        """What a code of the program is called; `otherwise` where nobody has named it."""
        return self._found(code, context) or otherwise or code.replace("-", " ")

    @cached_property
    def environment(self) -> Environment:
        """Compiles each template once."""
        environment = Environment(
            loader=FileSystemLoader(self._folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_callables(self.gettext, self.ngettext, newstyle=True)  # type: ignore[attr-defined]
        environment.globals.update(said=self.said, direction=direction, language=self.language)
        return environment


@dataclass(frozen=True, slots=True)
class Times:
    """Dates and times as they are written in one language, in the zone of the event."""

    language: str
    zone: ZoneInfo

    def day(self, moment: datetime) -> str:
        """Like "Mo. 6. Sept."."""
        return format_date(
            moment.astimezone(self.zone),
            "EEE d. MMM" if self.language == "de" else "EEE d MMM",
            self.language,
        )

    def date(self, moment: datetime) -> str:
        """Like "6. September 2021"."""
        return format_date(moment.astimezone(self.zone), "long", self.language)

    def time(self, moment: datetime) -> str:
        """Like "14:05"."""
        return format_time(moment.astimezone(self.zone), "HH:mm", locale=self.language)

    def moment(self, moment: datetime) -> str:
        """Like "Mo. 6. Sept., 14:05"."""
        return f"{self.day(moment)}, {self.time(moment)}"

    def iso(self, moment: datetime) -> str:
        """For machines (ISO 8601)."""
        return moment.astimezone(self.zone).isoformat(timespec="seconds")


def direction(language: str) -> str:
    """The direction of the script that a language is written in, as HTML wants it."""
    return "rtl" if language in _RTL else "ltr"
