"""Reads image lists by the compiled loop, and says which lines must be read one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

import numpy as np

from advisor.formats.images.lst_rows import add_label, take_lines
from advisor.formats.kernels.images import lst_lines as lines
from advisor.formats.kernels.text_blocks import held, odd_lines
from advisor.profile.images.lst import LstProfile

CLASSES = 1 << 16
"""Labels from this on are read one by one."""

WIDEST = 4096
"""Labels of a line beyond which it is."""

SHORTEST = 6
"""Bytes of the shortest line there can be."""

AT_ONCE = 1 << 20
"""Keys that are put together before the profile takes them: so many lie in large pages of memory, which are few."""


class Lines:
    """Takes blocks one after the other. `finish` adds the labels to the profile."""

    def __init__(self, profile: LstProfile) -> None:
        self.profile = profile
        self.labels = np.empty(0, np.int64)
        self.counts = np.zeros(CLASSES, np.int64)
        self.data = np.empty(0, np.uint8)
        self.indices, self.keys = np.empty(AT_ONCE, np.uint32), np.empty(AT_ONCE, np.uint64)
        self.held = 0

    def take(self, block: bytes) -> Iterator[bytes]:
        """Takes the lines that hold nothing unusual; yields the others, each in its turn."""
        self._hold(block)
        for odd in odd_lines(block, partial(self._take_lines, len(block))):
            self._give()
            yield odd

    def finish(self) -> None:
        self._give()
        for label in np.flatnonzero(self.counts).tolist():
            add_label(self.profile, float(label), int(self.counts[label]))

    def _hold(self, block: bytes) -> None:
        """Puts a block where it can be read, and makes room for its keys."""
        size = len(block)
        if self.held + size // SHORTEST >= len(self.keys):
            self._give()
        if size // SHORTEST >= len(self.keys):
            self.indices, self.keys = np.empty(size, np.uint32), np.empty(size, np.uint64)
        self.data = held(block, self.data)
        if not len(self.labels):
            tabs = Counter(line.count(b"\t") for line in block[: 1 << 16].split(b"\n", 100)[:-1])
            width = tabs.most_common(1)[0][0] - 1
            self.labels = np.zeros(min(max(width, 1), WIDEST), np.int64)

    def _take_lines(self, size: int, at: int) -> int:
        """How far it came in a block of `size` bytes, from `at` on."""
        labels = self.labels
        stopped, taken = lines.take_lines(
            self.data.ctypes.data, at, size, labels, self.counts, self.indices[self.held :], self.keys[self.held :]
        )
        if taken:
            take_lines(self.profile, len(labels), taken)
            self.held += int(taken)
        return int(stopped)

    def _give(self) -> None:
        """Has the profile take the keys put together so far."""
        self.profile.index_keys.extend(self.indices[: self.held])
        self.profile.path_keys.extend(self.keys[: self.held])
        self.held = 0
