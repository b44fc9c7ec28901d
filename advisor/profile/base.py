"""Places, tallies and the merge that every profile shares.

A profile says what was seen in a piece of a file and where, never whether that is a fault. Profiles of
neighbouring pieces merge, in any grouping, to the profile of the whole: counts add up, the first few
places stay, and the places of the right piece move by what the left piece holds.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from advisor.profile.faults import Fault

if TYPE_CHECKING:
    Numbers = array[int]
else:
    Numbers = array  # Python 3.11 knows no more of it where annotations are looked at

Key = TypeVar("Key")

PLACES_KEPT = 10
"""Places kept of each thing that is counted."""

FLOAT32_MAX = 3.4028235677973362e38
"""The greatest float64 that a 32-bit float does not round to infinity: half a step above its own greatest value."""

DISTINCT_KEPT = 1000
"""Distinct values kept before counting them is given up."""

DISTINCT_SHOWN = 30
"""Distinct values that a summary lists."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: lines, columns and records from 1, the offset in bytes from 0, a key within JSON or a record."""

    line: int | None = None
    column: int | None = None
    record: int | None = None
    offset: int | None = None
    key: str | None = None

    @property
    def order(self) -> tuple[int, int, int, int, str]:
        return (self.record or 0, self.line or 0, self.column or 0, self.offset or 0, self.key or "")

    def moved(self, lines: int, records: int) -> Place:
        return replace(
            self,
            line=None if self.line is None else self.line + lines,
            record=None if self.record is None else self.record + records,
        )


@dataclass(frozen=True, slots=True)
class Sighting:
    place: Place
    value: str | None = None


@dataclass(slots=True)
class Tally:
    """How often a thing was seen, and its first few places in the order of the file."""

    count: int = 0
    first: list[Sighting] = field(default_factory=list)

    def add(self, place: Place, value: str | None = None, times: int = 1) -> None:
        self.count += times
        if len(self.first) < PLACES_KEPT:
            self.first.append(Sighting(place, value))

    def add_all(self, count: int, first: Iterable[Sighting]) -> None:
        """Adds so many sightings. Of `first`, the first of them, no more are asked for than are kept."""
        self.first += islice(first, min(count, PLACES_KEPT - len(self.first)))
        self.count += count

    @property
    def full(self) -> bool:
        """Whether no more places are kept."""
        return len(self.first) >= PLACES_KEPT

    def merged(self, right: Tally, lines: int = 0, records: int = 0) -> Tally:
        room = PLACES_KEPT - len(self.first)
        moved = [Sighting(s.place.moved(lines, records), s.value) for s in right.first[:room]]
        return Tally(self.count + right.count, self.first + moved)

    @classmethod
    def of(cls, tallies: list[Tally]) -> Tally:
        """Tallies of the same stretch of one file taken together."""
        seen = sorted((s for t in tallies for s in t.first), key=lambda s: s.place.order)
        return cls(sum(t.count for t in tallies), seen[:PLACES_KEPT])


def tally_for(tallies: dict[Key, Tally], key: Key) -> Tally:
    """What is counted under a key, which may be new."""
    tally = tallies.get(key)
    if tally is None:
        tally = tallies[key] = Tally()
    return tally


@dataclass(slots=True)
class Bounded:
    """How often a thing was seen, counted up to `MOST`: looking for more would take longer than all else."""

    count: int = 0
    MOST: ClassVar = 1000

    def add(self, times: int) -> None:
        self.count = min(self.count + times, self.MOST)

    def merged(self, right: Bounded, lines: int = 0, records: int = 0) -> Bounded:
        return Bounded.of([self, right])

    @classmethod
    def of(cls, parts: Iterable[Bounded]) -> Bounded:
        return cls(min(sum(part.count for part in parts), cls.MOST))

    @property
    def full(self) -> bool:
        return self.count == self.MOST

    def __str__(self) -> str:
        return f"{self.count:,} or more" if self.full else str(self.count)


@dataclass(slots=True)
class Extent:
    """The least and the greatest of the finite numbers seen; `low > high` while there are none. A zero has no sign."""

    low: int | float = float("inf")
    high: int | float = float("-inf")

    def add(self, value: float) -> None:
        if value < self.low:
            self.low = value or abs(value)
        if value > self.high:
            self.high = value or abs(value)

    def merged(self, right: Extent, lines: int = 0, records: int = 0) -> Extent:
        return Extent(min(self.low, right.low), max(self.high, right.high))

    @property
    def empty(self) -> bool:
        return self.low > self.high

    @property
    def least(self) -> float | None:
        return None if self.empty else self.low

    @property
    def greatest(self) -> float | None:
        return None if self.empty else self.high


@dataclass(slots=True)
class Distinct:
    """How often each value was seen, up to `DISTINCT_KEPT` values; None once there are more."""

    counts: dict[Any, int] | None = field(default_factory=dict)

    def add(self, value: Any, times: int = 1) -> None:
        if self.counts is not None:
            self.counts[value] = self.counts.get(value, 0) + times
            if len(self.counts) > DISTINCT_KEPT:
                self.counts = None

    def add_all(self, counted: Mapping[Any, int]) -> None:
        if len(counted) > DISTINCT_KEPT:
            self.counts = None
        for value, times in counted.items() if self.counts is not None else ():
            self.add(value, times)

    def shown(self) -> dict[str, int] | None:
        """The counts by the value as text, the commonest first; None where there are more than `DISTINCT_SHOWN`."""
        if self.counts is None or len(self.counts) > DISTINCT_SHOWN:
            return None
        shown = {f"{v + 0.0:.12g}" if isinstance(v, (int, float)) else str(v): n for v, n in self.counts.items()}
        return dict(sorted(shown.items(), key=lambda item: (-item[1], item[0])))

    def merged(self, right: Distinct, lines: int = 0, records: int = 0) -> Distinct:
        if self.counts is None or right.counts is None:
            return Distinct(None)
        both = Distinct(dict(self.counts))
        for value, times in right.counts.items():
            both.add(value, times)
        return both


def merged(left: Any, right: Any, lines: int = 0, records: int = 0) -> Any:
    """Two values of a profile's field as one: numbers add up, mappings merge by key, the rest knows how."""
    if isinstance(left, bool) or left is None or isinstance(left, str):
        return left if left is not None else right
    if isinstance(left, (int, float)):
        return left + right
    if isinstance(left, dict):
        both = dict(left)
        for key, value in right.items():
            kept = both[key] if key in both else type(value)()
            both[key] = merged(kept, value, lines, records)
        return both
    if isinstance(left, list):
        shorter, longer = sorted((left, right), key=len)
        pairs = [merged(a, b, lines, records) for a, b in zip(left, right, strict=False)]
        rest = longer[len(shorter) :]
        moved = rest if longer is left else [merged(type(v)(), v, lines, records) for v in rest]
        return pairs + moved
    return left.merged(right, lines, records)


@dataclass(slots=True)
class Merged:
    """A part of a profile that merges field by field."""

    def merged(self, right: Self, lines: int = 0, records: int = 0) -> Self:
        kind: Any = type(self)
        names = _field_names(kind)
        return type(self)(*[merged(getattr(self, name), getattr(right, name), lines, records) for name in names])


@cache
def _field_names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


@dataclass(slots=True)
class FileProfile(Merged):
    """What every format's profile holds. `faults`: what is broken in itself, by the fault's name."""

    format: ClassVar[str] = ""
    spans_files: ClassVar[bool] = True
    """Whether the profiles of a channel's files make sense as one."""

    bytes: int = 0
    lines: int = 0
    records: int = 0
    faults: dict[str, Tally] = field(default_factory=dict)

    def fault(self, name: Fault, place: Place, value: str | None = None, times: int = 1) -> None:
        tally_for(self.faults, name).add(place, value, times)

    def join(self, right: Self) -> Self:
        """The profile of this piece and the next one of the same file."""
        return self.merged(right, self.lines, self.records)

    @property
    def full(self) -> bool:
        """Whether a bound was reached, so that what is kept may depend on how the file was split."""
        return False

    def summary(self) -> dict[str, Any]:
        """What a report shows of it: JSON values that do not depend on how the file was split."""
        return {}

    @classmethod
    def summary_of(cls, profiles: Sequence[Any]) -> dict[str, Any]:
        """The same of several files whose profiles make no sense as one."""
        return {}


def commonest(values: Iterable[object]) -> dict[str, int]:
    """How often each value comes, of the `DISTINCT_SHOWN` that come most often."""
    counts = Counter(str(value) for value in values)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:DISTINCT_SHOWN])


Profile = TypeVar("Profile", bound=FileProfile)


@dataclass(slots=True)
class Piece(Generic[Profile]):
    """The profile of one stretch of a file and where the stretch really begins and ends, in bytes.

    Neighbours belong together only where one ends at the byte at which the next begins. `in_order`: something
    was met from which on the file cannot be read in pieces.
    """

    profile: Profile
    begin: int
    end: int
    in_order: bool = False
