"""Reads runs of dense and of sparse float32 records by the compiled loops."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from advisor.formats.kernels.memory import EDGE, WIDTH
from advisor.formats.kernels.recordio import frames
from advisor.formats.kernels.recordio.sparse import take_sparse
from advisor.formats.kernels.sums import Sums, add_up
from advisor.formats.recordio.frames import framed
from advisor.formats.recordio.layout import Layout
from advisor.formats.window import Window
from advisor.profile.base import PLACES_KEPT
from advisor.profile.columns import Column

BLOCK = 1 << 19
"""Bytes taken at a time, well within a processor's second cache."""

_NOTHING = (1 << 31) - 1, -(1 << 31), 0, 0, 1 << 62, 0


class Totals:
    """What the compiled loops add up of values and labels.

    `values`: least, greatest, fractional ones, all, and the shortest and longest payload of records of varying length.
    """

    def __init__(self) -> None:
        self.values = np.array(_NOTHING, np.int64)
        self.small = np.zeros(1024, np.int64)
        self.others = Sums(1)

    def add_to(self, values: Column | None, label: Column | None) -> None:
        low, high, fractional, count = self.values[:4].tolist()
        if values and count:
            values.add_all(count, _float_of(low), _float_of(high))
            values.fractional.add(fractional)
        if label:
            self.others.add_to(0, label, self.others.rows)
            for value in np.flatnonzero(self.small).tolist():
                label.add(float(value), int(self.small[value]))


class Labels:
    """Room for the labels of a block, and what adds them up."""

    def __init__(self, rows: int, totals: Totals) -> None:
        self.room = np.zeros((rows, 1))
        self.others = totals.others
        self.count_classes = frames.count_classes.on(self.room, totals.small)
        self.add_up = add_up.on(self.room, totals.others.totals)

    def take(self, count: int) -> None:
        """Adds the first labels of the room to the totals."""
        others = int(self.count_classes(count))
        if others:
            self.add_up(others)
            self.others.rows += others


class Frames:
    """Takes runs of frames that are alike."""

    def __init__(self, window: Window, totals: Totals) -> None:
        self.window = window
        self.totals = totals
        self.template: _Template | None = None

    def take(self, layout: Layout, offset: int, most: int) -> int:
        """The number of records taken of the next ones at `offset`, `most` at most."""
        if layout.values.start > EDGE or len(layout.frame) - layout.values.stop > EDGE:
            return 0
        if self.template is None or self.template.layout is not layout:
            self.template = _Template(layout, self.totals)
        template, taken = self.template, 0
        while taken < most:
            wanted = min(template.at_once, most - taken)
            count = self.window.into(offset + taken * template.step, template.buffer[: wanted * template.step])
            done = int(template.take_frames(template.text, count // template.step))
            if template.has_label:
                template.labels.take(done)
            taken += done
            if done < wanted:
                break
        self.totals.values[3] += taken * template.width
        return taken


class Sparse(NamedTuple):
    """What the records of a run have in common."""

    width: int
    labelled: bool


class SparseRun(NamedTuple):
    """Records taken: how many, where the first few begin, where the last ends, the extent of their payloads."""

    records: int
    starts: list[int]
    end: int
    shortest: int
    longest: int


class SparseRecords:
    """Takes runs of sparse records of one width."""

    def __init__(self, window: Window, totals: Totals) -> None:
        self.window = window
        self.totals = totals
        self.data = np.zeros(BLOCK + 2 * WIDTH, np.uint8)
        self.starts = np.zeros(BLOCK // 64, np.int64)
        self.labels = Labels(len(self.starts), totals)
        self.take_sparse = take_sparse.on(self.labels.room, self.starts, totals.values)

    def like(self, payload: bytes) -> Sparse | None:
        """What records must be like to be taken together with this one; None where it is no plain sparse vector."""
        frame = framed(payload)
        if len(frame) <= BLOCK:
            self.data[: len(frame)] = np.frombuffer(frame, np.uint8)
            for labelled in (True, False):
                room = self.labels.room, self.starts, np.array(_NOTHING, np.int64)
                count, _, width = take_sparse(self.data.ctypes.data, len(frame), 1, 0, labelled, *room)
                if count:
                    return Sparse(int(width), labelled)
        return None

    def take(self, like: Sparse, offset: int, end: int) -> SparseRun:
        """The records like it that follow each other from `offset` on and begin before `end`."""
        sums = self.totals.values
        sums[4:] = _NOTHING[4:]
        starts: list[int] = []
        taken, at, text = 0, offset, self.data.ctypes.data
        while at < end:
            held = self.window.into(at, self.data[:BLOCK].data)
            count, size, _ = self.take_sparse(text, held, end - at, *like)
            if not count:
                break
            if like.labelled:
                self.labels.take(count)
            if len(starts) < PLACES_KEPT:
                starts += (self.starts[: min(count, PLACES_KEPT)] + at).tolist()
            taken, at = taken + int(count), at + int(size)
        return SparseRun(taken, starts, at, int(sums[4]), int(sums[5]))


class Compiled:
    """The compiled loops of one file, and what they add up."""

    def __init__(self, window: Window) -> None:
        self.totals = Totals()
        self.dense = Frames(window, self.totals)
        self.sparse = SparseRecords(window, self.totals)


class _Template:
    """A layout and room for its frames, as the compiled loop wants them."""

    def __init__(self, layout: Layout, totals: Totals) -> None:
        self.layout = layout
        self.step = len(layout.frame)
        self.width = (layout.values.stop - layout.values.start) // 4
        self.has_label = layout.label.stop > layout.label.start
        self.at_once = max(BLOCK // self.step, 1)
        data = np.zeros(self.at_once * self.step + WIDTH, np.uint8)
        self.buffer, self.text = data.data, data.ctypes.data
        self.ends = _ends(layout)
        self.lanes = _aligned(4 * frames.LANES + WIDTH)
        self.labels = Labels(self.at_once, totals)
        self.take_frames = frames.take_frames.on(
            self.step, self.ends.ctypes.data, layout.values.start, self.width,
            layout.label.start if self.has_label else -1, self.lanes.ctypes.data, self.labels.room, totals.values,
        )  # fmt: skip


def _ends(layout: Layout) -> np.ndarray[Any, Any]:
    """The first and the last 32 bytes of a frame, and their masks: all that is neither values nor label lies there."""
    whole = np.zeros((2, max(len(layout.frame), EDGE)), np.uint8)
    whole[0, : len(layout.frame)] = np.frombuffer(layout.frame, np.uint8)
    whole[1, : len(layout.frame)] = 255
    whole[1, layout.values] = whole[1, layout.label] = 0
    ends = _aligned(4 * EDGE)
    ends.reshape(2, 2, EDGE)[:] = np.stack([whole[:, :EDGE], whole[:, -EDGE:]], axis=1)
    return ends


def _aligned(size: int) -> np.ndarray[Any, Any]:
    """Room for so many bytes where a load of 64 touches one line of the cache, not two."""
    room = np.zeros(size + WIDTH, np.uint8)
    start = -room.ctypes.data % WIDTH
    return room[start : start + size]


def _float_of(key: int) -> float:
    """The number whose bits have this place in the order of all float32 numbers."""
    bits = key if key >= 0 else key ^ 0x7FFFFFFF
    return float(np.array(bits, np.int32).view(np.float32)) + 0.0
