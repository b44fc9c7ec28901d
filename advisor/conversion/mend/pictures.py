"""Pictures and masks written anew in their place: what lists and annotations say of them stays true.

What is not sound, or holds more than the result could, is copied as it is, for a person.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.conversion.images.picture import Picture
from advisor.conversion.images.pixels import SUFFIXES, plain
from advisor.conversion.options import Options
from advisor.formats.images.decoding import look_inside
from advisor.formats.images.image import probe
from advisor.profile.images.image import ImageFacts

if TYPE_CHECKING:
    from PIL.Image import Image

HEAD = 1 << 20
"""Bytes in which the size of a picture is told."""

Anew = Callable[["Image", ImageFacts], "Image | None"]
"""A picture as it is to be; None where a person must choose."""


def _in_rgb(image: Image, facts: ImageFacts) -> Image | None:
    """Sixteen bits a colour are not cut: what is kept of them is for a person to choose."""
    return None if facts.bits > 8 else plain(image).convert("RGB")


def _upright(image: Image, facts: ImageFacts) -> Image | None:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def _mask(image: Image, facts: ImageFacts) -> Image | None:
    """A mask of one band of eight bits, where its values are told without doubt."""
    import numpy as np
    import PIL.Image

    values = np.asarray(image)
    if image.mode in ("RGB", "RGBA", "LA"):
        colours = values[..., :-1] if image.mode != "RGB" else values
        if (colours != colours[..., :1]).any():
            return None
        values = colours[..., 0]
    return PIL.Image.fromarray(values.astype(np.uint8)) if int(values.max(initial=0)) <= 255 else None


MENDS: dict[str, Anew] = {"colours-to-rgb": _in_rgb, "turn-upright": _upright, "write-mask": _mask}
"""Repair -> what becomes of the picture."""


def mend(file: Path, target: Path, repairs: tuple[str, ...]) -> None:
    """Pixels stay where they are, and so does the turn that EXIF tells, unless that is mended."""
    content = Picture(file.name, file).read()
    for name in (name for name in MENDS if name in repairs):
        content = _anew(content, MENDS[name], keeps_turn=name != "turn-upright") or content
    target.write_bytes(content)


def in_rgb(content: bytes) -> bytes | None:
    """The picture in three colours; None where a person must choose."""
    return _anew(content, _in_rgb, keeps_turn=True)


def _anew(content: bytes, change: Anew, *, keeps_turn: bool) -> bytes | None:
    facts = probe(content)
    if facts.fault or facts.encoding not in SUFFIXES:
        return None
    seen = look_inside(content, len(content), facts)
    if seen.fault or seen.undecoded:
        return None
    from PIL import Image

    written = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content)) as opened:
            exif = opened.getexif() if keeps_turn else Image.Exif()
            image = change(opened, facts)
        if image is None:
            return None
        quality = {"quality": Options().quality} if facts.encoding == "jpeg" else {}
        image.save(written, facts.encoding, exif=exif, **quality)
    except (OSError, ValueError):
        return None
    return written.getvalue()


def described(file: Path) -> tuple[str, ...]:
    """What a person sees of a picture in one line; nothing of what is none."""
    with file.open("rb") as stream:
        facts = probe(stream.read(HEAD))
    return (f"{facts.encoding}, {facts.width} x {facts.height}, {facts.mode}",) if facts.encoding else ()
