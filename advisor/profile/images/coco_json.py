"""What one JSON document says of all images of a channel and of the boxes in them, laid out as COCO lays it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from advisor.profile.base import Distinct, FileProfile
from advisor.profile.sizes import Sizes

IMAGES_KEPT = 500_000
"""Images that are told apart; those beyond are counted, and their boxes are not held against them."""


class ListedImage(NamedTuple):
    """An entry of `images`: its place in the list (from 0) and the size that it states."""

    number: int
    width: int | float
    height: int | float


@dataclass(slots=True)
class CocoProfile(FileProfile):
    """`images` and `boxes` count the entries of the two lists; `listed`: file name -> entry. `sides`: the longer
    sides of those boxes that have an area.
    """

    format: ClassVar[str] = "coco-json"
    spans_files: ClassVar[bool] = False

    images: int = 0
    boxes: int = 0
    listed: dict[str, ListedImage] = field(default_factory=dict)
    labels: Distinct = field(default_factory=Distinct)
    sides: Sizes = field(default_factory=Sizes)

    def summary(self) -> dict[str, Any]:
        counts = self.labels.counts
        classes = None if counts is None else {str(label): counts[label] for label in sorted(counts, key=str)}
        return {"images": self.images, "boxes": self.boxes, "classes": classes, "box_sides": self.sides.shown()}
