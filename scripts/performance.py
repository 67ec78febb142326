"""Draw docs/pictures/performance.svg from what `make bench` measured (build/bench.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent.parent
PICTURE = HERE / "docs" / "pictures" / "performance.svg"
WIDTH, LEFT, ROW = 760, 190, 22


def bars(title: str, values: dict[str, float], unit: str, top: int) -> tuple[list[str], int]:
    """Horizontal bars under a title, drawn from `top` on; where the next may begin."""
    most = max(values.values())
    lines = [f'<text x="10" y="{top}" font-weight="bold">{title}</text>']
    for number, (name, value) in enumerate(values.items()):
        y = top + 10 + number * ROW
        length = (WIDTH - LEFT - 110) * value / most
        lines += [
            f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{name}</text>',
            f'<rect x="{LEFT}" y="{y + 2}" width="{length:.1f}" height="{ROW - 6}" fill="#2a6f97"/>',
            f'<text x="{LEFT + length + 6:.1f}" y="{y + 14}">{value:.1f} {unit}</text>',
        ]
    return lines, top + 10 + len(values) * ROW + 30


def picture(results: dict[str, Any]) -> str:
    """The whole picture as SVG."""
    drawn: list[str] = []
    top = 24
    for size in ("6 KB", "1 MB"):
        found = results[f"whole way, {size}"]
        clock = {name: spent[0] for name, spent in found["contestants"].items()}
        for title, values in (
            (f"The whole way, mails of {size}: milliseconds a mail by the clock", clock),
            (f"mailbot by stage, mails of {size}", found["stages"]),
        ):
            lines, top = bars(title, values, "ms", top)
            drawn += lines
    growth = {f"{int(k):,} stored": v for k, v in results["growth"].items() if k.isdigit()}
    lines, top = bars("Processor time of one mail, by what is stored", growth, "ms", top)
    drawn += lines
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" font-family="sans-serif"'
    white = f'<rect width="{WIDTH}" height="{top}" fill="#fff"/>'
    return "\n".join([f'{head} font-size="13">', white, *drawn, "</svg>"]) + "\n"


def main() -> None:
    """Write the picture."""
    results = json.loads((HERE / "build" / "bench.json").read_text("utf-8"))
    PICTURE.write_text(picture(results), encoding="utf-8")


if __name__ == "__main__":
    main()
