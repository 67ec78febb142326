"""Tables of data in HTML, told apart from tables that only lay out a page."""

from __future__ import annotations

Table = tuple[tuple[str, ...], ...]
"""Rows of cells; lines within a cell are kept apart by LF."""

_LONGEST_CELL = 400
"""Characters; a cell with more is a column of a page, not of a table."""


class OpenTable:
    """A table being read; whether it is one of data is known when it ends.

    outside: the lines above it; spaced: whether a blank line is due between. rows: for each row,
    where its cells begin and end in the lines of the table. cell: where the open cell began, -1
    between cells.
    """

    def __init__(self, outside: list[str], *, spaced: bool) -> None:
        self.outside = outside
        self.spaced = spaced
        self.rows: list[list[tuple[int, int]]] = []
        self.cell = -1


def cell_text(lines: list[str]) -> str:
    """The text of a cell from its lines, blank ones left out."""
    return "\n".join(line.strip() for line in lines if line.strip())


def holds_data(rows: Table) -> bool:
    """Whether a table without tables in it lists something, rather than laying out a page."""
    filled = max((sum(bool(cell) for cell in row) for row in rows), default=0)
    widest = max((len(cell) for row in rows for cell in row), default=0)
    stacked = any("\n" in cell for row in rows for cell in row)
    return filled >= 2 and widest <= _LONGEST_CELL and not (len(rows) == 1 and stacked)


def line_of(row: tuple[str, ...]) -> str:
    """The one line on which a table row stands in the text: cells with a tab between them."""
    return "\t".join(" ".join(cell.split()) for cell in row).rstrip()
