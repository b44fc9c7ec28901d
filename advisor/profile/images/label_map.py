"""What a label map holds: how pixel values of masks become class indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from advisor.profile.base import FileProfile


class LabelMap(NamedTuple):
    """Divides by `scale` and rounds down, or looks the pixel value up in `classes` (pixel value -> class index)."""

    scale: float | None = None
    classes: dict[int, int] | None = None

    def class_of(self, value: int) -> int | None:
        """The class index of a pixel value; None where the map does not name the value."""
        if self.classes is not None:
            return self.classes.get(value)
        return value if self.scale is None else int(value // self.scale)


@dataclass(slots=True)
class LabelMapProfile(FileProfile):
    """One label map. `content` is None where the file is none."""

    format: ClassVar[str] = "label-map"
    spans_files: ClassVar[bool] = False

    content: LabelMap | None = None
