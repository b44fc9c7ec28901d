"""The compiled loop over frames that differ in nothing but the bytes of float32 values and a label."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.formats.kernels.decimals import U, jit
from advisor.formats.kernels.memory import WIDTH, copy_block, differences, float_at

Labels = npt.NDArray[Any]

LANES = 4096
"""Values looked through at a time; short records are put together first."""

LONG = 128
"""Values of a record from which on they are looked through where they stand."""

LEAST, MOST = -2139095040, 2139095039
"""The finite float32 numbers in the order of their bits: the lowest, and the greatest."""


@jit
def look_through(bits, floats, begin, end):
    """The least and the greatest value of `begin:end`, in the order of their bits, and how many are whole."""
    low, high, whole = np.int32(2147483647), np.int32(-2147483648), np.int32(0)
    for i in range(U(begin), U(end)):
        key = bits[i] ^ ((bits[i] >> np.int32(31)) & np.int32(2147483647))
        low = min(low, key)
        high = max(high, key)
        whole += np.int32(floats[i] == np.floor(floats[i]))
    return low, high, whole


@jit
def finite(bits, floats, begin, width, rows):
    """How many of the rows from the first on hold finite numbers only, and `look_through` of those."""
    low, high, whole = look_through(bits, floats, begin, begin + rows * width)
    if low >= LEAST and high <= MOST:
        return rows, low, high, whole
    sound = 0
    while True:
        low, high, whole = look_through(bits, floats, begin + sound * width, begin + (sound + 1) * width)
        if low < LEAST or high > MOST:
            break
        sound += 1
    low, high, whole = look_through(bits, floats, begin, begin + sound * width)
    return sound, low, high, whole


@jit
def take_frames(
    text, count, step, checks, wanted, mask, values_at, width, label_at, data, numbers, bits, floats, labels, sums
):
    """How many of `count` frames at the address `text` are alike and hold finite numbers only.

    `checks`: where 64 bytes are to be held against `wanted` under the `mask`.
    `data`, `numbers`: the frames as words of four bytes, and as floats, from the first value on.
    `bits`, `floats`: room for the values of several frames. `sums`: least, greatest, whole ones.
    """
    lanes = bits.ctypes.data
    together = max(LANES // width, 1) if width < LONG else 1
    done = 0
    while done < count:
        group, filled, alike = min(together, count - done), 0, 0
        while alike < group:
            frame = text + (done + alike) * step
            unlike = U(0)
            for i in range(U(len(checks))):
                at = checks[i]
                unlike |= differences(frame + at, wanted + at, mask + at)
            if unlike != U(0):
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
        if width < LONG:
            alike, low, high, whole = finite(bits, floats, 0, width, alike)
        else:
            alike, low, high, whole = finite(data, numbers, done * step // 4, width, alike)
        sums[0], sums[1], sums[2] = min(sums[0], low), max(sums[1], high), sums[2] + whole
        done += alike
        if alike < group:
            break
    return done


@jit
def count_classes(labels, count, small):
    """Counts labels 0, 1, 2 ... by themselves; moves all others to the front, and says how many those are."""
    others = 0
    for i in range(count):
        label = labels[i, 0]
        if 0 <= label < len(small) and label == np.floor(label):
            small[np.int64(label)] += 1
        else:
            labels[others, 0] = label
            others += 1
    return others
