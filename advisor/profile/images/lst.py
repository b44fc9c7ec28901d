"""What a scan learns of an image list (`.lst`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import Distinct, Extent, FileProfile, Tally
from advisor.profile.packed import Repeats

LABELS_SHOWN = 100


@dataclass(slots=True)
class LstProfile(FileProfile):
    """A line: index, labels, path, parted by tabs. Widths count label columns, of lines without boxes.

    `values`: the labels of every column, or the classes of the boxes. `detection`: lines whose labels are boxes
    behind a header. `seen`: backslash, not-ascii, padded. `path_keys`: a key a line of the path without detours, 0
    where none can be meant. `index_keys`: the same of the indices, until the whole list has been read. `uncompared`:
    the last lines, which have no key, and of which neither index nor path was looked for a second time.
    """

    format: ClassVar[str] = "lst"

    widths: dict[int, Tally] = field(default_factory=dict)
    values: Distinct = field(default_factory=Distinct)
    extent: Extent = field(default_factory=Extent)
    fractional: Tally = field(default_factory=Tally)
    detection: Tally = field(default_factory=Tally)
    seen: dict[str, Tally] = field(default_factory=dict)
    uncompared: int = 0
    index_keys: Repeats = field(default_factory=Repeats.small)
    path_keys: Repeats = field(default_factory=Repeats)

    @property
    def width(self) -> int | None:
        """The commonest number of label columns; of several, the one that comes first. None without such lines."""
        first = sorted(self.widths, key=lambda width: self.widths[width].first[0].place.order)
        return max(first, key=lambda width: self.widths[width].count, default=None)

    @property
    def labels(self) -> Distinct:
        """The classes: the labels of a list with one label a line, else a class for each column of labels."""
        width = self.width
        if width is None or width == 1:
            return self.values
        return Distinct({float(column): self.records for column in range(width)})

    def summary(self) -> dict[str, Any]:
        counts = self.values.counts
        shown = {f"{value:g}": counts[value] for value in sorted(counts)[:LABELS_SHOWN]} if counts is not None else None
        return {
            "label_columns": {str(width): self.widths[width].count for width in sorted(self.widths)},
            "detection_lines": self.detection.count,
            "labels": shown,
            "distinct_labels": None if counts is None else len(counts),
            "min": self.extent.least,
            "max": self.extent.greatest,
        }
