"""Blocks of text: where the compiled loops can read whole words of them, and what of them these leave to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from advisor.formats.kernels.memory import WIDTH

SLACK = 2 * WIDTH
"""Line feeds behind a block."""

ODD_LINES = 64
"""Lines of a block that are read one by one; with more of them the rest of the block is."""

Room = np.ndarray[Any, np.dtype[np.uint8]]


def held(block: bytes, room: Room) -> Room:
    """The room, or a larger one, with the block at its start and line feeds behind it."""
    size = len(block)
    if size + SLACK > len(room):
        room = np.empty(size + size // 4 + SLACK, np.uint8)
    room[:size] = np.frombuffer(block, np.uint8)
    room[size : size + SLACK] = ord("\n")
    return room


def odd_lines(block: bytes, take: Callable[[int], int]) -> Iterator[bytes]:
    """What of a block of whole lines is left by `take`, which takes lines from a byte on and says how far it came."""
    at = odd = 0
    while (at := take(at)) < len(block):
        end = block.find(b"\n", at) + 1 if odd < ODD_LINES else len(block)
        yield block[at:end]
        at, odd = end, odd + 1
