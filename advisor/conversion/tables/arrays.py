"""Samples that are numbers already: NumPy files, arrays, SciPy's sparse matrices; and data frames as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.conversion.batches import SIZE, Batch, Dense, Sparse
from advisor.conversion.errors import ConversionError
from advisor.conversion.tables.rows import Row, Stretch

if TYPE_CHECKING:
    from advisor.conversion.batches import Array

ROWS = 1 << 12
ZIP = b"PK"


def batches(found: Any, labels: Any = None) -> Iterator[Batch]:
    """An array, or a sparse matrix of SciPy, a stretch at a time."""
    import numpy as np

    own = None if labels is None else np.asarray(labels).reshape(found.shape[0], -1)
    if hasattr(found, "tocsr"):
        yield from _sparse_batches(found.tocsr(), own)
        return
    if found.ndim == 0:
        raise ConversionError("the array is a single value")
    table = found if found.ndim == 2 else found.reshape(len(found), -1)
    if table.dtype.kind not in "fiub":
        raise ConversionError(f"the array holds {table.dtype}, not numbers")
    step = max(SIZE // max(table.shape[1], 1), 1)
    for begin in range(0, len(table), step):
        part = slice(begin, begin + step)
        yield Dense(np.asarray(_floats(table[part])), None if own is None else _floats(own[part]))


def _floats(values: Array) -> Array:
    return values if values.dtype.kind == "f" and values.dtype.itemsize >= 4 else values.astype("f8")


def _sparse_batches(matrix: Any, labels: Array | None) -> Iterator[Batch]:
    import numpy as np

    begins, (rows, width) = np.asarray(matrix.indptr), matrix.shape
    step = max(SIZE // max(int(begins[-1]) // max(rows, 1), 1), 1)
    for begin in range(0, rows, step):
        own = begins[begin : begin + step + 1]
        cells = slice(int(own[0]), int(own[-1]))
        part = None if labels is None else _floats(labels[begin : begin + step])
        values = _floats(np.asarray(matrix.data[cells]))
        yield Sparse(own - own[0], np.asarray(matrix.indices[cells]), values, int(width), part)


class _Compressed:
    """Compressed rows as `scipy.sparse.save_npz` keeps them."""

    def __init__(self, held: Any) -> None:
        self.data, self.indices, self.indptr = held["data"], held["indices"], held["indptr"]
        self.shape = tuple(int(n) for n in held["shape"])

    def tocsr(self) -> _Compressed:
        return self


def read(file: Path) -> Iterator[Batch]:
    """What a .npy or .npz file holds. Raises `ConversionError`."""
    try:
        found = _loaded(file)
    except ConversionError:
        raise
    except Exception as error:  # what NumPy raises on broken bytes is no closed set
        raise ConversionError(f"{file}: cannot be read as NumPy's format: {error}") from error
    yield from batches(*found)


def _loaded(file: Path) -> tuple[Any, Any]:
    """The features, and the labels where there are some."""
    import numpy as np

    with file.open("rb") as stream:
        if stream.read(len(ZIP)) == ZIP:
            stream.seek(0)
            with np.load(stream, allow_pickle=False) as held:
                return _members(held, file)
    return np.lib.format.open_memmap(file, mode="r"), None


def _members(held: Any, file: Path) -> tuple[Any, Any]:
    """The features, and the labels where there are some."""
    names = list(held.files)
    labels = held["labels"] if "labels" in names else None
    if "indptr" in names:
        if str(held["format"].item(), "ascii") != "csr":
            raise ConversionError(f"{file}: holds a sparse matrix that is not in rows: save matrix.tocsr()")
        return _Compressed(held), labels
    others = [name for name in names if name != "labels"]
    if len(others) != 1:
        raise ConversionError(f"{file}: holds {', '.join(names)}: save one array, and `labels` if there are some")
    return held[others[0]], labels


class FrameRows:
    """The rows of a data frame as text."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self.names: Sequence[str] | None = [str(name) for name in frame.columns]

    def place(self, number: int) -> str:
        return f"row {number}"

    def stretches(self) -> Iterator[Stretch]:
        for begin in range(0, len(self._frame), ROWS):
            part = self._frame.iloc[begin : begin + ROWS]
            columns = [part.iloc[:, i].tolist() for i in range(part.shape[1])]
            yield rows(columns, begin + 1)


def rows(columns: list[list[Any]], first: int) -> list[Row]:
    """Values of columns as rows of text."""
    cells = [[text_of(value) for value in column] for column in columns]
    return [Row(place, row) for place, row in enumerate(zip(*cells, strict=True), first)]


def text_of(value: Any) -> str:
    """A value as the cell of a table; nothing where it is missing."""
    if isinstance(value, str):
        return value
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, dict)):
        raise ConversionError("a column holds lists: write each of their values into a column of its own")
    return str(value)
