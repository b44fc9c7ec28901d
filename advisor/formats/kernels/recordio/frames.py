"""The compiled loop over frames that differ in nothing but the bytes of float32 values and a label."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import U
from advisor.formats.kernels.loops import jit
from advisor.formats.kernels.memory import EDGE, WIDTH, bits_at, copy_block, differences, float_at
from advisor.profile.base import Bounded

COUNTED = Bounded.MOST

LANES = 4096
"""Values looked through at a time; short records are put together first."""

LONG = 128
"""Values of a record from which on they are looked through where they stand."""

LEAST, MOST = -2139095040, 2139095039
"""The finite float32 numbers in the order of their bits: the lowest, and the greatest."""

INT = np.int32
SIGN, REST, TOP, NONE = INT(31), INT(2147483647), INT(-2147483648), INT(0)
"""Every step is cast to 32 bits: numba makes it 64, and half as many fit into a register."""


@jit
def look_through(values, count):
    """The least and the greatest of so many float32 at an address, in the order of their bits."""
    low, high = REST, TOP
    for i in range(U(count)):
        bits = bits_at(values, i)
        key = INT(bits ^ INT(INT(bits >> SIGN) & REST))
        low = INT(min(low, key))
        high = INT(max(high, key))
    return low, high


@jit
def count_fractions(values, count):
    """How many of so many finite float32 at an address are not whole."""
    found = NONE
    for i in range(U(count)):
        value = INT(bits_at(values, i)).view(np.float32)
        found = INT(found + INT(value != np.floor(value)))
    return found


@jit
def take_values(values, count, sums):
    """Adds finite numbers at an address to the sums; False, and nothing added, where one is not finite.

    `sums`: least and greatest in the order of their bits, and fractional ones, counted up to a bound.
    """
    low, high = look_through(values, count)
    if low < LEAST or high > MOST:
        return False
    sums[0], sums[1] = min(sums[0], low), max(sums[1], high)
    if sums[2] < COUNTED:
        sums[2] += count_fractions(values, count)
    return True


@jit
def take_rows(values, width, rows, sums):
    """How many of the rows from the first on hold finite numbers only; `take_values` of those."""
    if take_values(values, rows * width, sums):
        return rows
    sound = 0
    while take_values(values + 4 * sound * width, width, sums):
        sound += 1
    return sound


@jit
def take_frames(text, count, step, ends, values_at, width, label_at, lanes, labels, sums):
    """How many of `count` frames at the address `text` are alike and hold finite numbers only.

    `ends`: the first and the last 32 bytes of a frame, and the masks under which they are held against it.
    `lanes`: room for the values of several frames. `sums`: those of `take_values`.
    """
    together = max(LANES // width, 1) if width < LONG else 1
    last, done = max(step - EDGE, 0), 0
    while done < count:
        group, filled, alike = min(together, count - done), 0, 0
        while alike < group:
            frame = text + (done + alike) * step
            if differences(frame, ends, ends + 2 * EDGE) | differences(frame + last, ends + EDGE, ends + 3 * EDGE):
                break
            if label_at >= 0:
                label = float_at(frame + label_at)
                if not (abs(label) < np.inf):
                    break
                labels[U(done + alike), 0] = label
            if width < LONG:
                for at in range(0, 4 * width, WIDTH):
                    copy_block(lanes + 4 * filled + at, frame + values_at + at)
            filled += width
            alike += 1
        values = lanes if width < LONG else text + done * step + values_at
        alike = take_rows(values, width, alike, sums)
        done += alike
        if alike < group:
            break
    return done


@jit
def count_classes(count, labels, small):
    """Counts labels 0, 1, 2 ... by themselves; moves all others to the front, and says how many those are."""
    others = 0
    for i in range(U(count)):
        label = labels[i, 0]
        number = np.int64(label)
        if U(number) < U(len(small)) and number == label:
            small[U(number)] += 1
        else:
            labels[others, 0] = label
            others += 1
    return others
