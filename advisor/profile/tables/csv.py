"""What a scan learns of a CSV file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import PLACES_KEPT, Bounded, Distinct, Extent, FileProfile, Merged, Place, Sighting, Tally
from advisor.profile.sketch import Sketch

HEAD_ROWS = 1000
"""The rows among which a channel's width is the commonest one."""

COLUMNS_KEPT = 1 << 18
"""Columns of which the cells are read: each takes some 700 bytes."""

COLUMNS_SHOWN = 100
"""Columns in the summary of a table."""

ODD_COLUMNS_SHOWN = 1000
"""Columns with unusual cells in it: those with the most of them."""

TEXT_KEPT = 100
"""Characters of a text cell by which distinct values are told apart."""

_NUMBER = re.compile(r"\s*[+-]?\d*\.?\d+(?:\.\d+)*\s*", re.ASCII)
"""A number, or an address."""


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of a line that stands alone."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a lone carriage return, or a vast cell
        return line.split(delimiter)


@dataclass(slots=True)
class Column(Merged):
    """The cells of one column by class. Only the classes that may be a fault keep their places."""

    numbers: int = 0
    fractional: Bounded = field(default_factory=Bounded)
    extent: Extent = field(default_factory=Extent)
    distinct: Distinct = field(default_factory=Distinct)
    seen: dict[str, Tally] = field(default_factory=dict)
    """By class: empty, nan, infinite, beyond-float32, text, ipv4, padded."""

    def add(self, value: float, times: int = 1) -> None:
        """Adds one number, as often as it was seen."""
        self.numbers += times
        if not value.is_integer():
            self.fractional.add(times)
        self.extent.add(value)
        self.distinct.add(value, times)

    def add_all(self, count: int, low: float, high: float) -> None:
        """Adds so many numbers; which of them are fractional or distinct is for the caller to say."""
        self.numbers += count
        self.extent.add(low)
        self.extent.add(high)

    def add_block(
        self, count: int, low: float, high: float, fractions: Callable[[], int], values: Callable[[], Iterable[float]]
    ) -> None:
        """Adds so many numbers. `fractions` counts those that are not whole, `values` gives all; each is only asked
        while something of it is still kept.
        """
        self.add_all(count, low, high)
        if not self.fractional.full:
            self.fractional.add(fractions())
        if self.distinct.counts is not None:
            self.distinct.add_all(Counter(values()))

    def count(self, *classes: str) -> int:
        return sum(self.seen[c].count for c in classes if c in self.seen)

    @property
    def odd(self) -> dict[str, int]:
        """How many cells there are of each class that may be a fault."""
        return {cls: tally.count for cls, tally in sorted(self.seen.items()) if tally.count}

    def summary(self) -> dict[str, Any]:
        return {
            "numbers": self.numbers,
            "fractional": self.fractional.count,
            "min": self.extent.least,
            "max": self.extent.greatest,
            "distinct": None if self.distinct.counts is None else len(self.distinct.counts),
            **{cls: tally.count for cls, tally in sorted(self.seen.items())},
        }


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

    def add_rows(self, width: int, rows: int, first: Callable[[int], Iterable[tuple[Place, str]]]) -> None:
        """Adds rows of one width. `first`: place and text of so many of them, for a width keeps only its first few."""
        self.records += rows
        self.head.add(width, rows)
        tally = self.widths.setdefault(width, Tally())
        kept = min(rows, PLACES_KEPT - len(tally.first))
        for place, text in first(kept) if kept else ():
            tally.add(place, text)
        tally.count += rows - kept

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


def odd_columns(columns: list[Column]) -> dict[str, dict[str, int]]:
    """By the number of a column, from 1: how many cells of each class may be a fault in it."""
    counts = {str(number): column.odd for number, column in enumerate(columns, 1) if column.odd}
    most = sorted(counts, key=lambda number: (-sum(counts[number].values()), int(number)))[:ODD_COLUMNS_SHOWN]
    return {number: counts[number] for number in sorted(most, key=int)}
