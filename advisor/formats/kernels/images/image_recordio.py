"""Reads runs of image records by a compiled loop: whole frames, each with a JPEG as most are."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

import numpy as np

from advisor.formats.images.picture_key import SHIFT, WORD, WORDS
from advisor.formats.kernels.decimals import U
from advisor.formats.kernels.loops import jit
from advisor.formats.kernels.memory import WIDTH, byte_at, float_at, word_at
from advisor.formats.recordio.frames import IMAGE_HEADER, LENGTH, MAGIC, Reader
from advisor.formats.recordio.tensors import take_array
from advisor.profile.base import PLACES_KEPT, Sighting, Tally, tally_for
from advisor.profile.images.image import JPEG_MODES, PIXELS_REFUSED
from advisor.profile.images.image_recordio import NOT_PACKED, ImageRecordioProfile
from advisor.profile.recordio.frames import At
from advisor.profile.sketch import FACTOR

TakeLabels = Callable[[ImageRecordioProfile, Sequence[float], At], None]

BLOCK = 1 << 19
"""Bytes taken at a time, well within a processor's second cache, while records are shorter than that."""

GROWTH = 8
"""How many times as many may be taken where records are longer; still longer ones are left to the plain reader."""

AT_ONCE = 1 << 13
"""Records that are added up together, which takes many small steps."""

SMALLEST = 128
"""Bytes below which no frame holds a JPEG."""

SEGMENTS = 64
"""Segments of a JPEG, with more of which it is left to the plain reader."""

START, SIZE, LABELS, WIDE, HIGH, COLOURS, KEY = range(7)
"""What is told of a record: where its frame begins, bytes of payload, packed labels, width, height, colours a pixel,
and the key of its image."""

_HEAD, _IMAGE_HEAD = 8, IMAGE_HEADER.size
_MAGIC = U(int.from_bytes(MAGIC, "little"))
_LOW, _HALF, _MOST = U(0xFFFFFFFF), U(32), U(LENGTH)
_FACTOR, _SHIFT = U(FACTOR), U(SHIFT)
_PLAIN, _FRAME, _DATA = 1, 2, 3
_KINDS = np.zeros(256, np.uint8)
_KINDS[[0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)]] = _PLAIN
_KINDS[[0xC0, 0xC1, 0xC2]] = _FRAME
_KINDS[0xDA] = _DATA


@jit
def image_size(at, end):
    """Width, height and colours of the sound JPEG at `at:end`; zeros where it must be looked at closely."""
    none = np.int64(0)
    if byte_at(at) != 0xFF or byte_at(at + 1) != 0xD8 or byte_at(end - 2) != 0xFF or byte_at(end - 1) != 0xD9:
        return none, none, none
    at, high, wide, channels = at + 2, none, none, none
    for _ in range(SEGMENTS):
        if at + 10 > end or byte_at(at) != 0xFF:
            break
        kind = _KINDS[byte_at(at + 1)]
        if kind == _DATA:
            return (wide, high, channels) if channels == 1 or channels == 3 or channels == 4 else (none, none, none)
        length = np.int64(byte_at(at + 2)) << 8 | np.int64(byte_at(at + 3))
        if kind == 0 or length < 2:
            break
        if kind == _FRAME:
            if byte_at(at + 4) != 8:
                break
            high = np.int64(byte_at(at + 5)) << 8 | np.int64(byte_at(at + 6))
            wide = np.int64(byte_at(at + 7)) << 8 | np.int64(byte_at(at + 8))
            channels = np.int64(byte_at(at + 9))
        at += 2 + length
    return none, none, none


@jit
def key_of(at, end):
    """`picture_key.picture_key` of the image at `at:end`."""
    key = U(end - at)
    step = (end - at - WORD) // (WORDS - 1)
    for i in range(WORDS if step > 0 else 0):
        key = (key ^ word_at(at + i * step)) * _FACTOR
        key ^= key >> _SHIFT
    return key


@jit
def take_records(text, at, size, stop, start, records, labels):
    """Takes records from `at` on that begin before `stop`: where it stopped, how many, whether for want of bytes.

    `start`: where in the file the text begins.
    """
    taken = 0
    while at < stop and taken < len(labels):
        if at + SMALLEST > size:
            return at, taken, True
        word = word_at(text + at)
        length = np.int64(word >> _HALF)
        if word & _LOW != _MAGIC or word >> _HALF > _MOST:
            break
        end = at + _HEAD + length
        if end + (-length) % 4 > size:
            return at, taken, True
        packed = np.int64(word_at(text + at + _HEAD) & _LOW)
        image = at + _HEAD + _IMAGE_HEAD + 4 * packed
        label = float_at(text + at + _HEAD + 4)
        if image + 12 > end or not (packed > 0 or abs(label) < np.inf):
            break
        wide, high, colours = image_size(text + image, text + end)
        if wide == 0 or high == 0 or wide * high > PIXELS_REFUSED:
            break
        records[taken, START], records[taken, SIZE], records[taken, LABELS] = start + at, length, packed
        records[taken, WIDE], records[taken, HIGH], records[taken, COLOURS] = wide, high, colours
        records[taken, KEY] = np.int64(key_of(text + image, text + end))
        labels[taken] = label
        taken += 1
        at = end + (-length) % 4
    return at, taken, False


class Images:
    """Takes the records behind the one that the reader has read, as long as they are as most are."""

    def __init__(self, reader: Reader, profile: ImageRecordioProfile, take_labels: TakeLabels) -> None:
        self.reader = reader
        self.profile = profile
        self.take_labels = take_labels
        self.data = np.zeros(BLOCK + WIDTH, np.uint8)
        self.start = self.held = 0
        self.records = np.zeros((AT_ONCE + BLOCK // SMALLEST, 7), np.int64)
        self.labels = np.zeros(len(self.records), np.float32)
        self.taken = 0

    def follow(self) -> None:
        while self._take_block():
            pass
        self._add_all()

    def _take_block(self) -> bool:
        """Takes records of what is held, and reads on. False where the next record is for the plain reader."""
        reader = self.reader
        if not self.start <= reader.offset < reader.end:
            return False
        at, taken, wants_more = take_records(
            self.data.ctypes.data, reader.offset - self.start, self.held, reader.end - self.start, self.start,
            self.records[self.taken :], self.labels[self.taken :],
        )  # fmt: skip
        if taken:
            reader.offset = self.start + int(at)
            self.taken += int(taken)
            if self.taken >= AT_ONCE or self.records[self.taken - taken : self.taken, LABELS].any():
                self._add_all()
        if not wants_more or (not at and self.held and not self._grown()):
            return False
        self.start = reader.offset
        self.held = reader.window.into(self.start, self.data[:-WIDTH].data)
        return True

    def _grown(self) -> bool:
        """Makes more room for a record that is longer than what was held; False where that is no use."""
        size = len(self.data) - WIDTH
        if self.held < size or size >= GROWTH * BLOCK:
            return False
        self.data = np.zeros(2 * size + WIDTH, np.uint8)
        return True

    def _add_all(self) -> None:
        if self.taken:
            self._add(self.records[: self.taken], self.labels[: self.taken])
            self.taken = 0

    def _add(self, records: np.ndarray, labels: np.ndarray) -> None:
        profile, starts = self.profile, records[:, START].tolist()
        few = [At(profile.records + 1 + i, at) for i, at in enumerate(starts[:PLACES_KEPT])]
        for extent, column in ((profile.payload, SIZE), (profile.width, WIDE), (profile.height, HIGH)):
            extent.add(int(records[:, column].min()))
            extent.add(int(records[:, column].max()))
        _note_all(tally_for(profile.encodings, "jpeg"), few, len(starts), None, "jpeg")
        self._add_colours(records[:, COLOURS], starts)
        if records[:, LABELS].any():
            for i, (at, packed) in enumerate(zip(starts, records[:, LABELS].tolist(), strict=True)):
                values = array("f", labels[i : i + 1].tobytes() if not packed else self._packed(at, packed))
                self.take_labels(profile, values, At(profile.records + 1 + i, at))
        else:
            for at in few:
                profile.label_counts.add(1, at, "label")
            if profile.label_counts.tallies is not None:
                profile.label_counts.tallies[1].count += len(starts) - len(few)
            profile.longest_label.add(1)
            take_array(profile.values, labels)
            _note_all(tally_for(profile.boxes.odd, NOT_PACKED), few, len(starts), "label", None)
        profile.pictures.pad(profile.records)
        profile.pictures.extend(records[:, KEY].view(np.uint64))
        profile.records += len(starts)

    def _add_colours(self, colours: np.ndarray, starts: list[int]) -> None:
        for number, mode in JPEG_MODES.items():
            where = np.flatnonzero(colours == number).tolist()
            if where:
                few = [At(self.profile.records + 1 + i, starts[i]) for i in where[:PLACES_KEPT]]
                _note_all(tally_for(self.profile.modes, mode), few, len(where), None, mode)

    def _packed(self, at: int, count: int) -> bytes:
        """The packed labels of the record at `at`, of which the bytes are still held."""
        begin = at - self.start + _HEAD + _IMAGE_HEAD
        return self.data[begin : begin + 4 * count].tobytes()


def _note_all(tally: Tally, few: list[At], count: int, key: str | None, value: str | None) -> None:
    """Counts so many sightings, of which the first few are known."""
    tally.add_all(count, (Sighting(at.place(key), value) for at in few))
