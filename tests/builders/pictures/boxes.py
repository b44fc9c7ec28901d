"""Lists of images and boxes, as one file has them for a whole channel."""

from __future__ import annotations

import json
from typing import Any

from tests.builders.folders import Files
from tests.builders.pictures.images import png


def image(number: int = 0, **more: Any) -> dict[str, Any]:
    return {"file_name": f"im{number}.png", "height": 40, "width": 48, "id": number, **more}


def corners(image_id: Any = 0, bbox: Any = (1, 2, 20, 30), category_id: Any = 0, **more: Any) -> dict[str, Any]:
    return {"image_id": image_id, "bbox": list(bbox), "category_id": category_id, **more}


def box_list(images: Any = None, boxes: Any = None, **more: Any) -> str:
    """Four images with two boxes each, unless others are given."""
    if images is None:
        images = [image(number) for number in range(4)]
    if boxes is None:
        boxes = [corners(number % 4, category_id=number % 2) for number in range(8)]
    return json.dumps({"images": images, "annotations": boxes, **more})


def pictures(channel: str = "training", count: int = 4) -> Files:
    return {f"{channel}/images/im{number}.png": png() for number in range(count)}


def listed(channel: str = "training", content: str | None = None) -> Files:
    """A channel of images with its list."""
    return {**pictures(channel), f"{channel}/annotations.json": box_list() if content is None else content}
