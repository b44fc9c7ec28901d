"""Reads the JSON annotation of one image: its file, its size, its boxes and the names of their classes."""

from __future__ import annotations

from typing import Any, BinaryIO, NamedTuple

from advisor.formats.images.fractions import are_fractions
from advisor.formats.json.document import Report, is_number, is_whole, kind_of, read_object, reporter, shown
from advisor.profile import faults
from advisor.profile.base import Place, Tally
from advisor.profile.images.detection_json import DetectionProfile, Size
from advisor.profile.predicates import Predicate, ValueOutside

BYTES_READ = 4 << 20
"""Enough for 50,000 boxes; what is larger is not the annotation of one image."""


_EDGES = ("left", "top", "width", "height")


class Box(NamedTuple):
    """A sound box, and its place among all boxes of the annotation."""

    number: int
    class_id: int
    left: float
    top: float
    width: float
    height: float

    def may_hold_corners(self, image: Size) -> bool:
        """Whether width and height could be the lower right corner."""
        return 0 <= self.left < self.width <= image.width and 0 <= self.top < self.height <= image.height


def scan(stream: BinaryIO, size: int) -> DetectionProfile:
    """The profile of one annotation."""
    profile = DetectionProfile(bytes=size)
    content = read_object(stream, size, BYTES_READ, profile)
    if content is None:
        return profile

    report = reporter(profile)
    profile.records = 1
    profile.image = _image(content, report)
    profile.size = _image_size(content, report)
    boxes = _read_boxes(content, profile.size, report)
    profile.boxes = len(content["annotations"]) if isinstance(content.get("annotations"), list) else 0
    for box in boxes:
        profile.labels.add(box.class_id)
        profile.classes.add(box.class_id)
        profile.sides.add_box(box.width, box.height)
        profile.maybe_corners += profile.size is not None and box.may_hold_corners(profile.size)
    categories = _categories(content, report)
    if categories is not None:
        for box in boxes:
            if box.class_id in categories:
                profile.names[box.class_id] = categories[box.class_id]
            else:
                report(faults.CLASS_WITHOUT_CATEGORY, f"annotations[{box.number}].class_id", str(box.class_id))
    return profile


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """The classes for which a predicate on labels holds."""
    found = Tally()
    if not isinstance(predicate, ValueOutside) or predicate.where == "features":
        return found
    content = read_object(stream, size, BYTES_READ, DetectionProfile()) or {}
    for box in _read_boxes(content, None, lambda fault, key, value: None):
        if predicate.holds(box.class_id):
            found.add(Place(key=f"annotations[{box.number}].class_id"), str(box.class_id))
    return found


def _image(content: dict[str, Any], report: Report) -> str | None:
    """The path of the image, relative to the image channel."""
    file = content.get("file")
    if isinstance(file, str) and file:
        return file[:1024]
    report(faults.ANNOTATION_SHAPE, "file", _found(content, "file"))
    return None


def _image_size(content: dict[str, Any], report: Report) -> Size | None:
    """The size that the annotation states: `image_size` is a list of one object."""
    sizes = content.get("image_size")
    if not isinstance(sizes, list) or len(sizes) != 1 or not isinstance(sizes[0], dict):
        found = f"a list of {len(sizes)}" if isinstance(sizes, list) and len(sizes) != 1 else None
        report(faults.ANNOTATION_SHAPE, "image_size", found or _found(content, "image_size"))
        return None
    stated = sizes[0]
    wrong = [side for side in ("width", "height") if not is_number(stated.get(side)) or stated[side] <= 0]
    for side in wrong:
        report(faults.ANNOTATION_SHAPE, f"image_size[0].{side}", _found(stated, side))
    depth = stated.get("depth")
    return None if wrong else Size(stated["width"], stated["height"], depth if is_number(depth) else None)


def _read_boxes(content: dict[str, Any], size: Size | None, report: Report) -> list[Box]:
    """The sound boxes of `annotations`; what is wrong with the others, or where a box lies wrong, is reported."""
    entries = content.get("annotations")
    if not isinstance(entries, list):
        report(faults.ANNOTATION_SHAPE, "annotations", _found(content, "annotations"))
        return []
    if not entries:
        report(faults.NO_BOXES, "annotations", "[]")
    boxes = []
    for index, entry in enumerate(entries):
        key = f"annotations[{index}]"
        box = _box(index, entry, key, report)
        if box is None:
            continue
        boxes.append(box)
        if box.width <= 0 or box.height <= 0:
            report(faults.BOX_WITHOUT_AREA, key, f"width {box.width:g}, height {box.height:g}")
        elif are_fractions(box.left, box.top, box.left + box.width, box.top + box.height):
            report(
                faults.BOX_IN_FRACTIONS, key, f"{box.left:g},{box.top:g}, {box.width:g} wide and {box.height:g} high"
            )
        elif size is not None:
            over = max(-box.left, -box.top, box.left + box.width - size.width, box.top + box.height - size.height)
            if over > 0:
                where = f"{box.left:g},{box.top:g} to {box.left + box.width:g},{box.top + box.height:g}"
                report(faults.BOX_OUTSIDE_IMAGE if over >= 1 else faults.BOX_OVER_EDGE, key, where)
    return boxes


def _box(index: int, entry: Any, key: str, report: Report) -> Box | None:
    if not isinstance(entry, dict):
        report(faults.ANNOTATION_SHAPE, key, kind_of(entry))
        return None
    class_id = entry.get("class_id")
    wrong = [edge for edge in _EDGES if not is_number(entry.get(edge))]
    if is_whole(class_id) and class_id >= 0 and not wrong:
        return Box(index, int(class_id), *(entry[edge] for edge in _EDGES))
    if not is_whole(class_id) or class_id < 0:
        wrong.insert(0, "class_id")
    for name in wrong:
        report(faults.ANNOTATION_SHAPE, f"{key}.{name}", _found(entry, name))
    return None


def _categories(content: dict[str, Any], report: Report) -> dict[int, str] | None:
    """Class index -> name; None where the annotation has no categories, which are optional."""
    entries = content.get("categories")
    if entries is None:
        return None
    if not isinstance(entries, list):
        report(faults.ANNOTATION_SHAPE, "categories", kind_of(entries))
        return None
    names: dict[int, str] = {}
    for index, entry in enumerate(entries):
        class_id = entry.get("class_id") if isinstance(entry, dict) else None
        if not is_whole(class_id):
            found = _found(entry, "class_id") if isinstance(entry, dict) else kind_of(entry)
            report(faults.ANNOTATION_SHAPE, f"categories[{index}].class_id", found)
            return None
        names[int(class_id)] = shown(entry.get("name"))[:80]
    if sorted(names) != list(range(len(entries))):
        report(faults.CATEGORIES_NOT_SUCCESSIVE, "categories", ", ".join(str(number) for number in sorted(names)[:20]))
    return names


def _found(entry: dict[str, Any], key: str) -> str:
    """What stands at a key, for a report."""
    return shown(entry[key]) if key in entry else "missing"
