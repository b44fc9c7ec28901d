"""RecordIO-protobuf, written many records at a time.

A part of a record, such as its values, is a column: its bytes in all records one behind the other, and how many each
record has. What is true of one message is so said once for thousands of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from advisor.conversion.batches import Array, Dense, Sparse
from advisor.conversion.errors import HOW_BEYOND, ConversionError
from advisor.conversion.tables.whole_numbers import within
from advisor.formats.recordio.frames import MAGIC

MOST_BYTES = 1 << 29
"""What the length of a frame can say."""

FRAME = 8
"""Bytes of the magic number and the length."""

MAIN = b"values"
LONG = 64
"""Bytes of a column in each record, beyond which they are copied record by record."""

FEATURES, LABEL = 0x0A, 0x12
FLOAT32, INT32 = 0x12, 0x3A
_VALUES, _KEYS, _SHAPE = 0x0A, 0x12, 0x1A


@dataclass(frozen=True, slots=True)
class Column:
    """`data`: bytes. `lengths`: how many of them each record has."""

    data: Array
    lengths: Array


Columns = tuple[Column, ...]


def dense(batch: Dense) -> memoryview:
    """A record for each row: all are cast from one mould, for they differ in values and labels alone."""
    import numpy as np

    tensors = [as_float32(array) for array in (batch.values, batch.labels) if array is not None]
    mould, ends = _mould(tuple(int(values.shape[1]) for values in tensors))
    records = np.empty((batch.rows, len(mould)), np.uint8)
    records[:] = mould
    for values, end in zip(tensors, ends, strict=True):
        records[:, end - values.itemsize * values.shape[1] : end] = values.view(np.uint8)
    return records.reshape(-1).data


@lru_cache(maxsize=8)
def _mould(widths: tuple[int, ...]) -> tuple[Array, tuple[int, ...]]:
    """A record of so many values, and of labels if there are two widths; and where the values of each end in it."""
    import numpy as np

    blank = [_field(_VALUES, _rows_of(np.zeros((1, width), "<f4"))) for width in widths]
    entries = [entry(of, MAIN, FLOAT32, tensor) for of, tensor in zip((FEATURES, LABEL), blank, strict=False)]
    ends = FRAME + np.cumsum([int(_size(fields)[0]) for fields in entries])  # values come last in their entry
    return np.frombuffer(frames(tuple(chain.from_iterable(entries))), np.uint8), tuple(ends.tolist())


def sparse(batch: Sparse) -> memoryview:
    """A record for each row, with the keys and values that are not 0."""
    import numpy as np

    counts = np.diff(batch.begins)
    values = _field(_VALUES, Column(as_float32(batch.values).view(np.uint8), counts * 4))
    keys = _field(_KEYS, varints(batch.keys, counts))
    shape = _field(_SHAPE, varints(np.full(batch.rows, batch.width)))
    fields = entry(FEATURES, MAIN, FLOAT32, (*values, *keys, *shape))
    if batch.labels is not None:
        fields += entry(LABEL, MAIN, FLOAT32, _field(_VALUES, _rows_of(as_float32(batch.labels))))
    return frames(fields)


def separate_frames(fields: Columns) -> list[bytes]:
    """Each record in its frame, one by one."""
    import numpy as np

    sizes, data = _size(fields), frames(fields)
    ends = np.cumsum(FRAME + sizes + -sizes % 4)
    return [bytes(data[begin:end]) for begin, end in pairwise([0, *ends.tolist()])]


def frames(fields: Columns) -> memoryview:
    """Each record in its frame, one behind the other."""
    import numpy as np

    sizes = _size(fields)
    if (sizes >= MOST_BYTES).any():
        raise ConversionError(f"a sample of {sizes.max():,} bytes is more than a record can hold")
    heads = np.empty((len(sizes), 2), "<u4")
    heads[:, 0], heads[:, 1] = int.from_bytes(MAGIC, "little"), sizes
    padding = -sizes % 4
    return _joined((_rows_of(heads), *fields, Column(np.zeros(int(padding.sum()), np.uint8), padding)))


def entry(of: int, name: bytes, kind: int, tensor: Columns) -> Columns:
    """An entry of the features or the label: its name, and a tensor of the kind."""
    import numpy as np

    named = _rows_of(np.tile(np.frombuffer(name, np.uint8), (len(tensor[0].lengths), 1)))
    return _field(of, *_field(0x0A, named), *_field(0x12, *_field(kind, *tensor)))


def numbers(values: Array, counts: Array) -> Columns:
    """The values of a tensor of integers, so many of each record."""
    return _field(_VALUES, varints(values, counts))


def as_float32(values: Array) -> Array:
    """The values as they are written. Raises `ConversionError` where one does not fit."""
    import numpy as np

    with np.errstate(over="ignore"):
        written = np.ascontiguousarray(values, "<f4")
    if values.dtype != np.float32 and not within(written, np.inf):  # half as much to look at, and in one piece
        far = np.isinf(written)
        if far.any():
            raise ConversionError(f"the value {values[far].flat[0]:g} does not fit a 32-bit float: {HOW_BEYOND}")
    return written


def varints(values: Array, counts: Array | None = None) -> Column:
    """Numbers in the coding of protobuf: so many of each record, one if None."""
    import numpy as np

    most = int(values.max(initial=0))
    if len(values) > 1 and most == values.min():
        single = varints(values[:1])
        coded, lengths = np.tile(single.data, len(values)), np.full(len(values), single.lengths[0])
    elif most < 1 << 7:
        coded, lengths = values.astype(np.uint8), np.ones(len(values), np.int64)
    else:
        coded, lengths = _coded(values.astype(np.uint64), most)
    if counts is None:
        return Column(coded, lengths)
    cuts = np.concatenate(([0], np.cumsum(lengths)))[np.concatenate(([0], np.cumsum(counts)))]
    return Column(coded, np.diff(cuts))


def _coded(values: Array, most: int) -> tuple[Array, Array]:
    """Seven bits a byte, and how many bytes each value has."""
    import numpy as np

    width = (most.bit_length() + 6) // 7
    values = values.astype(np.uint32 if most < 1 << 32 else np.uint64)
    table = np.empty((len(values), width), np.uint8)
    there = np.ones((len(values), width), bool)
    lengths = np.ones(len(values), np.int64)
    for i in range(width):
        if i:
            goes_on = values >= 1 << 7 * i
            there[:, i] = goes_on
            lengths += goes_on
            table[:, i - 1] |= goes_on.view(np.uint8) << 7
        table[:, i] = (values >> (7 * i)) & 127
    return table[there], lengths


def _rows_of(table: Array) -> Column:
    """The bytes of each row."""
    import numpy as np

    return Column(table.reshape(-1).view(np.uint8), np.full(len(table), table[0:1].nbytes))


def _size(columns: Columns) -> Array:
    return sum((column.lengths for column in columns[1:]), columns[0].lengths)


def _field(tag: int, *content: Column) -> Columns:
    """A field with its tag and length. It is left out where it is empty, as protobuf does."""
    import numpy as np

    sizes = _size(content)
    there = sizes > 0
    coded = varints(sizes[there])
    lengths = np.zeros(len(sizes), np.int64)
    lengths[there] = coded.lengths
    tags = Column(np.full(int(there.sum()), tag, np.uint8), there.astype(np.int64))
    return (tags, Column(coded.data, lengths), *content)


def _joined(columns: Columns) -> memoryview:
    """All columns of the first record, of the second, and so on."""
    import numpy as np

    sizes = _size(columns)
    joined = np.empty(int(sizes.sum()), np.uint8)
    if all((column.lengths == column.lengths[:1]).all() for column in columns):
        table, at = joined.reshape(len(sizes), int(sizes[:1].sum())), 0
        for own in (column.data.reshape(len(sizes), -1) for column in columns if len(column.data)):
            table[:, at : at + own.shape[1]] = own
            at += own.shape[1]
        return joined.data
    begins = np.cumsum(sizes) - sizes
    for column in columns:
        within = np.cumsum(column.lengths) - column.lengths
        if len(column.data) > LONG * len(begins):
            for to, of, length in zip(begins.tolist(), within.tolist(), column.lengths.tolist(), strict=True):
                joined[to : to + length] = column.data[of : of + length]
        elif len(column.data):
            joined[np.repeat(begins - within, column.lengths) + np.arange(len(column.data))] = column.data
        begins = begins + column.lengths
    return joined.data
