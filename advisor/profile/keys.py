"""Keys of texts: hashes of 64 bits, by which texts are looked up that are too many to be kept.

Equal texts have equal keys, in every run and whoever makes them. So a key that is not among others proves that its
text is not there; where two keys are equal, only the texts prove that they are, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

FACTOR = 0x9E3779B97F4A7C15
SHIFT = 29

_MASKS = np.array([(1 << 8 * i) - 1 for i in range(8)] + [(1 << 64) - 1], np.uint64)
_FACTOR, _SHIFT = np.uint64(FACTOR), np.uint64(SHIFT)


def keys_in(buffer: bytes, starts: Offsets, ends: Offsets) -> Keys:
    """The key of each stretch of a buffer, never 0. Work grows with the longest stretch."""
    padded = buffer + bytes(8)
    words: npt.NDArray[np.uint64] = np.ndarray((len(buffer) + 1,), "<u8", padded, strides=(1,))
    lengths = ends - starts
    found = lengths.astype(np.uint64) * _FACTOR
    for at in range(0, int(lengths.max(initial=0)), 8):
        live = np.flatnonzero(lengths > at)
        word = words[starts[live] + at] & _MASKS[np.minimum(lengths[live] - at, 8)]
        mixed = (found[live] ^ word) * _FACTOR
        found[live] = mixed ^ (mixed >> _SHIFT)
    found *= _FACTOR
    found ^= found >> _SHIFT
    found[found == 0] = 1
    return found


def keys_of(texts: Sequence[bytes]) -> Keys:
    """The keys of texts one by one; 0 for an empty text."""
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    found = keys_in(b"".join(texts), starts, ends)
    found[starts == ends] = 0
    return found
