"""Small images, masks, annotations and label maps for tests, and the broken kinds that no library writes."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import compress, crc32

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def jpeg(width: int = 48, height: int = 40, mode: str = "RGB", orientation: int | None = None, **options: Any) -> bytes:
    """A JPEG of one colour."""
    if orientation is not None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        options["exif"] = exif
    return saved(Image.new(mode, (width, height)), "JPEG", **options)


def png(width: int = 48, height: int = 40, mode: str = "RGB", **options: Any) -> bytes:
    """A PNG of one colour."""
    return saved(Image.new(mode, (width, height)), "PNG", **options)


def other(encoding: str, width: int = 4, height: int = 3) -> bytes:
    """An image that is neither JPEG nor PNG, by Pillow's name of its kind."""
    return saved(Image.new("RGB", (width, height)), encoding)


def opened(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes()))


def animated_gif() -> bytes:
    frames = [Image.new("RGB", (4, 3), colour) for colour in ("red", "green")]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def mask(rows: Sequence[Sequence[int]], mode: str = "P") -> bytes:
    """A PNG mask with these pixel values."""
    image = Image.new(mode, (len(rows[0]), len(rows)))
    image.putdata([value for row in rows for value in row])
    if mode == "P":
        image.putpalette([level for value in range(256) for level in (value, 255 - value, 128)])
    return saved(image, "PNG")


def plain_mask(width: int = 48, height: int = 40, value: int = 0) -> bytes:
    """A PNG mask of one value."""
    return mask([[value] * width] * height)


def described(
    encoding: str,
    width: int,
    height: int,
    mode: str = "RGB",
    colour: int = 0,
    rows: Sequence[Sequence[int]] | None = None,
    orientation: int | None = None,
) -> bytes:
    """An image of one colour, or with the values of these rows."""
    image = Image.new(mode, (width, height), colour)
    if rows is not None:
        image.putdata([value for row in rows for value in row])
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    return saved(image, encoding, **({"exif": exif} if orientation is not None else {}))


def saved(image: Image.Image, encoding: str, **options: Any) -> bytes:
    """The bytes of an image, by Pillow's name of their kind."""
    stream = io.BytesIO()
    image.save(stream, encoding, **options)
    return stream.getvalue()


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


def raw_png(
    width: int, height: int, bits: int, colour: int, rows: bytes | None = None, chunks: Sequence[bytes] = ()
) -> bytes:
    """A PNG put together by hand; `rows` are its unfiltered rows, one byte too few by default."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    data = compress(rows if rows is not None else b"\0")
    return SIGNATURE + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IDAT", data) + chunk(b"IEND")


def bomb_png(side: int = 60_000) -> bytes:
    """A sound PNG of a few bytes that claims side x side pixels."""
    return raw_png(side, side, 8, 0)


def low_bit_grey_mask(values: Sequence[int], bits: int) -> bytes:
    """A mask of one row, stored as grey of 1, 2 or 4 bits."""
    text = "".join(f"{value:0{bits}b}" for value in values)
    packed = int(text.ljust((len(text) + 7) // 8 * 8, "0"), 2).to_bytes((len(text) + 7) // 8, "big")
    return raw_png(len(values), 1, bits, 0, b"\0" + packed)


def segment(marker: int, data: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def frame(width: int, height: int, channels: int = 3, bits: int = 8, marker: int = 0xC0) -> bytes:
    """A JPEG's frame header."""
    return segment(marker, struct.pack(">BHHB", bits, height, width, channels) + bytes(3 * channels))


def raw_jpeg(*segments: bytes, data: bytes = b"\x12\x34", end: bytes = b"\xff\xd9") -> bytes:
    """A JPEG put together by hand: its segments, image data that mean nothing, and its end."""
    return b"\xff\xd8" + b"".join(segments) + segment(0xDA, bytes(6)) + data + end


def box(class_id: Any = 0, left: Any = 2, top: Any = 3, width: Any = 20, height: Any = 15) -> dict[str, Any]:
    return {"class_id": class_id, "left": left, "top": top, "width": width, "height": height}


def annotation(
    file: str = "im0.jpg", boxes: Sequence[Any] | None = None, width: Any = 48, height: Any = 40, **more: Any
) -> bytes:
    """The JSON annotation of one image; `more` sets or overrides keys, None removes one."""
    content = {
        "file": file,
        "image_size": [{"width": width, "height": height, "depth": 3}],
        "annotations": [box()] if boxes is None else list(boxes),
        "categories": [{"class_id": 0, "name": "dog"}, {"class_id": 1, "name": "cat"}],
        **more,
    }
    return json.dumps({key: value for key, value in content.items() if value is not None}).encode()


def label_map(**content: Any) -> bytes:
    return json.dumps(content).encode()
