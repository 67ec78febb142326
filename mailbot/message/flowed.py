"""Flowed text set back into the lines that its writer typed (RFC 3676)."""

from __future__ import annotations


def unflow(text: str, delete_space: bool = False) -> str:
    """`text` (lines end with LF) of type text/plain; format=flowed as fixed lines.

    Lines that end with a space continue on the next line of the same quote depth; the signature
    delimiter `-- ` never does (RFC 3676, 4.3). `delete_space` is the parameter DelSp (4.2).
    Quote marks are written as `> ` for each level.
    """
    out: list[str] = []
    pieces: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        delimiter = content in ("-- ", "--")
        if open_depth != depth or delimiter:
            _close(out, pieces, open_depth)
        flowed = content.endswith(" ") and not delimiter
        pieces.append(content[:-1] if flowed and delete_space else content)
        open_depth = depth
        if not flowed:
            _close(out, pieces, depth)
            open_depth = -1
    _close(out, pieces, open_depth)
    return "\n".join(out)


def _close(out: list[str], pieces: list[str], depth: int) -> None:
    if pieces:
        joined = "".join(pieces)
        out.append(">" * depth + " " + joined if depth > 0 else joined)
        pieces.clear()
