"""Reads what stands around a place: the rows, the bytes, the image. Little of a file is held at a time."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from advisor.case.around import Around, Bytes, Folded, Rows
from advisor.contract import escaped
from advisor.dataset.opening import open_storage
from advisor.dataset.storage import Storage, UnreadableError
from advisor.engine.excerpts.source_line import NO_TEXT, lines_below, unpacked
from advisor.findings import Location
from advisor.profile.tables.csv import cells_of

BEFORE, AFTER = 1 << 14, 1 << 16
"""Bytes that are read before the line and from it on."""
ROWS, COLUMNS = 3, 4
"""Rows above and below, and cells left and right of the one that is meant."""
CELL_WIDTH = 24
BYTES_BEFORE, BYTES_SHOWN = 32, 128
DELIMITERS = (",", "\t", ";", "|")
TABLES = (".csv", ".tsv", ".txt")
IMAGES = (".jpg", ".jpeg", ".png")


def around_below(root: str | Path) -> Callable[[Location], Around | None]:
    """Looks into the files below `root`, a folder, a file, or `s3://bucket/prefix`. None where nothing can be shown."""
    storage, line_of = open_storage(root), lines_below(root)

    def around(location: Location) -> Around | None:
        if location.file is None:
            return None
        try:
            return _around(storage, location, location.file) or _folded(line_of(location), location.key)
        except (OSError, EOFError, zlib.error, UnreadableError, ValueError, RecursionError):
            return None

    return around


def _around(storage: Storage, location: Location, file: str) -> Around | None:
    if location.line is None and file.lower().endswith((*IMAGES, ".json")):
        from advisor.engine.excerpts.drawn import drawn

        return drawn(storage, file, location.key)
    with storage.open(file) as stream:
        return _within(unpacked(stream), location)


def _folded(line: str | None, key: str | None) -> Folded | None:
    """The line as the JSON that it is."""
    return Folded(json.loads(line), key) if line and line.lstrip().startswith("{") else None


def _within(stream: BinaryIO, location: Location) -> Around | None:
    offset = location.offset
    if offset is None:
        return None
    if location.line is None:
        begin = max(offset - BYTES_BEFORE, 0) // Bytes.WIDTH * Bytes.WIDTH
        stream.seek(begin)
        return Bytes(begin, stream.read(BYTES_SHOWN), offset)
    if stream.read(2) in NO_TEXT:
        return None
    begin = max(offset - BEFORE, 0)
    stream.seek(begin)
    return _lines(stream.read(offset - begin), stream.read(AFTER), begin == 0, location, location.line)


def _lines(before: bytes, after: bytes, is_start: bool, location: Location, line: int) -> Around | None:
    """The line that begins with `after`, with those above and below."""
    end = b"\n" if b"\n" in before + after else b"\r"
    above = before.split(end)[:-1][0 if is_start else 1 :][-ROWS:]
    here, *below = after.split(end)
    if below:  # the last one ends with the file, or was cut
        below = below[:-1] if len(below) > ROWS or not below[-1] else below
    lines = [text.rstrip(b"\r").decode("utf-8", "backslashreplace") for text in (*above, here, *below[:ROWS])]
    return _rows(lines, line - len(above), len(above), location)


def _rows(lines: list[str], first: int, marked: int, location: Location) -> Rows | None:
    delimiter = max(DELIMITERS, key=lambda delimiter: sum(line.count(delimiter) for line in lines))
    if location.column is None and not (location.file or "").lower().endswith(TABLES):
        return None
    rows = [cells_of(line, delimiter) for line in lines]
    column = None if location.column is None else location.column - 1
    begin = max((column or 0) - COLUMNS, 0)
    cells = tuple(tuple(escaped(cell, CELL_WIDTH) for cell in row[begin : begin + 2 * COLUMNS + 1]) for row in rows)
    return Rows(first, begin + 1, cells, (marked, None if column is None else column - begin))
