"""Reads single images: what their headers say, and whether anything is missing. Pixels are decoded only if asked.

A JPEG is known by its segments up to the image data and by its end; of a PNG every chunk is checked. Other
kinds are only named. References: ITU T.81 annex B, the PNG specification, EXIF 2.32.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, NamedTuple
from zlib import crc32

from advisor.formats.images.frames import SEVERAL, holds_several
from advisor.formats.images.jpeg import IMAGE_DATA, REFUSED, segments
from advisor.formats.sniff import HEIF_BRANDS
from advisor.formats.window import BLOCK, HEAD, Source, Window
from advisor.profile import faults
from advisor.profile.base import Place
from advisor.profile.images.image import JPEG_MODES, ImageFacts, ImageProfile, PictureProfile

CHUNKS_READ = 1_000_000

LOOKED_AT = 256
"""Bytes at the end of the head, and of the file, that tell an image from others of its size."""

_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_END, _APP1 = 0xD9, 0xE1
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
_LOSSLESS_FRAMES = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF})
_COMMON_FRAMES = frozenset({0xFFC0, 0xFFC1, 0xFFC2})
_PASSED_OVER = frozenset({0xFFC4, 0xFFDB, 0xFFDD, 0xFFFE, 0xFFE0, *range(0xFFE2, 0xFFF0)})
_marker_and_length = struct.Struct(">HH").unpack_from
_frame_header = struct.Struct(">BHHB").unpack_from
_height_and_width = struct.Struct(">HH")

_Frame = tuple[str, int, int, str, int, int]
"""Encoding, width, height, mode, channels, bits."""

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_MODES = {0: "L", 2: "RGB", 3: "P", 4: "LA", 6: "RGBA"}
_PNG_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_PNG_CHANNELS = {0: 1, 2: 3, 3: 3, 4: 1, 6: 3}

_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})


def scan(stream: BinaryIO, size: int, *, decode: bool = False) -> ImageProfile:
    """The profile of one image file. `decode`: its pixels are decoded, too."""
    window = Window(stream, size)
    head = window.at(0, HEAD)
    facts = _probed(window, head)
    profile = ImageProfile(bytes=size, records=1 if facts.encoding else 0, facts=facts)
    if facts.fault:
        profile.fault(facts.fault, Place(offset=facts.fault_at))
        return profile
    profile.ends = _checksum(head, _end(window))
    if decode:
        take_pixels(profile, stream)
    return profile


def take_pixels(profile: PictureProfile, stream: BinaryIO) -> None:
    """Decodes an image in which `probe` found no fault."""
    from advisor.formats.images.decoding import look_inside

    fault, profile.undecoded = look_inside(stream, profile.bytes, profile.facts)
    if fault:
        profile.fault(fault, Place())


def glance(head: bytes, end: bytes, size: int) -> ImageProfile | None:
    """What `scan` says of a sound JPEG as most are, by its first and its last bytes; None of any other file."""
    facts = _common_jpeg(head, size) if end.endswith(_JPEG_END) and head.startswith(_JPEG_START) else None
    return ImageProfile(size, 0, 1, {}, facts, None, _checksum(head, end)) if facts else None


def _checksum(head: bytes, end: bytes) -> int:
    return crc32(end, crc32(head[-LOOKED_AT:]))


def probe(source: Source, size: int | None = None) -> ImageFacts:
    """What an image says of itself. `source`: the bytes of an image, or a seekable stream of `size` bytes."""
    window = Window(source, size)
    return _probed(window, window.at(0, HEAD))


def _probed(window: Window, head: bytes) -> ImageFacts:
    if not head:
        return ImageFacts(fault=faults.IMAGE_EMPTY)
    if head.startswith(_JPEG_START):
        found = _common_jpeg(head, window.size)
        return found if found and _end(window).endswith(_JPEG_END) else _jpeg(window, head)
    if head.startswith(b"\x89PNG"):
        return _png(window)
    other = _other_encoding(head)
    if other is None:
        return ImageFacts(fault=faults.IMAGE_UNRECOGNISED)
    return ImageFacts(f"{SEVERAL[other]} {other}" if other in SEVERAL and holds_several(window, other) else other)


def _end(window: Window) -> bytes:
    return window.at(max(window.size - LOOKED_AT, 0), LOOKED_AT)


def _other_encoding(head: bytes) -> str | None:
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith((b"II*\0", b"MM\0*")):
        return "tiff"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return "heif"
    if head.startswith(b"\0\0\0\x0cjP  "):
        return "jpeg2000"
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BITMAP_HEADERS:
        return "bmp"
    return None


# --- JPEG ----------------------------------------------------------------------------------------


class _Head(NamedTuple):
    """A head that was walked through, up to its image data; where in it height and width stand; what it says."""

    data: bytes
    size_at: int
    facts: ImageFacts


_latest = _Head(b"none", 4, ImageFacts())
"""Images that one program wrote often differ in nothing but their size, and then need not be walked through again."""


def _common_jpeg(head: bytes, size: int) -> ImageFacts | None:
    """What `_jpeg` says of a JPEG as most are, all segments in its head, that ends as it should; None of any other."""
    data, at, facts = _latest
    if not head.startswith(data):
        behind = at + _height_and_width.size
        if not (head.startswith(data[:at]) and head.startswith(data[behind:], behind)):
            return _walked(head, size)
        height, width = _height_and_width.unpack_from(head, at)
        facts = ImageFacts("jpeg", width, height, *facts[3:])
    return facts if facts.width and size > len(data) else None


def _walked(head: bytes, size: int) -> ImageFacts | None:
    """`_common_jpeg` by one segment after the other."""
    global _latest
    position, frame, width, height, channels, orientation = 2, 0, 0, 0, 0, 1
    try:
        while True:
            marker, length = _marker_and_length(head, position)
            if marker in _PASSED_OVER:
                pass
            elif marker in _COMMON_FRAMES:
                frame = position
                bits, height, width, channels = _frame_header(head, frame + 4)
                if bits != 8 or length < 8:
                    return None
            elif marker == 0xFF00 | _APP1 and position + 4 + length <= len(head):
                if orientation == 1:
                    orientation = _orientation(head[position + 4 : position + 4 + length])
            else:
                break
            if length < 2:
                return None
            position += 2 + length
    except struct.error:
        return None
    mode = JPEG_MODES.get(channels)
    if marker != 0xFF00 | IMAGE_DATA or not width or not mode or size - 2 <= position:
        return None
    facts = ImageFacts("jpeg", width, height, mode, channels, 8, False, orientation)
    _latest = _Head(head[: position + 2], frame + 5, facts)
    return facts


def _jpeg(window: Window, block: bytes) -> ImageFacts:
    frame: _Frame = ("jpeg", 0, 0, "", 0, 0)
    orientation = 1
    if block[2:3] not in (b"", b"\xff"):  # by which decoders know a JPEG
        return ImageFacts(*frame, fault=faults.IMAGE_DAMAGED, fault_at=2)
    for marker, position, head in segments(window, block):
        if marker == IMAGE_DATA:
            return ImageFacts(*frame, False, orientation, *_jpeg_fault(window, frame, position))
        if marker == _END or marker in REFUSED:
            return ImageFacts(*frame, False, orientation, faults.IMAGE_DAMAGED, position)
        if marker in _FRAMES or marker in _LOSSLESS_FRAMES:
            frame = _jpeg_frame(head[2:], marker) or frame
        elif marker == _APP1 and orientation == 1:
            orientation = _orientation(window.at(position + 4, head[0] << 8 | head[1]))
    return ImageFacts(*frame, False, orientation, faults.IMAGE_TRUNCATED, window.size)


def _jpeg_frame(header: bytes, marker: int) -> _Frame | None:
    if len(header) < 6:
        return None
    bits, height, width, channels = struct.unpack(">BHHB", header)
    lossy = "jpeg" if bits == 8 else f"{bits}-bit jpeg"
    encoding = lossy if marker in _FRAMES else "lossless jpeg"
    return encoding, width, height, JPEG_MODES.get(channels, ""), channels, bits


def _jpeg_fault(window: Window, frame: _Frame, data_at: int) -> tuple[faults.Fault, int] | tuple[None, None]:
    """What is wrong with the image data that begins at `data_at`. Phones and editors write more behind its end."""
    _, width, _, mode, _, _ = frame
    if not width or not mode:
        return faults.IMAGE_DAMAGED, data_at
    last = window.size - 2
    if last > data_at and window.at(last, 2) == _JPEG_END:
        return None, None
    return (None, None) if window.find(_JPEG_END, data_at) >= 0 else (faults.IMAGE_TRUNCATED, window.size)


def _orientation(segment: bytes) -> int:
    """The orientation of the EXIF data in an APP1 segment: 1 to 8, 1 where there is none."""
    if segment[:6] != b"Exif\0\0":
        return 1
    tiff = segment[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    start = struct.unpack_from(f"{order}I", tiff, 4)[0]
    if start + 2 > len(tiff):
        return 1
    count = struct.unpack_from(f"{order}H", tiff, start)[0]
    for entry in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, values, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
        if tag == 0x0112:
            return value if (kind, values) == (3, 1) and 1 <= value <= 8 else 1
    return 1


# --- PNG -----------------------------------------------------------------------------------------


def _png(window: Window) -> ImageFacts:
    facts = _png_header(window)
    if facts.fault:
        return facts
    position, seen = 8, set[bytes]()
    for _ in range(CHUNKS_READ):
        head = window.at(position, 8)
        if len(head) < 8:
            return facts._replace(fault=faults.IMAGE_TRUNCATED, fault_at=position)
        length, kind = struct.unpack(">I4s", head)
        if not kind.isalpha():
            return facts._replace(fault=faults.IMAGE_DAMAGED, fault_at=position)
        after = position + 12 + length
        if after > window.size:
            return facts._replace(fault=faults.IMAGE_TRUNCATED, fault_at=position)
        if not _chunk_is_sound(window, position, length):
            return facts._replace(fault=faults.IMAGE_DAMAGED, fault_at=position)
        seen.add(kind)
        if kind == b"IEND":
            break
        position = after
    needed = {b"IEND", b"IDAT", b"PLTE"} if facts.mode == "P" else {b"IEND", b"IDAT"}
    if not needed <= seen:
        return facts._replace(fault=faults.IMAGE_DAMAGED, fault_at=position)
    return facts._replace(alpha=True) if b"tRNS" in seen else facts


def _png_header(window: Window) -> ImageFacts:
    head = window.at(0, 33)
    if head[:8] != _PNG_SIGNATURE[: len(head)]:  # line ends were converted, as by a transfer in text mode
        return ImageFacts("png", fault=faults.IMAGE_DAMAGED, fault_at=0)
    if len(head) < 33:
        return ImageFacts("png", fault=faults.IMAGE_TRUNCATED, fault_at=len(head))
    length, kind, width, height, bits, colour, *methods = struct.unpack_from(">I4sIIBBBBB", head, 8)
    mode = _PNG_MODES.get(colour, "")
    if colour == 0 and bits in (1, 16):
        mode = {1: "1", 16: "I;16"}[bits]
    facts = ImageFacts("png", width, height, mode, _PNG_CHANNELS.get(colour, 0), bits, colour in (4, 6))
    sound = (
        (length, kind) == (13, b"IHDR")
        and 0 < width < 1 << 31
        and 0 < height < 1 << 31
        and bits in _PNG_DEPTHS.get(colour, ())
        and methods in ([0, 0, 0], [0, 0, 1])
    )
    return facts if sound else facts._replace(fault=faults.IMAGE_DAMAGED, fault_at=8)


def _chunk_is_sound(window: Window, position: int, length: int) -> bool:
    """Whether the chunk's checksum fits its kind and its `length` bytes."""
    checked, end = position + 4, position + 8 + length
    checksum = 0
    while checked < end:
        block = window.at(checked, min(BLOCK, end - checked))
        if not block:
            return False
        checksum = crc32(block, checksum)
        checked += len(block)
    return window.at(end, 4) == checksum.to_bytes(4, "big")
