"""What is done to a picture before it is written: as little as makes it one that training reads.

A sound JPEG or PNG of eight bits keeps its bytes. Other kinds, CMYK, 16 bits, transparency and a turn that only EXIF
tells are written anew; what is broken or too large to decode is left aside.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from advisor.conversion.images.picture import Picture, Size
from advisor.conversion.images.readable import broken, unreadable
from advisor.conversion.options import Options
from advisor.formats.images.image import probe
from advisor.profile.images.image import ImageFacts

if TYPE_CHECKING:
    from PIL.Image import Image

MODES = ("L", "RGB")
SUFFIXES = {"jpeg": (".jpg", ".jpeg"), "png": (".png",)}


ORIENTATION, LYING = 0x0112, range(5, 9)
"""Where EXIF tells how a picture is turned, and what stands there of one that is to be laid on its side."""
TIFF = "TIFF"
"""What Pillow turns as it reads it, and says nothing of afterwards."""


class Ready(NamedTuple):
    """`scale`: what coordinates of the picture as annotated are multiplied by. `mended`: what was done to it."""

    content: bytes
    encoding: str
    size: Size
    depth: int
    scale: tuple[float, float] = (1.0, 1.0)
    mended: str | None = None


def prepared(picture: Picture, options: Options) -> Ready | str:
    """The picture as it is written, or why it cannot be."""
    content = picture.read()
    facts = probe(content)
    if (unfit := unreadable(content, facts)) or not facts.encoding:
        return unfit or broken(None)
    why = _mends(facts)
    if not why and not options.resize:
        return Ready(content, facts.encoding, (facts.width, facts.height), facts.channels)
    try:
        return _anew(content, facts, picture.size, options, why or "resized")
    except (OSError, ValueError) as error:
        return f"cannot be decoded: {error}"


def _mends(facts: ImageFacts) -> str | None:
    """What training does not read, or not as it is seen."""
    if facts.encoding not in SUFFIXES:
        return f"{facts.encoding} written as JPEG"
    if facts.mode == "CMYK":
        return "CMYK written as RGB"
    if facts.bits > 8:
        return f"{facts.bits} bits written as 8"
    if facts.alpha:
        return "transparency laid on white"
    return "turned upright" if facts.orientation != 1 else None


def _anew(content: bytes, facts: ImageFacts, annotated: Size | None, options: Options, why: str) -> Ready:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content)) as opened:
        stored = opened.size
        lies = opened.format != TIFF and opened.getexif().get(ORIENTATION, 1) in LYING
        turned = (stored[1], stored[0]) if lies else stored
        as_stored = annotated == stored != turned
        if options.resize:  # a JPEG is decoded at a half, a quarter or an eighth where that is still large enough
            opened.draft(None, (options.resize, options.resize))
        image = opened.copy() if as_stored else ImageOps.exif_transpose(opened)
    image = plain(image)
    whole = stored if as_stored else turned
    if options.resize:
        share = options.resize / min(whole)
        image = image.resize((max(round(whole[0] * share), 1), max(round(whole[1] * share), 1)))
    scale = (image.size[0] / whole[0], image.size[1] / whole[1])
    encoding, written = "png" if facts.encoding == "png" else "jpeg", io.BytesIO()
    image.save(written, encoding, **({"quality": options.quality} if encoding == "jpeg" else {}))
    return Ready(written.getvalue(), encoding, image.size, 1 if image.mode == "L" else 3, scale, why)


def as_jpeg(ready: Ready, quality: int) -> bytes:
    """The picture as JPEG; its own bytes where it is one."""
    if ready.encoding == "jpeg":
        return ready.content
    from PIL import Image

    written = io.BytesIO()
    with Image.open(io.BytesIO(ready.content)) as opened:
        plain(opened).save(written, "jpeg", quality=quality)
    return written.getvalue()


def plain(image: Image) -> Image:
    """The same picture in eight bits a channel, grey or in colours, without transparency."""
    import PIL.Image

    if image.mode.startswith("I"):
        import numpy as np

        return PIL.Image.fromarray((np.asarray(image, "<u4") >> 8).astype("uint8"))
    if image.has_transparency_data:
        above = image.convert("RGBA")
        return PIL.Image.alpha_composite(PIL.Image.new("RGBA", above.size, "white"), above).convert("RGB")
    return image if image.mode in MODES else image.convert("RGB")
