"""The compiled loop over the cells of CSV: adds up numbers, counts the common odd cells, and stops at odd rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from advisor.formats.kernels.decimals import ONE, U
from advisor.formats.kernels.loops import inlined, jit
from advisor.formats.kernels.memory import WIDTH, byte_at, cell_masks, feeds, lowest
from advisor.formats.kernels.sums import add_up
from advisor.formats.kernels.tables.csv_classes import (
    BEYOND,
    IPV4,
    NUMBER,
    NUMERIC,
    TEXT,
    UNSURE,
    class_of,
    is_address,
    text_class,
)
from advisor.formats.kernels.tables.csv_names import are_wanted, keep_name, room_for
from advisor.formats.kernels.tables.csv_numbers import AHEAD, cell_value, read_numbers
from advisor.formats.kernels.tables.csv_texts import count_text
from advisor.profile.base import FLOAT32_MAX

ODD_AT_ONCE = 1024


class Odd(NamedTuple):
    """What is known and noted of cells that are no numbers, by column.

    `classes`: class, begin and end of each odd cell of the row at hand, and a class of -1 for all others. `hints`: the
    class that is looked for first. `settled`: the class that most cells have, where such cells are only counted.
    `counts`: cells of each class. `wanted`: the classes of which more places are to be logged. `listed`: whether
    distinct texts are counted, those met before in `keys` and `times`. `log`: line, start of the row, column, begin,
    end and class of cells.
    """

    classes: NDArray[np.int64]
    hints: NDArray[np.int64]
    settled: NDArray[np.int64]
    counts: NDArray[np.int64]
    wanted: NDArray[np.bool_]
    listed: NDArray[np.bool_]
    keys: NDArray[np.uint64]
    times: NDArray[np.int64]
    log: NDArray[np.int64]


class Room(NamedTuple):
    """Where loops put what they read: numbers by row and column, the same in one row, and the ends of cells."""

    values: NDArray[np.float64]
    numbers: NDArray[np.float64]
    marks: NDArray[np.int64]

    @classmethod
    def of(cls, rows: int, width: int) -> Room:
        values = np.zeros((rows, width))
        return cls(values, values.reshape(-1), np.empty(AHEAD + 2 * WIDTH, np.int64))


@jit
def count_feeds(data):
    count, at = 0, 0
    while at + WIDTH <= len(data):
        count += feeds(data.ctypes.data + at)
        at += WIDTH
    for byte in data[at:]:
        count += byte == 10
    return count


@jit
def settle(rows, odd):
    """Sets the class that most cells of a column had, if such cells are only counted. Whether all columns have one."""
    texts = 0
    for c in range(len(odd.settled)):
        cls = odd.hints[c]
        only_counted = cls != NUMERIC and not odd.wanted[c, cls] and not odd.listed[c]
        odd.settled[c] = cls if only_counted and 2 * odd.counts[c, cls] > rows else NUMERIC
        texts += odd.settled[c] != NUMERIC
    return texts == len(odd.settled)


@inlined
def count_settled(rows, odd):
    for c in range(len(odd.settled)):
        if odd.settled[c] != NUMERIC:
            odd.counts[c, odd.settled[c]] += rows


@inlined
def is_settled(at, end, others, strange, cls):
    """Whether a cell is of a class that columns settle for."""
    if end == at:
        return False
    if cls == IPV4:
        return is_address(at, end, others & ((ONE << U(end - at)) - ONE))
    return text_class(at, end, others, strange) == cls


@jit
def read_texts(text, at, size, delimiter, settled, names):
    """Reads rows in which every cell has the class that is settled for its column: where it stopped, and the rows.

    Stops, too, where there may be no room for the names of the rows in the next bytes.
    """
    width, rows, cell, at, start, stop = len(settled), 0, 0, text + at, text + at, text + size
    named = are_wanted(names)
    while at < stop and room_for(WIDTH, names):
        base = at
        ends, others, strange = cell_masks(base, delimiter)
        if ends == U(0):
            break
        while ends != U(0):
            feed_at = base + lowest(ends)
            ends &= ends - ONE
            feed = byte_at(feed_at) == 10
            end = feed_at - np.int64(feed and feed_at > at and byte_at(feed_at - 1) == 13)
            if not is_settled(at, end, others >> U(at - base), strange >> U(at - base), settled[cell]):
                return start - text, rows
            if named and cell == 0:
                keep_name(at, end, names)
            cell += 1
            at = feed_at + 1
            if feed != (cell == width):
                return start - text, rows
            if feed:
                start, rows, cell = at, rows + 1, 0
                if at >= stop:
                    return start - text, rows
    return start - text, rows


@inlined
def log_odd(width, line, start, text, odd, logged):
    """Notes the odd cells of one row, or counts those of which no more places are wanted."""
    classes, _, settled, counts, wanted, listed, keys, times, log = odd
    for c in range(width):
        cls = classes[c]
        if cls < 0:
            continue
        classes[c] = -1
        if settled[c] != NUMERIC:
            counts[c, settled[c]] -= 1
        if cls == NUMBER:
            continue
        begin, end = classes[width + c], classes[2 * width + c]
        text_cell = cls == TEXT or cls == IPV4
        if wanted[c, cls] or (listed[c] and text_cell and not count_text(c, begin, end, keys, times)):
            log[logged, 0], log[logged, 1], log[logged, 2] = line, start - text, c
            log[logged, 3], log[logged, 4], log[logged, 5] = begin - text, end - text, cls
            logged += 1
        else:
            counts[c, cls] += 1
    return logged


@jit
def read_rows(text, at, size, line, delimiter, counting, values, odd, logged, names):
    """Reads up to `len(values)` rows from `at` on: where it stopped, the rows, and the odd cells logged.

    A row whose cells all have the class that is settled for their columns is not odd; the caller counts those cells.
    While the first column is `counting`, every number in it must be known here.
    """
    classes, hints, settled = odd.classes, odd.hints, odd.settled
    most, width = values.shape
    stop, start, row, cell, odd_row, at = text + size, text + at, 0, 0, False, text + at
    named = are_wanted(names)
    while at < stop or cell > 0:
        base = at
        ends, others, strange = cell_masks(base, delimiter)
        if ends == U(0):
            break
        while ends != U(0):
            feed_at = base + lowest(ends)
            ends &= ends - ONE
            feed = byte_at(feed_at) == 10
            end = feed_at - np.int64(feed and feed_at > at and byte_at(feed_at - 1) == 13)
            hint, cls, value = hints[cell], NUMERIC, np.nan
            if end > at:
                if hint != NUMERIC:
                    cls = text_class(at, end, others >> U(at - base), strange >> U(at - base))
                if cls == NUMERIC:
                    value = cell_value(at, end, others >> U(at - base))
            if not (-FLOAT32_MAX <= value <= FLOAT32_MAX):
                if cls == NUMERIC or cls != settled[cell]:
                    if cls == NUMERIC:
                        cls = BEYOND if value == value else class_of(at, end, others >> U(at - base))
                    hints[cell] = cls if cls == TEXT or cls == IPV4 else NUMERIC
                    if cls < 0 or (cell == 0 and ((feed and end == at) or (counting and cls == UNSURE))):
                        return start - text, row, logged
                    classes[cell], classes[width + cell], classes[2 * width + cell] = cls, at, end
                    odd_row = True
                value = np.nan
            elif hint != NUMERIC:
                hints[cell] = NUMERIC
                if settled[cell] != NUMERIC:
                    classes[cell], odd_row = NUMBER, True
            values[row, cell] = value
            if named and cell == 0:
                keep_name(at, end, names)
            cell += 1
            at = feed_at + 1
            if feed != (cell == width):
                return start - text, row, logged
            if feed:
                if odd_row:
                    logged = log_odd(width, line + row, start, text, odd, logged)
                start, row, cell, odd_row = at, row + 1, 0, False
                if at >= stop or row == most or logged + width > len(odd.log):
                    return start - text, row, logged
    return start - text, row, logged


@jit
def take_rows(text, size, at, line, before, delimiter, room, totals, odd, names):
    """Takes rows from `at` on: where it stopped, the rows taken, and the odd cells logged.

    `before`: the rows taken so far. Stops at `size`, in front of a row that must be read exactly, or where no more odd
    cells can be logged or `names` kept.
    """
    rows, logged = 0, 0
    values, numbers, marks = room
    most, width = values.shape
    while at < size and logged + width <= len(odd.log) and room_for(most, names):
        if settle(before + rows, odd) and totals.run[2] == 0:
            at, more = read_texts(text, at, size, delimiter, odd.settled, names)
            count_settled(more, odd)
            rows += more
            if at >= size or not room_for(most, names):
                break
        if not are_wanted(names):
            at, more = read_numbers(text, at, size, delimiter, numbers, width, marks)
            add_up(more, values, totals)
            rows += more
            if at >= size or more == most:
                continue
        counting = totals.run[2] > 0
        at, more, logged = read_rows(text, at, size, line + rows, delimiter, counting, values, odd, logged, names)
        count_settled(more, odd)
        add_up(more, values, totals)
        rows += more
        if more < len(values):
            odd.classes[:width] = -1
            break
    return at, rows, logged
