"""Time series in the rows of a Parquet table: columns start, target, cat and dynamic_feat.

Memory: one batch of rows, and what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from advisor.formats.series.records import Record, matches, note, take_record
from advisor.formats.series.starts import Moment
from advisor.formats.tables.parquet_file import read_table
from advisor.profile.base import Place, Tally
from advisor.profile.predicates import Predicate
from advisor.profile.series.time_series import FIELDS, TimeSeriesParquetProfile

_EPOCH = datetime(1970, 1, 1)

_TICKS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
"""Ticks of a second, by the unit of a column."""
_DATES = {"date32[day]": ("int32", 86_400_000), "date64[ms]": ("int64", 1)}
"""How the dates of a column are counted, and the milliseconds of one tick."""


def scan(stream: BinaryIO, size: int) -> TimeSeriesParquetProfile:
    """Reads a whole file. Never raises on its content, but where pyarrow is not there."""
    profile = TimeSeriesParquetProfile(bytes=size)
    for row, record in _records(stream, size, profile):
        take_record(profile, record, Place(record=row))
    return profile


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """The values, lengths or categories that the predicate asks for."""
    found = Tally()
    for row, record in _records(stream, size, TimeSeriesParquetProfile()):
        for key, value in matches(record, predicate):
            note(found, Place(record=row), key, value)
    return found


def _records(stream: BinaryIO, size: int, profile: TimeSeriesParquetProfile) -> Iterator[tuple[int, Record]]:
    """The rows with their numbers from 1."""
    table = read_table(stream, size, profile)
    if table is None:
        return
    others = dict.fromkeys(set(table.names) - table.index_names - set(FIELDS), True)
    names = [name for name in FIELDS if table.names.count(name) == 1]
    row = 0
    for batch in table.batches():
        try:
            columns = {name: _values(batch.column(name)) for name in names}
        except Exception as error:  # what pyarrow raises on values that Python has none for is no closed set
            table.broken(row + 1, error)
            return
        for number in range(batch.num_rows):
            row += 1
            yield row, {**others, **{name: values[number] for name, values in columns.items()}}


def _values(column: Any) -> list[Any]:
    """A column as values of Python; points in time as `Moment`."""
    kind = column.type
    name = str(kind)
    if name.startswith("timestamp"):
        ticks = column.cast("int64").to_pylist()
        return [None if t is None else Moment(_moment(t // _TICKS[kind.unit]), kind.tz is not None) for t in ticks]
    if name in _DATES:
        ticks = column.cast(_DATES[name][0]).to_pylist()
        return [None if t is None else Moment(_moment(t * _DATES[name][1] // 1000), date=True) for t in ticks]
    values: list[Any] = column.to_pylist()
    return values


def _moment(seconds: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
