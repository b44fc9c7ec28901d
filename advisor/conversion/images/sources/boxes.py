"""Boxes as Ground Truth writes them, and the names of their classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.picture import Box
from advisor.conversion.images.sources.json_files import numbers


def class_map(metadata: Mapping[str, Any]) -> dict[int, str]:
    """Number -> name."""
    said = metadata.get("class-map")
    if not isinstance(said, dict):
        return {}
    return {int(key): str(name) for key, name in said.items() if _is_number(str(key))}


def box(value: Any, key: str, names: Mapping[int, str], place: str) -> Box:
    """A box whose class stands under the key. Raises `ConversionError` where a number is missing."""
    if not isinstance(value, dict):
        raise ConversionError(f"{place}: holds a box that is no object")
    spans = numbers([value.get(name) for name in ("left", "top", "width", "height")], 4)
    if spans is None:
        raise ConversionError(f"{place}: a box lacks a number")
    left, top, width, height = spans
    cls = str(value.get(key))
    name = names.get(int(cls), cls) if _is_number(cls) else cls
    return Box(name, left, top, left + width, top + height)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9
