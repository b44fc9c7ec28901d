"""The segments of a JPEG: its markers, and where each begins."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.formats.window import HEAD, Window

IMAGE_DATA = 0xDA


SEGMENTS_READ = 4096
"""Segments before the image data; more is no camera's work."""
_ALONE = frozenset({0x00, 0x01, *range(0xD0, 0xD8)})
REFUSED = frozenset({*range(0x02, 0xC0), 0xC8, 0xD8, 0xDE, 0xDF, *range(0xF0, 0xFE)})
"""Markers at which decoders give up: another start of an image, and what a later standard may give a meaning."""


def segments(window: Window, block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Marker, position and first bytes (length and what follows) of each segment, as far as the file goes."""
    start, position = 0, 2
    for _ in range(SEGMENTS_READ):
        at = position - start
        if at + 10 > len(block):
            block, start, at = window.at(position, HEAD), position, 0
            if len(block) < 4:
                return
        marker = block[at + 1]
        if block[at] != 0xFF:  # decoders skip to the next marker
            position = window.find(b"\xff", position)
            if position < 0:
                return
        elif marker == 0xFF:
            position += 1
        elif marker in _ALONE:
            position += 2
        else:
            yield marker, position, block[at + 2 : at + 10]
            position += 2 + max(block[at + 2] << 8 | block[at + 3], 2)
