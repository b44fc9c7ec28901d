"""The names in the first cells of rows: their hashes, as far as they are small enough to be kept."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import ONE, U
from advisor.formats.kernels.loops import inlined
from advisor.formats.kernels.memory import word_at
from advisor.profile.sketch import FACTOR, MIXER, Sketch

AT_ONCE = 4096
"""Hashes that are put together before they are added to the sketch, which takes many small steps."""

_FACTOR, _MIXER = U(FACTOR), U(MIXER)
_EIGHT, _HALF = U(8), U(32)
_LIMIT, _COUNT, _FIRST = range(3)


class Names:
    """`found`: only hashes below the first number are kept, the second one counts them, then they follow.

    Where names are not `wanted` none is below 0.
    """

    def __init__(self, sketch: Sketch, wanted: bool) -> None:
        self.sketch = sketch
        self.found = np.zeros(_FIRST + AT_ONCE if wanted else _FIRST, np.uint64)
        self.found[_LIMIT] = sketch.limit if wanted else 0

    def make_room(self) -> None:
        """To be called before rows are taken."""
        if 2 * self.found[_COUNT] > AT_ONCE:
            self.add_all()

    def add_all(self) -> None:
        """Adds what was found to the sketch."""
        if self.found[_LIMIT]:
            self.sketch.add_all(self.found[_FIRST : _FIRST + int(self.found[_COUNT])].tolist())
            self.found[:_FIRST] = self.sketch.limit, 0


@inlined
def are_wanted(found):
    return found[_LIMIT] > U(0)


@inlined
def room_for(rows, found):
    """Whether the names of so many more rows can be kept."""
    return found[_LIMIT] == U(0) or _FIRST + np.int64(found[_COUNT]) + rows <= len(found)


@inlined
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


@inlined
def keep_name(at, end, found):
    """Keeps the name from `at` to `end`, which there is room for; a row without a name has none."""
    value = text_hash(at, end)
    if value < found[_LIMIT] and end > at:
        found[_FIRST + np.int64(found[_COUNT])] = value
        found[_COUNT] += ONE
