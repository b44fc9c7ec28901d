"""The texts of columns that were met before: the same text again is only counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from advisor.formats.kernels.decimals import ALL, U
from advisor.formats.kernels.loops import inlined, jit
from advisor.formats.kernels.memory import word_at
from advisor.formats.kernels.sums import SPREAD

WORDS = 4
LONGEST = 8 * WORDS
"""Bytes of a text that is kept here; longer ones are left to the exact reader."""

SLOTS_BITS = 15
SLOTS = 1 << SLOTS_BITS
PROBES = 16
"""Slots that are looked at for one text, however many texts were made to share a hash."""

FACTORS = tuple(int(SPREAD) ** (2 * i + 3) % 2**64 for i in range(WORDS))
_HALF_BYTE, _EIGHT, _HALF, _TO_SLOT = U(4), U(8), U(32), U(64 - SLOTS_BITS)


class Texts:
    """`keys`: of each slot the words of a text, then its column and length, 0 where the slot is free."""

    def __init__(self) -> None:
        self.keys = np.zeros((SLOTS, WORDS + 1), np.uint64)
        self.times = np.zeros(SLOTS, np.int64)

    def counted(self) -> Iterator[tuple[int, str, int]]:
        """Column, text and how often it was met again."""
        for slot in np.flatnonzero(self.times).tolist():
            column, length = divmod(int(self.keys[slot, WORDS]), 256)
            yield column - 1, self.keys[slot, :WORDS].tobytes()[:length].decode("ascii"), int(self.times[slot])


@inlined
def word_of(at, end, number):
    """A word of the text from `at` to `end`, 0 in what lies behind it."""
    behind = U(8 - min(max(end - at - 8 * number, 0), 8)) * _HALF_BYTE
    return word_at(at + 8 * number) & ((ALL >> behind) >> behind)


@inlined
def tag_of(column, at, end):
    return (U(column + 1) << _EIGHT) | U(end - at)


@inlined
def slot_of(column, at, end, keys):
    """The slot of a text, or the one that is free for it; -1 where there is neither."""
    tag = tag_of(column, at, end)
    state = tag
    for i in range(WORDS):
        state += word_of(at, end, i) * U(FACTORS[i])
    state = (state ^ (state >> _HALF)) * SPREAD
    start = np.int64(state >> _TO_SLOT)
    for probe in range(PROBES):
        slot = (start + probe) & (SLOTS - 1)
        same = keys[slot, WORDS] == tag
        for i in range(WORDS):
            same &= keys[slot, i] == word_of(at, end, i)
        if same or keys[slot, WORDS] == U(0):
            return slot
    return -1


@inlined
def count_text(column, at, end, keys, times):
    """Counts a text that was met before; False where it was not."""
    if end - at > LONGEST:
        return False
    slot = slot_of(column, at, end, keys)
    if slot < 0 or keys[slot, WORDS] == U(0):
        return False
    times[slot] += 1
    return True


@jit
def keep_texts(text, log, logged, keys):
    """Keeps the texts of cells that were logged."""
    for number in range(logged):
        column, at, end = log[number, 2], text + log[number, 3], text + log[number, 4]
        if 0 < end - at <= LONGEST:
            slot = slot_of(column, at, end, keys)
            if slot >= 0:
                keys[slot, WORDS] = tag_of(column, at, end)
                for i in range(WORDS):
                    keys[slot, i] = word_of(at, end, i)
