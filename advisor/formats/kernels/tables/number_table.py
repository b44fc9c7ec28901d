"""The numbers of a block of CSV as an array."""

from __future__ import annotations

from typing import Any

import numpy as np

from advisor.formats.kernels.memory import WIDTH
from advisor.formats.kernels.tables.csv_numbers import AHEAD, read_numbers
from advisor.formats.kernels.text_blocks import held


def number_table(data: bytes, delimiter: bytes, lines: int, width: int) -> np.ndarray[Any, Any] | None:
    """So many lines of `width` short numbers each; None where one of them is anything else."""
    data = data if data.endswith(b"\n") else data + b"\n"
    values = np.empty((lines, width))
    room = held(data, np.empty(0, np.uint8))
    marks = np.empty(AHEAD + 2 * WIDTH, np.int64)
    stopped, rows = read_numbers(
        room.ctypes.data, 0, len(data), np.uint8(ord(delimiter)), values.reshape(-1), width, marks
    )
    return values if rows == len(values) and stopped == len(data) else None
