"""The rows of a block of libsvm as arrays."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from advisor.formats.kernels.decimals import U
from advisor.formats.kernels.loops import jit
from advisor.formats.kernels.memory import WIDTH, byte_at
from advisor.formats.kernels.tables.csv_numbers import AHEAD, mark_ends
from advisor.formats.kernels.tables.libsvm_rows import (
    COLON,
    FEED,
    INDEX,
    LABEL,
    RETURN,
    SPACE,
    VALUE,
    index_in,
    number_in,
)
from advisor.formats.kernels.text_blocks import held
from advisor.profile.base import FLOAT32_MAX

Array = np.ndarray[Any, Any]


class Table(NamedTuple):
    """`ends`: how many pairs there are up to the end of each row."""

    labels: Array
    ends: Array
    keys: Array
    values: Array


def libsvm_table(data: bytes) -> Table | None:
    """Rows of a label and pairs of a rising index and a number; None where one of them is anything else."""
    data = data if data.endswith(b"\n") else data + b"\n"
    rows, pairs = data.count(b"\n"), data.count(b":")
    table = Table(np.empty(rows), np.empty(rows, np.int64), np.empty(pairs, np.int64), np.empty(pairs))
    room = held(data, np.empty(0, np.uint8))
    marks = np.empty(AHEAD + 2 * WIDTH, np.int64)
    return table if read_rows(room.ctypes.data, len(data), *table, marks) == rows else None


@jit
def read_rows(text, size, labels, ends, keys, values, marks):
    """Reads rows up to one that is odd: how many they are. `marks` is room for those of `AHEAD` bytes."""
    at, stop, rows, pairs = text, text + size, 0, 0
    wanted, before = LABEL, np.int64(-1)
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
                    return rows
                keys[U(pairs)] = index
                before, wanted, at = index, VALUE, end + 1
                continue
            feed = mark == FEED
            value = number_in(at, end - np.int64(feed and byte_at(end - 1) == RETURN))
            if mark == COLON or not abs(value) <= FLOAT32_MAX:
                return rows
            if wanted == LABEL:
                labels[U(rows)] = value
            else:
                values[U(pairs)] = value
                pairs += 1
            wanted, at = INDEX, end + 1
            if feed:
                ends[U(rows)] = pairs
                wanted, before, rows = LABEL, np.int64(-1), rows + 1
                if at >= stop:
                    return rows
    return rows
