"""Reads many records at a time where they are written alike: dense float32 vectors, with one label or none.

Behind a record that the exact reader has read, frames are taken for as long as they differ from it in nothing
but the bytes of the values and of the label. A frame that differs elsewhere, or a number that is not finite,
is left to the exact reader; so this one has nothing to explain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advisor.formats.kernels import available
from advisor.formats.recordio.frames import Reader, framed
from advisor.formats.recordio.layout import Layout
from advisor.formats.recordio.tensors import add_fractions, extent_of, take_array
from advisor.formats.window import Window
from advisor.profile.base import FLOAT32_MAX, PLACES_KEPT, Sighting, Tally
from advisor.profile.columns import Column
from advisor.profile.recordio.frames import At
from advisor.profile.recordio.protobuf import MAIN, RecordioProtobufProfile, Tensors

if TYPE_CHECKING:
    import numpy as np

    from advisor.formats.kernels.recordio.runs import Compiled

BLOCK = 1 << 19
"""Bytes taken at a time, well within a processor's second cache."""

LABELS_HELD = 1 << 14
"""Labels that are put together before they are counted, which takes many small steps."""

NARROW = 64
"""Values of a record, of fewer of which copies are made: short parts of rows are dear to look through in place."""

FROM = 1 << 20
"""Bytes left of a file from which on it is worth loading numpy."""

DENSE_IS_QUICK = 16
"""How many times as many bytes of dense vectors it takes until compiled loops pay: numpy is quick with them, too."""

SHORT = 8
TRIES = 100
"""So many runs of fewer records than that, and no more are looked for."""

_DENSE, _SPARSE = "float32 dense", "float32 sparse"


class Runs:
    def __init__(self, reader: Reader, profile: RecordioProtobufProfile) -> None:
        self.reader = reader
        self.profile = profile
        self.tries = TRIES
        self.room: _Room | None = None
        self.labels: list[np.ndarray[Any, Any]] = []
        self.labels_held = 0
        self.compiled: Compiled | None = None

    def follow(self, payload: bytes) -> None:
        """Takes the records behind the one of this payload that are like it."""
        start = self.reader.offset
        if not self.tries or self.reader.end - start < FROM or MAIN not in self.profile.features:
            return
        if layout := layout_of(payload):
            self._take_dense(layout)
        elif compiled := self._loaded(self.reader.window.size):
            self._take_sparse(compiled, payload)
        if self.reader.offset - start < SHORT * len(framed(payload)):
            self.tries -= 1

    def _loaded(self, size: int) -> Compiled | None:
        """The compiled loops, where they are worth the loading for so many bytes."""
        if self.compiled is None and available(size):
            from advisor.formats.kernels.recordio.runs import Compiled

            self.compiled = Compiled(self.reader.window)
        return self.compiled

    def _take_sparse(self, compiled: Compiled, payload: bytes) -> None:
        like = compiled.sparse.like(payload)
        if like is None:
            return
        profile = self.profile
        taken = compiled.sparse.take(like, self.reader.offset, self.reader.end)
        if not taken.records:
            return
        run = _Run(profile.records + 1, taken.starts, taken.records)
        profile.payload.add(taken.shortest)
        profile.payload.add(taken.longest)
        self._note(run, _SPARSE, like.width, like.labelled)
        self.reader.offset = taken.end

    def _take_dense(self, layout: Layout) -> None:
        step, start = len(layout.frame), self.reader.offset
        ahead = max(-((start - self.reader.end) // step), 0)
        if compiled := self._loaded(self.reader.window.size // DENSE_IS_QUICK):
            taken = compiled.dense.take(layout, start, ahead)
        else:
            taken = self._take_blocks(layout, start, ahead)
        if taken:
            starts = range(start, start + min(taken, PLACES_KEPT) * step, step)
            run = _Run(self.profile.records + 1, starts, taken)
            width = (layout.values.stop - layout.values.start) // 4
            self._note(run, _DENSE, width, layout.label.stop > layout.label.start)
            self.reader.offset += taken * step

    def _take_blocks(self, layout: Layout, offset: int, most: int) -> int:
        """The number of records taken of the next ones at `offset`, `most` at most."""
        step, taken = len(layout.frame), 0
        if self.room is None or not self.room.fits(layout):
            self.room = _Room(layout)
        while taken < most:
            wanted = min(self.room.most, most - taken)
            frames = self.room.frames(self.reader.window, offset + taken * step, wanted)
            done = self._take_block(self.room, frames, layout)
            taken += done
            if done < wanted:
                break
        return taken

    def _take_block(self, room: _Room, frames: np.ndarray[Any, Any], layout: Layout) -> int:
        label = frames[: _alike(frames, layout), layout.label].copy().view("<f4")
        rows = room.rows(_sound(label))
        numbers = self.profile.features[MAIN].numbers
        if not _take_rows(numbers, rows, room.width):
            rows = rows[: _sound(rows)]
            _take_rows(numbers, rows, room.width)
        if label.size and len(rows):
            self.labels.append(label[: len(rows)])
            self.labels_held += len(rows)
            if self.labels_held >= LABELS_HELD:
                self._count_labels()
        return len(rows)

    def _count_labels(self) -> None:
        import numpy as np

        if self.labels:
            take_array(self.profile.label[MAIN].numbers, np.concatenate(self.labels))
            self.labels, self.labels_held = [], 0

    def finish(self) -> None:
        """Adds what was summed up on the way to the profile."""
        self._count_labels()
        if self.compiled:
            values, label = self.profile.features.get(MAIN), self.profile.label.get(MAIN)
            self.compiled.totals.add_to(values.numbers if values else None, label.numbers if label else None)

    def _note(self, run: _Run, form: str, width: int, labelled: bool) -> None:
        profile = self.profile
        run.note(profile.named.get((MAIN,)), "features")
        run.note(profile.labelled.get((MAIN,) if labelled else ()), "label")
        run.add(profile.features[MAIN], form, width, f"features.{MAIN}")
        if labelled:
            run.add(profile.label[MAIN], _DENSE, 1, f"label.{MAIN}")
        profile.records += run.count


class _Room:
    """Memory for blocks of frames, used again for each: memory that is new must be cleared first, which takes longer.

    Frames lie in it so that their values are aligned: those of a whole block are looked through as they are.
    """

    def __init__(self, layout: Layout) -> None:
        import numpy as np

        self.step, self.start = len(layout.frame), layout.values.start
        self.width = (layout.values.stop - self.start) // 4
        self.most = max(BLOCK // self.step, 1)
        size, self._before = self.most * self.step, -self.start % 4
        self._words = np.zeros((self._before + self.start + size) // 4, np.float32)
        self._copies = np.empty((self.most, self.width), np.float32) if self.width < NARROW else None

    def fits(self, layout: Layout) -> bool:
        return (self.step, self.start) == (len(layout.frame), layout.values.start)

    def frames(self, window: Window, offset: int, count: int) -> np.ndarray[Any, Any]:
        """Up to `count` frames, a row of bytes each."""
        block = self._words.view("u1")[self._before : self._before + count * self.step]
        held = window.into(offset, block.data)
        return block[: held // self.step * self.step].reshape(-1, self.step)

    def rows(self, count: int) -> np.ndarray[Any, Any]:
        """The values of the first frames. A longer row repeats its first one in the place of all else."""
        first, each = (self._before + self.start) // 4, self.step // 4
        rows = self._words[first : first + count * each].reshape(count, each)
        if self._copies is None:
            rows[:, self.width :] = rows[:, :1]
            return rows
        self._copies[:count] = rows[:, : self.width]
        return self._copies[:count]


def _take_rows(column: Column, rows: np.ndarray[Any, Any], width: int) -> bool:
    """`take_array` of the first `width` values in the rows of a room."""
    if not rows.size:
        return True
    extent = extent_of(rows)
    if extent is None:
        return False
    values = rows[:, :width]
    column.add_all(values.size, *extent)
    add_fractions(column, values)
    return True


@dataclass(frozen=True, slots=True)
class _Run:
    """Records that follow each other: the number of the first, where the first few begin, and how many there are."""

    record: int
    starts: Sequence[int]
    count: int

    def note(self, tally: Tally | None, key: str, value: str | None = None) -> None:
        if tally is not None:
            first = (At(self.record + i, start).place(key) for i, start in enumerate(self.starts))
            tally.add_all(self.count, (Sighting(place, value) for place in first))

    def add(self, tensors: Tensors, form: str, width: int, key: str) -> None:
        tensors.records += self.count
        self.note(tensors.forms[form], key, form)
        if tensors.widths.tallies is not None:
            self.note(tensors.widths.tallies[width], key, str(width))


def layout_of(payload: bytes) -> Layout | None:
    """The layout of a record as the schema's own writers write it; None where it is any other."""
    at = size = 0
    for lead in (b"\x0a", b"\x0a\x06values\x12", b"\x12", b"\x0a"):
        if not payload.startswith(lead, at):
            return None
        size, at = _varint(payload, at + len(lead))
    values = slice(at, at + size)
    has_label = len(payload) > values.stop
    blank = _field(0x0A, _entry(bytes(size))) + (_field(0x12, _entry(bytes(4))) if has_label else b"")
    label = slice(len(blank) - 4, len(blank)) if has_label else slice(len(blank), len(blank))
    if len(payload) != len(blank) or not size or size % 4:
        return None
    copy = bytearray(payload)
    copy[values], copy[label] = bytes(size), bytes(label.stop - label.start)
    return Layout(framed(payload), _moved(values), _moved(label)) if copy == blank else None


def _moved(part: slice) -> slice:
    """A part of the payload as one of its frame."""
    return slice(part.start + 8, part.stop + 8)


def _entry(values: bytes) -> bytes:
    """An entry of a map: `values`, and a float32 tensor of these bytes."""
    return _field(0x0A, MAIN.encode()) + _field(0x12, _field(0x12, _field(0x0A, values)))


def _field(tag: int, content: bytes) -> bytes:
    length, rest = bytearray(), len(content)
    while rest > 127:
        length.append(rest & 127 | 128)
        rest >>= 7
    return bytes([tag, *length, rest]) + content


def _varint(data: bytes, start: int) -> tuple[int, int]:
    """A number of up to four bytes, and where it ends; 0 where it is longer or cut off."""
    value = 0
    for i, byte in enumerate(data[start : start + 4]):
        value |= (byte & 127) << 7 * i
        if byte < 128:
            return value, start + i + 1
    return 0, start


def _alike(frames: np.ndarray[Any, Any], layout: Layout) -> int:
    """How many frames from the first on differ from the layout only in values and label."""
    import numpy as np

    values, label = layout.values, layout.label
    parts = slice(0, values.start), slice(values.stop, label.start), slice(label.stop, len(layout.frame))
    if all(frames[:, part].tobytes() == layout.frame[part] * len(frames) for part in parts):
        return len(frames)
    wanted = np.frombuffer(layout.frame, np.uint8)
    same = [(frames[:, part] == wanted[part]).all(axis=1) for part in parts]
    return int(np.logical_and.reduce(same).argmin())


def _sound(array: np.ndarray[Any, Any]) -> int:
    """How many rows from the first on hold nothing but finite numbers."""
    import numpy as np

    if not array.size or (array.min() >= -FLOAT32_MAX and array.max() <= FLOAT32_MAX):
        return len(array)
    return int((np.abs(array) <= FLOAT32_MAX).all(axis=1).argmin())
