"""Sums of columns of numbers: least, greatest, whole ones, distinct values."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from advisor.formats.kernels.decimals import U
from advisor.formats.kernels.loops import jit
from advisor.profile.base import DISTINCT_KEPT as KEPT
from advisor.profile.columns import Column

SLOTS = 2048
DEAD = KEPT + 1
"""That many distinct values of a column, and no more are looked for."""

SPREAD = U(0x9E3779B97F4A7C15)


class Totals(NamedTuple):
    """What `add_up` adds up, by column. A column takes 20 KB.

    `whole`: numbers without a fraction. `run`: the first and the last number of the first column, and whether it has
    counted up by one so far. `kept`, `counts`: distinct values, `held` of them, and how often they came; `slots`: where
    they stand.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    whole: NDArray[np.int64]
    run: NDArray[np.float64]
    kept: NDArray[np.float64]
    counts: NDArray[np.int64]
    slots: NDArray[np.int16]
    held: NDArray[np.int64]

    @classmethod
    def of(cls, width: int) -> Totals:
        return cls(
            low=np.full(width, np.inf),
            high=np.full(width, -np.inf),
            whole=np.zeros(width, np.int64),
            run=np.zeros(3),
            kept=np.zeros((width, KEPT)),
            counts=np.zeros((width, KEPT), np.int64),
            slots=np.zeros((width, SLOTS), np.int16),
            held=np.zeros(width, np.int64),
        )


class Sums:
    """Columns of numbers as they are added up; `rows` is for the caller to count."""

    def __init__(self, width: int) -> None:
        self.rows = 0
        self.totals = Totals.of(width)

    def add_to(self, number: int, column: Column, numbers: int) -> None:
        """Adds one column to what is known of it."""
        totals = self.totals
        if numbers:
            column.add_all(numbers, float(totals.low[number]), float(totals.high[number]))
            column.fractional.add(numbers - int(totals.whole[number]))
        held = int(totals.held[number])
        if held == DEAD:
            column.distinct.counts = None
        else:
            values, counts = totals.kept[number, :held].tolist(), totals.counts[number, :held].tolist()
            column.distinct.add_all(dict(zip(values, counts, strict=True)))


@jit
def add_up(rows, values, totals):
    """Adds rows of numbers to the totals of their columns; NaN stands for a cell that is none."""
    low, high, whole, run, kept, counts, slots, held = totals
    for r in range(rows):
        for c in range(values.shape[1]):
            value = values[r, c]
            low[c] = min(low[c], value)
            high[c] = max(high[c], value)
            whole[c] += value == np.floor(value)
    for r in range(rows if run[2] > 0 else 0):
        value = values[r, 0]
        if run[2] > 0 and value == value and (run[1] != run[1] or value == run[1] + 1):
            run[0] = value if run[0] != run[0] else run[0]
            run[1] = value
        else:
            run[0], run[1], run[2] = np.nan, np.nan, 0.0
    for c in range(values.shape[1]):
        for r in range(rows if held[c] < DEAD else 0):
            value = values[r, c]
            if value != value:
                continue
            slot = np.int64((np.float64(value + 0.0).view(np.uint64) * SPREAD) >> U(53))
            while slots[c, slot] > 0 and kept[c, slots[c, slot] - 1] != value:
                slot = (slot + 1) & (SLOTS - 1)
            if slots[c, slot] > 0:
                counts[c, slots[c, slot] - 1] += 1
            elif held[c] < KEPT:
                kept[c, held[c]], counts[c, held[c]] = value, 1
                held[c] += 1
                slots[c, slot] = held[c]
            else:
                held[c] = DEAD
                break
