"""Writes samples, one writer a format: CSV, libsvm, NumPy, RecordIO-protobuf."""

from __future__ import annotations

import csv
import io
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from advisor.conversion.batches import Array, Batch, Dense
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables import record_writer

OTHER_TYPE = "the first samples are {}, and others {}: bring the files to one type, or convert them one by one"


class Writer(Protocol):
    rows: int

    def write(self, batch: Batch) -> None: ...

    def close(self) -> None: ...


class _File:
    """A file that samples go to."""

    def __init__(self, path: Path, options: Options) -> None:
        self.options = options
        self.stream: BinaryIO = path.open("wb")
        self.rows = 0

    def close(self) -> None:
        self.stream.close()


class RawWriter(_File):
    """Lines or records that are bytes already."""

    def write_lines(self, lines: list[bytes]) -> None:
        self.stream.writelines(lines)
        self.rows += len(lines)


class CsvWriter(_File):
    def write(self, batch: Batch) -> None:
        for dense in batch.pieces():
            self.write_lines([line.encode() for line in csv_lines(dense)])

    def write_lines(self, lines: list[bytes] | list[list[str]]) -> None:
        """Whole lines, or rows of cells."""
        if lines and isinstance(lines[0], bytes):
            self.stream.writelines((b"\n".join(lines), b"\n"))
        elif lines:
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(lines)
            self.stream.write(text.getvalue().encode())
        self.rows += len(lines)


def csv_lines(dense: Dense) -> list[str]:
    """A line a sample, its label first."""
    parts = [texts(part) for part in (dense.labels, dense.values) if part is not None]
    return [",".join(chain.from_iterable(row)) for row in zip(*parts, strict=True)]


def texts(values: Array) -> list[list[str]]:
    """Numbers as text that is read back as the same numbers of their type; NaN as an empty cell."""
    import numpy as np

    if values.dtype == np.float32:
        return [[_shortened(text) for text in row] for row in values.astype("U32").tolist()]
    return [[_shortened(repr(number)) for number in row] for row in values.tolist()]


def _shortened(text: str) -> str:
    return "" if text == "nan" else text if text == "-0.0" else text.removesuffix(".0")


class LibsvmWriter(_File):
    def write(self, batch: Batch) -> None:
        import numpy as np

        sparse = batch.sparse()
        if sparse.labels is None or sparse.labels.shape[1] != 1:
            raise ConversionError("libsvm begins each line with a label: name its column with --label")
        if not np.isfinite(sparse.values).all():
            raise ConversionError("libsvm holds no missing values: say what to do, --missing drop, mean or a number")
        base = 1 if self.options.base is None else self.options.base
        labels = [row[0] for row in texts(sparse.labels)]
        (values,) = texts(sparse.values.reshape(1, -1))
        pairs = [f"{key}:{value}" for key, value in zip((sparse.keys + base).tolist(), values, strict=True)]
        begins = sparse.begins.tolist()
        for number, label in enumerate(labels):
            line = " ".join((label, *pairs[begins[number] : begins[number + 1]]))
            self.stream.write(line.encode() + b"\n")
        self.rows += len(labels)


class ProtobufWriter(_File):
    """RecordIO-protobuf of float32: dense or sparse as the options say, else as each batch is."""

    def write(self, batch: Batch) -> None:
        sparse = self.options.sparse
        if sparse or (sparse is None and not isinstance(batch, Dense)):
            self.stream.write(record_writer.sparse(batch.sparse()))
        else:
            self.stream.writelines(map(record_writer.dense, batch.pieces()))
        self.rows += batch.rows


class NpyWriter(_File):
    """One array; the label is its first column."""

    HEAD = 128
    """Bytes of the head, with blanks to spare for the number of rows, which is not known before the end."""

    def __init__(self, path: Path, options: Options) -> None:
        super().__init__(path, options)
        self.stream.write(bytes(self.HEAD))
        self._width = 0
        self._dtype: Any = None

    def write(self, batch: Batch) -> None:
        import numpy as np

        for dense in batch.pieces():
            table = dense.values if dense.labels is None else np.hstack((dense.labels, dense.values))
            self._dtype, self._width = self._dtype or table.dtype.newbyteorder("<"), table.shape[1]
            if not np.can_cast(table.dtype, self._dtype):
                raise ConversionError(OTHER_TYPE.format(self._dtype.name, table.dtype.name))
            self.stream.write(np.ascontiguousarray(table, self._dtype).tobytes())
        self.rows += batch.rows

    def close(self) -> None:
        if not self.stream.closed and self._dtype is not None:
            shape = (self.rows, self._width)
            head = repr({"descr": self._dtype.str, "fortran_order": False, "shape": shape}).encode()
            self.stream.seek(0)
            room = self.HEAD - 10
            self.stream.write(b"\x93NUMPY\x01\x00" + room.to_bytes(2, "little") + head.ljust(room - 1) + b"\n")
        super().close()


WRITERS: dict[str, type[CsvWriter] | type[LibsvmWriter] | type[ProtobufWriter] | type[NpyWriter]] = {
    "csv": CsvWriter,
    "libsvm": LibsvmWriter,
    "npy": NpyWriter,
    "recordio-protobuf": ProtobufWriter,
}

ENDINGS = {
    "csv": ".csv", "libsvm": ".libsvm", "npy": ".npy", "parquet": ".parquet",
    "recordio-protobuf": ".pbr", "time-series": ".json", "sentences": ".txt", "sequence-pairs": ".jsonl",
    "token-records": ".rec",
}  # fmt: skip
