"""Which columns of a table seem to say the label over again, by what a scan knows of them and by its first rows."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.profile.columns import Column
from advisor.profile.predicates import CopyBreaks
from advisor.profile.tables.csv import CsvProfile

ENOUGH = 20
"""Rows below which columns may be alike by chance."""
MOST_CLASSES = 100
EXACT = 1e-6
"""How far a copy in another unit may be off, as a share of its range."""

Rows = list[list[str]]


def first_rows(csv: CsvProfile) -> Rows:
    """The cells of the first rows that are as wide as most; none where some are in quotes."""
    tally = csv.widths.get(csv.width or 0)
    lines = [] if tally is None or csv.quoted.count else [seen.value or "" for seen in tally.first]
    rows = [[cell.strip() for cell in line.split(csv.delimiter)] for line in lines]
    return [row for row in rows if len(row) == csv.width]


def copies(csv: CsvProfile) -> Iterator[CopyBreaks]:
    """What a second look has to refute of each column that seems to be a copy of the first one."""
    rows = first_rows(csv) if csv.records >= ENOUGH else []
    if not rows:
        return
    for number in range(1, min(csv.width or 0, len(csv.columns))):
        copy = _scaled(csv, number, rows) or _paired(csv, number, rows)
        if copy:
            yield copy


def is_plain(column: Column, records: int) -> bool:
    """Whether every row has a number there, and not the same one throughout."""
    return column.numbers == records and column.extent.low < column.extent.high


def _scaled(csv: CsvProfile, number: int, rows: Rows) -> CopyBreaks | None:
    """A copy in the same unit or another, rising with the label or falling."""
    label, column = csv.columns[0], csv.columns[number]
    if not (is_plain(label, csv.records) and is_plain(column, csv.records)):
        return None
    span = column.extent.high - column.extent.low
    slope = span / (label.extent.high - label.extent.low)
    for signed, start in ((slope, column.extent.low), (-slope, column.extent.high)):
        copy = CopyBreaks(number, signed, start - signed * label.extent.low, EXACT * span)
        if all(copy.fits(float(row[0]), float(row[number])) for row in rows):
            return copy
    return None


def _paired(csv: CsvProfile, number: int, rows: Rows) -> CopyBreaks | None:
    """The classes under other names: as many of them, each in as many rows."""
    classes, others = csv.columns[0].distinct.counts, csv.columns[number].distinct.counts
    if not classes or not others or not 2 <= len(classes) <= min(MOST_CLASSES, csv.records // 10):
        return None
    alike = sorted(classes.values()) == sorted(others.values()) and sum(others.values()) == csv.records
    pairs = {(row[0], row[number]) for row in rows}
    one_to_one = len(pairs) == len({label for label, _ in pairs}) == len({other for _, other in pairs})
    return CopyBreaks(number) if alike and one_to_one else None
