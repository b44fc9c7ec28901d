"""Reads one JSON document with all images of a channel and all boxes in them, a box being two corners.

COCO itself gives a box as a corner, width and height, which shows where the second corner then is none, and in the
area that stands beside the box.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isclose
from typing import Any, BinaryIO

from advisor.formats.images.fractions import are_fractions
from advisor.formats.json.document import Report, is_number, is_whole, kind_of, reporter, shown
from advisor.formats.json.members import elements
from advisor.formats.json.text import NotJsonError
from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.images.coco_json import IMAGES_KEPT, CocoProfile, ListedImage

_STOPS_AT = 1.1


@dataclass(slots=True)
class _Image:
    """An image by its id, while its boxes are counted."""

    entry: ListedImage
    boxes: int = 0


def scan(stream: BinaryIO, size: int) -> CocoProfile:
    """The profile of the document. It is read twice: boxes may stand before the images that they are in."""
    profile = CocoProfile(bytes=size)
    report = reporter(profile)

    try:
        images = _images(stream, profile, report)
        stream.seek(0)
        _boxes(stream, profile, images, report)
    except NotJsonError as error:
        profile.fault(faults.NOT_JSON, Place(line=error.line), str(error))
        return profile
    unsure = profile.faults.keys() & {faults.IMAGES_NOT_KEPT, faults.COCO_SHAPE, faults.BOX_OF_UNKNOWN_IMAGE}
    for image in images.values():
        if not image.boxes and not unsure:
            report(faults.IMAGE_WITHOUT_BOX, f"images[{image.entry.number}]", "")
    return profile


def _images(stream: BinaryIO, profile: CocoProfile, report: Report) -> dict[int | str, _Image]:
    """The images by their ids; what is wrong with an entry, or with the document as a whole, is reported."""
    images: dict[int | str, _Image] = {}
    missing = {"images", "annotations"}
    for key, number, entry in elements(stream):
        if number is None:
            if key in missing and entry != []:
                report(faults.COCO_SHAPE, key, kind_of(entry))
            missing.discard(key)
        elif key == "images":
            profile.images += 1
            if _is_sound(entry, _IMAGE, f"images[{number}]", report):
                _take_image(images, profile, entry, number, report)
    for key in sorted(missing):
        report(faults.COCO_SHAPE, key, "missing")
    return images


def _take_image(
    images: dict[int | str, _Image], profile: CocoProfile, entry: dict[str, Any], number: int, report: Report
) -> None:
    name, identity = entry["file_name"], entry["id"]
    if len(images) >= IMAGES_KEPT:
        report(faults.IMAGES_NOT_KEPT, f"images[{number}]", name)
        return
    listed = ListedImage(number, entry["width"], entry["height"])
    if images.setdefault(identity, _Image(listed)).entry is not listed:
        report(faults.IMAGE_ID_TWICE, f"images[{number}].id", shown(identity))
    if profile.listed.setdefault(name, listed) is not listed:
        report(faults.IMAGE_LISTED_TWICE, f"images[{number}].file_name", name)


def _boxes(stream: BinaryIO, profile: CocoProfile, images: dict[int | str, _Image], report: Report) -> None:
    """Holds each box against its image."""
    for key, number, entry in elements(stream):
        if key != "annotations" or number is None:
            continue
        profile.boxes += 1
        place = f"annotations[{number}]"
        if not _is_sound(entry, _BOX, place, report):
            continue
        profile.labels.add(entry["category_id"])
        image = images.get(entry["image_id"])
        if image is not None:
            image.boxes += 1
        elif faults.IMAGES_NOT_KEPT not in profile.faults:
            report(faults.BOX_OF_UNKNOWN_IMAGE, f"{place}.image_id", json.dumps(entry["image_id"])[:80])
        left, top, right, bottom = entry["bbox"]
        corners = f"{left:g},{top:g} to {right:g},{bottom:g}"
        profile.sides.add_box(right - left, bottom - top)
        if right <= left or bottom <= top or _is_sized(entry):
            report(faults.BOX_NOT_TWO_CORNERS, f"{place}.bbox", corners)
        elif are_fractions(left, top, right, bottom):
            report(faults.BOX_IN_FRACTIONS, f"{place}.bbox", corners)
        elif image is not None and _is_outside(image.entry, left, top, right, bottom):
            size = f"{image.entry.width:g}x{image.entry.height:g}"
            fault = (
                faults.CORNER_FAR_OUTSIDE_IMAGE if _is_far(image.entry, right, bottom) else faults.CORNER_OUTSIDE_IMAGE
            )
            report(fault, f"{place}.bbox", f"{corners} in an image of {size}")


def _is_sized(entry: dict[str, Any]) -> bool:
    """Whether the area that COCO states beside a box is that of a width and a height, and not that of two corners."""
    area = entry.get("area")
    left, top, third, fourth = entry["bbox"]
    if not is_number(area) or area <= 0 or isclose(area, (third - left) * (fourth - top), rel_tol=1e-6):
        return False
    return isclose(area, third * fourth, rel_tol=1e-6)


def _is_outside(image: ListedImage, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether a corner lies a pixel or more beyond the image."""
    return min(left, top) <= -1 or right >= image.width + 1 or bottom >= image.height + 1


def _is_far(image: ListedImage, right: float, bottom: float) -> bool:
    """Whether the far corner lies where TensorFlow no longer takes it for rounding."""
    return right > _STOPS_AT * image.width or bottom > _STOPS_AT * image.height


def _is_sound(entry: Any, kinds: Mapping[str, Callable[[object], bool]], place: str, report: Report) -> bool:
    """Whether an entry is an object whose members are all there and of their kinds; what is not is reported."""
    if not isinstance(entry, dict):
        report(faults.COCO_SHAPE, place, kind_of(entry))
        return False
    wrong = [name for name, is_kind in kinds.items() if name not in entry or not is_kind(entry[name])]
    for name in wrong:
        report(faults.COCO_SHAPE, f"{place}.{name}", shown(entry[name]) if name in entry else "missing")
    return not wrong


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 1024


def _is_id(value: object) -> bool:
    return is_whole(value) or _is_name(value)


def _is_size(value: object) -> bool:
    return is_number(value) and value > 0


def _is_bbox(value: object) -> bool:
    return isinstance(value, list) and len(value) == 4 and all(map(is_number, value))


_IMAGE = {"file_name": _is_name, "height": _is_size, "width": _is_size, "id": _is_id}
_BOX = {"image_id": _is_id, "bbox": _is_bbox, "category_id": _is_id}
