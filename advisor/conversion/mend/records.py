"""The pictures of a `.rec` mended where they are; labels, and pictures without a fault, keep their bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from advisor.conversion.aside import LeftOut
from advisor.conversion.errors import ConversionError
from advisor.conversion.images.picture import MOST_BYTES, unpacked
from advisor.conversion.images.pixels import SUFFIXES, broken
from advisor.conversion.images.targets import frames
from advisor.conversion.mend.order import SET_ASIDE, Order
from advisor.conversion.mend.pictures import SAVE, mended
from advisor.formats.images.image import probe
from advisor.formats.recordio.frames import Reader
from advisor.profile.recordio.frames import RecordioProfile

IN_RGB = "records-to-rgb"
DEEP = "records-to-eight-bits"
MENDS = {SAVE: SAVE, DEEP: "eight-bits", IN_RGB: "colours-to-rgb"}
"""Repair of a `.rec` -> what becomes of its pictures."""

REPAIRS = frozenset({*MENDS, SET_ASIDE})


def mend(file: Path, target: Path, order: Order, left_out: LeftOut) -> None:
    """Raises `ConversionError` where the file is damaged."""
    profile = RecordioProfile()
    anew = replace(order, repairs=tuple(MENDS[name] for name in order.repairs if name in MENDS))
    with file.open("rb") as stream, target.open("wb") as written:
        for at, payload in Reader(stream, file.stat().st_size, profile, MOST_BYTES).records():
            because = _broken(payload)
            if because and order.leaves_out_broken:
                left_out.add(at.record, because)
                continue
            written.write(frames(payload if because else _mended(payload, anew)))
    if profile.faults:
        raise ConversionError(f"{file}: is damaged: advisor check says where")


def _broken(payload: bytes) -> str | None:
    """Why a record cannot be read; None for one that can."""
    try:
        _, content = unpacked(payload, "record")
    except ConversionError as error:
        return str(error).removeprefix("record: ")
    facts = probe(content)
    return f"its picture {broken(facts.fault)}" if facts.fault or not facts.encoding else None


def _mended(payload: bytes, order: Order) -> bytes:
    _, content = unpacked(payload, "the record")
    own = order
    if probe(content).encoding in SUFFIXES:  # what is JPEG or PNG already is of no other kind
        own = replace(order, repairs=tuple(name for name in order.repairs if name != SAVE))
    return payload[: len(payload) - len(content)] + mended(content, own)
