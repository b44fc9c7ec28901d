"""How many different texts there are, about, in memory that does not grow with their number."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

from advisor.profile.base import Numbers

SMALL = 1 << 20
"""Bytes of a file below which its records are remembered: of a large one it would take as long as to read it."""

KEPT = 1024
"""Hashes that are kept: the estimate is off by 3 % (one standard error)."""

SORTED_FOR_ONE = 16
"""Kept hashes for each fresh one, up to which sorting all is quicker than putting the fresh ones in their places."""

ERROR = 0.1
"""The share by which an estimate may be off: more than three standard errors."""

BITS = 64
MASK = (1 << BITS) - 1
FACTOR = 0x9E3779B97F4A7C15
MIXER = 0xD6E8FEB86659FD93


def text_hash(text: bytes) -> int:
    """A hash of 64 bits that is the same everywhere; `kernels.csv_names` computes the same."""
    state = len(text)
    for at in range(0, len(text), 8):
        state = (state ^ int.from_bytes(text[at : at + 8], "little")) * FACTOR & MASK
        state ^= state >> 32
    state = state * MIXER & MASK
    return state ^ state >> 32


@dataclass(slots=True)
class Sketch:
    """The least of the hashes of what was seen, in their order: the more different ones, the smaller the least are."""

    least: Numbers = field(default_factory=lambda: array("Q"))

    @property
    def limit(self) -> int:
        """Only hashes below this change anything."""
        return self.least[-1] if len(self.least) == KEPT else MASK

    def add(self, text_hash: int) -> None:
        if text_hash >= self.limit:
            return
        place = bisect_left(self.least, text_hash)
        if place == len(self.least) or self.least[place] != text_hash:
            self.least.insert(place, text_hash)
            del self.least[KEPT:]

    def add_all(self, hashes: Iterable[int]) -> None:
        limit = self.limit
        fresh = [new for new in hashes if new < limit]
        if len(fresh) * SORTED_FOR_ONE > len(self.least):
            self.least = array("Q", sorted({*self.least, *fresh})[:KEPT])
        else:
            for new in fresh:
                self.add(new)

    def remember(self, records: Iterable[bytes]) -> None:
        """Adds each record by 32 bits, which become the upper half of a hash."""
        self.add_all(checksum << 32 for checksum in map(crc32, records))

    def merged(self, right: Sketch, lines: int = 0, records: int = 0) -> Sketch:
        both = Sketch(self.least[:])
        both.add_all(right.least)
        return both

    @property
    def count(self) -> int:
        """How many different texts were seen: exact up to `KEPT`, then an estimate of three digits."""
        if len(self.least) < KEPT:
            return len(self.least)
        share = self.least[-1] / MASK
        return int(float(f"{(KEPT - 1) / share:.3g}"))
