"""What a scan learns of a column of cells, or of any other numbers of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from advisor.profile.base import Bounded, Distinct, Extent, Merged, Tally

COLUMNS_KEPT = 1 << 18
"""Columns of which the cells are read: each takes some 700 bytes."""

COLUMNS_SHOWN = 100
"""Columns in the summary of a table."""

ODD_COLUMNS_SHOWN = 1000
"""Columns with unusual cells in it: those with the most of them."""

TEXT_KEPT = 100
"""Characters of a text cell by which distinct values are told apart."""


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


def odd_columns(columns: list[Column]) -> dict[str, dict[str, int]]:
    """By the number of a column, from 1: how many cells of each class may be a fault in it."""
    counts = {str(number): column.odd for number, column in enumerate(columns, 1) if column.odd}
    most = sorted(counts, key=lambda number: (-sum(counts[number].values()), int(number)))[:ODD_COLUMNS_SHOWN]
    return {number: counts[number] for number in sorted(most, key=int)}
