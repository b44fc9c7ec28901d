"""Records of MXNet: the labels of a picture, and the picture as it is encoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.formats.images.lst_rows import is_detection
from advisor.formats.pieces import whole
from advisor.formats.recordio.frames import IMAGE_HEADER, LENGTH, MAGIC, Reader, framed
from advisor.profile.recordio.frames import At, RecordioProfile

MOST_BYTES = 1 << 28
"""Bytes of a picture beyond which it is not taken."""


def records_of(path: Path) -> Iterator[tuple[At, bytes]]:
    """The records of a file. Raises `ConversionError` behind the last one where the file is damaged."""
    profile = RecordioProfile()
    with path.open("rb") as stream:
        yield from Reader(whole(stream), profile, MOST_BYTES).records()
    if profile.faults:
        raise ConversionError(f"{path}: is damaged: advisor check says where")


def record_at(path: Path, begin: int) -> tuple[list[float], bytes]:
    """Labels and picture of the record that begins there. Raises `ConversionError`."""
    with path.open("rb") as stream:
        rest = whole(stream)._replace(begin=begin)
        _, payload = next(Reader(rest, RecordioProfile(), MOST_BYTES).records(), (None, b""))
    return unpacked(payload, f"{path}, offset {begin}")


def unpacked(payload: bytes, place: str) -> tuple[list[float], bytes]:
    """Labels and picture of a record of MXNet. Raises `ConversionError`."""
    if len(payload) < IMAGE_HEADER.size:
        raise ConversionError(f"{place}: is too short for a picture")
    flag, label, _, _ = IMAGE_HEADER.unpack_from(payload)
    start = IMAGE_HEADER.size + 4 * flag
    if start > len(payload):
        raise ConversionError(f"{place}: says it has {flag:,} labels, which it has not")
    labels = [label] if not flag else list(struct.unpack_from(f"<{flag}f", payload, IMAGE_HEADER.size))
    return labels, payload[start:]


def boxes_in(labels: list[float]) -> range:
    """Where each box begins in the labels of a picture that has boxes; nowhere in those of others."""
    return range(int(labels[0]), len(labels), int(labels[1])) if is_detection(labels) else range(0)


def packed(labels: Sequence[float], number: int, content: bytes) -> bytes:
    """The record of a picture. A single label stands in its header."""
    if len(labels) == 1:
        return IMAGE_HEADER.pack(0, labels[0], number, 0) + content
    return IMAGE_HEADER.pack(len(labels), 0.0, number, 0) + struct.pack(f"<{len(labels)}f", *labels) + content


def frames(payload: bytes) -> bytes:
    """The frames of a record: split where the payload holds the magic number, which readers look for."""
    if len(payload) > LENGTH:
        raise ConversionError(f"a picture of {len(payload):,} bytes is more than a record can hold")
    cuts, at = [], payload.find(MAGIC)
    while at >= 0:
        if at % 4 == 0:
            cuts.append(at)
        at = payload.find(MAGIC, at + 1)
    if not cuts:
        return framed(payload)
    begins, ends = [0, *(cut + 4 for cut in cuts)], [*cuts, len(payload)]
    parts = [payload[begin:end] for begin, end in zip(begins, ends, strict=True)]
    flags = [1, *[2] * (len(parts) - 2), 3]
    return b"".join(
        MAGIC + struct.pack("<I", flag << 29 | len(part)) + part + bytes(-len(part) % 4)
        for flag, part in zip(flags, parts, strict=True)
    )
