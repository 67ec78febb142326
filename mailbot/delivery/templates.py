"""The words of our mails: template files, compiled once, found by language, their faults named.

A folder of templates holds `mail/<language>/<notice>.subject.txt`, `.txt` and `.html`; files whose
name begins with an underscore are parts of others. Folders are searched in the order given, so
that an office changes one sentence by laying one file over the shipped ones. A language exists
as soon as some folder has `mail/<language>/_words.txt` (labels and sentences used everywhere).

HTML is escaped, text is not. A macro of `_words.txt` is used by both: therefore the file is
compiled twice, once in each of two environments that differ in nothing but escaping.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.environment import TemplateModule
from jinja2.ext import Extension

from mailbot.errors import Permanent

WORDS = "_words.txt"
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z]+)?$")
_TAGS_ONLY = re.compile(r"^[ \t]*((?:\{%(?:(?!%\})[^\n])*%\}[ \t]*)+)\n", re.MULTILINE)
_RENDERING_FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A file and where it comes from. own: a folder of the office; changed: it is not what was shipped."""

    path: Path
    own: bool
    changed: bool


class TemplateProblem(Permanent):
    """A template cannot be used: which file, which line (0: unknown), and what is wrong with it."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        self.file, self.line, self.problem = file, line, problem
        super().__init__(f"{file}:{line}: {problem}" if line else f"{file}: {problem}")


def shipped_templates() -> Path:
    """The folder of templates that came with the program: the installed copy, else the checkout's."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_shipped" / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


class _TagLines(Extension):
    """Lines that hold nothing but tags leave no line behind; all other line ends stay.

    Jinja's own `trim_blocks` eats the line end after every tag, so that a paragraph ending in
    `{% endif %}` runs into the next one. The comment keeps the line numbers of error messages.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with the line ends of such lines commented out."""
        del name, filename
        return _TAGS_ONLY.sub(r"\1{#\n#}", source)


class Templates:
    """All mail templates of some folders; the first folder that has a file wins."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folder / "mail" for folder in folders)
        # "utf-8-sig" reads files that Windows editors have put a byte order mark before.
        loader = FileSystemLoader([str(f) for f in self._folders], encoding="utf-8-sig")
        self._text = Environment(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - plain text; the environment below escapes
            extensions=[_TagLines],
            cache_size=-1,
            auto_reload=False,
        )
        self._html = self._text.overlay(autoescape=True)
        files = {path.relative_to(folder) for folder in self._folders for path in folder.glob("*/*.*")}
        self._files = frozenset(path.as_posix() for path in files)
        found = (name.partition("/") for name in self._files)
        self._languages = tuple(
            sorted(lang for lang, _, file in found if file == WORDS and _LANGUAGE.match(lang))
        )

    def languages(self) -> tuple[str, ...]:
        """Every language that has words, in alphabetical order."""
        return self._languages

    def changed(self) -> tuple[str, ...]:
        """The languages in which a letter may differ from that of the last folder, the shipped one.

        Copies that nobody has edited are no change; a changed part of all letters changes all.
        """
        *own, shipped = self._folders
        changed: set[str] = set()
        for folder in own:
            for path in (*folder.glob("_*.*"), *folder.glob("*/*.*")):
                name = path.relative_to(folder)
                if not _same(path, shipped / name):
                    changed.add(name.parts[0])
        everywhere = any(part.startswith("_") for part in changed)
        return tuple(language for language in self._languages if everywhere or language in changed)

    def file(self, name: str) -> TemplateFile | None:
        """Where `<language>/<file>` comes from, as the folders are now."""
        for folder in self._folders:
            if (folder / name).is_file():
                shipped = self._folders[-1]
                own = folder != shipped
                return TemplateFile(folder / name, own, own and not _same(folder / name, shipped / name))
        return None

    def has(self, name: str) -> bool:
        """Whether some folder had this file, as `<language>/<file>`, when the templates were opened."""
        return name in self._files

    def words(self, language: str, facts: Mapping[str, object], *, escape: bool) -> TemplateModule:
        """The labels and macros of a language, with the facts of one mail in their reach."""
        name = f"{language}/{WORDS}"
        with self._faults(name):
            return self._environment(escape=escape).get_template(name).make_module(dict(facts))

    def render(self, name: str, facts: Mapping[str, object], *, escape: bool) -> str:
        """The template with these facts, as text or as HTML.

        Raises:
            TemplateProblem: the file is missing, malformed, or asks for something that is not there.
        """
        with self._faults(name):
            return self._environment(escape=escape).get_template(name).render(dict(facts))

    def block(self, name: str, block: str, facts: Mapping[str, object]) -> str:
        """One block of a text template, escaped for HTML; empty where the template has none."""
        with self._faults(name):
            template = self._html.get_template(name)
            if block not in template.blocks:
                return ""
            try:
                return "".join(template.blocks[block](template.new_context(dict(facts))))
            except _RENDERING_FAULTS:
                self._html.handle_exception()

    def _environment(self, *, escape: bool) -> Environment:
        return self._html if escape else self._text

    @contextmanager
    def _faults(self, name: str) -> Iterator[None]:
        """Turn whatever Jinja raises into a TemplateProblem with the file and line at fault."""
        try:
            yield
        except TemplateNotFound as fault:
            missing = str(fault.name or name)
            where = "" if missing == name else f", which {name} uses"
            searched = ", ".join(str(folder) for folder in self._folders)
            raise TemplateProblem(missing, 0, f"no such template in {searched}{where}") from fault
        except TemplateSyntaxError as fault:
            raise TemplateProblem(
                fault.filename or name, fault.lineno, fault.message or "malformed"
            ) from fault
        except _RENDERING_FAULTS as fault:
            file, line = self._place(fault.__traceback__)
            raise TemplateProblem(file or name, line, str(fault) or type(fault).__name__) from fault

    def _place(self, trace: TracebackType | None) -> tuple[str, int]:
        """The innermost template line of a traceback (Jinja gives frames the template's file name)."""
        place = ("", 0)
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if any(file.startswith(str(folder)) for folder in self._folders):
                place = (file, trace.tb_lineno)
            trace = trace.tb_next
        return place


def _same(path: Path, other: Path) -> bool:
    return path.is_file() and other.is_file() and path.read_bytes() == other.read_bytes()
