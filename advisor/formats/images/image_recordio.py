"""Reads MXNet's image RecordIO (`im2rec`): in each record a header, labels, and an encoded image.

Labels are kept twice: as the numbers they are, for classification, and read as boxes, for detection. Which of
the two is meant only the algorithm says. Reference: python/mxnet/recordio.py and tools/im2rec.py of MXNet.
"""

from __future__ import annotations

import array
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from advisor.formats.images.image import probe
from advisor.formats.images.picture_key import picture_key
from advisor.formats.kernels import available
from advisor.formats.pieces import ByteRange, in_one_piece
from advisor.formats.recordio.frames import IMAGE_HEADER, Reader, piece_of, read_records
from advisor.formats.recordio.tensors import classify, take_numbers
from advisor.profile import faults
from advisor.profile.base import Piece, Place, Tally, tally_for
from advisor.profile.images.image import PIXELS_REFUSED, ImageFacts
from advisor.profile.images.image_recordio import (
    IN_PIXELS,
    NOT_DIVISIBLE,
    NOT_PACKED,
    ONLY_FILLERS,
    OUTSIDE,
    WITHOUT_AREA,
    WITHOUT_BOX,
    WRONG_HEADER,
    Boxes,
    ImageRecordioProfile,
)
from advisor.profile.predicates import Predicate, SmallerThan, ValueOutside
from advisor.profile.recordio.frames import At, RecordioProfile, note

LIMIT = 1 << 26
"""Bytes of a record beyond which it is not looked into."""

TOLERANCE = 1e-3
"""By how much of the image a box may reach beyond it: a pixel is soon lost to rounding."""

PIXELS_FROM = 2.0
"""A coordinate above this is no fraction that went a little astray."""

_FAULTS = {
    faults.IMAGE_EMPTY: faults.RECORD_WITHOUT_IMAGE,
    faults.IMAGE_TRUNCATED: faults.RECORD_IMAGE_TRUNCATED,
    faults.IMAGE_DAMAGED: faults.RECORD_IMAGE_DAMAGED,
}


def scan_piece(part: ByteRange, *, decode: bool = False) -> Piece[ImageRecordioProfile]:
    profile = ImageRecordioProfile()
    reader = Reader(part, profile, LIMIT)
    images = None
    if not decode and available(part.size):
        from advisor.formats.kernels.images.image_recordio import Images

        images = Images(reader, profile, _take_labels)
    for at, payload in reader.records():
        labels, start = _labels(payload)
        if start > len(payload):
            _take_misfit(
                profile, payload, faults.LABEL_CUT if start > IMAGE_HEADER.size else faults.RECORD_WITHOUT_HEADER, at
            )
        elif _take_image(profile, payload, start, at, decode):
            _take_labels(profile, labels, at)
            if images:
                images.follow()
    profile.pictures.pad(profile.records)
    return piece_of(reader, profile)


scan = in_one_piece(scan_piece)


def _labels(payload: bytes) -> tuple[Sequence[float], int]:
    """The labels of a record, packed or not, and where its image begins; no labels where they are cut off."""
    if len(payload) < IMAGE_HEADER.size:
        return [], IMAGE_HEADER.size
    flag, label, _, _ = IMAGE_HEADER.unpack_from(payload)
    start = IMAGE_HEADER.size + 4 * flag
    if not flag:
        return [label], start
    packed = array.array("f")
    if start <= len(payload):
        packed.frombytes(payload[IMAGE_HEADER.size : start])
        if sys.byteorder == "big":
            packed.byteswap()
    return packed, start


def _take_image(profile: ImageRecordioProfile, payload: bytes, start: int, at: At, decode: bool) -> bool:
    """False where the record holds no image."""
    image = memoryview(payload)[start:]
    facts = probe(image)
    if facts.encoding is None:
        _take_misfit(profile, payload, faults.RECORD_WITHOUT_IMAGE, at)
        return False
    fault = facts.fault
    if decode and not fault:
        from advisor.formats.images.decoding import look_inside

        fault, undecoded = look_inside(image, len(image), facts)
        if undecoded:
            note(profile.undecoded, at, None, undecoded)
    if fault:
        profile.fault(_FAULTS.get(fault, faults.RECORD_IMAGE_DAMAGED), at.place(), facts.encoding)
    else:
        profile.pictures.pad(at.record - 1)
        profile.pictures.append([picture_key(image)])
    note(tally_for(profile.encodings, facts.encoding), at, None, facts.encoding)
    if facts.width and facts.height:
        profile.width.add(facts.width)
        profile.height.add(facts.height)
    if facts.pixels > PIXELS_REFUSED:
        note(profile.vast, at, None, f"{facts.width}x{facts.height}")
    if facts.mode:
        note(tally_for(profile.modes, facts.mode), at, None, facts.mode)
    if facts.bits > 8:
        note(profile.deep, at, None, f"{facts.bits} bits")
    return True


def _take_misfit(profile: ImageRecordioProfile, payload: bytes, fault: faults.Fault, at: At) -> None:
    """A payload that is no image record: perhaps it is what other algorithms read from RecordIO."""
    if payload[:1] in (b"\x0a", b"\x12"):
        from advisor.formats.recordio.protobuf import is_record

        fault = faults.PROTOBUF_RECORD if is_record(payload) else fault
    profile.fault(fault, at.place(), payload[:16].hex(" ") or None)


def _take_labels(profile: ImageRecordioProfile, labels: Sequence[float], at: At) -> None:
    profile.label_counts.add(len(labels), at, "label")
    profile.longest_label.add(len(labels))
    take_numbers(profile.values, labels, "float32", at, "label")
    _take_boxes(profile.boxes, labels, at)


def _take_boxes(boxes: Boxes, labels: Sequence[float], at: At) -> None:
    if len(labels) < 2:
        _odd(boxes, NOT_PACKED, at, "label")
        return
    header, width = labels[0], labels[1]
    if not (header.is_integer() and width.is_integer() and 2 <= header <= len(labels) and width >= 5):
        _odd(boxes, WRONG_HEADER, at, "label", f"{header:g} {width:g}")
        return
    first, step = int(header), int(width)
    if (len(labels) - first) % step:
        _odd(boxes, NOT_DIVISIBLE, at, "label", f"{len(labels)} labels: {first} of header, objects of {step}")
        return
    boxes.records += 1
    starts = _objects(labels)
    for start in starts:
        _take_box(boxes, labels[start : start + 5], start, at)
    if not starts:
        _odd(boxes, ONLY_FILLERS if len(labels) > first else WITHOUT_BOX, at, "label")


def _objects(labels: Sequence[float]) -> list[int]:
    """Where the objects of a label begin. One of nothing but -1 only fills the label up."""
    starts = range(int(labels[0]), len(labels), int(labels[1]))
    return [start for start in starts if any(value != -1 for value in labels[start : start + 5])]


def _take_box(boxes: Boxes, box: Sequence[float], start: int, at: At) -> None:
    boxes.objects += 1
    take_numbers(boxes.classes, box[:1], "float32", at, f"label[{start}]")
    _, left, top, right, bottom = box
    key, shown = f"label[{start + 1}]", f"{left:g} {top:g} {right:g} {bottom:g}"
    if any(classify(edge) != "number" for edge in box[1:]):
        return
    if max(box[1:]) > PIXELS_FROM:
        _odd(boxes, IN_PIXELS, at, key, shown)
    elif min(box[1:]) < -TOLERANCE or max(box[1:]) > 1 + TOLERANCE:
        _odd(boxes, OUTSIDE, at, key, shown)
    if right <= left or bottom <= top:
        _odd(boxes, WITHOUT_AREA, at, key, shown)


def _odd(boxes: Boxes, name: str, at: At, key: str, value: str | None = None) -> None:
    note(tally_for(boxes.odd, name), at, key, value)


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """The labels ("labels"), the classes of objects ("classes") or the images for which the predicate holds."""
    tally = Tally()
    if isinstance(predicate, ValueOutside | SmallerThan):
        for at, payload in read_records(stream, size, RecordioProfile(), LIMIT):
            labels, start = _labels(payload)
            facts = probe(memoryview(payload)[start:])
            if facts.encoding is None:
                continue
            if isinstance(predicate, SmallerThan):
                _take_if_smaller(tally, facts, predicate, at)
            else:
                for place, value in _matches(labels, predicate, at):
                    tally.add(place, f"{value:g}")
    return tally


def _take_if_smaller(tally: Tally, facts: ImageFacts, predicate: SmallerThan, at: At) -> None:
    if 0 < facts.width < predicate.width or 0 < facts.height < predicate.height:
        tally.add(at.place(), f"{facts.width}x{facts.height}")


def _matches(labels: Sequence[float], predicate: ValueOutside, at: At) -> Iterator[tuple[Place, float]]:
    positions: Sequence[int] = range(len(labels))
    if predicate.where == "classes":
        boxes = Boxes()
        _take_boxes(boxes, labels, at)
        positions = _objects(labels) if boxes.records else ()
    for i in positions:
        if classify(labels[i]) == "number" and predicate.holds(labels[i]):
            yield at.place(f"label[{i}]"), labels[i]
