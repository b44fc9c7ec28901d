"""The pictures of a `.rec` mended where they are; labels, and pictures without a fault, keep their bytes."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.pixels import SUFFIXES
from advisor.conversion.images.readable import broken
from advisor.conversion.images.record import boxes_in, frames, records_of, unpacked
from advisor.conversion.mend.files.numbering import RECORDS, number
from advisor.conversion.mend.files.order import SET_ASIDE, Order
from advisor.conversion.mend.files.pictures import SAVE, mended
from advisor.conversion.results import LeftOut
from advisor.formats.images.image import probe
from advisor.formats.images.image_recordio import PIXELS_FROM
from advisor.formats.images.lst_rows import is_detection
from advisor.formats.recordio.frames import IMAGE_HEADER

IN_RGB = "records-to-rgb"
DEEP = "records-to-eight-bits"
MENDS = {SAVE: SAVE, DEEP: "eight-bits", IN_RGB: "colours-to-rgb"}
"""Repair of a `.rec` -> what becomes of its pictures."""

CUT = "records-cut-boxes"
REPAIRS = frozenset({*MENDS, SET_ASIDE, CUT, RECORDS})

BOXLESS = "IRC123"
"""The rule on records with boxes that hold none."""


def mend(file: Path, target: Path, order: Order, left_out: LeftOut) -> None:
    """Raises `ConversionError` where the file is damaged."""
    anew = replace(order, repairs=tuple(MENDS[name] for name in order.repairs if name in MENDS))
    with target.open("wb") as written:
        for at, payload in records_of(file):
            because = _broken(payload) or (_boxless(payload) if BOXLESS in order.rules else None)
            if because and order.leaves_out_broken:
                left_out.add(at.record, because)
                continue
            written.write(frames(payload if because else _mended(_labelled(payload, order), anew)))


def _broken(payload: bytes) -> str | None:
    """Why a record cannot be read; None for one that can."""
    try:
        _, content = unpacked(payload, "record")
    except ConversionError as error:
        return str(error).removeprefix("record: ")
    facts = probe(content)
    return f"its picture {broken(facts.fault)}" if facts.fault or not facts.encoding else None


def _boxless(payload: bytes) -> str | None:
    labels, _ = unpacked(payload, "record")
    return "has no object" if is_detection(labels) and len(labels) == int(labels[0]) else None


def _labelled(payload: bytes, order: Order) -> bytes:
    """The record with its boxes cut off and its classes numbered, where that was named."""
    labels, content = unpacked(payload, "record")
    is_other = CUT in order.repairs and _cut(labels)
    if RECORDS in order.repairs:
        is_other = number(labels, RECORDS, order.numbers[RECORDS]) or is_other
    if not is_other:
        return payload
    return payload[: IMAGE_HEADER.size] + struct.pack(f"<{len(labels)}f", *labels) + content


def _cut(labels: list[float]) -> bool:
    """Cuts boxes that reach out of the picture; pixels in the place of fractions stay for a person."""
    before = list(labels)
    for start in boxes_in(labels):
        sides = labels[start + 1 : start + 5]
        inside = [min(max(side, 0.0), 1.0) for side in sides]
        if len(sides) == 4 and max(sides) <= PIXELS_FROM and inside[0] < inside[2] and inside[1] < inside[3]:
            labels[start + 1 : start + 5] = inside
    return labels != before


def _mended(payload: bytes, order: Order) -> bytes:
    _, content = unpacked(payload, "the record")
    own = order
    if probe(content).encoding in SUFFIXES:  # what is JPEG or PNG already is of no other kind
        own = replace(order, repairs=tuple(name for name in order.repairs if name != SAVE))
    return payload[: len(payload) - len(content)] + mended(content, own)
