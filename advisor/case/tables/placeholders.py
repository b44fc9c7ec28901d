"""Numbers such as -999 that stand where a value was missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.profile.tables.csv import CsvProfile

NINETY_NINE = -99.0
"""Among other negative numbers it may be a number like any of them."""
PLACEHOLDERS = {NINETY_NINE, -999.0, -9999.0, -99999.0, -999999.0}
_FAR = 10
"""How many times as far from all others as they lie from each other."""
_OFTEN = 3
"""In so many cells it stands for something, where no other number is below 0."""
_ENOUGH = 10
"""Rows below which nothing is supposed."""


class Placeholder(NamedTuple):
    """A column (from 0), the number, and how many cells hold it."""

    column: int
    value: float
    cells: int


def placeholders(csv: CsvProfile, labels: int) -> Iterator[Placeholder]:
    """The features whose least number is such a one, far below all others, or again and again the only one below 0."""
    for number in range(labels, min(csv.width or 0, len(csv.columns))):
        column = csv.columns[number]
        if column.numbers < _ENOUGH or column.extent.low not in PLACEHOLDERS:
            continue
        value, counts = column.extent.low, column.distinct.counts or {}
        others = [other for other in counts if isinstance(other, (int, float)) and other != value]
        if len(others) < 2 or (value == NINETY_NINE and min(others) < 0):
            continue
        is_far = min(others) - value >= _FAR * (max(others) - min(others))
        if is_far or (min(others) >= 0 and counts[value] >= _OFTEN):
            yield Placeholder(number, value, counts[value])
