"""The compiled loop over the lines of an image list: a number, whole labels, and a path with nothing odd about it."""

from __future__ import annotations

import numpy as np

from advisor.formats.images.lst_rows import BOX, HEADER_WIDEST, KEY_LONGEST
from advisor.formats.kernels.decimals import ALL, HALF, ONE, U, value_of
from advisor.formats.kernels.loops import inlined, jit
from advisor.formats.kernels.memory import WIDTH, byte_at, field_masks, lowest, word_at
from advisor.profile import keys

TAB, FEED, SPACE, SLASH, POINT = 9, 10, 32, 47, 46
FACTOR, SHIFT = U(keys.FACTOR), U(keys.SHIFT)
TOP = U(WIDTH - 1)


@inlined
def index_at(at, ends, others):
    """The number of up to 16 digits that a field is, and its length; -1 where it is anything else."""
    length = lowest(others)
    if length == 0 or length > 16 or lowest(ends) != length:
        return -1, length
    first = min(length, 8)
    value = np.int64(value_of(word_at(at), first))
    for i in range(8, length):
        value = value * 10 + np.int64(byte_at(at + i)) - 48
    return value, length


@inlined
def label_at(at, ends, others):
    """The whole number of up to 8 digits that a label is, and its length: `7.000` is 7; -1 for anything else."""
    length, digits = lowest(ends), lowest(others)
    if digits == 0 or digits > 8:
        return -1, length
    value = np.int64(value_of(word_at(at), digits))
    if digits < length:
        zeros = length - digits - 1
        if byte_at(at + digits) != POINT or lowest(others & (others - ONE)) != length or zeros > 8:
            return -1, length
        if zeros > 0 and value_of(word_at(at + digits + 1), zeros) != U(0):
            return -1, length
    return value, length


@inlined
def path_end(start, ends, strange, slashes, steps):
    """Where the path ends, and with it the line; 0 where it must be looked at closely."""
    at, odd, after_slash = start, U(0), ONE
    if ends == U(0):
        ends, _, strange, slashes, steps = field_masks(at)
    while True:
        stop = lowest(ends)
        inside = ALL if stop == WIDTH else (ONE << U(stop)) - ONE
        odd |= (strange | ((slashes << ONE | after_slash) & steps)) & inside
        if stop < WIDTH or at - start > KEY_LONGEST:
            break
        after_slash = slashes >> TOP
        at += WIDTH
        ends, _, strange, slashes, steps = field_masks(at)
    at += stop
    if odd != U(0) or at == start or at - start > KEY_LONGEST or byte_at(at) != FEED or byte_at(start) == SPACE:
        return 0
    last = byte_at(at - 1)
    return 0 if last == SLASH or last == SPACE else at


@inlined
def key_of(start, end):
    """The key of a text, as `advisor.profile.keys` has it."""
    key = U(end - start) * FACTOR
    for at in range(start, end, 8):
        word = word_at(at)
        if end - at < 8:
            word &= (ONE << U(8 * (end - at))) - ONE
        key = (key ^ word) * FACTOR
        key ^= key >> SHIFT
    key *= FACTOR
    key ^= key >> SHIFT
    return ONE if key == U(0) else key


@inlined
def small_key(number):
    """A key of 32 bits, as `advisor.formats.images.lst_block` makes it of an index."""
    key = np.uint32(U(number) ^ (U(number) >> HALF))
    return np.uint32(1) if key == 0 else key


@jit
def take_lines(text, at, size, labels, counts, indices, keys):
    """Takes lines from `at` on, up to one that is odd or has another number of labels: where it stopped, the lines.

    `labels`: room for those of a line. `counts`: how often each label came; one beyond them is odd.
    """
    wide, line, stop, start = len(labels), 0, text + size, text + at
    while start < stop:
        # One look at the first bytes tells of all fields that end within them.
        line_ends, others, strange, slashes, steps = field_masks(start)
        index, length = index_at(start, line_ends, others)
        at, ends = start, line_ends
        for i in range(wide):
            if index < 0 or byte_at(at + length) != TAB:
                break
            at += length + 1
            ends, others = ends >> U(length + 1), others >> U(length + 1)
            if ends == U(0):
                ends, others, _, _, _ = field_masks(at)
            labels[i], length = label_at(at, ends, others)
            if labels[i] < 0 or labels[i] >= len(counts):
                index = -1
        if index < 0 or byte_at(at + length) != TAB:
            break
        if wide > 1 and 2 <= labels[0] <= min(wide, HEADER_WIDEST) and labels[1] >= BOX:
            break
        at += length + 1
        gone = U(min(at - start, WIDTH - 1))
        ends = line_ends >> gone if at - start < WIDTH else U(0)
        end = path_end(at, ends, strange >> gone, slashes >> gone, steps >> gone)
        if end == 0:
            break
        for i in range(wide):
            counts[labels[i]] += 1
        indices[line] = small_key(index + 1)
        keys[line] = key_of(at, end)
        line += 1
        start = end + 1
    return start - text, line
