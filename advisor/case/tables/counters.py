"""Which columns of a table only number or date the rows, and which one outweighs all others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from advisor.case.tables.copies import Rows, first_rows, is_plain
from advisor.case.tables.ids import differs_by_design, time_unit
from advisor.profile.columns import Column
from advisor.profile.predicates import Repeats, RiseBreaks
from advisor.profile.tables.csv import CsvProfile

ENOUGH = 30
"""Rows below which whole numbers may rise by chance, or because somebody sorted them."""
OUTWEIGHS = 10
"""How many times as far as any other feature a counter reaches."""
ALMOST_ALONE = 100
"""How many times as far as any other feature one reaches that decides almost alone where distances count."""

SELDOM = 0.02
"""The part of the rows up to which a count may be the highest of its column."""


class Counter(NamedTuple):
    """A column (from 0), what it does, and what a second look must not find."""

    column: int
    what: str
    unless: RiseBreaks | Repeats | None = None


def counters(csv: CsvProfile, labels: int) -> Iterator[Counter]:
    """The features that number or date the rows, and outweigh all others."""
    if csv.records < ENOUGH:
        return
    features, rows = _features(csv, labels), first_rows(csv)
    found = [counter for number in features if (counter := _counter(csv, number, rows))]
    others = {*features} - {counter.column for counter in found}
    widest = max((_span(csv.columns[number]) for number in others), default=None)
    for counter in found if widest is not None else ():
        if _span(csv.columns[counter.column]) >= OUTWEIGHS * (widest or 0):
            yield counter


def beyond_counts(csv: CsvProfile, labels: int) -> int | None:
    """The feature, from 0, that is in every row far above all that the others hold in any; no word is so often used."""
    if csv.records < ENOUGH:
        return None
    features = _features(csv, labels)
    plain = all(csv.columns[number].numbers == csv.records for number in features)
    if len(features) < 3 or not plain:
        return None
    *_, second, most = sorted(features, key=lambda number: csv.columns[number].extent.high)
    far = csv.columns[most].extent.low >= ALMOST_ALONE * max(csv.columns[second].extent.high, 1)
    return most if far else None


def first_is_count(csv: CsvProfile) -> bool:
    """Whether the first column counts as the others do: it is mostly 0, and of the numbers up to its highest, which
    few rows have, some are missing, as none would be of the numbers of classes.
    """
    columns = csv.columns[: csv.width]
    counts = [column.distinct.counts for column in columns if column.numbers == csv.records]
    if csv.records < ENOUGH or len(counts) < max(len(columns), 2) or any(known is None for known in counts):
        return False
    first, *others = [known for known in counts if known is not None]
    whole = not any(column.fractional.count or column.extent.low < 0 for column in columns)
    if not whole or max(first, key=first.__getitem__) != 0:
        return False
    highest, empty = max(first), first[0]
    gaps, rare = len(first) <= highest, first[highest] <= SELDOM * csv.records
    return gaps and rare and any(known.get(0, 0) <= empty for known in others) and highest <= max(map(max, others))


def outweighing(csv: CsvProfile, labels: int) -> int | None:
    """The feature, from 0, that outweighs all others, in its extremes and in the bulk of the first rows."""
    if csv.records < ENOUGH:
        return None
    features, rows = _features(csv, labels), first_rows(csv)
    plain = all(is_plain(csv.columns[number], csv.records) for number in features)
    if len(features) < 2 or len(rows) < 4 or not plain:
        return None
    *_, second, widest = sorted(features, key=lambda number: _span(csv.columns[number]))
    bulks = {number: _bulk([float(row[number]) for row in rows]) for number in features}
    far = _span(csv.columns[widest]) >= ALMOST_ALONE * _span(csv.columns[second])
    usual = max(bulk for number, bulk in bulks.items() if number != widest)
    return widest if far and bulks[widest] >= ALMOST_ALONE * usual > 0 else None


def _features(csv: CsvProfile, labels: int) -> range:
    return range(labels, min(csv.width or 0, len(csv.columns)))


def _bulk(values: list[float]) -> float:
    """How far the middle half of some values reaches."""
    ordered, quarter = sorted(values), len(values) // 4
    return ordered[-1 - quarter] - ordered[quarter]


def _span(column: Column) -> float:
    return 0.0 if column.extent.empty else column.extent.high - column.extent.low


def _counter(csv: CsvProfile, number: int, rows: Rows) -> Counter | None:
    column = csv.columns[number]
    if not is_plain(column, csv.records) or (number == 0 and _is_index(csv)):
        return None
    if unit := time_unit(column):
        return Counter(number, f"holds times in {unit} since 1970")
    counts = column.distinct.counts
    unique = counts is None or len(counts) == csv.records
    if column.fractional.count or not unique or len(rows) < 2:
        return None
    head = [float(row[number]) for row in rows]
    if all(left < right for left, right in pairwise(head)):
        return Counter(number, "rises with every row, as an id does", RiseBreaks(number))
    if differs_by_design(column, csv.records):
        return Counter(number, "differs from row to row, as an id does", Repeats(number))
    return None


def _is_index(csv: CsvProfile) -> bool:
    """Whether the first column is the index of a saved data frame, which has a rule of its own."""
    return csv.index.unbroken and csv.index.first in (0, 1)
