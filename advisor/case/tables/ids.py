"""Which columns of a table tell its rows apart, as an id does, and which hold days or moments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.case.measures import Table
from advisor.profile.columns import Column
from advisor.profile.predicates import Repeats

ENOUGH = 50
"""Rows below which whole numbers may all differ, for a table may have a row for each age."""
PAIRS = 12
"""Pairs of rows that would share a number if it were drawn at random, from which on it is no chance that none does."""
FAR = 3
"""How many times its own range a number lies above 0, at least, that can measure nothing."""

FIRST_DAY, LAST_DAY = 19000101, 21001231
FIRST_YEAR, LAST_YEAR = 1000, 2999
FIRST_SECOND, LAST_SECOND = 946_684_800, 2_208_988_800
"""The beginnings of 2000 and 2040 in seconds since 1970."""


class Id(NamedTuple):
    """A column (from 0), and what a second look must not find in it."""

    column: int
    unless: Repeats | None


def ids(table: Table, labels: int, classes: bool) -> Iterator[Id]:
    """The features that tell the rows apart. Beside classes also those whose numbers begin near 0: elsewhere that may
    be an age, a rank or a day, of which each has its row.
    """
    for number, column in enumerate(table.columns[: table.width][labels:], labels):
        if differs_by_design(column, table.records) and (classes or lies_far(column)) and not is_dated(column):
            yield Id(number, Repeats(number) if column.distinct.counts is None else None)


def differs_by_design(column: Column, records: int) -> bool:
    """Whether whole numbers seem to differ from row to row, though of so many drawn from their range some would not."""
    counts, span = column.distinct.counts, column.extent.high - column.extent.low + 1
    whole = ENOUGH <= records == column.numbers <= span and not column.fractional.count
    return whole and records * (records - 1) >= 2 * PAIRS * span and (counts is None or len(counts) == records)


def lies_far(column: Column) -> bool:
    """Whether the numbers lie so far above 0 that they measure nothing."""
    return column.extent.low >= FAR * (column.extent.high - column.extent.low)


def is_dated(column: Column) -> bool:
    """Whether the numbers may be years, or are days or moments."""
    years = column.extent.low >= FIRST_YEAR and column.extent.high <= LAST_YEAR
    return years or holds_days(column) or time_unit(column) is not None


def holds_days(column: Column) -> bool:
    """Whether the numbers are days, such as 20240131."""
    low, high, counts = column.extent.low, column.extent.high, column.distinct.counts
    return low >= FIRST_DAY and high <= LAST_DAY and all(map(_is_day, counts or (low, high)))


def _is_day(value: float) -> bool:
    month, day = divmod(int(value) % 10_000, 100)
    return 1 <= month <= 12 and 1 <= day <= 31


def time_unit(column: Column) -> str | None:
    """The unit in which the numbers are moments of our days, counted since 1970; None where they are none."""
    low, high = column.extent.low, column.extent.high
    units = {"seconds": 1, "milliseconds": 1000}
    return next(
        (unit for unit, each in units.items() if FIRST_SECOND * each <= low and high <= LAST_SECOND * each), None
    )
