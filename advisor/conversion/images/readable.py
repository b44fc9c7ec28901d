"""Why a picture cannot be read whole and without doubt."""

from __future__ import annotations

import io

from advisor.case.conversions import SAVED
from advisor.case.images.pictures import encoding_name
from advisor.formats.images.decoding import look_inside
from advisor.formats.images.tiff import directory
from advisor.formats.window import Window
from advisor.profile import faults
from advisor.profile.faults import Fault
from advisor.profile.images.image import PIXELS_DECODED, ImageFacts

_SAID = {
    faults.IMAGE_EMPTY: "is empty",
    faults.IMAGE_TRUNCATED: "is cut off",
    faults.IMAGE_DAMAGED: "is damaged",
    faults.IMAGE_UNRECOGNISED: "is no picture",
}

TIFF_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "LAB", "I;16", "I;16B"})
"""Pillow's words for pixels that eight bits a colour can show."""
_STRIPS, _TILES = 273, 324
"""The tables of where the parts of the pixels lie."""
MOST_PARTS = 1 << 17


def broken(fault: Fault | None) -> str:
    """A fault of a picture in words."""
    return _SAID.get(fault, "is no picture") if fault else "is no picture"


def unreadable(content: bytes, facts: ImageFacts) -> str | None:
    """What is wrong with a picture; None where nothing is."""
    if facts.fault or not facts.encoding:
        return broken(facts.fault)
    if facts.encoding not in ("jpeg", "png", *SAVED):
        several = facts.family in SAVED
        why = "of its pictures none is chosen" if several else "this kind is not decoded"
        return f"is a {encoding_name(facts.encoding)}: {why}; save what is meant as JPEG or PNG"
    if facts.encoding == "tiff":
        return _of_tiff(content)
    seen = look_inside(content, len(content), facts)
    if seen.fault:
        return broken(seen.fault)
    return f"cannot be decoded: {seen.undecoded}" if seen.undecoded else None


def _of_tiff(content: bytes) -> str | None:
    """A small file may announce so many parts that decoders make gigabytes of them."""
    from PIL import Image

    if _parts(content) > MOST_PARTS:
        return "is damaged"
    try:
        with Image.open(io.BytesIO(content), formats=("TIFF",)) as opened:
            if opened.width * opened.height > PIXELS_DECODED:
                return f"has too many pixels, {opened.width}x{opened.height}"
            if opened.mode not in TIFF_MODES:
                return "is a TIFF of more than 16 bits a pixel, or of numbers with a sign or a point"
            opened.load()
    except Exception as error:  # whatever Pillow raises at hostile bytes
        return f"cannot be decoded: {error}"
    return None


def _parts(content: bytes) -> int:
    """How many parts the first picture of a TIFF is said to have."""
    first = directory(Window(content))
    return max((parts for tag, parts in first.entries if tag in (_STRIPS, _TILES)), default=0) if first else 0
