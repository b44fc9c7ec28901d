"""The directory of the first picture of a TIFF. Reference: TIFF 6.0 section 2."""

from __future__ import annotations

import struct
from typing import NamedTuple

from advisor.formats.window import Window


class Directory(NamedTuple):
    """`entries`: the tag of each, and how many values it is said to have. `is_last`: no other picture follows."""

    entries: list[tuple[int, int]]
    is_last: bool


def directory(window: Window) -> Directory | None:
    """None where it is not all there."""
    order = "<" if window.at(0, 2) == b"II" else ">"
    try:
        begin = struct.unpack(f"{order}I", window.at(4, 4))[0]
        count = struct.unpack(f"{order}H", window.at(begin, 2))[0]
        held = struct.iter_unpack(f"{order}HHI4x", window.at(begin + 2, 12 * count))
        entries = [(tag, values) for tag, _, values in held]
    except struct.error:
        return None
    following = window.at(begin + 2 + 12 * count, 4)
    return Directory(entries, len(following) < 4 or not any(following))
