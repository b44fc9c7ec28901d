"""Writes RecordIO: frames, protobuf records, and MXNet's image records."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from advisor.formats.recordio.record_pb2 import Record

MAGIC = 0xCED7230A


def frame(payload: bytes, flag: int = 0, length: int | None = None) -> bytes:
    """One frame. `length` is what its header says, where that is not the truth."""
    word = flag << 29 | (len(payload) if length is None else length)
    return struct.pack("<II", MAGIC, word) + payload + bytes(-len(payload) % 4)


def write_recordio(payloads: Iterable[bytes]) -> bytes:
    """A file of one whole frame for each payload."""
    return b"".join(map(frame, payloads))


def records_of(file: Path) -> list[Record]:
    """The records of a file, taken apart without any reader of ours."""
    data, at, found = file.read_bytes(), 0, []
    while at < len(data):
        assert data[at : at + 4] == b"\x0a\x23\xd7\xce"
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        found.append(Record.FromString(data[at + 8 : at + 8 + size]))
        at += 8 + size + -size % 4
    assert at == len(data)
    return found


def split_frames(*parts: bytes) -> bytes:
    """The frames of one record that is written in parts; a reader puts the magic number back between them."""
    flags = [1, *[2] * (len(parts) - 2), 3] if len(parts) > 1 else [0]
    return b"".join(frame(part, flag) for part, flag in zip(parts, flags, strict=True))


def tensor(
    value: Any, values: Sequence[float], keys: Sequence[int] = (), shape: Sequence[int] = (), dtype: str = "float32"
) -> None:
    """Puts a tensor into a protobuf `Value`."""
    message = getattr(value, f"{dtype}_tensor")
    message.SetInParent()
    message.values.extend(values)
    message.keys.extend(keys)
    message.shape.extend(shape)


def record(
    features: Mapping[str, Mapping[str, Any]] | None = None, label: Mapping[str, Mapping[str, Any]] | None = None
) -> bytes:
    """A record of any features and labels: name -> the arguments of `tensor`."""
    message = Record()
    for name, arguments in (features or {}).items():
        tensor(message.features[name], **arguments)
    for name, arguments in (label or {}).items():
        tensor(message.label[name], **arguments)
    return message.SerializeToString(deterministic=True)


def _label(label: float | Sequence[float] | None, dtype: str) -> dict[str, Mapping[str, Any]]:
    if label is None:
        return {}
    return {"values": {"values": [label] if isinstance(label, (int, float)) else label, "dtype": dtype}}


def dense(
    values: Sequence[float],
    label: float | Sequence[float] | None = None,
    dtype: str = "float32",
    label_dtype: str = "float32",
) -> bytes:
    """A record of one dense vector, with a label or without."""
    return record({"values": {"values": values, "dtype": dtype}}, _label(label, label_dtype))


def sparse(
    cells: Mapping[int, float],
    width: int | None,
    label: float | Sequence[float] | None = None,
    dtype: str = "float32",
) -> bytes:
    """A record of one sparse vector: position -> value. Without a `width` it has no shape."""
    shape = [] if width is None else [width]
    arguments = {"values": list(cells.values()), "keys": list(cells), "shape": shape, "dtype": dtype}
    return record({"values": arguments}, _label(label, "float32"))


def image_record(image: bytes, label: float | Sequence[float] = 0.0, number: int = 0) -> bytes:
    """A record as im2rec writes it: one label in the header, or several packed behind it."""
    if isinstance(label, (int, float)):
        return struct.pack("<IfQQ", 0, label, number, 0) + image
    return struct.pack(f"<IfQQ{len(label)}f", len(label), 0.0, number, 0, *label) + image


def box_label(*boxes: Sequence[float], header: Sequence[float] = (2, 5)) -> list[float]:
    """The label of an image for detection: a header, then class, xmin, ymin, xmax, ymax of each object."""
    return [*header, *(value for box in boxes for value in box)]
