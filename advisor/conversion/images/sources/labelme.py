"""LabelMe: a JSON document for each picture, with the shapes that were drawn. https://github.com/wkentaro/labelme"""

from __future__ import annotations

from math import dist
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import Files
from advisor.conversion.images.picture import Box, Found, Picture
from advisor.conversion.images.sources.json_files import loaded, numbers, size_of


def read(documents: list[Path], images: Path) -> Found:
    files, found = Files(images), Found([])
    for path in documents:
        document = loaded(path)
        said, shapes = (document.get(key) if isinstance(document, dict) else None for key in ("imagePath", "shapes"))
        if not isinstance(said, str) or not isinstance(shapes, list):
            raise ConversionError(f"{path}: names no picture, or has no list of shapes")
        placed = found.place(files, said)
        if placed is None:
            continue
        boxes = tuple(_box(entry, f"{path}: shapes[{index}]") for index, entry in enumerate(shapes))
        size = size_of(document.get("imageWidth"), document.get("imageHeight"))
        classes = () if boxes else _flags(document)
        found.pictures.append(Picture(*placed, classes=classes, boxes=None if classes else boxes, size=size))
    return found


def _box(shape: Any, place: str) -> Box:
    """A rectangle, or the one around a shape; a circle is drawn by its centre and a point on it."""
    label = shape.get("label") if isinstance(shape, dict) else None
    given = shape.get("points") if isinstance(shape, dict) else None
    points = [numbers(point, 2) for point in given] if isinstance(given, list) else []
    sound = [(point[0], point[1]) for point in points if point]
    if not isinstance(label, str) or not label or not sound or len(sound) < len(points):
        raise ConversionError(f"{place}: has no label, or no points")
    if shape.get("shape_type") == "circle" and len(sound) == 2:
        (x, y), radius = sound[0], dist(*sound)
        sound = [(x - radius, y - radius), (x + radius, y + radius)]
    across, down = zip(*sound, strict=True)
    return Box(label, min(across), min(down), max(across), max(down))


def _flags(document: dict[str, Any]) -> tuple[str, ...]:
    flags = document.get("flags")
    return tuple(str(name) for name, is_set in flags.items() if is_set is True) if isinstance(flags, dict) else ()
