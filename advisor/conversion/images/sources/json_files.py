"""JSON that others have written: read within bounds, and nothing in it believed."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.picture import Size
from advisor.errors import read_errors_as

LARGEST = 1 << 28
"""Bytes of a document that is held as a whole."""


def content_of(path: Path) -> bytes:
    """Raises `ConversionError` where it is too large."""
    if path.stat().st_size > LARGEST:
        raise ConversionError(f"{path}: is larger than {LARGEST:,} bytes: split it")
    return path.read_bytes()


def loaded(path: Path) -> Any:
    """Raises `ConversionError`."""
    try:
        with read_errors_as(ConversionError, path):
            return json.loads(content_of(path))
    except RecursionError:
        raise ConversionError(f"{path}: is nested too deep") from None
    except ValueError as error:
        raise ConversionError(f"{path}: is no JSON: {error}") from error


def numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """A list of so many finite numbers."""
    if not isinstance(value, list) or len(value) != count:
        return None
    found = [
        float(item)
        for item in value
        if isinstance(item, (int, float)) and not isinstance(item, bool) and abs(item) < 1e9
    ]
    return tuple(found) if len(found) == count and all(map(math.isfinite, found)) else None


def _pixels(value: Any) -> int:
    """A positive number of pixels; 0 where there is none."""
    sound = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1e6
    return int(value) if sound else 0


def size_of(width: Any, height: Any) -> Size | None:
    """Width and height; None where one of them is no number of pixels."""
    size = _pixels(width), _pixels(height)
    return size if all(size) else None


def image_size(annotation: dict[str, Any]) -> Size | None:
    """Width and height, as annotations of SageMaker have them."""
    sizes = annotation.get("image_size")
    first = sizes[0] if isinstance(sizes, list) and sizes and isinstance(sizes[0], dict) else {}
    return size_of(first.get("width"), first.get("height"))
