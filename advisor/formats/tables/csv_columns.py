"""A second look at how the columns of a CSV hang together from row to row: the first row in which they do not."""

from __future__ import annotations

from collections.abc import Callable

from advisor.formats.pieces import ByteRange
from advisor.formats.second_look import comes_rarely, first_times, in_order
from advisor.formats.tables import csv_rows
from advisor.formats.tables.csv_dialect import Dialect
from advisor.profile.base import Place, Tally
from advisor.profile.predicates import CopyBreaks, OrderBreaks, Repeats, RiseBreaks, StandsOften

BYTES_READ = 1 << 24
"""Bytes of a file that are looked at: some hundred thousand rows."""

BLOCK = 1 << 18

Holds = Callable[[list[str]], bool]
Together = CopyBreaks | RiseBreaks | Repeats | OrderBreaks | StandsOften


def first_break(part: ByteRange, dialect: Dialect, predicate: Together) -> Tally:
    """The first row of a range for which what the predicate speaks of no longer holds."""
    tally, holds = Tally(), _holds(predicate)
    column = 1 if isinstance(predicate, OrderBreaks | StandsOften) else predicate.column + 1
    for row in csv_rows.rows(csv_rows.blocks(part, dialect, BLOCK), dialect, lambda *_: None):
        if row.offset == dialect.bom and dialect.first_row_is_special:
            continue
        if not _safely(holds, row.cells):
            tally.add(Place(row.line, column, offset=row.offset), row.text[: csv_rows.LINE_KEPT])
            break
    return tally


def _safely(holds: Holds, cells: list[str]) -> bool:
    try:
        return holds(cells)
    except (ValueError, IndexError):
        return False


def _holds(predicate: Together) -> Holds:
    if isinstance(predicate, OrderBreaks):
        still = in_order(predicate)
        return lambda cells: still(float(cells[0]))
    if isinstance(predicate, StandsOften):
        rare = comes_rarely(predicate.times)
        return lambda cells: rare(tuple(cells))
    if isinstance(predicate, Repeats):
        first, number = first_times(), predicate.column
        return lambda cells: first(float(cells[number]))
    return _rises(predicate) if isinstance(predicate, RiseBreaks) else _copies(predicate)


def _rises(predicate: RiseBreaks) -> Holds:
    before = float("-inf")

    def holds(cells: list[str]) -> bool:
        nonlocal before
        last, before = before, float(cells[predicate.column])
        return before > last

    return holds


def _copies(predicate: CopyBreaks) -> Holds:
    number = predicate.column
    if predicate.slope is not None:
        return lambda cells: predicate.fits(float(cells[0]), float(cells[number]))
    pairs: dict[str, str] = {}
    back: dict[str, str] = {}
    return lambda cells: (
        pairs.setdefault(cells[0], cells[number]) == cells[number]
        and back.setdefault(cells[number], cells[0]) == cells[0]
    )
