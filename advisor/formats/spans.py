"""Hashes of many short stretches of one buffer at once, with numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

_MASKS = np.array([(1 << 8 * i) - 1 for i in range(8)] + [(1 << 64) - 1], np.uint64)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def hashes(buffer: bytes, starts: Offsets, ends: Offsets) -> Keys:
    """A 64-bit hash of each stretch, never 0; the same in every run. Work grows with the longest stretch."""
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


def hashes_of(texts: Sequence[bytes]) -> Keys:
    """`hashes` of texts one by one; 0 for an empty text."""
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    found = hashes(b"".join(texts), starts, ends)
    found[starts == ends] = 0
    return found
