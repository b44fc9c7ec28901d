"""Pictures as HTML without script or SVG, so that the wizard can show them, too: bars beside their numbers, tables."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from advisor.report.drawing.pictures import Bars, Grid, Picture

ROWS = 100
"""Rows of a table that are shown."""
BESIDE = 5
"""Columns up to which a table stands beside another picture."""


def picture(drawn: Picture) -> Iterator[str]:
    yield from _bars(drawn) if isinstance(drawn, Bars) else _grid(drawn)
    left_off = drawn.left_off + (max(len(drawn.rows) - ROWS, 0) if isinstance(drawn, Grid) else 0)
    if left_off:
        yield f"<p>{left_off:,} more are not shown.</p>"


def _bars(drawn: Bars) -> Iterator[str]:
    most = max((bar.total for bar in drawn.bars), default=0) or 1
    kinds = drawn.kinds
    yield f'<table class="bars"><caption>{escape(drawn.title)}</caption>'
    for bar in drawn.bars:
        label = f"{bar.total:,}"
        yield (
            f'<tr><th scope="row">{escape(bar.label)}</th><td class="n">{label}</td>'
            f"<td>{_bar([(_class(kinds, kind), count / most) for kind, count in bar.parts])}</td></tr>"
        )
    yield "</table>"
    if len(kinds) > 1:
        marks = (f'<i class="{_class(kinds, kind)}"></i> {escape(kind)}' for kind in kinds)
        yield f'<p class="legend">{" &nbsp; ".join(marks)}</p>'


def _class(kinds: list[str], kind: str) -> str:
    return f"{kind}-part" if kind in ("error", "warning", "info") else f"k{kinds.index(kind) % 5}"


def _bar(parts: list[tuple[str, float]]) -> str:
    """Stretches of one bar, each a share of its whole width."""
    drawn = "".join(f'<i class="{name}" style="width:{share:.2%}"></i>' for name, share in parts)
    return f'<div class="bar" aria-hidden="true">{drawn}</div>'


def _grid(drawn: Grid) -> Iterator[str]:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in drawn.head)
    wide = " wide" if len(drawn.head) > BESIDE else ""
    yield f'<div class="scroll{wide}" tabindex="0" role="group" aria-label="{escape(drawn.title)}">'
    yield f"<table><caption>{escape(drawn.title)}</caption><tr>{head}</tr>"
    for row in drawn.rows[:ROWS]:
        yield f"<tr>{''.join(map(_cell, row))}</tr>"
    yield "</table></div>"


def _cell(value: str | int | float | None) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f'<td class="n">{value:,}</td>' if isinstance(value, int) else f'<td class="n">{value:,.6g}</td>'
    return f"<td>{'' if value is None else escape(str(value))}</td>"
