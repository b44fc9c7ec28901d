"""COCO: one JSON document with lists of images, annotations and categories. https://cocodataset.org/#format-data"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import Files
from advisor.conversion.images.picture import Box, Found, Picture
from advisor.conversion.images.sources.json_files import numbers, size_of
from advisor.formats.json.members import elements
from advisor.formats.json.text import NotJsonError


@dataclass(slots=True)
class _Document:
    """The parts of a document by their ids, each an id as text."""

    images: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, list[tuple[str, tuple[float, ...]]]] = field(default_factory=dict)
    crowds: int = 0

    def take(self, key: str, index: int, value: dict[str, Any]) -> None:
        """Raises `ValueError`."""
        if key == "images" and isinstance(value.get("file_name"), str):
            self.images[str(value.get("id"))] = value
        elif key == "categories" and isinstance(value.get("name"), str):
            self.names[str(value.get("id"))] = value["name"]
        elif key == "annotations" and value.get("iscrowd"):
            self.crowds += 1
        elif key == "annotations":
            bbox = numbers(value.get("bbox"), 4)
            if bbox is None:
                raise ValueError(f"annotations[{index}].bbox: is no list of four numbers")
            self.boxes.setdefault(str(value.get("image_id")), []).append((str(value.get("category_id")), bbox))


def read(document: Path, images: Path) -> Found:
    held = _Document()
    try:
        with document.open("rb") as stream:
            for key, index, value in elements(stream):
                if index is not None and isinstance(value, dict):
                    held.take(key, index, value)
    except NotJsonError as error:
        raise ConversionError(f"{document}, line {error.line}: {error}") from error
    except ValueError as error:
        raise ConversionError(f"{document}: {error}") from error
    if unknown := {category for own in held.boxes.values() for category, _ in own} - held.names.keys():
        raise ConversionError(f"{document}: category_id {min(unknown)}: there is no such category")
    files, found = Files(images), Found([], _in_order(held.names))
    for image_id, image in held.images.items():
        placed = found.place(files, image["file_name"])
        if placed is None:
            continue
        own = tuple(
            Box(held.names[category], left, top, left + width, top + height)
            for category, (left, top, width, height) in held.boxes.get(image_id, ())
        )
        size = size_of(image.get("width"), image.get("height"))
        found.pictures.append(Picture(*placed, boxes=own, size=size))
    if orphans := sum(len(own) for image_id, own in held.boxes.items() if image_id not in held.images):
        found.leave_out(document.name, f"{orphans} annotations are of pictures that it does not list")
    if held.crowds:
        found.leave_out(document.name, f"{held.crowds} crowds are no boxes of single objects")
    return found


def _in_order(names: dict[str, str]) -> list[str]:
    """By their ids."""
    return [names[key] for key in sorted(names, key=lambda key: (not key.isdigit(), int(key) if key.isdigit() else 0))]
