"""Pictures and masks written anew in their place: what lists and annotations say of them stays true.

What is not sound, or holds more than the result could, is copied as it is, for a person.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.conversion.images.picture import Picture
from advisor.conversion.images.pixels import SUFFIXES, TIFF, plain
from advisor.conversion.images.readable import unreadable
from advisor.conversion.mend.files.order import Order
from advisor.conversion.options import Options
from advisor.formats.images.image import probe
from advisor.formats.images.mask import in_one_band
from advisor.profile.images.image import ImageFacts

if TYPE_CHECKING:
    from PIL.Image import Image

HEAD = 1 << 20
"""Bytes in which a picture says its kind and size."""

SAVE, RENAME = "save-picture", "rename-picture"
"""Repairs after which the name of a picture ends as what it is."""
OBJECT, WHITE = "write-object", 255
"""The repair of masks in which white stands for the object, and that white."""
TURN = "turn-upright"
"""The repair of a picture that findings on its mask or its annotation name."""

DEEP = "I;16"
"""Pillow's word for grey of sixteen bits."""

Anew = Callable[["Image", ImageFacts, Order], "Image | None"]
"""A picture as it is to be; None where a person must choose."""

_ENDINGS = {**SUFFIXES, "gif": (".gif",), "bmp": (".bmp",), "tiff": (".tif", ".tiff"), "webp": (".webp",)}


def _saved(image: Image, facts: ImageFacts, order: Order) -> Image | None:
    """Of several frames none is chosen; sixteen bits stay, as far as they can be kept."""
    if getattr(image, "n_frames", 1) > 1:
        return None
    if image.mode.startswith(("I", "F")):
        return image if image.mode == DEEP else None
    return plain(image)


def _in_eight_bits(image: Image, facts: ImageFacts, order: Order) -> Image | None:
    """Pillow reads colours of sixteen bits by their upper eight."""
    import numpy as np
    import PIL.Image

    is_told = order.answers.get("bits") == "stretch"
    if facts.bits <= 8 or (is_told and not image.mode.startswith("I")):
        return None
    if not is_told:
        return plain(image)
    values = np.asarray(image, np.float64)
    low, high = values.min(), values.max()
    return PIL.Image.fromarray(np.rint((values - low) * (255 / max(high - low, 1))).astype(np.uint8))


def _in_rgb(image: Image, facts: ImageFacts, order: Order) -> Image | None:
    """Sixteen bits a colour are not cut: what is kept of them is for a person to choose."""
    return None if facts.bits > 8 or facts.mode == "RGB" else plain(image).convert("RGB")


def _upright(image: Image, facts: ImageFacts, order: Order) -> Image | None:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def _mask(image: Image, facts: ImageFacts, order: Order) -> Image | None:
    """A mask of one band of eight bits, where its values are told without doubt."""
    import PIL.Image

    values = in_one_band(image, facts)
    return None if values is None else PIL.Image.fromarray(values)


def _object(image: Image, facts: ImageFacts, order: Order) -> Image | None:
    """The class 1 in the place of white, which training ignores."""
    import numpy as np
    import PIL.Image

    if order.answers.get("object") != "1":
        return None
    values = np.asarray(image)
    return PIL.Image.fromarray((values == WHITE).astype(np.uint8)) if is_black_and_white(image) else None


def is_black_and_white(image: Image) -> bool:
    """Whether a mask holds 0 and 255, and nothing else."""
    import numpy as np

    values = np.asarray(image)
    return values.ndim == 2 and values.dtype == np.uint8 and bool(((values == 0) | (values == WHITE)).all())


MENDS: dict[str, Anew] = {
    SAVE: _saved,
    "eight-bits": _in_eight_bits,
    "colours-to-rgb": _in_rgb,
    TURN: _upright,
    "write-mask": _mask,
    OBJECT: _object,
}
"""Repair -> what becomes of the picture, in the order in which they are done."""


def mend(file: Path, target: Path, order: Order) -> None:
    """Pixels stay where they are, and so does the turn that EXIF tells, unless that is mended."""
    target.write_bytes(mended(Picture(file.name, file).read(), order))


def mended(content: bytes, order: Order) -> bytes:
    for name in (name for name in MENDS if name in order.repairs):
        content = _anew(content, name, order) or content
    return content


def _anew(content: bytes, name: str, order: Order) -> bytes | None:
    facts = probe(content)
    encoding = order.answers.get("picture") if name == SAVE else facts.encoding
    if facts.fault or encoding not in SUFFIXES or (name == SAVE and encoding == facts.encoding):
        return None
    if unreadable(content, facts):
        return None
    from PIL import Image

    written = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content)) as opened:
            exif = Image.Exif() if name == TURN or opened.format == TIFF else opened.getexif()
            image = MENDS[name](opened, facts, order)
            if image is None:
                return None
            encoding = "png" if image.mode == DEEP else encoding
            quality = {"quality": Options().quality} if encoding == "jpeg" else {}
            image.save(written, encoding, exif=exif, **quality)
    except (OSError, ValueError):
        return None
    return written.getvalue()


def _facts(file: Path) -> ImageFacts:
    with file.open("rb") as stream:
        return probe(stream.read(HEAD))


def ending(file: Path) -> str | None:
    """What the name of a picture ends in by what it is; None where it ends so, or nothing is known to fit."""
    known = _ENDINGS.get(_facts(file).family, ())
    return known[0] if known and file.suffix.lower() not in known else None


def is_rgb(file: Path) -> bool:
    """Whether it is a picture of three colours, or none at all."""
    return _facts(file).mode in ("RGB", "")


def are_black_and_white(files: Iterable[Path]) -> bool:
    """Whether all of the masks are."""
    from PIL import Image

    try:
        for file in files:
            with Image.open(file) as opened:
                if not is_black_and_white(opened):
                    return False
    except (OSError, ValueError, Image.DecompressionBombError):
        return False
    return True


def described(file: Path) -> tuple[str, ...]:
    """What a person sees of a picture in one line; nothing of what is none."""
    facts = _facts(file)
    if not facts.pixels:
        return (facts.encoding,) if facts.encoding else ()
    return (f"{facts.encoding}, {facts.width} x {facts.height}, {facts.mode}",)
