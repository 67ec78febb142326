"""Draw docs/architecture.svg: the rooms and what each may import, from the contract in pyproject.toml."""

from __future__ import annotations

import ast
import textwrap
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "architecture.svg"

_WIDTH, _GAP, _STEP = 900, 14, 20
_LETTER = 6.6
"""How wide a letter of the small print is on average and with some room, in pixels."""


def contracts() -> dict[str, dict[str, list[str]]]:
    """The contracts of import-linter by their names."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    return {contract["name"]: contract for contract in tool["importlinter"]["contracts"]}


def layers() -> list[list[str]]:
    """The rooms, row by row; a row imports from those below it, rooms of one row nothing from each other."""
    rows = contracts()["Mail flows one way"]["layers"]
    return [[room.strip() for room in row.split("|")] for row in rows if not row.startswith("__")]


def pure() -> set[str]:
    """The rooms that touch nothing: no network, no files, no clock."""
    sources = contracts()["The core touches nothing"]["source_modules"]
    return {name.split(".")[1] for name in sources if name.count(".") == 1}


def purpose(room: str) -> str:
    """What the docstring of a room says first."""
    folder = ROOT / "mailbot" / room
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    words = " ".join((ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").split())
    return words.partition(". ")[0].rstrip(".")


def picture() -> str:
    """The whole picture."""
    parts: list[str] = []
    y = float(_GAP)
    for row in layers():
        if parts:
            parts.append(f'<path d="M{_WIDTH / 2:g} {y - _STEP:g}v{_STEP - 4:g}" marker-end="url(#arrow)"/>')
        width = (_WIDTH - _GAP * (len(row) + 1)) / len(row)
        said = {room: textwrap.wrap(purpose(room), int(width / _LETTER)) for room in row}
        height = 34.0 + 15 * max(map(len, said.values()))
        for place, (room, lines) in enumerate(said.items()):
            parts.append(_box(room, lines, (_GAP + place * (width + _GAP), y), (width, height)))
        y += height + _STEP
    return "\n".join((_HEAD.format(width=_WIDTH, height=f"{y - _STEP + _GAP:g}"), *parts, "</svg>\n"))


def _box(room: str, lines: list[str], corner: tuple[float, float], size: tuple[float, float]) -> str:
    x, y = corner
    width, height = size
    said = "".join(
        f'<text x="{x + 12:g}" y="{y + 39 + 15 * number:g}" class="small">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    kind = "pure" if room in pure() else "room"
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" class="{kind}"/>'
        f'<text x="{x + 12:g}" y="{y + 21:g}" class="name">{escape(room)}</text>{said}'
    )


_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif">
<title>The rooms of mailbot: each imports only from those below it. Shaded: touch nothing outside.</title>
<defs><marker id="arrow" markerWidth="8" markerHeight="8" refX="4" refY="4" orient="auto">
<path d="M0 0l8 4l-8 4z" fill="#555"/></marker></defs>
<style>.room {{ fill: #fff; stroke: #555; }} .pure {{ fill: #dcebf7; stroke: #555; }} path {{ stroke: #555; }}
.name {{ font-weight: bold; font-size: 15px; }} .small {{ font-size: 12px; fill: #333; }}</style>
<rect width="{width}" height="{height}" fill="#fff"/>"""


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
