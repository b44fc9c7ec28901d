"""What both kinds of RecordIO files share: frames, and small tables of where things were seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from advisor.profile.base import DISTINCT_KEPT, Extent, FileProfile, Place, Tally

FALSE_STARTS = 10_000
"""Magic numbers looked at in vain before the rest of a damaged file is given up."""


@dataclass(frozen=True, slots=True)
class At:
    """A record by its number from 1, and where its frame begins."""

    record: int
    offset: int

    def place(self, key: str | None = None) -> Place:
        return Place(record=self.record, offset=self.offset, key=key)


def note(tally: Tally, at: At, key: str | None = None, value: str | None = None) -> None:
    """Counts one sighting; the place is only made where it is kept."""
    if tally.full:
        tally.count += 1
    else:
        tally.add(at.place(key), value)


@dataclass(slots=True)
class Spread:
    """Where each of several numbers (such as widths) was seen; None once there are more than `DISTINCT_KEPT`."""

    tallies: dict[int, Tally] | None = field(default_factory=dict)

    def add(self, number: int, at: At, key: str | None = None) -> None:
        if self.tallies is None:
            return
        tally = self.tallies.get(number)
        if tally is None:
            if len(self.tallies) == DISTINCT_KEPT:
                self.tallies = None
                return
            tally = self.tallies[number] = Tally()
        note(tally, at, key, str(number))

    def merged(self, right: Spread, lines: int = 0, records: int = 0) -> Spread:
        if self.tallies is None or right.tallies is None:
            return Spread(None)
        both = dict(self.tallies)
        for number, tally in right.tallies.items():
            both[number] = both.get(number, Tally()).merged(tally, lines, records)
        return Spread(both if len(both) <= DISTINCT_KEPT else None)

    @property
    def commonest(self) -> int | None:
        """The commonest number, the least of several; None where there is none or too many to tell."""
        return min(self.tallies, key=lambda n: (-self.count(n), n), default=None) if self.tallies else None

    def count(self, number: int) -> int:
        return self.tallies[number].count if self.tallies and number in self.tallies else 0

    def others(self, number: int | None) -> dict[int, Tally]:
        """All but one number, in rising order."""
        return {n: t for n, t in sorted((self.tallies or {}).items()) if n != number}


@dataclass(slots=True)
class RecordioProfile(FileProfile):
    """`records` counts the numbers given out, those of damaged records too; `payload` is the extent of their bytes.

    `false_starts`: magic numbers behind damage with which no record began.
    """

    payload: Extent = field(default_factory=Extent)
    false_starts: int = 0

    @property
    def full(self) -> bool:
        return self.false_starts >= FALSE_STARTS

    def summary(self) -> dict[str, Any]:
        return {"payload_bytes": extent_summary(self.payload)}


def extent_summary(extent: Extent) -> dict[str, float] | None:
    return None if extent.empty else {"min": extent.low, "max": extent.high}
