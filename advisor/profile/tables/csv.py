"""What a scan learns of a CSV file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import FileProfile, Sighting, Tally, tally_for
from advisor.profile.columns import COLUMNS_SHOWN, Column, odd_columns
from advisor.profile.sketch import Sketch

HEAD_ROWS = 1000
"""The rows among which a channel's width is the commonest one."""

_NUMBER = re.compile(r"\s*[+-]?\d*\.?\d+(?:\.\d+)*\s*", re.ASCII)
"""A number, or an address."""


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of a line that stands alone."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a lone carriage return, or a vast cell
        return line.split(delimiter)


@dataclass(slots=True)
class HeadWidths:
    """The widths of the first rows, in order."""

    widths: list[int] = field(default_factory=list)

    def add(self, width: int, rows: int = 1) -> None:
        self.widths += [width] * min(rows, HEAD_ROWS - len(self.widths))

    def merged(self, right: HeadWidths, lines: int = 0, records: int = 0) -> HeadWidths:
        return HeadWidths((self.widths + right.widths)[:HEAD_ROWS])

    @property
    def commonest(self) -> int | None:
        """The commonest width; of several, the one that comes first."""
        return max(dict.fromkeys(self.widths), key=self.widths.count, default=None)


@dataclass(slots=True)
class Run:
    """Whether the first column counts up by one from row to row, as a saved index does."""

    first: int | float | None = None
    last: int | float | None = None
    unbroken: bool = True

    def add(self, value: float | None) -> None:
        if self.unbroken and value is not None and (self.last is None or value == self.last + 1):
            self.first, self.last = (value if self.first is None else self.first), value
        else:
            self.first, self.last, self.unbroken = None, None, False

    def merged(self, right: Run, lines: int = 0, records: int = 0) -> Run:
        if not (self.unbroken and right.unbroken):
            return Run(unbroken=False)
        if self.last is None or right.first is None:
            return self if right.first is None else right
        return Run(self.first, right.last) if right.first == self.last + 1 else Run(unbroken=False)


@dataclass(slots=True)
class CsvProfile(FileProfile):
    """`header` and `numbered_header` are suppositions of the sniffing; a supposed header is no record.

    `names`: the different first cells, where rows are a name and an IPv4 address. `texts`: the different lines of a
    small file, by keys; empty for any other file. `bodies`: the same without the first cell of each.
    """

    format: ClassVar[str] = "csv"

    delimiter: str = ","
    header: Tally = field(default_factory=Tally)
    numbered_header: Tally = field(default_factory=Tally)
    head: HeadWidths = field(default_factory=HeadWidths)
    widths: dict[int, Tally] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    index: Run = field(default_factory=Run)
    quoted: Tally = field(default_factory=Tally)
    names: Sketch = field(default_factory=Sketch)
    texts: Sketch = field(default_factory=Sketch)
    bodies: Sketch = field(default_factory=Sketch)

    def widened(self, width: int) -> list[Column]:
        """The columns, so many at least."""
        self.columns += [Column() for _ in range(width - len(self.columns))]
        return self.columns

    def add_rows(self, width: int, rows: int, first: Iterable[Sighting]) -> None:
        """Adds rows of one width. `first`: the first of them, of which a width keeps a few."""
        self.records += rows
        self.head.add(width, rows)
        tally_for(self.widths, width).add_all(rows, first)

    @property
    def width(self) -> int | None:
        return self.head.commonest

    @property
    def rows_in_quotes(self) -> bool:
        """Whether each row stands in one pair of quotes, so that it is one cell."""
        rows = self.columns[0].seen.get("text", Tally()).first if self.width == 1 and self.columns else []
        cells = [(row.value or "").split(",") for row in rows]
        whole = 0 < self.records == self.quoted.count and all(len(row) > 1 for row in cells)
        return whole and bool(cells) and any(_NUMBER.fullmatch(cell) for row in cells for cell in row)

    @property
    def first_row(self) -> Sighting | None:
        """The first line that is not blank, be it a header."""
        tallies = [self.header, *self.widths.values()]
        return min((s for tally in tallies for s in tally.first), key=lambda s: s.place.order, default=None)

    def label_columns(self, size: int) -> list[Column]:
        """The leading columns that hold labels."""
        return self.columns[:size]

    def cells(self, cls: str, columns: Iterable[int] | None = None) -> Tally:
        """All cells of one class, in all columns or in some (from 0), with their first places."""
        chosen = self.columns if columns is None else [self.columns[i] for i in columns if i < len(self.columns)]
        return Tally.of([c.seen[cls] for c in chosen if cls in c.seen])

    def summary(self) -> dict[str, Any]:
        shown = [column.summary() for column in self.columns[:COLUMNS_SHOWN]]
        first = self.columns[0].distinct.shown() if self.columns else None
        return {
            "width": self.head.commonest,
            "delimiter": self.delimiter,
            "columns": shown,
            "odd_columns": odd_columns(self.columns),
            "first_column": first,
        }
