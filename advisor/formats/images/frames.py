"""Whether a GIF, TIFF or WebP holds several pictures, by its structure alone.

References: the GIF89a specification, RFC 9649 section 2.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.formats.images.tiff import directory
from advisor.formats.window import Window

SEVERAL = {"gif": "multi-frame", "tiff": "multi-page", "webp": "multi-frame"}
"""Encoding -> what one is called that holds several pictures."""

BLOCKS_READ = 1_000_000
_EXTENSION, _PICTURE = 0x21, 0x2C
_ANIMATION = 0x02


def holds_several(window: Window, encoding: str) -> bool:
    if encoding == "gif":
        return _gif(window)
    if encoding == "tiff":
        first = directory(window)
        return first is not None and not first.is_last
    head = window.at(12, 9)
    return head.startswith(b"VP8X") and len(head) == 9 and bool(head[8] & _ANIMATION)


def _gif(window: Window) -> bool:
    """Whether a second picture begins: each block says its length."""
    position, pictures, turns = 13 + _palette(window.at(10, 1)), 0, iter(range(BLOCKS_READ))
    for _ in turns:
        kind = window.at(position, 1)
        if kind == bytes([_PICTURE]):
            pictures += 1
            position += 11 + _palette(window.at(position + 9, 1))
        elif kind == bytes([_EXTENSION]):
            position += 2
        else:
            return False
        if pictures > 1:
            return True
        position = _behind(window, position, turns)
    return False


def _palette(flags: bytes) -> int:
    """The length of the table of colours that the flags announce."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _behind(window: Window, position: int, turns: Iterator[int]) -> int:
    """Where a chain of blocks of data ends."""
    for _ in turns:
        length = window.at(position, 1)
        position += 1 + (length[0] if length else 0)
        if not length or not length[0]:
            break
    return position
