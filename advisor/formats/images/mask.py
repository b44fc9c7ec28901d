"""Reads annotation masks: as images, and then how often each pixel value occurs in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from advisor.formats.images.image import probe, take_pixels
from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.images.image import PIXELS_DECODED, ImageFacts, MaskProfile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

_SINGLE_CHANNEL = ("1", "L", "P")
WIDER = ("RGB", "RGBA", "LA", "I;16")
WIDER_HELD = 1 << 24
"""Pixels of a mask of more bands or bits beyond which it is not decoded."""


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
            profile.fault(faults.IMAGE_DAMAGED, Place())
        else:
            profile.values = values
    elif decode:
        take_pixels(profile, stream)
    if facts.encoding == "png" and not facts.fault and facts.mode in WIDER and facts.pixels <= WIDER_HELD:
        profile.fits = _fits(stream, facts)
    return profile


def decodable(facts: ImageFacts) -> bool:
    """Whether the pixel values of a mask can be counted."""
    return facts.encoding == "png" and facts.mode in _SINGLE_CHANNEL and facts.pixels <= PIXELS_DECODED


def in_one_band(image: Image, facts: ImageFacts) -> NDArray[np.uint8] | None:
    """The values of a mask in eight bits of one band; None where they do not fit, or the bands differ.

    Of bands of sixteen bits Pillow reads the upper eight alone.
    """
    import numpy as np

    if facts.bits > 8 and facts.mode != "I;16":
        return None
    values = np.asarray(image)
    if image.mode in ("RGB", "RGBA", "LA"):
        colours = values[..., :-1] if image.mode != "RGB" else values
        if (colours != colours[..., :1]).any():
            return None
        values = colours[..., 0]
    return values.astype(np.uint8) if int(values.max(initial=0)) <= 255 else None


def _fits(stream: BinaryIO, facts: ImageFacts) -> bool:
    from PIL import Image

    stream.seek(0)
    try:
        with Image.open(stream, formats=["PNG"]) as image:
            return in_one_band(image, facts) is not None
    except Exception:  # whatever Pillow raises at hostile bytes
        return False


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
