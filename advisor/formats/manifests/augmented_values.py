"""The value of one attribute of a sample: what kind it is, and what it counts."""

from __future__ import annotations

import math
import re
from typing import Any

from advisor.formats.images.fractions import are_fractions
from advisor.formats.json.lines import read_line
from advisor.formats.lines import SHOWN
from advisor.profile.base import PLACES_KEPT, Place, Sighting, Tally, tally_for
from advisor.profile.manifests.augmented_manifest import LENGTHS_KEPT, Attribute

WHOLE = re.compile(r"\s*([+-]?[0-9]{1,18})(?:\.0*)?\s*", re.ASCII)
REFERENCE = re.compile(r"s3://[A-Za-z0-9._-]{3,255}/[^\x00-\x1f\x7f\ud800-\udfff]*(?<!/)")
LARGEST = 1 << 62
SIDES = ("left", "top", "width", "height")


def note(tally: Tally, line: int, key: str, value: Any = None) -> None:
    """Counts one sighting; what it costs to keep its place is spent only while places are kept."""
    tally.count += 1
    if len(tally.first) < PLACES_KEPT:
        tally.first.append(Sighting(Place(line, key=key), None if value is None else _text(value)))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value[:SHOWN]
    return repr(value[:SHOWN] if isinstance(value, list) else value)[:SHOWN] if not isinstance(value, dict) else "{...}"


def take_value(attribute: Attribute, line: int, name: str, value: Any) -> str:
    """Takes a value into what is known of its attribute, and says its kind."""
    kind = _take(attribute, line, name, value)
    note(tally_for(attribute.kinds, kind), line, name, value)
    return kind


def _take(attribute: Attribute, line: int, name: str, value: Any) -> str:
    match value:
        case bool():
            return "true-false"
        case int() | float():
            cls = whole(value)
            if cls is None:
                return "number"
            _add_class(attribute, cls)
            return "whole"
        case str():
            return _take_text(attribute, line, name, value)
        case dict():
            return _take_object(attribute, line, name, value)
        case list():
            return _take_list(attribute, line, name, value, "list")
    return "null"


def _add_class(attribute: Attribute, cls: int) -> None:
    attribute.classes.add(cls)
    attribute.extent.add(cls)


def _take_text(attribute: Attribute, line: int, name: str, text: str) -> str:
    if text.startswith("s3://"):
        return "reference" if REFERENCE.fullmatch(text) else "text"
    if not text.strip():
        return "empty"
    if digits := WHOLE.fullmatch(text):
        _add_class(attribute, int(digits[1]))
        return "whole-text"
    if text.startswith(("[", "{")):
        value = read_line(text.encode("utf-8", "surrogatepass")).value
        if isinstance(value, list):
            return _take_list(attribute, line, name, value, "list-text")
        if isinstance(value, dict) and "annotations" in value:
            return _take_object(attribute, line, name, value)
    return "text"


def whole(value: Any) -> int | None:
    """A JSON number as the whole number that it is; None where it is none, or far too large for a class."""
    if type(value) is int or (type(value) is float and value.is_integer()):
        return int(value) if -LARGEST < value < LARGEST else None
    return None


def class_ids(members: list[Any]) -> list[int] | None:
    """The members of a list as class ids; None where one is none."""
    ids = []
    for member in members:
        digits = WHOLE.fullmatch(member) if isinstance(member, str) else None
        cls = int(digits[1]) if digits else whole(member)
        if cls is None:
            return None
        ids.append(cls)
    return ids


def _take_list(attribute: Attribute, line: int, name: str, members: list[Any], kind: str) -> str:
    ids = class_ids(members)
    if ids is None:
        return "other-list"
    length = len(ids)
    is_kept = length in attribute.lengths or len(attribute.lengths) < LENGTHS_KEPT
    note(tally_for(attribute.lengths, length if is_kept else max(attribute.lengths)), line, name, members)
    distinct = set(ids)
    if len(distinct) < length:
        note(attribute.twice, line, name, members)
    for cls in distinct:
        _add_class(attribute, cls)
    return kind if ids else "empty-list"


def _take_object(attribute: Attribute, line: int, name: str, value: dict[str, Any]) -> str:
    boxes = value.get("annotations")
    if not isinstance(boxes, list):
        return "object"
    attribute.boxes.add(len(boxes))
    if not boxes:
        _box_fault(attribute, "no-box", line, f"{name}.annotations")
    size = image_size(value)
    if size is None:
        _box_fault(attribute, "image-size", line, f"{name}.image_size", value.get("image_size"))
    elif size[2] not in (None, 3):
        _box_fault(attribute, "depth", line, f"{name}.image_size[0].depth", size[2])
    for at, box in enumerate(boxes):
        _take_box(attribute, line, f"{name}.annotations[{at}]", box, size)
    return "boxes"


def image_size(value: dict[str, Any]) -> tuple[float, float, Any] | None:
    """Width, height and depth as the label states them; None where it does not."""
    match value.get("image_size"):
        case [{"width": int() | float() as width, "height": int() | float() as height, **rest}] if width > 0 < height:
            return width, height, rest.get("depth")
    return None


def _take_box(attribute: Attribute, line: int, key: str, box: Any, size: tuple[float, float, Any] | None) -> None:
    if not isinstance(box, dict):
        _box_fault(attribute, "incomplete", line, key, box)
        return
    cls = whole(box.get("class_id"))
    if cls is None:
        _box_fault(attribute, "incomplete", line, f"{key}.class_id", box.get("class_id"))
    else:
        _add_class(attribute, cls)
    sides = [_side(attribute, line, key, side, box.get(side)) for side in SIDES]
    left, top, width, height = (side if side is not None else math.nan for side in sides)
    attribute.sides.add_box(width, height)
    if width <= 0 or height <= 0:
        _box_fault(attribute, "without-area", line, key, f"{width:g} x {height:g}")
    elif are_fractions(left, top, left + width, top + height):
        _box_fault(attribute, "fractions", line, key, f"left {left:g}, top {top:g}, width {width:g}, height {height:g}")
    elif size:
        beyond = max(-left, -top, left + width - size[0], top + height - size[1])
        if beyond > 0:
            where = f"left {left:g}, top {top:g}, width {width:g}, height {height:g} in {size[0]:g} x {size[1]:g}"
            _box_fault(attribute, "over-edge" if beyond < 1 else "outside", line, key, where)


def _side(attribute: Attribute, line: int, key: str, side: str, number: Any) -> float | None:
    """A side of a box as a number that a float can hold."""
    if (type(number) is int or type(number) is float) and abs(number) < LARGEST:
        return float(number)
    _box_fault(attribute, "incomplete", line, f"{key}.{side}", number)
    return None


def _box_fault(attribute: Attribute, fault: str, line: int, key: str, value: Any = None) -> None:
    note(tally_for(attribute.box_faults, fault), line, key, value)
