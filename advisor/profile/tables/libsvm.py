"""What a scan learns of a libsvm file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import Extent, FileProfile, Place, Sighting, Tally
from advisor.profile.columns import Column
from advisor.profile.sketch import Sketch


@dataclass(slots=True)
class Queries:
    """The query ids of the rows in order: those between neighbours that fall."""

    first: int | None = None
    first_place: Place = field(default_factory=Place)
    last: int | None = None
    falls: Tally = field(default_factory=Tally)

    def add(self, query: int, place: Place) -> None:
        if self.last is None:
            self.first, self.first_place = query, place
        elif query < self.last:
            self.falls.add(place, f"{query} after {self.last}")
        self.last = query

    def merged(self, right: Queries, lines: int = 0, records: int = 0) -> Queries:
        if right.first is None:
            return self
        if self.last is None:
            place = right.first_place.moved(lines, records)
            return Queries(right.first, place, right.last, Tally().merged(right.falls, lines, records))
        falls = self.falls
        if right.first < self.last:
            seam = Sighting(right.first_place, f"{right.first} after {self.last}")
            falls = falls.merged(Tally(1, [seam]), lines, records)
        return Queries(self.first, self.first_place, right.last, falls.merged(right.falls, lines, records))


@dataclass(slots=True)
class LibsvmProfile(FileProfile):
    """A row: label, perhaps `:weight`, perhaps `qid:n`, then `index:value` tokens, parted by single spaces.

    `rows` counts them by what they bear: weighted, unweighted, queried, unqueried; and led-by-pair, where the
    label and its weight could as well be the first pair. `wide`: rows with two tokens or
    more after the label. `irregular`: lines that are blank, hold a comment, or part their tokens otherwise.
    `texts`: the different lines of a small file, by keys.
    """

    format: ClassVar[str] = "libsvm"

    label: Column = field(default_factory=Column)
    index: Extent = field(default_factory=Extent)
    values: Extent = field(default_factory=Extent)
    pairs: int = 0
    rows: dict[str, Tally] = field(default_factory=dict)
    queries: Queries = field(default_factory=Queries)
    wide: Tally = field(default_factory=Tally)
    irregular: Tally = field(default_factory=Tally)
    texts: Sketch = field(default_factory=Sketch)

    @property
    def feature_count(self) -> int | None:
        """The width that XGBoost gives the data: it counts indices from 0."""
        return None if self.index.empty else int(self.index.high) + 1

    def label_columns(self, size: int) -> list[Column]:
        """The label, whatever the number of leading label columns that a CSV would have."""
        return [self.label]

    def summary(self) -> dict[str, Any]:
        counts = self.label.distinct.counts
        return {
            "least_index": None if self.index.empty else int(self.index.low),
            "greatest_index": None if self.index.empty else int(self.index.high),
            "values": self.pairs,
            "min": self.values.least,
            "max": self.values.greatest,
            "label_min": self.label.extent.least,
            "label_max": self.label.extent.greatest,
            "distinct_labels": None if counts is None else len(counts),
            "classes": self.label.distinct.shown(),
            "rows": {what: self.rows[what].count for what in sorted(self.rows)},
        }
