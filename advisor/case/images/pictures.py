"""What is asked of images, whether they are files or stand in records."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.case.model import Case
from advisor.profile.images.image import CHANNELS

GREY = ("1", "L", "LA", "I;16")
SPOKEN = {
    "1": "black and white", "L": "grey", "LA": "grey with alpha", "I;16": "grey", "RGBA": "RGB with alpha",
    "CMYK": "CMYK", "P": "a palette", "RGB": "RGB",
}  # fmt: skip
"""Pillow's words for the pixels of an image in ours."""

PRINT = "CMYK"


def encoding_name(encoding: str | None) -> str:
    """`JPEG`, `WEBP`, `lossless JPEG`."""
    words = (encoding or "").split()
    return " ".join([*words[:-1], *(word.upper() for word in words[-1:])])


def other_colours(modes: Mapping[str, int], allowed: tuple[int, ...]) -> list[str]:
    """The kinds of pixels with another number of channels than is allowed; CMYK is spoken of by itself."""
    return sorted(mode for mode in modes if mode in CHANNELS and CHANNELS[mode] not in allowed and mode != PRINT)


def odd_colours(modes: Mapping[str, int]) -> list[str]:
    """Where some images are grey and others in colour, the kinds of the fewer."""
    grey = {mode: count for mode, count in modes.items() if mode in GREY}
    colour = {mode: count for mode, count in modes.items() if mode in CHANNELS and mode not in GREY}
    fewer = grey if sum(grey.values()) <= sum(colour.values()) else colour
    return sorted(fewer) if grey and colour else []


def least_sides(case: Case) -> tuple[int, int] | None:
    """The height and the width below which an image is too small for `image_shape`; None where `resize` enlarges it."""
    fact = case.algorithm.hyperparameters.values.get("image_shape") if case.algorithm else None
    settled = fact and fact.items and (case.request is not None or "image_shape" in case.hyperparameters)
    shape = [part.strip() for part in (case.value("image_shape") or "").split(",")] if settled else []
    if len(shape) != 3 or not all(part.isdecimal() for part in shape) or case.value("resize") is not None:
        return None
    return int(shape[1]), int(shape[2])
