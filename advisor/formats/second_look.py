"""A second look at a file, for places that its profile does not hold: at those stretches that may have such places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from advisor.profile.base import Piece, Profile
from advisor.profile.columns import Column
from advisor.profile.predicates import OrderBreaks, ValueOutside


class Stretch(NamedTuple):
    """Whole lines or records, from one byte to another, and how many lines and records stand before them."""

    begin: int
    end: int
    lines: int
    records: int


def worth_reading(
    scan: Callable[[int, int], Piece[Profile]],
    may_hold: Callable[[Profile], bool],
    size: int,
    shortest: int,
    longest: int,
) -> Iterator[Stretch]:
    """The stretches of a file of `size` bytes whose profiles, as `scan` gives them, may hold what is looked for.

    Where one of up to `longest` bytes may, shorter ones are looked at in its place, down to `shortest` or so. From
    where a file can be read in order only all of it is one stretch.
    """
    begin, lines, records, step = 0, 0, 0, longest
    while begin < size:
        piece = scan(begin, min(begin + step, size))
        found, profile = may_hold(piece.profile), piece.profile
        if piece.in_order or profile.full or piece.end <= begin:
            yield Stretch(begin, size, lines, records)
            return
        if found and step > shortest:
            step = max(step // 4, shortest)
            continue
        if found:
            yield Stretch(begin, piece.end, lines, records)
        step = step if found else min(2 * step, longest)
        begin, lines, records = piece.end, lines + profile.lines, records + profile.records


def in_order(predicate: OrderBreaks) -> Callable[[float], bool]:
    """Says of one label after the other whether it still stands in the order."""
    last, gone, risen, fallen = float("nan"), set[float](), False, False

    def holds(label: float) -> bool:
        nonlocal last, risen, fallen
        before, last = last, label
        if predicate.classes:
            gone.update([before] if before != label else [])
            return label not in gone
        risen, fallen = risen or label > before, fallen or label < before
        return not (risen and fallen)

    return holds


def first_times() -> Callable[[float], bool]:
    """Says of one number after the other whether it comes for the first time."""
    before = set[float]()

    def holds(number: float) -> bool:
        known = len(before)
        before.add(number)
        return len(before) > known

    return holds


def comes_rarely(times: int) -> Callable[[Hashable], bool]:
    """Says of one row after the other whether it has come so many times at most."""
    rows = Counter[Hashable]()

    def holds(row: Hashable) -> bool:
        rows[row] += 1
        return rows[row] <= times

    return holds


def may_be_outside(column: Column, predicate: ValueOutside) -> bool:
    """Whether a column may hold a number that the predicate looks for."""
    if column.extent.empty:
        return "beyond-float32" in column.seen
    ends = column.extent.low, column.extent.high
    broken = predicate.integral and column.fractional.count > 0
    return broken or any(map(predicate.holds, ends)) or "beyond-float32" in column.seen
