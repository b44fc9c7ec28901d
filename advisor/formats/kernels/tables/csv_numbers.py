"""The compiled loops over cells of CSV that are numbers: written as most are, and in any way."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import EXACT, NO_NUMBER, ONE, TENS, WHOLE_TENS, U, number, rounded, value_of
from advisor.formats.kernels.loops import inlined, jit
from advisor.formats.kernels.memory import WIDTH, byte_at, end_mask, lowest, no_digits, set_bits, word_at

AHEAD = 2048
"""Bytes of which the ends of cells are looked for at a time."""

LONGEST = 17
"""Bytes of the longest `short_value`."""


@inlined
def long_value(start, length, odd):
    """`number` for digits with a point among them, and an exponent with a sign or none; NaN where it is not sure.

    `odd` has a bit for each of the `length` bytes from `start` on that is no digit.
    """
    count = lowest(odd)
    odd &= odd - ONE
    stop, power = length, np.int64(0)
    if odd != U(0):
        stop = lowest(odd)
        odd &= odd - ONE
        size = length - stop - 2
        sign = byte_at(start + stop + 1)
        if (
            odd != ONE << U(stop + 1)
            or byte_at(start + stop) | 32 != 101
            or not 1 <= size <= 3
            or (sign != 43 and sign != 45)
        ):
            return NO_NUMBER
        power = np.int64(value_of(word_at(start + stop + 2), size)) * (44 - np.int64(sign))
    places = stop - count - 1
    if byte_at(start + count) != 46 or not 1 <= count <= 8 or not 1 <= places <= 19 - count:
        return NO_NUMBER
    value, at, left = value_of(word_at(start), count), start + count + 1, places
    while left >= 8:
        value = value * WHOLE_TENS[8] + value_of(word_at(at), 8)
        at, left = at + 8, left - 8
    if left:
        value = value * WHOLE_TENS[left] + value_of(word_at(at), left)
    return rounded(value, power - places)


@inlined
def short_value(start, length, odd):
    """`number` for what is written most: up to eight digits, or a point with up to eight on either side; else NaN.

    `odd` has a bit for each of the `length` bytes from `start` on that is no digit.
    """
    if odd == U(0):
        if 0 < length <= 8:
            return np.float64(np.int64(value_of(word_at(start), length)))
    elif odd & (odd - ONE) == U(0):
        count = lowest(odd)
        point = start + count
        places = length - count - 1
        if byte_at(point) == 46 and 0 < count <= 8 and 0 < places <= 8:
            value = value_of(word_at(start), count) * WHOLE_TENS[U(places)] + value_of(word_at(point + 1), places)
            if value <= EXACT:
                return np.float64(np.int64(value)) / TENS[U(places)]
    return NO_NUMBER


@inlined
def cell_value(at, end, others):
    """`number` of a cell. `others` has a bit for each byte from `at` on that is no digit."""
    negative = np.int64(byte_at(at) == 45)
    start = at + negative
    length = end - start
    odd = (others >> U(negative)) & ((ONE << U(length)) - ONE)
    result = short_value(start, length, odd)
    if result != result:
        result = long_value(start, length, odd)
        if result != result:
            return number(at, end)
    return -result if negative else result


@jit
def mark_ends(begin, stop, delimiter, other, marks):
    """Notes where delimiters and line feeds stand from `begin` to `stop` or a little further: how many there are."""
    count = 0
    for base in range(begin, stop, WIDTH):
        ends = end_mask(base, delimiter, other)
        found, at = set_bits(ends), count
        while True:
            for i in range(8):
                marks[U(at + i)] = base + lowest(ends)
                ends &= ends - ONE
            at += 8
            if at >= count + found:
                break
        count += found
    return count


@jit
def read_numbers(text, at, size, delimiter, numbers, width, marks):
    """Reads rows of nothing but `short_value`s, as long as there is room for `numbers`: where it stopped, and the rows.

    Where cells end is looked for first: how many of them lie in 64 bytes is as good as random, and wrong guesses at it
    would cost more than the looking. `marks` is room for those of `AHEAD` bytes.
    """
    filled, row_ends, most = 0, width, len(numbers) // width
    at, start, stop, rows = text + at, text + at, text + size, 0
    while at < stop:
        marked = mark_ends(at, min(stop, at + AHEAD), delimiter, delimiter, marks)
        if marked == 0:
            break
        for i in range(U(marked)):
            end = marks[i]
            feed = byte_at(end) == 10
            negative = np.int64(byte_at(at) == 45)
            length = end - at - negative - np.int64(feed and byte_at(end - 1) == 13)
            if not 0 < length <= LONGEST:
                return start - text, rows
            odd = (no_digits(at) >> U(negative)) & ((ONE << U(length)) - ONE)
            value = short_value(at + negative, length, odd)
            filled += 1
            if value != value or feed != (filled == row_ends):
                return start - text, rows
            numbers[U(filled - 1)] = -value if negative else value
            at = end + 1
            if feed:
                start, rows, row_ends = at, rows + 1, row_ends + width
                if at >= stop or rows == most:
                    return start - text, rows
    return start - text, rows
