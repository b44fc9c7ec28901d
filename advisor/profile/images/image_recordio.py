"""What a scan learns of a file of MXNet image records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import Distinct, Extent, Merged, Tally
from advisor.profile.columns import Column
from advisor.profile.packed import Repeats
from advisor.profile.recordio.frames import RecordioProfile, Spread, extent_summary

NOT_PACKED = "label-not-packed"
WRONG_HEADER = "wrong-label-header"
NOT_DIVISIBLE = "label-not-divisible"
WITHOUT_BOX = "record-without-box"
ONLY_FILLERS = "only-filler-boxes"
WITHOUT_AREA = "box-without-area"
IN_PIXELS = "box-in-pixels"
OUTSIDE = "box-outside-image"


@dataclass(slots=True)
class Boxes(Merged):
    """The labels read as objects for a detector: a header, then for each object class, xmin, ymin, xmax, ymax.

    `odd` holds, by the names above, what speaks against that reading or is wrong in it.
    """

    records: int = 0
    objects: int = 0
    classes: Column = field(default_factory=Column)
    odd: dict[str, Tally] = field(default_factory=dict)


@dataclass(slots=True)
class ImageRecordioProfile(RecordioProfile):
    """`label_counts`: how many labels the records bear. `values` are the labels as they stand, `boxes` as objects.

    `modes`: Pillow's words for the pixels of the images; `deep`: images of more than 8 bits a colour;
    `vast`: images of more pixels than decoders take.
    `undecoded`: the images that were not decoded, and why, where that was asked for. `pictures`: a key a record of
    its image, by which copies are looked for; 0 where there is none.
    """

    format: ClassVar[str] = "image-recordio"

    encodings: dict[str, Tally] = field(default_factory=dict)
    width: Extent = field(default_factory=Extent)
    height: Extent = field(default_factory=Extent)
    modes: dict[str, Tally] = field(default_factory=dict)
    deep: Tally = field(default_factory=Tally)
    vast: Tally = field(default_factory=Tally)
    label_counts: Spread = field(default_factory=Spread)
    values: Column = field(default_factory=Column)
    boxes: Boxes = field(default_factory=Boxes)
    longest_label: Extent = field(default_factory=Extent)
    undecoded: Tally = field(default_factory=Tally)
    pictures: Repeats = field(default_factory=Repeats)

    @property
    def labels(self) -> Distinct:
        """The distinct classes: of the objects, or of the images where each bears one label; else not known."""
        if self.boxes.records:
            return self.boxes.classes.distinct
        return self.values.distinct if set(self.label_counts.tallies or {}) == {1} else Distinct(None)

    @property
    def label_width(self) -> int | None:
        """The length of the longest packed label."""
        return None if self.longest_label.empty else int(self.longest_label.high)

    def summary(self) -> dict[str, Any]:
        counts = self.label_counts.tallies
        distinct = self.labels.counts
        return {
            **RecordioProfile.summary(self),
            "encodings": {name: self.encodings[name].count for name in sorted(self.encodings)},
            "width": extent_summary(self.width),
            "height": extent_summary(self.height),
            "modes": {mode: self.modes[mode].count for mode in sorted(self.modes)},
            "labels": extent_summary(self.longest_label),
            "label_counts": None if counts is None else {str(n): counts[n].count for n in sorted(counts)[:20]},
            "label_range": extent_summary(self.values.extent),
            "classes": self.labels.shown(),
            "distinct_labels": None if distinct is None else len(distinct),
            "records_with_boxes": self.boxes.records,
            "objects": self.boxes.objects,
        }
