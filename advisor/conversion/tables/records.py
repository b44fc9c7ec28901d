"""The samples of RecordIO-protobuf, many records at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.conversion.batches import Batch, Dense, Sparse
from advisor.conversion.errors import ConversionError
from advisor.conversion.results import LeftOut
from advisor.formats.recordio.frames import Reader
from advisor.formats.recordio.protobuf import LIMIT
from advisor.formats.recordio.record_pb2 import Record
from advisor.profile.recordio.frames import RecordioProfile
from advisor.profile.recordio.protobuf import MAIN

ROWS = 1 << 12


def read(file: Path, width: int | None, left_out: LeftOut | None = None) -> Iterator[Batch]:
    """The samples of a file, neighbours of one form together. Raises `ConversionError` where it is broken.

    `left_out`: what takes up the records without features; they are refused if None.
    """
    held: list[tuple[Any, ...]] = []
    form: tuple[Any, ...] = ()
    first: tuple[Any, ...] = ()
    for number, record in enumerate(_records(file), 1):
        place = f"{file}: record {number}"
        if left_out is not None and not record.features:
            left_out.add(number, "has no features")
            continue
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
        raise ConversionError(f"{place}: holds {', '.join(sorted(map(str, names)))}, and none of them is called {MAIN}")
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
