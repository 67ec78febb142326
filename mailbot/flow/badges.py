"""Name badges as a PDF to print: ten of 85 x 54 mm on a sheet of A4, names as large as they fit.

Everybody gets one who has a seat on site. A name with signs that the font lacks is left to be written by
hand: its badge has a line, and the reference small below, so that it is known whose it is. The font is
DejaVu Sans (Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic and Persian), embedded in the file.
Without it are Chinese, Japanese and Korean, Indian scripts, and letters of Pashto, Kurdish and Urdu.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mailbot.envelope import Attendance, Status
from mailbot.event import Event
from mailbot.flow.lettering import joins, visual
from mailbot.flow.sheet import Row, by_family_name

_MM = 72 / 25.4
"""Points in a millimetre."""

PAGE = (210 * _MM, 297 * _MM)
WIDTH, HEIGHT, COLUMNS, ROWS = 85 * _MM, 54 * _MM, 2, 5
_LEFT, _BOTTOM = (PAGE[0] - COLUMNS * WIDTH) / 2, (PAGE[1] - ROWS * HEIGHT) / 2
_INSIDE = 5 * _MM
_MARK = 4 * _MM
_PLAIN, _BOLD = "DejaVuSans", "DejaVuSans-Bold"
_LARGEST, _SMALLEST = 30.0, 7.0
_ONE_LINE = 20.0
"""Points; a name that would be smaller than this on one line is tried on two."""

_INK, _SOFT = (0.11, 0.14, 0.19), (0.33, 0.38, 0.43)


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on a badge. place: id of the workshop, title: its title; empty where there is none."""

    name: str
    organisation: str = ""
    place: str = ""
    title: str = ""
    reference: str = ""


def badges(rows: Iterable[Row], event: Event, place: str | None = None) -> list[Badge]:
    """A badge for everybody who has a seat on site, by family name. rows: `reports.registrations`.
    place: only this workshop, "" for those without one.
    """
    made = []
    for row in rows:
        here = row["status"] == Status.CONFIRMED and row["attendance"] == Attendance.ON_SITE
        if not here or place not in (None, row["workshop"] or ""):
            continue
        workshop = event.workshop(row["workshop"])
        named = " ".join(filter(None, (row["title"], row["name"])))
        made.append(
            (
                by_family_name(row["name"] or ""),
                Badge(
                    named,
                    row["organisation"] or "",
                    workshop.id if workshop else "",
                    workshop.title if workshop else "",
                    row["reference"],
                ),
            )
        )
    return [badge for _, badge in sorted(made, key=lambda pair: pair[0])]


def to_write(made: Iterable[Badge]) -> list[Badge]:
    """The badges whose name the font cannot print; somebody writes it by hand."""
    return [badge for badge in made if not _printable(badge.name)]


def as_pdf(made: Sequence[Badge], event: Event, blank: int = 0) -> bytes:
    """The sheets; `blank` badges without a name follow, for people who come unannounced."""
    # Seldom needed, and not quick to load.
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    _fonts()
    buffer = io.BytesIO()
    sheet = Canvas(buffer, pagesize=PAGE, invariant=1, lang=event.language)
    sheet.setTitle(event.title)
    sheet.setCreator("mailbot")
    wanted = [*made, *[Badge("")] * blank]
    per_page = COLUMNS * ROWS
    for start in range(0, max(len(wanted), 1), per_page):
        _cut_marks(sheet)
        for at, badge in enumerate(wanted[start : start + per_page]):
            row, column = divmod(at, COLUMNS)
            _draw(sheet, badge, event, _LEFT + column * WIDTH, _BOTTOM + (ROWS - 1 - row) * HEIGHT)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


@cache
def _fonts() -> dict[str, Any]:
    """The two fonts, known to the library from now on, by name."""
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    folder = Path(__file__).parent / "fonts"
    fonts = {name: TTFont(name, str(folder / f"{name}.ttf")) for name in (_PLAIN, _BOLD)}
    for font in fonts.values():
        registerFont(font)
    return fonts


def _printable(text: str) -> bool:
    if text.isascii():
        return True
    signs = _fonts()[_BOLD].face.charToGlyph
    return joins(text) and all(ord(c) in signs for c in visual(text))


def _width(text: str, font: str, size: float) -> float:
    width: float = _fonts()[font].stringWidth(visual(text), size)
    return width


def _fitting(lines: Sequence[str], font: str, width: float, largest: float) -> float:
    """The largest size, in points, in which all these lines are no wider than `width`."""
    widest = max((_width(line, font, 1) for line in lines), default=0)
    return largest if not widest else min(largest, width / widest)


def _broken(text: str, font: str) -> list[str]:
    """`text` on two lines, broken where the longer one is shortest; one line if it has no space."""
    words = text.split()
    ways = [[" ".join(words[:n]), " ".join(words[n:])] for n in range(1, len(words))]
    return min(ways, key=lambda way: max(_width(line, font, 1) for line in way), default=[text])


def _lines(text: str, font: str, width: float, largest: float, enough: float) -> tuple[list[str], float]:
    """`text` on one line if it is large enough so, else on two if that is larger; and its size."""
    one = _fitting([text], font, width, largest)
    if one >= enough:
        return [text], one
    broken = _broken(text, font)
    two = _fitting(broken, font, width, largest)
    return (broken, two) if two > one else ([text], one)


def _shortened(text: str, font: str, size: float, width: float) -> str:
    """`text` cut off where it is too wide even so."""
    # Sizes come from a division, and what just fits must not fail by a rounding.
    width += 0.05
    if _width(text, font, size) <= width:
        return text
    while text and _width(text + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _centred(sheet: Any, text: str, font: str, size: float, at: tuple[float, float], width: float) -> None:
    readable = max(size, _SMALLEST)
    sheet.setFont(font, readable)
    sheet.drawCentredString(*at, visual(_shortened(text, font, readable, width)))


def _draw(sheet: Any, badge: Badge, event: Event, left: float, bottom: float) -> None:
    """One badge: event above, name in the middle, organisation below it, workshop at the foot."""
    width, middle = WIDTH - 2 * _INSIDE, left + WIDTH / 2
    sheet.setFillColorRGB(*_SOFT)
    titled, size = _lines(event.title, _PLAIN, width, 9.0, 8.0)
    for n, line in enumerate(titled):
        _centred(sheet, line, _PLAIN, size, (middle, bottom + HEIGHT - 7 * _MM - n * size * 1.2), width)
    sheet.setFillColorRGB(*_INK)
    if badge.name and _printable(badge.name):
        lines, size = _lines(badge.name, _BOLD, width, _LARGEST, _ONE_LINE)
        size = min(size, 24.0) if len(lines) > 1 else size
        first = bottom + 29.5 * _MM + (len(lines) - 1) * size * 0.575 - size * 0.35
        for n, line in enumerate(lines):
            _centred(sheet, line, _BOLD, size, (middle, first - n * size * 1.15), width)
    else:
        _to_fill_in(sheet, badge, left, bottom + 25 * _MM)
    if badge.organisation and _printable(badge.organisation):
        lines, size = _lines(badge.organisation, _PLAIN, width, 11.0, 9.0)
        for n, line in enumerate(lines):
            _centred(sheet, line, _PLAIN, size, (middle, bottom + 16.3 * _MM - n * size * 1.2), width)
    if badge.place:
        _foot(sheet, badge, left, bottom + 4 * _MM)


def _to_fill_in(sheet: Any, badge: Badge, left: float, base: float) -> None:
    sheet.setStrokeColorRGB(*_SOFT)
    sheet.setLineWidth(0.6)
    sheet.line(left + 2 * _INSIDE, base, left + WIDTH - 2 * _INSIDE, base)
    if badge.reference:
        sheet.setFont(_PLAIN, _SMALLEST)
        sheet.drawRightString(left + WIDTH - 2 * _INSIDE, base - 3 * _MM, badge.reference)


def _foot(sheet: Any, badge: Badge, left: float, base: float) -> None:
    """The workshop: its id to be seen from afar, its title beside it."""
    wide = max(8 * _MM, _width(badge.place, _BOLD, 13) + 3 * _MM)
    sheet.setFillColorRGB(*_INK)
    sheet.roundRect(left + _INSIDE, base - 1 * _MM, wide, 7 * _MM, 1.5 * _MM, stroke=0, fill=1)
    sheet.setFillColorRGB(1, 1, 1)
    sheet.setFont(_BOLD, 13)
    sheet.drawCentredString(left + _INSIDE + wide / 2, base + 0.9 * _MM, visual(badge.place))
    sheet.setFillColorRGB(*_SOFT)
    room = WIDTH - 2 * _INSIDE - wide - 2.5 * _MM
    size = max(_SMALLEST, _fitting([badge.title], _PLAIN, room, 9.0))
    sheet.setFont(_PLAIN, size)
    text = visual(_shortened(badge.title, _PLAIN, size, room))
    sheet.drawString(left + _INSIDE + wide + 2.5 * _MM, base + 1.3 * _MM, text)


def _cut_marks(sheet: Any) -> None:
    """Short lines in the margin, for those who print on plain paper."""
    sheet.setStrokeColorRGB(*_SOFT)
    sheet.setLineWidth(0.3)
    right, top = _LEFT + COLUMNS * WIDTH, _BOTTOM + ROWS * HEIGHT
    for column in range(COLUMNS + 1):
        x = _LEFT + column * WIDTH
        sheet.line(x, _BOTTOM - _MARK - _MM, x, _BOTTOM - _MM)
        sheet.line(x, top + _MM, x, top + _MM + _MARK)
    for row in range(ROWS + 1):
        y = _BOTTOM + row * HEIGHT
        sheet.line(_LEFT - _MARK - _MM, y, _LEFT - _MM, y)
        sheet.line(right + _MM, y, right + _MM + _MARK, y)
