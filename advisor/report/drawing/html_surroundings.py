"""What stands around a place as HTML without script: rows, bytes, a drawn image, a folded record, a line."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import Any

from advisor.case.around import Bytes, Drawn, Folded, Rows
from advisor.case.words import number_of
from advisor.contract import escaped
from advisor.report.drawing.surroundings import Quoted, Shown

PARTS = 100
"""Parts of a JSON value that are shown."""
PART_WIDTH = 200
WHOLE = "the record"
_STEP = re.compile(r"[^.\[\]]+")


def surroundings(around: Shown) -> Iterator[str]:
    if isinstance(around, Quoted):
        yield f'<pre tabindex="0">{escape(around.text)}\n{escape(around.marks)}</pre>'
    elif isinstance(around, Rows):
        yield from _rows(around)
    elif isinstance(around, Bytes):
        lines = [escape(f"{offset}  {hexed:<47}  {text}") for offset, hexed, text in around.lines()]
        meant = None if around.marked is None else (around.marked - around.offset) // Bytes.WIDTH
        marked = (f"<mark>{line}</mark>" if number == meant else line for number, line in enumerate(lines))
        yield '<pre tabindex="0">' + "\n".join(marked) + "</pre>"
    elif isinstance(around, Drawn):
        source = b64encode(around.png).decode()
        yield f'<figure><img alt="{escape(around.about)}" src="data:image/png;base64,{source}">'
        yield f"<figcaption>{escape(around.about)}</figcaption></figure>"
    elif isinstance(around, Folded):
        path = _STEP.findall(around.key or "") or None
        yield f'<div class="folded">{"".join(_folded(WHOLE, around.value, path))}</div>'


def _folded(name: str, value: Any, path: list[str] | None) -> Iterator[str]:
    """`path`: the steps from here to the part that is meant; None where that is elsewhere."""
    label, meant = escape(escaped(name)), ' class="here"' if path == [] else ""
    parts = _parts(value)
    if not path and not any(isinstance(part, (dict, list)) for _, part in parts):
        text = json.dumps(value, ensure_ascii=False)
        yield f"<div{meant}>{label}: {escape(escaped(text, PART_WIDTH))}</div>"
        return
    is_open = " open" if path or name == WHOLE else ""
    yield f"<details{is_open}><summary{meant}>{label}: {number_of(len(value), 'part')}</summary>"
    for step, part in islice(parts, PARTS):
        yield from _folded(step, part, path[1:] if path and path[0] == step else None)
    yield "</details>"


def _parts(value: Any) -> list[tuple[str, Any]]:
    """The parts of a JSON value by name or number; none of what has none."""
    if isinstance(value, dict):
        return list(value.items())
    return [(str(number), part) for number, part in enumerate(value)] if isinstance(value, list) else []


def _rows(around: Rows) -> Iterator[str]:
    width = max(map(len, around.cells), default=0)
    columns = "".join(f'<th scope="col">{around.column + at}</th>' for at in range(width))
    yield '<div class="scroll" tabindex="0" role="group" aria-label="The rows around the place"><table class="rows">'
    yield f'<tr><th scope="col">line</th>{columns}</tr>'
    row, column = around.marked or (None, None)
    for number, cells in enumerate(around.cells):
        here = [number == row and at == column for at in range(len(cells))]
        shown = "".join(map(_marked, here, cells))
        meant = ' class="here"' if number == row else ""
        yield f'<tr{meant}><th scope="row">{around.line + number}</th>{shown}</tr>'
    yield "</table></div>"


def _marked(meant: bool, cell: str) -> str:
    mark = ' class="here"' if meant else ""
    return f"<td{mark}>{escape(cell)}</td>"
