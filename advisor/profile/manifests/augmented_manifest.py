"""What a scan learns of an augmented manifest: one JSON object a line, each of them a sample."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from advisor.profile.base import PLACES_KEPT, Distinct, Extent, FileProfile, Merged, Place, Sighting, Tally
from advisor.profile.images.detection_json import BOX_WIDTH, HEADER_WIDTH
from advisor.profile.packed import PackedTexts
from advisor.profile.sizes import Sizes

METADATA = "-metadata"
REFERENCE = "-ref"

ATTRIBUTES_KEPT = 64
LENGTHS_KEPT = 100
NAMES_KEPT = 1000

CLASS_KINDS = ("whole", "whole-text")
LIST_KINDS = ("list", "list-text", "empty-list")


@dataclass(slots=True)
class Attribute(Merged):
    """One attribute of the samples. `missing`: lines without it, but for those in `failed`.

    `kinds`, by what the value is: whole, whole-text, number, text, empty, reference (s3://bucket/key), list,
    list-text, empty-list, other-list, boxes, object, true-false, null.
    `classes`: class ids, be they scalars, members of lists or of boxes. `lengths`: of lists. `twice`: lists with
    an id in them twice. `boxes`: how many a sample has; `sides`: the longer sides of those that have an area;
    `box_faults` by name.
    From the metadata beside it: `failed`, lines with a failure-reason; `types` of labelling jobs; `names`, pairs of
    class id and class name; `colors`, the same for the colours of a mask.
    """

    kinds: dict[str, Tally] = field(default_factory=dict)
    missing: Tally = field(default_factory=Tally)
    failed: Tally = field(default_factory=Tally)
    classes: Distinct = field(default_factory=Distinct)
    extent: Extent = field(default_factory=Extent)
    lengths: dict[int, Tally] = field(default_factory=dict)
    twice: Tally = field(default_factory=Tally)
    boxes: Extent = field(default_factory=Extent)
    sides: Sizes = field(default_factory=Sizes)
    box_faults: dict[str, Tally] = field(default_factory=dict)
    references: PackedTexts = field(default_factory=PackedTexts)
    repeated: Tally = field(default_factory=Tally)
    types: dict[str, Tally] = field(default_factory=dict)
    names: dict[tuple[str, str], Tally] = field(default_factory=dict)
    colors: dict[tuple[str, str], Tally] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        named = max(len(self.types), len(self.names), len(self.colors))
        return named >= NAMES_KEPT or len(self.lengths) >= LENGTHS_KEPT or not self.references.complete

    @property
    def count(self) -> int:
        return sum(tally.count for tally in self.kinds.values())

    def of_kinds(self, *kinds: str) -> Tally:
        return Tally.of([self.kinds[kind] for kind in kinds if kind in self.kinds])

    def not_of_kinds(self, *kinds: str) -> Tally:
        return Tally.of([tally for kind, tally in self.kinds.items() if kind not in kinds])


@dataclass(slots=True)
class FirstLines:
    """The lines of the first few samples."""

    lines: list[int] = field(default_factory=list)

    def merged(self, right: FirstLines, lines: int = 0, records: int = 0) -> FirstLines:
        return FirstLines((self.lines + [line + lines for line in right.lines])[:PLACES_KEPT])


@dataclass(slots=True)
class AugmentedManifestProfile(FileProfile):
    """`records` are the lines that hold an object. `others`: lines with attributes beyond `ATTRIBUTES_KEPT`."""

    format: ClassVar[str] = "augmented-manifest"

    attributes: dict[str, Attribute] = field(default_factory=dict)
    others: int = 0
    first_samples: FirstLines = field(default_factory=FirstLines)

    def merged(self, right: Self, lines: int = 0, records: int = 0) -> Self:
        """An attribute that one side has never seen is missing in all of its samples."""
        left = replace(self, attributes=self._with(right))
        return FileProfile.merged(left, replace(right, attributes=right._with(self)), lines, records)

    def _with(self, other: Self) -> dict[str, Attribute]:
        lacked = {name: self.lacked(name) for name in other.attributes if name not in self.attributes}
        return {**self.attributes, **lacked}

    def lacked(self, name: str) -> Attribute:
        """An attribute that no sample so far has."""
        first = [Sighting(Place(line, key=name)) for line in self.first_samples.lines]
        return Attribute(missing=Tally(self.records, first))

    @property
    def full(self) -> bool:
        return len(self.attributes) >= ATTRIBUTES_KEPT or any(a.full for a in self.attributes.values())

    @property
    def usual(self) -> list[str]:
        """The attributes that most lines have, without metadata, in the order of their names."""
        return sorted(
            name for name, a in self.attributes.items() if 2 * a.count > self.records and not name.endswith(METADATA)
        )

    @property
    def source(self) -> str | None:
        """What seems to be the sample itself, by its usual names, or as the only reference."""
        usual = self.usual
        references = [name for name in usual if name.endswith(REFERENCE)]
        named = [name for name in ("source-ref", "source", "image-ref") if name in usual]
        return named[0] if named else (references[0] if len(references) == 1 else None)

    @property
    def label(self) -> str | None:
        """What seems to be the label: the only usual attribute beside the source, or the only one with metadata."""
        rest = [name for name in self.usual if name != self.source]
        described = [name for name in rest if name + METADATA in self.attributes]
        return next((names[0] for names in (rest, described) if len(names) == 1), None)

    @property
    def labels(self) -> Distinct | None:
        """The classes of what seems to be the label."""
        label = self.attributes.get(self.label or "")
        if label is None or not label.of_kinds(*CLASS_KINDS, *LIST_KINDS, "boxes").count:
            return None
        lengths = list(label.lengths)
        if len(lengths) == 1 and lengths[0] > 1 and label.twice.count and label.extent.high <= 1:
            return Distinct(dict.fromkeys(range(lengths[0]), label.lengths[lengths[0]].count))
        return label.classes

    @property
    def label_width(self) -> int | None:
        """How many numbers the most boxes of a sample take when they are packed into one label."""
        most = max((a.boxes.high for a in self.attributes.values() if not a.boxes.empty), default=None)
        return None if most is None else HEADER_WIDTH + BOX_WIDTH * int(most)

    def summary(self) -> dict[str, Any]:
        return {
            "attributes": {
                name.encode("utf-8", "backslashreplace").decode(): {
                    "lines": a.count,
                    "kinds": {kind: a.kinds[kind].count for kind in sorted(a.kinds)},
                    "classes": None if a.classes.counts is None else len(a.classes.counts),
                    "min": a.extent.least,
                    "max": a.extent.greatest,
                    "failed": a.failed.count,
                }
                for name, a in sorted(self.attributes.items())
            },
            "box_sides": Sizes.of(a.sides for a in self.attributes.values()).shown(),
        }
