"""The samples of RecordIO-protobuf, many records at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from advisor.conversion.batches import Batch, Dense, Sparse
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import LeftOut
from advisor.conversion.tables.rows import grouped
from advisor.formats.pieces import whole
from advisor.formats.recordio.frames import Reader
from advisor.formats.recordio.protobuf import LIMIT
from advisor.formats.recordio.record_pb2 import Record
from advisor.profile.recordio.frames import RecordioProfile
from advisor.profile.recordio.protobuf import MAIN


class _Sample(NamedTuple):
    """Arrays. `keys`: of the values; None for a dense sample. `labels`: None where there are none."""

    keys: Any
    values: Any
    width: int
    labels: Any

    @property
    def shape(self) -> tuple[int, int | None]:
        """How many features it has, and how many labels."""
        return self.width, None if self.labels is None else len(self.labels)

    @property
    def form(self) -> tuple[bool, int, int | None]:
        return self.keys is None, *self.shape


def read(file: Path, options: Options, left_out: LeftOut) -> Iterator[Batch]:
    """The samples of a file, neighbours of one form together. Raises `ConversionError` where it is broken."""
    for _, alike in groupby(_samples(file, options, left_out), lambda sample: sample.form):
        yield from map(_batch, grouped(alike))


def _samples(file: Path, options: Options, left_out: LeftOut) -> Iterator[_Sample]:
    first: _Sample | None = None
    for number, record in enumerate(_records(file), 1):
        place = f"{file}: record {number}"
        if options.featureless and not record.features:
            left_out.add(number, "has no features")
            continue
        try:
            sample = _sample(record, options.width, place)
        except (ValueError, OverflowError) as error:
            raise ConversionError(f"{place}: cannot be read: {error}") from error
        first = first or sample
        if sample.shape != first.shape:
            raise ConversionError(f"{place}: has another number of features or labels than the first record")
        yield sample


def _records(file: Path) -> Iterator[Record]:
    from google.protobuf.message import DecodeError

    profile = RecordioProfile()
    with file.open("rb") as stream:
        for at, payload in Reader(whole(stream), profile, LIMIT).records():
            try:
                yield Record.FromString(payload)
            except (DecodeError, ValueError) as error:
                raise ConversionError(f"{file}: record {at.record}: is no protobuf record: {error}") from error
    if profile.faults:
        name, tally = next(iter(profile.faults.items()))
        raise ConversionError(f"{file}: record {tally.first[0].place.record}: {name}: see advisor check")


def _sample(record: Record, width: int | None, place: str) -> _Sample:
    import numpy as np

    tensor = _tensor(record.features, place)
    if tensor is None:
        raise ConversionError(f"{place}: has no features: leave it out")
    label = _tensor(record.label, place)
    labels = None if label is None or not len(label.values) else np.array(label.values)
    values = np.array(tensor.values, np.float32 if tensor.DESCRIPTOR.name == "Float32Tensor" else np.float64)
    if not len(tensor.keys) and len(values):
        return _Sample(None, values, len(values), labels)
    keys = np.array(tensor.keys, np.int64)
    extent = width or int(np.prod(tensor.shape)) or None
    if extent is None or (len(keys) and keys.max() >= extent) or len(keys) != len(values):
        raise ConversionError(f"{place}: its keys do not fit a shape: say --width, the number of features")
    order = np.argsort(keys, kind="stable")
    return _Sample(keys[order], values[order], extent, labels)


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


def _batch(samples: list[_Sample]) -> Batch:
    import numpy as np

    first = samples[0]
    labels = None if first.labels is None else np.stack([sample.labels for sample in samples])
    if labels is not None and labels.dtype == np.float64 and (labels == labels.astype(np.float32)).all():
        labels = labels.astype(np.float32)
    if first.keys is None:
        return Dense(np.stack([sample.values for sample in samples]), labels)
    begins = np.concatenate(([0], np.cumsum([len(sample.values) for sample in samples])))
    keys = np.concatenate([sample.keys for sample in samples])
    return Sparse(begins, keys, np.concatenate([sample.values for sample in samples]), first.width, labels)
