"""Draws an image small, with the boxes that are said to be in it, or with its mask laid over it."""

from __future__ import annotations

import io
import json
import re
from pathlib import PurePosixPath
from typing import Any

from PIL import Image, ImageDraw, UnidentifiedImageError

from advisor.case.around import Drawn, Folded
from advisor.case.model import ANNOTATIONS
from advisor.dataset.storage import Storage, UnreadableError

MOST_BYTES = 1 << 24
"""Bytes of an image or an annotation that are read."""
MOST_PIXELS = 30_000_000
EDGE = 420
"""Pixels of the longer edge of what is drawn."""
BOXES = 500
FARTHEST = 1_000_000
"""Pixels from the corner to a box that is drawn."""
MARKED, OTHER = "#ff2d55", "#00b8ff"
COLOURS = ("#ff2d55", "#00b8ff", "#ffd60a", "#30d158", "#bf5af2", "#ff9f0a", "#64d2ff", "#ac8e68")
_NUMBER = re.compile(r"\[(\d+)\]")


def drawn(storage: Storage, file: str, key: str | None) -> Drawn | Folded | None:
    """The image of a file, of its annotation, or of its mask."""
    if file.lower().endswith(".json"):
        return _annotated(storage, file, key)
    picture = _image(storage, file)
    folder, _, rest = file.partition("/")
    if folder.endswith(ANNOTATIONS):
        try:
            beneath = PurePosixPath(folder.removesuffix(ANNOTATIONS), rest).with_suffix(".jpg")
            return _masked(storage, picture, str(beneath))
        except (UnreadableError, OSError):  # the mask stands alone
            pass
    return _png(picture.convert("RGB"), f"{file}, {picture.width}x{picture.height} {picture.mode}")


def _image(storage: Storage, file: str) -> Image.Image:
    """The image, decoded. Raises `ValueError` for what is none, or is too large."""
    with storage.open(file) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(file)
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError(file)
        picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError) as error:
        raise ValueError(file) from error
    return picture


def _annotated(storage: Storage, file: str, key: str | None) -> Drawn | Folded | None:
    with storage.open(file) as stream:
        sheet: Any = json.loads(stream.read(MOST_BYTES))
    boxes = sheet.get("annotations") if isinstance(sheet, dict) else None
    if not isinstance(boxes, list) or not isinstance(sheet.get("file"), str):
        return Folded(sheet, key)
    channel = file.partition("/")[0].removesuffix(ANNOTATIONS)
    try:
        picture = _image(storage, f"{channel}/{sheet['file']}")
    except (UnreadableError, OSError, ValueError):  # the image is missing or damaged: what is said of it can be shown
        return Folded(sheet, key)
    number = _NUMBER.search(key or "")
    _draw(picture := picture.convert("RGB"), boxes[:BOXES], int(number[1]) if number else -1)
    count = "1 box" if len(boxes) == 1 else f"{len(boxes)} boxes"
    return _png(picture, f"{channel}/{sheet['file']} with its {count}")


def _draw(picture: Image.Image, boxes: list[Any], marked: int) -> None:
    """The boxes, the one that is meant last and in its own colour."""
    pen, width = ImageDraw.Draw(picture), max(picture.width // 150, 2)
    for number in sorted(range(len(boxes)), key=lambda index: index == marked):
        sides = _sides(boxes[number])
        if len(sides) == 4:
            left, top, wide, high = sides
            right, bottom = max(left + wide, left), max(top + high, top)
            pen.rectangle((left, top, right, bottom), outline=MARKED if number == marked else OTHER, width=width)


def _sides(box: Any) -> list[float]:
    """Left, top, width and height; nothing where they are no numbers that can be drawn."""
    values = [box.get(side) for side in ("left", "top", "width", "height")] if isinstance(box, dict) else []
    return [side for side in values if isinstance(side, (int, float)) and abs(side) < FARTHEST]


def _masked(storage: Storage, mask: Image.Image, path: str) -> Drawn:
    """The mask over its image, each value in a colour of its own."""
    beneath = _image(storage, path).convert("RGB")
    values = mask if mask.mode in ("L", "P") else mask.convert("L")
    palette = b"".join(bytes.fromhex(COLOURS[value % len(COLOURS)][1:]) for value in range(256))
    coloured = Image.frombytes("P", values.size, values.tobytes())
    coloured.putpalette(palette)
    over = coloured.convert("RGB").resize(beneath.size, Image.Resampling.NEAREST)
    return _png(Image.blend(beneath, over, 0.4), f"{path} under its mask")


def _png(picture: Image.Image, about: str) -> Drawn:
    picture.thumbnail((EDGE, EDGE))
    stream = io.BytesIO()
    picture.quantize(64).save(stream, "PNG")
    return Drawn(stream.getvalue(), about)
