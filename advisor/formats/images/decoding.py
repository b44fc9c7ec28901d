"""Decodes images whose headers and ends are sound, and says what shows only then. Nothing of the pixels is kept.

JPEGs are decoded by Pillow at an eighth of their size: all of their data are read, and most of the arithmetic is
saved. It is shown nothing of their metadata, of which it refuses some and warns of others. Of a PNG the image data are
unpacked, which is all of decoding that can fail, in little memory whatever its size. Of other kinds, which no algorithm
takes, Pillow decodes the first picture.

A decoder only shakes its head at JPEG data that are wrong inside, and Pillow does not pass that on: pixels that are
wrong stay unseen, as long as there are enough of them.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from advisor.formats.images.jpeg import IMAGE_DATA, segments
from advisor.formats.window import BLOCK, HEAD, Source, Window
from advisor.profile import faults
from advisor.profile.faults import Fault
from advisor.profile.images.image import PIXELS_DECODED, ImageFacts

if TYPE_CHECKING:
    from PIL.Image import Image

JPEG_HELD = 1 << 25
"""Bytes of a JPEG beyond which it is not decoded."""

OTHERS_HELD = 1 << 24
"""Bytes or pixels of an image that is neither JPEG nor PNG, beyond which it is not decoded."""

PASSES = 1 << 30
"""Pixels times scans of a JPEG beyond which it is not decoded: a few bytes make a scan, and each goes over all."""

MANY_PIXELS = 1 << 22
"""Pixels from which on images that must be held whole are decoded one at a time."""

_one_at_a_time = Lock()


class Decoded(NamedTuple):
    """What decoding an image showed: its fault, or why it was not decoded."""

    fault: Fault | None = None
    undecoded: str | None = None


SOUND = Decoded()


def look_inside(source: Source, size: int, facts: ImageFacts) -> Decoded:
    """What decoding shows of an image in which `probe` found no fault. Takes bytes, or a seekable stream of `size`."""
    if facts.pixels > PIXELS_DECODED:
        return _too_large(facts.width, facts.height)
    window = Window(source, size)
    if facts.encoding == "png":
        return _png(window)
    if facts.encoding == "jpeg":
        return _jpeg(window, facts)
    return _other(window, facts.encoding or "", facts.family)


def _too_large(width: int, height: int) -> Decoded:
    return Decoded(undecoded=f"it has too many pixels, {width}x{height}")


def _too_long(size: int) -> Decoded:
    return Decoded(undecoded=f"it has too many bytes, {size:,}")


def _failed(error: Exception) -> Decoded:
    """What an exception of Pillow's means: it raises all kinds of them at hostile bytes."""
    from PIL import Image

    if isinstance(error, MemoryError):
        return Decoded(undecoded="there is not enough memory for it")
    if isinstance(error, Image.DecompressionBombError):
        return Decoded(undecoded="it has too many pixels")
    return Decoded(faults.IMAGE_TRUNCATED if "truncated" in str(error).lower() else faults.IMAGE_DAMAGED)


# --- JPEG ----------------------------------------------------------------------------------------

_START, _END, _SCAN = b"\xff\xd8", b"\xff\xd9", b"\xff\xda"
_SEQUENTIAL = (0xC0, 0xC1)
_NEEDED = frozenset({*range(0xC0, 0xD0), IMAGE_DATA, 0xDB, 0xDD})
"""Frames, tables, and the restart interval."""

_BLOCKS = bytes((i * 83 + 0xB6) % 254 + 1 for i in range(128))
_FILLING = b"".join(_BLOCKS + bytes([0xFF, marker]) for marker in range(0xD0, 0xD8))
"""Data of some blocks for whoever still wants them, after each restart, too; their first bits say another grey."""


class _Bare(NamedTuple):
    """A JPEG without metadata. `scan`: where its first scan begins; `at_once`: that holds all of the image."""

    data: bytes
    scan: int
    at_once: bool


def _jpeg(window: Window, facts: ImageFacts) -> Decoded:
    if window.size > JPEG_HELD:
        return _too_long(window.size)
    bare = _bare(window, facts.channels)
    scans = 1 if bare.at_once else bare.data.count(_SCAN)
    if facts.pixels * scans > PASSES:
        return Decoded(undecoded=f"it has too many scans, {scans:,}")
    with nullcontext() if bare.at_once or facts.pixels < MANY_PIXELS else _one_at_a_time:
        try:
            return _decoded(bare)
        except Exception as error:  # whatever Pillow raises at hostile bytes
            return _failed(error)


def _bare(window: Window, channels: int) -> _Bare:
    parts, begin, behind, position, sequential = [_START], 2, 2, 2, False
    for marker, position, start in segments(window, window.at(0, HEAD)):
        unneeded, stray = marker not in _NEEDED, behind
        behind = position + 2 + int.from_bytes(start[:2], "big")
        if unneeded or stray < position:
            parts.append(window.at(begin, stray - begin))
            begin = behind if unneeded else position
        if marker == IMAGE_DATA:
            break
        sequential = sequential or marker in _SEQUENTIAL
    parts.append(window.at(begin, window.size - begin))
    data = b"".join(parts)
    scan = len(data) - (window.size - position)
    return _Bare(data, scan, sequential and data[scan + 4 : scan + 5] == bytes([channels]))


def _decoded(bare: _Bare) -> Decoded:
    """Where the one scan runs out before an end that was set behind it, decoders fill up with grey."""
    image = _reduced(bare.data)
    if bare.at_once and _ends_grey(image):
        end = bare.data.find(_END, bare.scan)
        filled = _reduced(bare.data[:end] + _FILLING + bare.data[end:])
        if image.tobytes() != filled.tobytes():  # what stands behind sound data changes nothing
            return Decoded(faults.IMAGE_TRUNCATED)
    return SOUND


def _reduced(data: bytes) -> Image:
    from PIL import Image

    image = Image.open(BytesIO(data), formats=("JPEG",))
    image.draft("L", (1, 1))
    image.load()
    return image


def _ends_grey(image: Image) -> bool:
    """Whether the last pixel has the colour that stands for no data."""
    width, height = image.size
    last = image.getpixel((width - 1, height - 1)) or 0
    return all(127 <= level <= 128 for level in (last if isinstance(last, tuple) else (last,)))


# --- PNG -----------------------------------------------------------------------------------------

_FILTERS = 5
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PLAIN = ((0, 0, 1, 1),)
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of each pass over an interlaced image: its first column and row, and the steps to the next ones."""


def _png(window: Window) -> Decoded:
    blocks = _unpacked(window)
    block = b""
    try:
        for rows, step in _passes(window):
            left = rows * step
            while left:
                block = block or next(blocks, b"")
                if not block:
                    return Decoded(faults.IMAGE_TRUNCATED)
                part, block = block[:left], block[left:]
                if max(part[left % step :: step], default=0) >= _FILTERS:
                    return Decoded(faults.IMAGE_DAMAGED)
                left -= len(part)
    except (struct.error, zlib.error):  # the former where the file has changed meanwhile
        return Decoded(faults.IMAGE_DAMAGED)
    return SOUND


def _passes(window: Window) -> Iterator[tuple[int, int]]:
    """The number of rows of each pass, and the bytes of a row with the number of its filter before it."""
    width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", window.at(16, 13))
    for left, top, across, down in _ADAM7 if interlaced else _PLAIN:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            yield rows, 1 + (columns * bits * _SAMPLES[colour] + 7) // 8


def _unpacked(window: Window) -> Iterator[bytes]:
    """What the image data hold, in blocks."""
    unpack = zlib.decompressobj()
    for packed in _image_data(window):
        while packed and not unpack.eof:
            if block := unpack.decompress(packed, BLOCK):
                yield block
            packed = unpack.unconsumed_tail
    yield unpack.flush()


def _image_data(window: Window) -> Iterator[bytes]:
    """The first run of chunks of image data, in blocks: decoders stop at any other chunk."""
    position, kind, begun = 8, b"", False
    while kind == b"IDAT" or not begun:
        length, kind = struct.unpack(">I4s", window.at(position, 8))
        start, position = position + 8, position + 12 + length
        if kind == b"IDAT":
            begun = True
            for at in range(start, start + length, BLOCK):
                yield window.at(at, min(BLOCK, start + length - at))


# --- other kinds ---------------------------------------------------------------------------------

_KINDS = ("bmp", "gif", "webp")
"""No TIFF: Pillow makes gigabytes of a small table of strips, and libtiff writes what it meets to the terminal."""


def _other(window: Window, encoding: str, kind: str) -> Decoded:
    if kind not in _KINDS:
        return Decoded(undecoded=f"no decoder for {encoding} is used here")
    if window.size > OTHERS_HELD:
        return _too_long(window.size)
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = window.at(0, window.size)
        try:
            return _first_picture(data, kind)
        except Exception as error:  # whatever Pillow raises at hostile bytes
            seen = _failed(error)
    if seen.fault == faults.IMAGE_DAMAGED and kind == "bmp":
        return Decoded(undecoded="it is damaged, or a bmp of a rare sort")
    return seen


def _first_picture(data: bytes, kind: str) -> Decoded:
    from PIL import Image

    with Image.open(BytesIO(data), formats=(kind,)) as image:
        if image.width * image.height > OTHERS_HELD:
            return _too_large(*image.size)
        image.load()
    return SOUND
