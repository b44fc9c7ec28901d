"""Sums of columns of numbers: least, greatest, whole ones, distinct values."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import U, jit
from advisor.profile.base import DISTINCT_KEPT as KEPT
from advisor.profile.tables.csv import Column

SLOTS = 2048
DEAD = KEPT + 1
"""That many distinct values of a column, and no more are looked for."""

SPREAD = U(0x9E3779B97F4A7C15)


class Sums:
    """What `add_up` adds up; `rows` is for the caller to count. A column takes 20 KB."""

    def __init__(self, width: int) -> None:
        self.rows = 0
        self.low, self.high = np.full(width, np.inf), np.full(width, -np.inf)
        self.whole = np.zeros(width, np.int64)
        self.run = np.zeros(3)
        self.kept, self.counts = np.zeros((width, KEPT)), np.zeros((width, KEPT), np.int64)
        self.held = np.zeros(width, np.int64)
        slots = np.zeros((width, SLOTS), np.int16)
        self.arrays = (self.low, self.high, self.whole, self.run, self.kept, self.counts, slots, self.held)

    def add_to(self, number: int, column: Column, numbers: int) -> None:
        """Adds one column to what is known of it."""
        if numbers:
            column.add_all(numbers, float(self.low[number]), float(self.high[number]))
            column.fractional.add(numbers - int(self.whole[number]))
        held = int(self.held[number])
        if held == DEAD:
            column.distinct.counts = None
        else:
            values, counts = self.kept[number, :held].tolist(), self.counts[number, :held].tolist()
            for value, times in zip(values, counts, strict=True):
                column.distinct.add(value, times)


@jit
def add_up(values, rows, low, high, whole, run, kept, counts, slots, held):
    """Adds rows of numbers to the sums of their columns; NaN stands for a cell that is none.

    `run`: the first and the last number of the first column, and whether it has counted up by one so far.
    """
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
