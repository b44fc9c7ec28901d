"""Blocks of text where the compiled loops can read whole words of them, at their ends, too."""

from __future__ import annotations

from typing import Any

import numpy as np

from advisor.formats.kernels.memory import WIDTH

SLACK = 2 * WIDTH
"""Line feeds behind a block."""

Room = np.ndarray[Any, np.dtype[np.uint8]]


def held(block: bytes, room: Room) -> Room:
    """The room, or a larger one, with the block at its start and line feeds behind it."""
    size = len(block)
    if size + SLACK > len(room):
        room = np.empty(size + size // 4 + SLACK, np.uint8)
    room[:size] = np.frombuffer(block, np.uint8)
    room[size : size + SLACK] = ord("\n")
    return room
