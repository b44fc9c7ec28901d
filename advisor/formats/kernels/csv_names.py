"""The compiled loop over the first cells of rows: their hashes, as far as they are small enough to be kept."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import ONE, U, jit
from advisor.formats.kernels.memory import WIDTH, byte_at, cell_masks, lowest, word_at
from advisor.profile.sketch import FACTOR, MIXER, Sketch

AT_ONCE = 4096

_FACTOR, _MIXER = U(FACTOR), U(MIXER)
_EIGHT, _HALF = U(8), U(32)


@jit
def text_hash(at, end):
    """`profile.sketch.text_hash` of the bytes from `at` to `end`; those behind them are read, too."""
    state = U(end - at)
    while at < end:
        word = word_at(at)
        if end - at < 8:
            word &= (ONE << (U(end - at) * _EIGHT)) - ONE
        state = (state ^ word) * _FACTOR
        state ^= state >> _HALF
        at += 8
    state *= _MIXER
    return state ^ (state >> _HALF)


@jit
def hashes_below(text, at, size, delimiter, limit, found):
    """The hashes below `limit` of the first cells of lines: where it stopped, and how many were found."""
    base, stop, start, first, count = text + at, text + size, text + at, True, 0
    while base < stop:
        ends, _, _ = cell_masks(base, delimiter)
        while ends != U(0):
            end = base + lowest(ends)
            ends &= ends - ONE
            feed = byte_at(end) == 10
            if first:
                past = end
                while feed and past > start and byte_at(past - 1) == 13:
                    past -= 1
                if past > start:
                    value = text_hash(start, past)
                    if value < limit:
                        found[count] = value
                        count += 1
            first, start = feed, end + 1
            if end >= stop or (feed and count == len(found)):
                return end + 1 - text, count
        base += WIDTH
    return size, count


def add_names(address: int, at: int, size: int, delimiter: np.uint8, sketch: Sketch) -> None:
    """Adds the first cells of the lines in `at:size` behind `address`, where line feeds follow them."""
    found = np.zeros(AT_ONCE, np.uint64)
    while at < size:
        at, count = hashes_below(address, at, size, delimiter, U(sketch.limit), found)
        for value in found[:count].tolist():
            sketch.add(value)
