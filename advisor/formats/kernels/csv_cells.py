"""The compiled loop over the cells of CSV: adds up numbers, counts the common odd cells, and stops at odd rows."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import (
    EXACT,
    ONE,
    TENS,
    WHOLE_TENS,
    U,
    inlined,
    jit,
    number,
    value_of,
)
from advisor.formats.kernels.memory import byte_at, cell_masks, lowest, word_at
from advisor.formats.kernels.sums import add_up
from advisor.profile.base import FLOAT32_MAX

EMPTY, NAN, INFINITE, BEYOND, TEXT, IPV4, UNSURE = range(7)
NUMERIC = -1
CLASSES = ("empty", "nan", "infinite", "beyond-float32", "text", "ipv4", "")
"""The classes of odd cells that are told apart here; an unsure one is left to the exact reader."""

ODD_AT_ONCE = 4096
SLACK = 96
"""Line feeds wanted behind the last line, so that whole words can be read."""

_PRINTABLE, _TELLING = 1, 2
KIND = np.zeros(256, np.uint8)
KIND[32:127] = _PRINTABLE
KIND[9] = _PRINTABLE
KIND[[c for c in range(33, 127) if chr(c) not in '0123456789+-."eEnNaAiIfFtTyY']] |= _TELLING
KIND[34] = 0
"""Bytes that may stand in an odd cell; those that stand in no number, address, NaN or infinity are telling."""


@jit
def count_feeds(data):
    count = 0
    for byte in data:
        count += byte == 10
    return count


@inlined
def cell_value(at, end, others):
    """`number` for what is written most: up to eight digits, a point, up to eight digits.

    `others` has a bit for each byte from `at` on that is no digit.
    """
    negative = np.int64(byte_at(at) == 45)
    start = at + negative
    length = end - start
    odd = (others >> U(negative)) & ((ONE << U(length)) - ONE)
    if odd == U(0):
        if 0 < length <= 8:
            result = np.float64(np.int64(value_of(word_at(start), length)))
            return -result if negative else result
    elif odd & (odd - ONE) == U(0):
        count = lowest(odd)
        point = start + count
        places = length - count - 1
        if byte_at(point) == 46 and 0 < count <= 8 and 0 < places <= 8:
            value = value_of(word_at(start), count) * WHOLE_TENS[places] + value_of(word_at(point + 1), places)
            if value <= EXACT:
                result = np.float64(np.int64(value)) / TENS[places]
                return -result if negative else result
    return number(at, end)


@inlined
def text_class(at, end, others, strange):
    """The class of a cell that is text by its first byte, or an address; `NUMERIC` where it may be a number.

    `others` and `strange` have bits for the bytes from `at` on: no digit, not printable.
    """
    inside = (ONE << U(end - at)) - ONE
    if strange & inside != U(0):
        return NUMERIC
    if KIND[byte_at(at)] & _TELLING:
        return TEXT
    return IPV4 if is_address(at, end, others & inside) else NUMERIC


@jit
def class_of(at, end, others):
    """The class of a cell that is no number in float32's range; `NUMERIC` where its row must be read exactly."""
    if at == end:
        return EMPTY
    telling = 0
    for i in range(at, end):
        kind = KIND[byte_at(i)]
        if kind == 0:
            return NUMERIC
        telling |= kind
    if telling & _TELLING:
        return TEXT
    if end - at == 3:
        a, b, c = byte_at(at) | 32, byte_at(at + 1) | 32, byte_at(at + 2) | 32
        if a == 110 and b == 97 and c == 110:
            return NAN
        if a == 105 and b == 110 and c == 102:
            return INFINITE
    return IPV4 if is_address(at, end, others & ((ONE << U(end - at)) - ONE)) else UNSURE


@inlined
def is_part(at, end):
    """Whether this is a number up to 255 without needless zeros; that it is digits is known."""
    length = end - at
    if length < 1 or length > 3 or (length > 1 and byte_at(at) == 48):
        return False
    return value_of(word_at(at), length) < U(256)


@inlined
def is_address(at, end, others):
    """Whether these are four parts with points between; `others` has a bit for each byte that is no digit."""
    first = lowest(others)
    others &= others - ONE
    second = lowest(others)
    others &= others - ONE
    third = lowest(others)
    if third == 64 or others & (others - ONE) != U(0):
        return False
    first, second, third = at + first, at + second, at + third
    if byte_at(first) != 46 or byte_at(second) != 46 or byte_at(third) != 46:
        return False
    return is_part(at, first) and is_part(first + 1, second) and is_part(second + 1, third) and is_part(third + 1, end)


@jit
def log_odd(width, line, start, text, classes, odd, wanted, log, logged):
    """Notes the odd cells of one row, or counts those of which no more places are wanted."""
    for c in range(width):
        cls = classes[c]
        if cls < 0:
            continue
        classes[c] = -1
        if wanted[c, cls]:
            log[logged, 0], log[logged, 1], log[logged, 2] = line, start - text, c
            log[logged, 3], log[logged, 4] = classes[width + c] - text, classes[2 * width + c] - text
            logged += 1
        else:
            odd[c, cls] += 1
    return logged


@jit
def read_rows(text, at, size, line, delimiter, counting, values, classes, hints, odd, wanted, log, logged):
    """Reads up to `len(values)` rows from `at` on: where it stopped, the rows, and the odd cells logged.

    `classes` holds the class, begin and end of each odd cell of a row, and a class of -1 for all others.
    `hints`: the columns in which text or addresses are looked for first.
    While the first column is `counting`, every number in it must be known here.
    """
    most, width = values.shape
    stop, start, row, cell, odd_row, at = text + size, text + at, 0, 0, False, text + at
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
            cls, value = NUMERIC, np.nan
            if end > at:
                if hints[cell]:
                    cls = text_class(at, end, others >> U(at - base), strange >> U(at - base))
                if cls == NUMERIC:
                    value = cell_value(at, end, others >> U(at - base))
            if not (-FLOAT32_MAX <= value <= FLOAT32_MAX):
                if cls == NUMERIC:
                    cls = BEYOND if value == value else class_of(at, end, others >> U(at - base))
                    hints[cell] = cls == TEXT or cls == IPV4
                if cls < 0 or (cell == 0 and ((feed and end == at) or (counting and cls == UNSURE))):
                    return start - text, row, logged
                classes[cell], classes[width + cell], classes[2 * width + cell] = cls, at, end
                odd_row, value = True, np.nan
            values[row, cell] = value
            cell += 1
            at = feed_at + 1
            if feed != (cell == width):
                return start - text, row, logged
            if feed:
                if odd_row:
                    logged = log_odd(width, line + row, start, text, classes, odd, wanted, log, logged)
                start, row, cell, odd_row = at, row + 1, 0, False
                if at >= stop or row == most or logged + width > len(log):
                    return start - text, row, logged
    return start - text, row, logged


@jit
def take_rows(
    text,
    size,
    at,
    line,
    delimiter,
    values,
    low,
    high,
    whole,
    run,
    kept,
    counts,
    slots,
    held,
    classes,
    hints,
    odd,
    wanted,
    log,
):
    """Takes rows from `at` on: where it stopped, the rows taken, and the odd cells logged.

    Stops at `size`, in front of a row that must be read exactly, or where no more odd cells can be logged.
    """
    rows, logged = 0, 0
    while at < size and logged + values.shape[1] <= len(log):
        at, more, logged = read_rows(
            text, at, size, line + rows, delimiter, run[2] > 0, values, classes, hints, odd, wanted, log, logged
        )
        add_up(values, more, low, high, whole, run, kept, counts, slots, held)
        rows += more
        if more < len(values):
            classes[: values.shape[1]] = -1
            break
    return at, rows, logged
