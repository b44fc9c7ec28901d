"""Boxes of annotations in JSON: cut off at the edges of their picture, or left out where they enclose nothing."""

from __future__ import annotations

from typing import Any

from advisor.conversion.images.picture import Size
from advisor.conversion.images.sources.json_files import image_size, numbers

SPANS = ("left", "top", "width", "height")


def cut_off(document: dict[str, Any]) -> bool:
    """Cuts boxes that lie partly outside, and says whether there was one. Others stay for a person."""
    size, annotations = image_size(document), document.get("annotations")
    if size is None or not isinstance(annotations, list):
        return False
    cut = [_cut(box, size) for box in annotations if isinstance(box, dict)]
    return any(cut)


def _cut(box: dict[str, Any], size: Size) -> bool:
    spans = numbers([box.get(name) for name in SPANS], 4)
    if spans is None:
        return False
    left, top, width, height = spans
    inside = max(left, 0), max(top, 0), min(left + width, size[0]), min(top + height, size[1])
    if inside == (left, top, left + width, top + height) or inside[0] >= inside[2] or inside[1] >= inside[3]:
        return False
    cut = inside[0], inside[1], inside[2] - inside[0], inside[3] - inside[1]
    box.update({name: int(n) if n.is_integer() else n for name, n in zip(SPANS, map(float, cut), strict=True)})
    return True


def without_empty(document: dict[str, Any]) -> int:
    """Leaves out boxes without area, and says how many there were."""
    annotations = document.get("annotations")
    if not isinstance(annotations, list):
        return 0
    kept = [box for box in annotations if not (isinstance(box, dict) and _is_empty(box))]
    document["annotations"] = kept
    return len(annotations) - len(kept)


def _is_empty(box: dict[str, Any]) -> bool:
    sides = numbers([box.get("width"), box.get("height")], 2)
    return sides is not None and min(sides) <= 0
