"""The line that a finding is about, cut to the width of the terminal, with a mark under the cell."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.contract import escaped
from advisor.report.terminal import text_width

DELIMITERS = (",", "\t", ";", "|", " ")
CUT = "…"


def excerpt(line: str, column: int | None, value: str | None, width: int) -> tuple[str, str]:
    """The line as shown and the marks to stand below it (empty where nothing is marked), both within `width` columns.

    `column` counts cells from 1; `value` is the cell as a finding shows it: it tells which character separates the
    cells, for a finding does not say.
    """
    span = _span(line, column, value)
    if span is None:
        return _head(_shown(line[: width + 1]), width), ""
    start, end = span
    before, cell, after = line[max(0, start - width) : start], line[start:end][:width], line[end : end + width]
    shown_cell = _head(_shown(cell), max(width - 2, 1))
    marked = max(text_width(shown_cell), 1)  # an empty cell is marked, too
    room = width - marked
    right = _shown(after)
    shown_before = _tail(_shown(before), max(room - min(text_width(right), room // 2), 1))
    shown_after = _head(right, room - text_width(shown_before))
    marks = " " * text_width(shown_before) + "^" * marked
    return shown_before + shown_cell + shown_after, marks


def _shown(text: str) -> str:
    return escaped(text, width=1 << 30)


def _head(text: str, width: int) -> str:
    """The first characters of `text` that fit."""
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 1:
        text = text[:-1]
    return text + CUT if width > 0 else ""


def _tail(text: str, width: int) -> str:
    """The last characters of `text` that fit."""
    return _head(text[::-1], width)[::-1]


def _span(line: str, column: int | None, value: str | None) -> tuple[int, int] | None:
    """Where in `line` the cell stands."""
    if column is not None:
        for delimiter in DELIMITERS:
            spans = list(_cells(line, delimiter, column))
            if len(spans) == column and _is(line[slice(*spans[-1])], value, alone=column == 1):
                return spans[-1] if _shown(line[slice(*spans[-1])]) == value else _trimmed(line, spans[-1])
    if value and line.count(value) == 1:
        start = line.index(value)
        return start, start + len(value)
    return None


def _cells(line: str, delimiter: str, most: int) -> Iterator[tuple[int, int]]:
    """The spans of the first `most` cells; a delimiter between quotes separates nothing."""
    start, quoted, found = 0, False, 0
    for position, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == delimiter and not quoted:
            yield start, position
            start, found = position + 1, found + 1
            if found == most:
                return
    yield start, len(line)


def _is(cell: str, value: str | None, alone: bool) -> bool:
    """Whether this is the cell that `value` shows, which may be cut. An unknown value is any but a whole line."""
    if value is None:
        return not alone
    shown, wanted = _shown(cell.strip().strip('"')), value.strip().strip('"')
    return shown.startswith(wanted[:-1]) if wanted.endswith(CUT) else shown == wanted


def _trimmed(line: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    cell = line[start:end]
    if not cell.strip():
        return span
    return start + len(cell) - len(cell.lstrip()), end - (len(cell) - len(cell.rstrip()))
