"""RecordIO-protobuf written many records at a time, and read back.

All dense records of one width differ in their numbers alone, so that one frame is made and laid under all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.conversion.batches import Batch, Dense, Sparse
from advisor.conversion.errors import ConversionError
from advisor.formats.recordio.frames import Reader, framed
from advisor.formats.recordio.protobuf import LIMIT
from advisor.formats.recordio.record_pb2 import Record
from advisor.profile.base import FLOAT32_MAX
from advisor.profile.recordio.frames import RecordioProfile

if TYPE_CHECKING:
    from advisor.conversion.batches import Array

MAIN = "values"
ROWS = 1 << 12
MOST_BYTES = 1 << 29
"""What the length of a frame can say."""


def dense(batch: Dense) -> bytes:
    """A record for each row."""
    import numpy as np

    values, labels = as_float32(batch.features), None if batch.labels is None else as_float32(batch.labels)
    payload = _payload(bytes(values.shape[1] * 4), None if labels is None else bytes(labels.shape[1] * 4))
    frame = _framed(payload)
    label_size = 0 if labels is None else labels.shape[1] * 4
    end = 8 + len(payload) - label_size
    after = end - (0 if labels is None else len(_label_head(label_size)))
    frames = np.empty((len(values), len(frame)), np.uint8)
    frames[:] = np.frombuffer(frame, np.uint8)
    frames[:, after - values.shape[1] * 4 : after] = values.view(np.uint8)
    if labels is not None:
        frames[:, end : end + label_size] = labels.view(np.uint8)
    return frames.tobytes()


def sparse(batch: Sparse) -> bytes:
    """A record for each row, with the keys and values that are not 0."""
    import numpy as np

    values = as_float32(batch.values).tobytes()
    labels = None if batch.labels is None else as_float32(batch.labels)
    coded, ends = _varints(batch.keys)
    shape = _field(0x1A, _varint(batch.width))
    begins, cuts = batch.begins.tolist(), np.concatenate(([0], ends))[batch.begins].tolist()
    frames = []
    for row in range(batch.rows):
        keys = coded[cuts[row] : cuts[row + 1]]
        tensor = _field(0x0A, values[4 * begins[row] : 4 * begins[row + 1]]) + _field(0x12, keys) if keys else b""
        payload = _field(0x0A, _entry(tensor + shape))
        if labels is not None:
            payload += _field(0x12, _entry(_field(0x0A, labels[row].tobytes())))
        frames.append(_framed(payload))
    return b"".join(frames)


def as_float32(values: Array) -> Array:
    """The values as they are written. Raises `ConversionError` where one does not fit."""
    import numpy as np

    if values.dtype != np.float32:
        far = np.abs(values) > FLOAT32_MAX
        if far.any():
            raise ConversionError(
                f"the value {values[far].flat[0]:g} does not fit a 32-bit float: --beyond clip writes the greatest "
                "that does, --beyond drop leaves the row out"
            )
    return np.ascontiguousarray(values, "<f4")


def _framed(payload: bytes) -> bytes:
    if len(payload) >= MOST_BYTES:
        raise ConversionError(f"a sample of {len(payload):,} bytes is more than a record can hold")
    return framed(payload)


def _payload(values: bytes, label: bytes | None) -> bytes:
    features = _field(0x0A, _entry(_field(0x0A, values)))
    return features if label is None else features + _field(0x12, _entry(_field(0x0A, label)))


def _label_head(size: int) -> bytes:
    """What stands between the features and the label."""
    return _field(0x12, _entry(_field(0x0A, bytes(size))))[:-size]


def _entry(tensor: bytes) -> bytes:
    """An entry of a map: `values`, and a float32 tensor."""
    return _field(0x0A, MAIN.encode()) + _field(0x12, _field(0x12, tensor))


def _field(tag: int, content: bytes) -> bytes:
    return bytes((tag,)) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    coded = bytearray()
    while number > 127:
        coded.append(number & 127 | 128)
        number >>= 7
    coded.append(number)
    return bytes(coded)


def _varints(numbers: Array) -> tuple[bytes, Array]:
    """Numbers in the coding of protobuf, and where each of them ends."""
    import numpy as np

    numbers = numbers.astype(np.uint64)
    lengths = np.ones(len(numbers), np.int64)
    for bits in range(7, 64, 7):
        lengths += numbers >= np.uint64(1 << bits)
    ends = np.cumsum(lengths)
    coded = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
    for i in range(int(lengths.max(initial=0))):
        has = lengths > i
        part = (numbers[has] >> np.uint64(7 * i)) & np.uint64(127)
        coded[ends[has] - lengths[has] + i] = part + np.where(lengths[has] > i + 1, 128, 0).astype(np.uint64)
    return coded.tobytes(), ends


def read(file: Path, width: int | None) -> Iterator[Batch]:
    """The samples of a file, neighbours of one form together. Raises `ConversionError` where it is broken."""
    held: list[tuple[Any, ...]] = []
    form: tuple[Any, ...] = ()
    first: tuple[Any, ...] = ()
    for number, record in enumerate(_records(file), 1):
        place = f"{file}: record {number}"
        try:
            sample = _sample(record, width, place)
        except (ValueError, OverflowError) as error:
            raise ConversionError(f"{place}: cannot be read: {error}") from error
        first = first or sample
        if _shape(sample) != _shape(first):
            raise ConversionError(f"{place}: has another number of features or labels than the first record")
        own = (sample[0] is None, sample[2], None if sample[3] is None else len(sample[3]))
        if held and (own != form or len(held) == ROWS):
            yield _batch(held)
            held = []
        held.append(sample)
        form = own
    if held:
        yield _batch(held)


def _shape(sample: tuple[Any, ...]) -> tuple[int, int | None]:
    """How many features a sample has, and how many labels."""
    _, _, width, labels = sample
    return width, None if labels is None else len(labels)


def _records(file: Path) -> Iterator[Record]:
    from google.protobuf.message import DecodeError

    profile = RecordioProfile()
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        for at, payload in Reader(stream, size, profile, LIMIT).records():
            try:
                yield Record.FromString(payload)
            except (DecodeError, ValueError) as error:
                raise ConversionError(f"{file}: record {at.record}: is no protobuf record: {error}") from error
    if profile.faults:
        name, tally = next(iter(profile.faults.items()))
        raise ConversionError(f"{file}: record {tally.first[0].place.record}: {name}: see advisor check")


def _sample(record: Record, width: int | None, place: str) -> tuple[Any, ...]:
    """Keys (None for a dense one), values, width and label."""
    import numpy as np

    tensor = _tensor(record.features, place)
    if tensor is None:
        raise ConversionError(f"{place}: has no features: leave it out")
    label = _tensor(record.label, place)
    labels = None if label is None or not len(label.values) else np.array(label.values)
    values = np.array(tensor.values, np.float32 if tensor.DESCRIPTOR.name == "Float32Tensor" else np.float64)
    if not len(tensor.keys) and len(values):
        return None, values, len(values), labels
    keys = np.array(tensor.keys, np.int64)
    extent = width or int(np.prod(tensor.shape)) or None
    if extent is None or (len(keys) and keys.max() >= extent) or len(keys) != len(values):
        raise ConversionError(f"{place}: its keys do not fit a shape: say --width, the number of features")
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order], extent, labels


def _tensor(named: Any, place: str) -> Any:
    """The tensor `values`, or the only one there is."""
    names = list(named)
    name = MAIN if MAIN in names else names[0] if len(names) == 1 else None
    if name is None:
        if not names:
            return None
        raise ConversionError(f"{place}: holds {', '.join(sorted(names))}, and none of them is called {MAIN}")
    held = named[name].WhichOneof("value")
    if held is None or held == "bytes":
        raise ConversionError(f"{place}: holds {held or 'nothing'} under {name}, which is no table")
    return getattr(named[name], held)


def _batch(samples: list[tuple[Any, ...]]) -> Batch:
    import numpy as np

    labels = None if samples[0][3] is None else np.stack([label for *_, label in samples])
    if labels is not None and labels.dtype == np.float64 and (labels == labels.astype(np.float32)).all():
        labels = labels.astype(np.float32)
    values = [values for _, values, _, _ in samples]
    if samples[0][0] is None:
        return Dense(np.stack(values), labels)
    begins = np.concatenate(([0], np.cumsum([len(one) for one in values])))
    keys = np.concatenate([keys for keys, *_ in samples])
    return Sparse(begins, keys, np.concatenate(values), samples[0][2], labels)
