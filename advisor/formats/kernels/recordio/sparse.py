"""The compiled walk over records of one sparse float32 vector, with a label or none, as the schema's own writers
write them: every field in its order, every length as short as can be, keys rising and within the shape."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import U
from advisor.formats.kernels.loops import jit
from advisor.formats.kernels.memory import byte_at, float_at, word_at
from advisor.formats.kernels.recordio.frames import take_values

NOT_SO = -1
MAGIC = U(0xCED7230A)
NAMED = U(0x12_73_65_75_6C_61_76_06)
"""The length of the word `values`, the word, and the tag of what bears that name."""

LOW = U(0xFFFFFFFF)
HIGH_BITS = [U(0x80 << 8 * i) for i in range(5)]
B0, B1, B2, B3, B4 = HIGH_BITS


@jit
def number_at(at):
    """A number of up to five bytes and where it ends; `NOT_SO` where it is longer, or longer than it need be."""
    word = word_at(at)
    low = word & U(0x7F)
    if word & B0 == U(0):
        return np.int64(low), at + 1
    low |= (word >> U(1)) & U(0x3F80)
    if word & B1 == U(0):
        return (np.int64(low) if low >> U(7) else NOT_SO), at + 2
    low |= (word >> U(2)) & U(0x1FC000)
    if word & B2 == U(0):
        return (np.int64(low) if low >> U(14) else NOT_SO), at + 3
    low |= (word >> U(3)) & U(0xFE00000)
    if word & B3 == U(0):
        return (np.int64(low) if low >> U(21) else NOT_SO), at + 4
    low |= (word >> U(4)) & U(0x7F0000000)
    if word & B4 == U(0):
        return (np.int64(low) if low >> U(28) else NOT_SO), at + 5
    return NOT_SO, at


@jit
def nested(at, tag, end):
    """Where the content of a field begins that has this tag and ends at `end`; `NOT_SO` where it is any other."""
    if byte_at(at) != tag:
        return NOT_SO
    length, begin = number_at(at + 1)
    return begin if length >= 0 and begin + length == end else NOT_SO


@jit
def tensor_at(at, end):
    """Where the float32 tensor begins that is the value named `values` of a map entry in `at:end`."""
    if byte_at(at) != 0x0A or word_at(at + 1) != NAMED:
        return NOT_SO
    begin = nested(at + 8, 0x12, end)
    return NOT_SO if begin < 0 else nested(begin, 0x12, end)


@jit
def keys_rise(at, end, count, width):
    """Whether `at:end` holds so many keys, each above the one before, the last below the width."""
    last, seen = np.int64(-1), 0
    while at < end:
        key, at = number_at(at)
        if key <= last:
            return False
        last = key
        seen += 1
    return at == end and seen == count and last < width


@jit
def vector_at(at, end, width):
    """Where the values of a tensor begin, how many there are, and its width; none where it is not as it should be."""
    if byte_at(at) != 0x0A:
        return at, 0, width
    length, values = number_at(at + 1)
    keys = values + length
    if length < 4 or length % 4 or keys >= end or byte_at(keys) != 0x12:
        return at, 0, width
    held, begin = number_at(keys + 1)
    shape = begin + held
    if held < 1 or shape >= end or byte_at(shape) != 0x1A or nested(shape, 0x1A, end) < 0:
        return at, 0, width
    extent, stop = number_at(shape + 2)
    if stop != end or extent < 1 or (width > 0 and extent != width) or not keys_rise(begin, shape, length // 4, extent):
        return at, 0, width
    return values, length // 4, extent


@jit
def label_of(at, end):
    """The one number of a label in `at:end`; NaN where there is anything else."""
    begin = nested(at, 0x12, end)
    tensor = tensor_at(begin, end) if begin > 0 else NOT_SO
    if tensor < 0 or end - tensor != 6 or nested(tensor, 0x0A, end) < 0:
        return np.float64(np.nan)
    return np.float64(float_at(tensor + 2))


@jit
def take_sparse(text, size, limit, width, labelled, labels, starts, sums):
    """The records taken that begin in the first `limit` bytes at `text`, where the last of them ends, and the width.

    `width`: what all must have, 0 for whatever the first one has. `labelled`: whether all have a label.
    `sums`: those of `take_values`, all values, shortest and longest payload.
    """
    at, stop, count = text, text + size, 0
    while count < len(starts) and at - text < limit and at + 8 <= stop:
        head = word_at(at)
        length = np.int64(head >> U(32))
        end = at + 8 + length
        if head & LOW != MAGIC or length < 16 or length >> 29 or end + (-length) % 4 > stop:
            break
        if byte_at(at + 8) != 0x0A:
            break
        held, begin = number_at(at + 9)
        middle = begin + held
        if held < 12 or (middle >= end if labelled else middle != end):
            break
        tensor = tensor_at(begin, middle)
        if tensor < 0:
            break
        values, number, extent = vector_at(tensor, middle, width)
        if number == 0:
            break
        label = label_of(middle, end) if labelled else 0.0
        if not (abs(label) < np.inf):
            break
        if not take_values(values, number, sums):
            break
        sums[3], sums[4], sums[5] = sums[3] + number, min(sums[4], length), max(sums[5], length)
        labels[count, 0], starts[count], width = label, at - text, extent
        count += 1
        at = end + (-length) % 4
    return count, at - text, width
