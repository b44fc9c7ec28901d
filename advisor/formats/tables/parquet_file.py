"""Opens Parquet files safely: the footer first, then rows in bounded batches. What is broken becomes a fault.

Only this room of the formats knows pyarrow (the extra `parquet`).
Memory: one batch (`BATCH_BYTES` by what the footer says of a row), and one page of each column as it is unpacked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from advisor.errors import AdvisorError
from advisor.profile import faults
from advisor.profile.base import FileProfile, Place

BATCH_ROWS = 1 << 14
BATCH_BYTES = 1 << 25
"""Rows of a batch, and bytes of it before encoding: a row of a series may be long."""

MAGIC = b"PAR1"
ENCRYPTED = b"PARE"


class ParquetError(AdvisorError):
    """Parquet cannot be read here; the message says what to install."""


def read_table(stream: BinaryIO, size: int, profile: FileProfile) -> Table | None:
    """The table in a file; None, with one of the faults no-footer or broken-footer, where there is none to be had.

    Raises `ParquetError` without pyarrow, and `OSError` where the stream itself fails.
    """
    parquet = _pyarrow()
    stream.seek(max(size - len(MAGIC), 0))
    last = stream.read(len(MAGIC))
    if last != MAGIC:
        profile.fault(
            faults.ENCRYPTED if last == ENCRYPTED else faults.NO_FOOTER, Place(offset=max(size - len(MAGIC), 0))
        )
        return None
    watched = _Watched(stream)
    try:
        return Table(parquet.ParquetFile(watched, pre_buffer=False), watched, profile)
    except Exception as error:  # what pyarrow raises on broken bytes is no closed set
        watched.raise_own()
        profile.fault(faults.BROKEN_FOOTER, Place(), _first_line(error))
        return None


def column_names(stream: BinaryIO, size: int) -> tuple[str, ...]:
    """The names of the columns; none where pyarrow is not there or the footer cannot be read."""
    try:
        table = read_table(stream, size, FileProfile())
    except ParquetError:
        return ()
    return table.names if table else ()


class Table:
    """An open Parquet file: `schema` is pyarrow's, `names` are those of its top-level columns, `rows` their number."""

    def __init__(self, file: Any, stream: _Watched, profile: FileProfile) -> None:
        self._file, self._stream, self._profile = file, stream, profile
        self.schema = file.schema_arrow
        self.names: tuple[str, ...] = tuple(self.schema.names)
        self.rows: int = file.metadata.num_rows

    @property
    def index_names(self) -> frozenset[str]:
        """The columns that pandas saved its index in, and takes out again when it reads the file."""
        try:
            saved = json.loads((self.schema.metadata or {}).get(b"pandas", b"{}"))
        except (ValueError, RecursionError):
            return frozenset()
        listed = saved.get("index_columns") if isinstance(saved, dict) else None
        return frozenset(name for name in listed or () if isinstance(name, str)) if isinstance(listed, list) else (
            frozenset()
        )  # fmt: skip

    def batches(self) -> Iterator[Any]:
        """The rows as pyarrow's record batches, in order; ends with the fault broken-data where they cannot be read."""
        done = 0
        try:
            for batch in self._file.iter_batches(batch_size=self._batch_rows()):
                if batch.num_columns < len(self.names):
                    raise ValueError("a column holds nothing")  # such as a struct without members
                yield batch
                done += batch.num_rows
        except Exception as error:  # as above
            self.broken(done + 1, error)

    def broken(self, row: int, error: Exception) -> None:
        """Notes that nothing can be read from this row on, counted from 1; raises what the stream itself failed of."""
        self._stream.raise_own()
        self._profile.fault(faults.BROKEN_DATA, Place(record=row), _first_line(error))

    def _batch_rows(self) -> int:
        """As many rows as fit the bound by the fullest row group."""
        metadata = self._file.metadata
        groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
        longest = max((group.total_byte_size // max(group.num_rows, 1) for group in groups), default=0)
        return int(max(1, min(BATCH_ROWS, BATCH_BYTES // max(longest, 8 * metadata.num_columns, 1))))


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise ParquetError('Parquet needs pyarrow: pip install "sagemaker-advisor[parquet]"') from None
    return pyarrow.parquet


class _Watched:
    """A stream that remembers its own failure, so that it is told from broken content."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._failure: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except OSError as error:
            self._failure = error
            raise

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        """The stream belongs to who opened it."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def raise_own(self) -> None:
        if self._failure:
            raise self._failure


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
