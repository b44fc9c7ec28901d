"""The rows of Parquet files, and rows written as Parquet: the only module of this room that knows pyarrow."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from advisor.conversion.batches import Batch
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables.rows import ROWS, Stretch, same_columns
from advisor.conversion.tables.sources.arrays import Texts
from advisor.conversion.tables.whole_numbers import FLOAT32
from advisor.conversion.tables.writers import OTHER_TYPE

NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


class ParquetRows:
    """The rows of Parquet files as text; fractions of 32 bits as short as they are read back the same."""

    def __init__(self, files: Sequence[Path], options: Options) -> None:
        self._files, self._file = files, files[0]
        with _opened(files[0]) as table:
            self._stored = list(table.schema_arrow.names)
        self._folders = [_columns_of_folders(file, files) for file in files]
        self.names: Sequence[str] | None = [*self._stored, *self._folders[0]]
        self._texts = Texts(self.names, options)

    def place(self, number: int) -> str:
        return f"{self._file}: row {number}"

    def stretches(self) -> Iterator[Stretch]:
        for file, folders in zip(self._files, self._folders, strict=True):
            self._file, first = file, 1
            with _opened(file) as table:
                same_columns(file, [*table.schema_arrow.names, *folders], self._files[0], self.names or ())
                for rows, columns in self._read(table):
                    columns += [[folders[name]] * rows for name in folders]
                    yield self._texts.rows(columns, first)
                    first += rows

    def _read(self, table: Any) -> Iterator[tuple[int, list[list[Any]]]]:
        """The number of rows, and the columns that are stored, a batch at a time."""
        try:
            for batch in table.iter_batches(batch_size=ROWS):
                yield batch.num_rows, [_values(batch.column(name)) for name in self._stored]
        except Exception as error:  # what pyarrow raises on broken bytes is no closed set
            raise _unreadable(self._file, error) from error


def _columns_of_folders(file: Path, files: Sequence[Path]) -> dict[str, str | None]:
    """Columns that the names of folders hold, as in `city=Rome/part-0.parquet`."""
    above = file.parts[len(Path(os.path.commonpath(files)).parts) : -1]
    named = (part.partition("=") for part in above if "=" in part)
    return {name: None if value == NO_VALUE else unquote(value) for name, _, value in named}


def _values(column: Any) -> list[Any]:
    import numpy as np
    import pyarrow as pa

    if pa.types.is_float32(column.type):
        values = column.to_numpy(zero_copy_only=False).astype("f4")
        texts = np.where(np.abs(values) > FLOAT32, values.astype("f8").astype("U32"), values.astype("U32"))
        return [None if text == "nan" else text for text in texts.tolist()]
    return list(column.to_pylist())


def _opened(file: Path) -> Any:
    try:
        from pyarrow import parquet
    except ImportError:
        raise ConversionError('Parquet needs pyarrow: pip install "sagemaker-advisor[parquet]"') from None
    try:
        return parquet.ParquetFile(file)
    except Exception as error:  # what pyarrow raises on broken bytes is no closed set
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> ConversionError:
    """What pyarrow raises as an error of ours."""
    return ConversionError(f"{file}: cannot be read as Parquet: {str(error).partition(chr(10))[0]}")


class ParquetWriter:
    """A row group a stretch: columns of numbers, the label first."""

    def __init__(self, path: Path, options: Options) -> None:
        self.path, self.rows = path, 0
        self._writer: Any = None

    def write(self, batch: Batch) -> None:
        try:
            import pyarrow as pa
            from pyarrow import parquet
        except ImportError:
            raise ConversionError('Parquet needs pyarrow: pip install "sagemaker-advisor[parquet]"') from None
        for dense in batch.pieces():
            labels = [] if dense.labels is None else [*dense.labels.T]
            columns = [pa.array(column, from_pandas=True) for column in (*labels, *dense.values.T)]
            names = [f"label{i or ''}" for i in range(len(labels))] + [f"feature{i}" for i in range(dense.width)]
            table = pa.table(columns, names=names)
            self._writer = self._writer or parquet.ParquetWriter(self.path, table.schema)
            if table.schema != self._writer.schema:
                raise ConversionError(OTHER_TYPE.format(self._writer.schema.types[-1], table.schema.types[-1]))
            self._writer.write_table(table)
        self.rows += batch.rows

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
