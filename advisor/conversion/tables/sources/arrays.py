"""Samples that are numbers already: NumPy files, arrays, SciPy's sparse matrices; and data frames as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from advisor.conversion.batches import SIZE, Array, Batch, Dense, Sparse
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables.rows import ROWS, Row, Stretch, shown
from advisor.conversion.tables.whole_numbers import floats


def batches(found: Any, labels: Any = None) -> Iterator[Batch]:
    """An array, or a sparse matrix of SciPy, a stretch at a time."""
    import numpy as np

    own = None if labels is None else _labels(labels, found.shape[0] if found.ndim else 1)
    if hasattr(found, "tocsr"):
        yield from _sparse_batches(found.tocsr(), own)
        return
    if found.ndim == 0:
        raise ConversionError("the array is a single value")
    if np.ma.isMaskedArray(found):
        floats(found.compressed())
        found = np.ma.filled(found.astype("f8"), np.nan)
    table = found if found.ndim == 2 else found.reshape(len(found), -1)
    if table.dtype.kind not in "fiub":
        raise ConversionError(f"the array holds {table.dtype}, not numbers")
    step = max(SIZE // max(table.shape[1], 1), 1)
    for begin in range(0, len(table), step):
        part = slice(begin, begin + step)
        yield Dense(np.asarray(floats(table[part])), None if own is None else floats(own[part]))


def _labels(given: Any, rows: int) -> Array:
    """The labels, a row a sample. Raises `ConversionError`."""
    import numpy as np

    labels = np.asarray(given)
    if not labels.ndim or len(labels) != rows:
        raise ConversionError(f"there are {labels.size:,} labels for {rows:,} rows")
    if labels.dtype.kind not in "fiub":
        raise ConversionError(f"the labels are {labels.dtype}, not numbers: convert a data frame, with classes=True")
    columns = labels.reshape(rows, -1)
    if columns.shape[1] > 1 and ((columns == 0) | (columns == 1)).all() and (columns.sum(axis=1) == 1).all():
        raise ConversionError(f"the labels are a column for each of {columns.shape[1]} classes: give labels.argmax(1)")
    return columns


def _sparse_batches(matrix: Any, labels: Array | None) -> Iterator[Batch]:
    import numpy as np

    begins, (rows, width) = np.asarray(matrix.indptr), matrix.shape
    step = max(SIZE // max(int(begins[-1]) // max(rows, 1), 1), 1)
    for begin in range(0, rows, step):
        own = begins[begin : begin + step + 1]
        cells = slice(int(own[0]), int(own[-1]))
        part = None if labels is None else floats(labels[begin : begin + step])
        values = floats(np.asarray(matrix.data[cells]))
        yield Sparse(own - own[0], np.asarray(matrix.indices[cells]), values, int(width), part)


def read(file: Path) -> Iterator[Batch]:
    """What a .npy file holds. Raises `ConversionError`."""
    import numpy as np

    try:
        found = np.lib.format.open_memmap(file, mode="r")
    except Exception as error:  # what NumPy raises on broken bytes is no closed set
        raise ConversionError(f"{file}: cannot be read as NumPy's format: {error}") from error
    yield from batches(found)


class FrameRows:
    """The rows of a data frame as text."""

    def __init__(self, frame: Any, options: Options) -> None:
        self._frame = frame
        self.names: Sequence[str] | None = [str(name) for name in frame.columns]
        self._texts = Texts(self.names, options)

    def place(self, number: int) -> str:
        return f"row {number}"

    def stretches(self) -> Iterator[Stretch]:
        for begin in range(0, len(self._frame), ROWS):
            part = self._frame.iloc[begin : begin + ROWS]
            columns = [part.iloc[:, i].tolist() for i in range(part.shape[1])]
            yield self._texts.rows(columns, begin + 1)


class Texts:
    """Values of columns as cells of text; those of columns to drop stay empty, whatever they hold."""

    def __init__(self, names: Sequence[str], options: Options) -> None:
        self._names = names
        dropped = {*options.drop}
        self._lists = options.several_labels
        self._taken = [not dropped & {name, str(number)} for number, name in enumerate(names, 1)]

    def rows(self, columns: Sequence[Sequence[Any]], first: int) -> list[Row]:
        cells = [self._column(number, column) for number, column in enumerate(columns)]
        return [Row(place, row) for place, row in enumerate(zip(*cells, strict=True), first)]

    def _column(self, number: int, values: Sequence[Any]) -> list[str]:
        if not self._taken[number]:
            return [""] * len(values)
        try:
            lists = self._lists
            return [json.dumps(each) if lists and isinstance(each, list) else _text(each) for each in values]
        except _NestedError:
            name = self._names[number]
            raise ConversionError(
                f"{shown(self._names, number)} holds lists: write each of their values into a column of its own, or "
                f"--drop {name}"
            ) from None


class _NestedError(Exception):
    """A value holds values."""


def _text(value: Any) -> str:
    """A value as the cell of a table; nothing where it is missing."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, (list, tuple, dict, set)) or getattr(value, "ndim", 0) > 0:
        raise _NestedError
    if value is None or str(value) in ("<NA>", "NaT") or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
