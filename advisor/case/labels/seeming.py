"""What the column that is read as the label rather is than a target, and where the target may stand instead."""

from __future__ import annotations

from advisor.case.labels.tables import FEW_ROWS
from advisor.case.measures import Table
from advisor.case.tables.columns import is_dates
from advisor.case.tables.ids import ENOUGH, differs_by_design, holds_days, is_dated, lies_far, time_unit
from advisor.case.tables.row_index import MANY_ROWS
from advisor.profile.base import DISTINCT_KEPT, FileProfile
from advisor.profile.columns import Column

SPREAD = 1.5
"""How much wider than the number of rows the range of an index may be of which a part was drawn."""

ROWS_OF_A_CLASS = 2
"""Rows that a class has on average; where it is fewer, the labels are rather ids."""

LONG = 100_000
"""Whole numbers from which on they hardly measure anything, where all lie close together and none comes twice."""

IDS = "ids, because nearly every row has its own"
ROW_IDS = "ids, because each row has its own"


def classes_at_the_end(table: FileProfile | None) -> int | None:
    """The number of the last column, from 1, where it holds a few classes, counted from 0 or 1."""
    if not isinstance(table, Table) or (table.width or 0) < 2:
        return None
    column = table.columns[-1]
    counts, low, high = column.distinct.counts, column.extent.low, column.extent.high
    whole = column.numbers == table.records and not column.fractional.count and low in (0, 1) and low < high
    few = counts is not None and len(counts) == high - low + 1 and len(counts) * FEW_ROWS <= table.records
    return len(table.columns) if whole and few else None


def seems(column: Column, *, classes: bool, elsewhere: bool, names_rows: bool) -> str | None:
    """What whole numbers rather are than a target; None where they may be one.

    `classes`: they must be classes. `elsewhere`: another column holds some. `names_rows`: each may name its row.
    """
    low, high, counts = column.extent.low, column.extent.high, column.distinct.counts
    if column.numbers < FEW_ROWS or column.fractional.count or low == high:
        return None
    if holds_days(column):
        return "dates"
    if time_unit(column):
        return "times"
    if _is_row_number(column):
        return "the numbers of the rows, as a saved data frame's index"
    if classes and (counts is None or len(counts) * ROWS_OF_A_CLASS > column.numbers):
        return IDS
    far = lies_far(column)
    told_apart = differs_by_design(column, column.numbers) and (elsewhere or far)
    long = elsewhere and far and low >= LONG and ENOUGH <= len(counts or range(column.numbers)) == column.numbers
    return ROW_IDS if (told_apart or long) and not is_dated(column) and not names_rows else None


def words_seem(column: Column) -> str | None:
    """What words rather are than classes; None where they may be some."""
    words = column.count("text")
    if words < FEW_ROWS or words < column.numbers:
        return None
    if is_dates(column):
        return "dates"
    return IDS if tell_rows_apart(column) else None


def tell_rows_apart(column: Column) -> bool:
    """Whether nearly every row has a word of its own in the column."""
    counts, cells = column.distinct.counts, column.numbers + column.count("text", "ipv4")
    least = DISTINCT_KEPT if counts is None else len(counts)
    return column.count("text") >= FEW_ROWS and least * ROWS_OF_A_CLASS > cells


def _is_row_number(column: Column) -> bool:
    """Whether nearly every whole number of a range comes once: an index, whole or drawn from, in whatever order."""
    span, counts = column.extent.high - column.extent.low + 1, column.distinct.counts
    dense = 2 * FEW_ROWS <= column.numbers <= span <= column.numbers * SPREAD
    return dense and (len(counts) == column.numbers if counts is not None else column.extent.low in (0, 1))


def is_index(column: Column) -> bool:
    """Whether the whole numbers from 0 on come at most once each in many rows, which no target does."""
    span = column.extent.high + 1
    once = column.distinct.counts is not None or span == column.numbers or span <= SPREAD * DISTINCT_KEPT
    return column.numbers >= MANY_ROWS and column.extent.low == 0 and _is_row_number(column) and once
