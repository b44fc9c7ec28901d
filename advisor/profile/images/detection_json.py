"""What the JSON annotation of one image holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from advisor.profile.base import Distinct, Extent, FileProfile, commonest
from advisor.profile.sizes import Sizes

HEADER_WIDTH = 2
"""Numbers that come before the boxes in a packed label."""

BOX_WIDTH = 5
"""Numbers of a box in a packed label."""


class Size(NamedTuple):
    """The size of an image in pixels, as its annotation states it."""

    width: int | float
    height: int | float
    depth: int | float | None = None

    def __str__(self) -> str:
        return f"{self.width:g}x{self.height:g}"


@dataclass(slots=True)
class DetectionProfile(FileProfile):
    """The annotation of one image. `names`: what `categories` calls the classes that its boxes use. `sides`: the longer
    sides of those that have an area. `maybe_corners`: boxes whose width and height, read as the lower right corner, lie
    inside the image and beyond the upper left one.
    """

    format: ClassVar[str] = "detection-json"
    spans_files: ClassVar[bool] = False

    image: str | None = None
    size: Size | None = None
    boxes: int = 0
    maybe_corners: int = 0
    labels: Distinct = field(default_factory=Distinct)
    classes: Extent = field(default_factory=Extent)
    sides: Sizes = field(default_factory=Sizes)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def label_width(self) -> int:
        """How many numbers the boxes of this image take when they are packed into one label."""
        return HEADER_WIDTH + BOX_WIDTH * self.boxes

    def summary(self) -> dict[str, Any]:
        counts = self.labels.counts
        classes = None if counts is None else {str(label): counts[label] for label in sorted(counts)}
        size = str(self.size) if self.size else None
        return {"boxes": self.boxes, "classes": classes, "image_size": size, "box_sides": self.sides.shown()}

    @classmethod
    def summary_of(cls, profiles: Sequence[DetectionProfile]) -> dict[str, Any]:
        labels = Distinct()
        for profile in profiles:
            labels = labels.merged(profile.labels)
        return {
            "boxes": sum(profile.boxes for profile in profiles),
            "classes": labels.shown(),
            "boxes_per_image": commonest(profile.boxes for profile in profiles),
            "sizes": commonest(profile.size for profile in profiles if profile.size),
            "box_sides": Sizes.of(profile.sides for profile in profiles).shown(),
        }
