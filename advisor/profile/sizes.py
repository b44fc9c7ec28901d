"""How long or large things are: their extent, and how many there are of each size, in memory that does not grow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from advisor.profile.base import Extent, merged

POWERS = 28
"""Sizes from two to this power on are counted together."""


@dataclass(slots=True)
class Sizes(Extent):
    """`counts`: how many lie below 1, then from each power of two to the next."""

    counts: list[int] = field(default_factory=list)

    def add(self, value: float, times: int = 1) -> None:
        Extent.add(self, value)
        power = int(min(value, 1 << POWERS)).bit_length()
        if power >= len(self.counts):
            self.counts.extend([0] * (power + 1 - len(self.counts)))
        self.counts[power] += times

    def add_box(self, width: float, height: float) -> None:
        """The longer side of a box, if it has an area."""
        if width > 0 < height:
            self.add(max(width, height))

    def merged(self, right: Extent, lines: int = 0, records: int = 0) -> Sizes:
        counts = right.counts if isinstance(right, Sizes) else []
        return Sizes(min(self.low, right.low), max(self.high, right.high), merged(self.counts, counts))

    @classmethod
    def of(cls, parts: Iterable[Sizes]) -> Sizes:
        whole = cls()
        for part in parts:
            whole = whole.merged(part)
        return whole

    def shown(self) -> dict[str, int]:
        """The counts by their range, from the least that occurs to the greatest."""
        first = next((power for power, count in enumerate(self.counts) if count), 0)
        return {_range(power): count for power, count in enumerate(self.counts) if power >= first}


def _range(power: int) -> str:
    if power < 2:
        return str(power)
    low = 1 << power - 1
    return f"{low:,} or more" if power > POWERS else f"{low:,} to {2 * low - 1:,}"
