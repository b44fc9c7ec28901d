"""Reads annotation masks: as images, and then how often each pixel value occurs in them."""

from __future__ import annotations

from typing import BinaryIO

from advisor.formats.images.image import probe, take_pixels
from advisor.profile.base import Place
from advisor.profile.images.image import DAMAGED, PIXELS_DECODED, ImageFacts, MaskProfile

_SINGLE_CHANNEL = ("1", "L", "P")


def scan(stream: BinaryIO, size: int, *, decode: bool = False) -> MaskProfile:
    """The profile of one mask. Values are counted of a sound PNG of one 8-bit channel and of moderate size.

    `decode`: the pixels of any other are decoded, too.
    """
    facts = probe(stream, size)
    profile = MaskProfile(bytes=size, records=1 if facts.encoding else 0, facts=facts)
    if facts.fault:
        profile.fault(facts.fault, Place(offset=facts.fault_at))
    elif decodable(facts):
        values = _values(stream)
        if values is None:
            profile.fault(DAMAGED, Place())
        else:
            profile.values = values
    elif decode:
        take_pixels(profile, stream)
    return profile


def decodable(facts: ImageFacts) -> bool:
    """Whether the pixel values of a mask can be counted."""
    return facts.encoding == "png" and facts.mode in _SINGLE_CHANNEL and facts.pixels <= PIXELS_DECODED


def _values(stream: BinaryIO) -> dict[int, int] | None:
    """Pixel value -> number of pixels, the values as Pillow gives them; None where the pixels cannot be decoded."""
    from PIL import Image

    try:
        with Image.open(stream, formats=["PNG"]) as image:
            counts = image.histogram()
            white = 1 if image.mode == "1" else 255
    except Exception:  # whatever Pillow raises at hostile bytes
        return None
    return {min(value, white): count for value, count in enumerate(counts[:256]) if count}
