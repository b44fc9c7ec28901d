"""Reads libsvm by the compiled loop, and says which lines must be read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from advisor.formats.kernels.memory import WIDTH
from advisor.formats.kernels.sums import Sums, add_up
from advisor.formats.kernels.tables.csv_numbers import AHEAD
from advisor.formats.kernels.tables.libsvm_rows import take_rows
from advisor.formats.kernels.text_blocks import held, odd_lines
from advisor.profile.tables.libsvm import LibsvmProfile

ROWS = 4096
"""Rows taken at a time."""


class Rows:
    """Takes blocks of rows of which no more places are wanted. `finish` adds what was summed up to the profile."""

    def __init__(self, profile: LibsvmProfile) -> None:
        self.profile = profile
        labels, self.label = np.zeros((ROWS, 1)), Sums(1)
        self.counts, self.extent = np.array([1 << 62, -1, 0, 0]), np.array([np.inf, -np.inf])
        marks = np.empty(AHEAD + 2 * WIDTH, np.int64)
        self.take_rows = take_rows.on(labels, self.counts, self.extent, marks)
        self.add_labels = add_up.on(labels, self.label.totals)
        self.data = np.empty(0, np.uint8)

    def take(self, block: bytes) -> Iterator[bytes]:
        """Takes the rows that hold nothing unusual; yields the others, each in its turn."""
        block = block if block.endswith(b"\n") else block + b"\n"
        self.data = held(block, self.data)
        yield from odd_lines(block, partial(self._take_rows, len(block)))

    def _take_rows(self, size: int, at: int) -> int:
        """How far it came in a block of `size` bytes, from `at` on."""
        taken, text = ROWS, self.data.ctypes.data
        while at < size and taken == ROWS:
            stopped, rows = self.take_rows(text, at, size)
            self.add_labels(rows)
            at, taken = int(stopped), int(rows)
            self.label.rows += taken
            self.profile.lines += taken
        return at

    def finish(self) -> None:
        profile, rows = self.profile, self.label.rows
        profile.records += rows
        for what in ("unweighted", "unqueried"):
            profile.rows[what].count += rows
        self.label.add_to(0, profile.label, rows)
        least, greatest, pairs, wide = self.counts.tolist()
        profile.pairs += pairs
        profile.wide.count += wide
        if pairs:
            for number in (least, greatest):
                profile.index.add(number)
            for value in self.extent.tolist():
                profile.values.add(value)
