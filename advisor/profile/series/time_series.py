"""What a scan learns of time series: records of a start, a target, and features beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar

from advisor.profile import faults
from advisor.profile.base import Extent, FileProfile, Merged, Tally
from advisor.profile.sizes import Sizes

FIELDS = ("start", "target", "cat", "dynamic_feat")

NAMES_KEPT = 100
"""Names of further fields that are kept."""

HARMLESS = frozenset({faults.BLANK_LINE, faults.REPEATED_KEY, faults.BYTE_ORDER_MARK})
"""Faults that lose no series."""

ENOUGH_STEPS = 5
"""Values of a series from which on it shows that each step is like the last."""

COUNTS_KEPT = 100
"""Different lengths that are kept."""

PLACES_OF_CAT = 32
"""Places of `cat` at which categories are looked at."""

CATEGORIES_KEPT = 1 << 20
"""The category from which on it is not noted any more whether it occurs."""


@dataclass(slots=True)
class CategorySet:
    """The categories at one place of `cat`: `flags` has a 1 at each that occurs, `highest` counts all of them."""

    flags: bytearray = field(default_factory=bytearray)
    highest: int = -1

    def add(self, category: int) -> None:
        self.highest = max(self.highest, category)
        if category < CATEGORIES_KEPT:
            if category >= len(self.flags):
                self.flags.extend(bytes(category + 1 - len(self.flags)))
            self.flags[category] = 1

    def merged(self, right: CategorySet, lines: int = 0, records: int = 0) -> CategorySet:
        size = max(len(self.flags), len(right.flags))
        both = int.from_bytes(self.flags, "little") | int.from_bytes(right.flags, "little")
        return CategorySet(bytearray(both.to_bytes(size, "little")), max(self.highest, right.highest))

    def without(self, other: CategorySet) -> list[int]:
        """The categories that occur here and not there."""
        padded = other.flags.ljust(len(self.flags), b"\0")
        return [category for category, flag in enumerate(self.flags) if flag > padded[category]]

    @property
    def count(self) -> int:
        """How many of the categories below `CATEGORIES_KEPT` occur."""
        return self.flags.count(1)

    @property
    def has_gap(self) -> bool:
        """Whether a category does not occur though a higher one does, as far as it is noted."""
        return bool(self.gaps(1))

    def gaps(self, most: int) -> list[int]:
        """The least categories that do not occur though a higher one does."""
        noted = min(self.highest + 1, CATEGORIES_KEPT)
        absent = (number for number in range(noted) if number >= len(self.flags) or not self.flags[number])
        return list(islice(absent, most))


@dataclass(slots=True)
class Starts(Merged):
    """`forms`: seconds (YYYY-MM-DD HH:MM:SS), minutes, date, iso, fraction, zone, out-of-range, no-date; of columns
    datetime and datetime-zone; number, true-false, list, object. `finest`: the least unit that is not zero in a start:
    second, minute, hour or day.
    """

    forms: dict[str, Tally] = field(default_factory=dict)
    finest: dict[str, Tally] = field(default_factory=dict)

    def of_forms(self, *forms: str) -> Tally:
        return Tally.of([self.forms[form] for form in forms if form in self.forms])


@dataclass(slots=True)
class Targets(Merged):
    """`values` counts all values, `missing` those that are missing; `lengths` and `extent` are those of arrays and of
    finite numbers. `fractional` and `filled`: series with a number that is not whole, that is not zero.
    `alike` and `steady`: series of `ENOUGH_STEPS` values or more that are all the same, but not 0, or all a step apart.
    `not_arrays`: targets that are none. `wrong`: values that are neither number nor missing, by kind.
    """

    values: int = 0
    missing: int = 0
    lengths: Sizes = field(default_factory=Sizes)
    extent: Extent = field(default_factory=Extent)
    fractional: int = 0
    filled: int = 0
    not_arrays: Tally = field(default_factory=Tally)
    wrong: dict[str, Tally] = field(default_factory=dict)
    only_missing: Tally = field(default_factory=Tally)
    only_zeros: Tally = field(default_factory=Tally)
    alike: Tally = field(default_factory=Tally)
    steady: Tally = field(default_factory=Tally)


@dataclass(slots=True)
class Categories(Merged):
    """`lengths`: arrays by their length. `bare`: integers that stand in no array. `seen`: by place in the array.
    `wrong`: values that are no integer from 0 on, by kind.
    """

    lengths: dict[int, Tally] = field(default_factory=dict)
    bare: Tally = field(default_factory=Tally)
    not_arrays: Tally = field(default_factory=Tally)
    wrong: dict[str, Tally] = field(default_factory=dict)
    seen: list[CategorySet] = field(default_factory=list)


@dataclass(slots=True)
class Features(Merged):
    """`counts`: records by the number of inner arrays. `longer`: inner arrays by how much longer than the target they
    are, where they are not as long. `wrong`: values that are no number, by kind; `missing` is one.
    """

    counts: dict[int, Tally] = field(default_factory=dict)
    longer: dict[int, Tally] = field(default_factory=dict)
    not_arrays: Tally = field(default_factory=Tally)
    wrong: dict[str, Tally] = field(default_factory=dict)


@dataclass(slots=True)
class TimeSeriesProfile(FileProfile):
    """`records` are the lines that hold an object, or the rows. `absent`: those without a field, or with null in it.
    `others`: records with a field that none of `FIELDS` is.
    """

    format: ClassVar[str] = "time-series"

    absent: dict[str, Tally] = field(default_factory=dict)
    others: dict[str, Tally] = field(default_factory=dict)
    start: Starts = field(default_factory=Starts)
    target: Targets = field(default_factory=Targets)
    cat: Categories = field(default_factory=Categories)
    dynamic_feat: Features = field(default_factory=Features)

    @property
    def full(self) -> bool:
        counted = max(len(self.cat.lengths), len(self.dynamic_feat.counts), len(self.dynamic_feat.longer))
        return len(self.others) >= NAMES_KEPT or counted >= COUNTS_KEPT

    def having(self, name: str) -> int:
        """How many records have a field."""
        return self.records - (self.absent[name].count if name in self.absent else 0)

    @property
    def feature_series(self) -> int | None:
        """The number of feature series; None where records differ or have none."""
        counts = list(self.dynamic_feat.counts)
        return counts[0] if len(counts) == 1 and counts[0] else None

    def summary(self) -> dict[str, Any]:
        target = self.target
        return {
            "observations": target.values,
            "missing": target.missing,
            "min": target.extent.least,
            "max": target.extent.greatest,
            "shortest": None if target.lengths.empty else int(target.lengths.low),
            "longest": None if target.lengths.empty else int(target.lengths.high),
            "series_lengths": target.lengths.shown(),
            "start": {form: tally.count for form, tally in sorted(self.start.forms.items())},
            "categories": [seen.count for seen in self.cat.seen],
            "dynamic_feat": {str(count): tally.count for count, tally in sorted(self.dynamic_feat.counts.items())},
        }


@dataclass(slots=True)
class TimeSeriesParquetProfile(TimeSeriesProfile):
    """Time series in the rows of a table."""

    format: ClassVar[str] = "time-series-parquet"
