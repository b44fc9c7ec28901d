"""The compiled loop over rows of libsvm: a label, and pairs of a rising index and a value, parted by single spaces."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import NO_NUMBER, ONE, U, number, value_of
from advisor.formats.kernels.loops import inlined, jit
from advisor.formats.kernels.memory import EDGE, byte_at, no_digits, word_at
from advisor.formats.kernels.tables.csv_numbers import AHEAD, cell_value, mark_ends
from advisor.profile.base import FLOAT32_MAX

SPACE, COLON, FEED, RETURN = np.uint8(32), np.uint8(58), 10, 13
LABEL, INDEX, VALUE = range(3)
"""What comes next in a row."""

INDEX_LONGEST = 8


@inlined
def number_in(at, end):
    """`number` of a text that may be empty, or longer than a mask."""
    if end <= at:
        return NO_NUMBER
    return number(at, end) if end - at > EDGE else cell_value(at, end, no_digits(at))


@inlined
def index_in(at, end):
    """The number of up to eight digits that this is; -1 where it is anything else."""
    length = end - at
    if not 0 < length <= INDEX_LONGEST or no_digits(at) & ((ONE << U(length)) - ONE) != U(0):
        return np.int64(-1)
    return np.int64(value_of(word_at(at), length))


@jit
def take_rows(text, at, size, labels, counts, extent, marks):
    """Takes rows from `at` on, up to one that is odd, or as many as `labels` has room for: where it stopped, the rows.

    `counts`: least and greatest index, pairs, and rows of several of them. `extent`: least and greatest value.
    `marks` is room for those of `AHEAD` bytes.
    """
    at, start, stop, rows = text + at, text + at, text + size, 0
    wanted, label, first, before, pairs, low, high = LABEL, 0.0, np.int64(-1), np.int64(-1), 0, np.inf, -np.inf
    while at < stop:
        marked = mark_ends(at, min(stop, at + AHEAD), SPACE, COLON, marks)
        if marked == 0:
            break
        for i in range(U(marked)):
            end = marks[i]
            mark = byte_at(end)
            if wanted == INDEX:
                index = index_in(at, end)
                if mark != COLON or index <= before:
                    return start - text, rows
                first = index if pairs == 0 else first
                before, pairs, wanted, at = index, pairs + 1, VALUE, end + 1
                continue
            feed = mark == FEED
            value = number_in(at, end - np.int64(feed and byte_at(end - 1) == RETURN))
            if mark == COLON or not abs(value) <= FLOAT32_MAX:
                return start - text, rows
            if wanted == LABEL:
                label = value
            else:
                low, high = min(low, value), max(high, value)
            wanted, at = INDEX, end + 1
            if feed:
                labels[rows, 0] = label
                if pairs:
                    counts[0], counts[1] = min(counts[0], first), max(counts[1], before)
                    counts[2], counts[3] = counts[2] + pairs, counts[3] + (pairs > 1)
                    extent[0], extent[1] = min(extent[0], low), max(extent[1], high)
                wanted, before, pairs, low, high = LABEL, np.int64(-1), 0, np.inf, -np.inf
                start, rows = at, rows + 1
                if at >= stop or rows == len(labels):
                    return start - text, rows
    return start - text, rows
