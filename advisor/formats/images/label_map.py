"""Reads label maps: JSON that says how the pixel values of masks become class indices, by "scale" or by "map"."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from advisor.formats.json.document import is_number, is_whole, kind_of, read_object, shown
from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.images.label_map import LabelMap, LabelMapProfile

BYTES_READ = 1 << 20


_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_INDEX = re.compile(r"\d{1,9}", re.ASCII)


def scan(stream: BinaryIO, size: int) -> LabelMapProfile:
    """The profile of one label map."""
    profile = LabelMapProfile(bytes=size)
    content = read_object(stream, size, BYTES_READ, profile)
    if content is None:
        return profile
    profile.records = 1
    if "scale" not in content and "map" not in content:
        profile.fault(faults.LABEL_MAP_SHAPE, Place(), 'neither "scale" nor "map"')
        return profile
    label_map = LabelMap(
        _scale(content["scale"], profile) if "scale" in content else None,
        _classes(content["map"], profile) if "map" in content else None,
    )
    if not profile.faults:
        profile.content = label_map
    return profile


def _scale(value: Any, profile: LabelMapProfile) -> float | None:
    """A scale is a number above 0, written as one or as a string."""
    written = isinstance(value, str) and len(value) < 100 and _NUMBER.fullmatch(value)
    number = float(value) if written or is_number(value) else 0.0
    if 0 < number < float("inf"):
        return number
    profile.fault(faults.LABEL_MAP_SHAPE, Place(key="scale"), shown(value))
    return None


def _classes(value: Any, profile: LabelMapProfile) -> dict[int, int] | None:
    """Pixel value -> class index. The file has it the other way round, with the index as a string."""
    if not isinstance(value, dict):
        profile.fault(faults.LABEL_MAP_SHAPE, Place(key="map"), kind_of(value))
        return None
    classes: dict[int, int] = {}
    for index, pixel in value.items():
        key = f"map.{index[:100]}"
        if not _INDEX.fullmatch(index):
            profile.fault(faults.LABEL_MAP_SHAPE, Place(key=key), index[:200])
        elif not is_whole(pixel) or not 0 <= pixel <= 255:
            profile.fault(faults.LABEL_MAP_SHAPE, Place(key=key), shown(pixel))
        elif int(pixel) in classes:
            profile.fault(faults.LABEL_MAP_AMBIGUOUS, Place(key=key), shown(pixel))
        else:
            classes[int(pixel)] = int(index)
    return classes
