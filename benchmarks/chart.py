"""Draws the ratios as bars: how far each is from what must be reached."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import log10
from typing import Any

WIDTH, LEFT, LINE = 900, 380, 22
COLOURS = {"aim": "#2a7f4f", "must": "#3b6fb5", "short": "#c0562f"}
LEGEND = {"short": "short of it", "must": "reached", "aim": "the aim reached, too"}


def draw(rows: list[dict[str, Any]]) -> str:
    """An SVG. The scale is logarithmic, up to ten times; the line in the middle is what must be reached."""
    shown = [row for row in rows if row["ratio"]]
    height = LINE * (len(shown) + 3)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    middle = (LEFT + WIDTH) / 2
    for i, row in enumerate(shown):
        top = LINE * (i + 1)
        length = max(min(log10(row["ratio"] / row["must"]), 1), -1) * (WIDTH - LEFT) / 2 * 0.8
        left = min(middle, middle + length)
        parts.append(
            f'<text x="{LEFT - 8}" y="{top + 14}" font-size="12" text-anchor="end">{escape(row["what"])}</text>'
        )
        colour = COLOURS[row["verdict"]]
        parts.append(
            f'<rect x="{left:.0f}" y="{top + 3}" width="{abs(length):.0f}" height="{LINE - 7}" fill="{colour}"/>'
        )
        place = middle + length + (4 if length >= 0 else -4)
        anchor = "start" if length >= 0 else "end"
        parts.append(
            f'<text x="{place:.0f}" y="{top + 14}" font-size="11" text-anchor="{anchor}">{row["ratio"]:.2f}</text>'
        )
    parts.append(f'<line x1="{middle}" x2="{middle}" y1="{LINE}" y2="{height - 2 * LINE}" stroke="#444"/>')
    parts.append(f'<text x="{middle}" y="14" font-size="12" text-anchor="middle">what must be reached</text>')
    return "\n".join([*parts, *_legend(height - LINE), "</svg>"]) + "\n"


def _legend(top: int) -> Iterator[str]:
    """What the colours say, in a line."""
    for i, (verdict, text) in enumerate(LEGEND.items()):
        left = LEFT + i * (WIDTH - LEFT) // len(LEGEND)
        yield f'<rect x="{left}" y="{top}" width="12" height="12" fill="{COLOURS[verdict]}"/>'
        yield f'<text x="{left + 18}" y="{top + 11}" font-size="12">{text}</text>'
