"""Reads a table in Parquet, by batches: the cells of each column by class, as in a CSV."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np
import numpy.typing as npt

from advisor.formats.cells import classify
from advisor.formats.second_look import comes_rarely, first_times
from advisor.formats.tables.csv_arrays import fractions
from advisor.formats.tables.parquet_file import Table, read_table
from advisor.profile import faults
from advisor.profile.base import FLOAT32_MAX, Place, Sighting, Tally, tally_for
from advisor.profile.columns import COLUMNS_KEPT, TEXT_KEPT, Column
from advisor.profile.keys import Keys
from advisor.profile.predicates import Predicate, Repeats, StandsOften, ValueOutside
from advisor.profile.sketch import BITS, FACTOR, SMALL
from advisor.profile.tables.parquet import ParquetProfile, Schema

KINDS = {
    "number": ("int", "uint", "float", "double", "halffloat", "bool", "decimal", "null"),
    "text": ("string", "large_string", "binary", "large_binary", "fixed_size_binary"),
    "time": ("date", "time", "timestamp", "duration"),
    "nested": ("list", "large_list", "fixed_size_list", "struct", "map"),
}
"""Kind of a column -> the names of its types, without their bits."""

NAME_KEPT = 200


def scan(stream: BinaryIO, size: int) -> ParquetProfile:
    """Reads a whole file. Never raises on its content."""
    profile = ParquetProfile(bytes=size)
    table = read_table(stream, size, profile)
    if table is None:
        return profile
    fields = _fields(table)
    if len(fields) > COLUMNS_KEPT:
        profile.fault(faults.CELLS_UNREAD, Place())
        fields = fields[:COLUMNS_KEPT]
    profile.schema = _schema(table, fields)
    profile.columns = [Column() for _ in fields]
    remembers = size < SMALL and set(profile.schema.kinds) <= _TAKE.keys()
    for batch in table.batches():
        rows = np.zeros(batch.num_rows, np.uint64)
        for column, number in enumerate(fields):
            if profile.schema.kinds[column] in _TAKE:
                cells = _TAKE[profile.schema.kinds[column]](profile, column, batch.column(number))
                rows = _mixed(rows, cells) if remembers else rows
        profile.records += batch.num_rows
        profile.texts.add_all(rows.tolist() if remembers else ())
    return profile


def _mixed(rows: Keys, cells: Keys) -> Keys:
    """The keys of rows with one more cell each."""
    found = (rows ^ cells) * np.uint64(FACTOR)
    return found ^ found >> np.uint64(BITS // 2)


def _fields(table: Table) -> list[int]:
    """The fields that are columns of the data."""
    index = table.index_names
    return [number for number, name in enumerate(table.names) if name not in index]


def _schema(table: Table, fields: list[int]) -> Schema:
    types = [table.schema.field(number).type for number in fields]
    return Schema(
        tuple(table.names[number][:NAME_KEPT] for number in fields),
        tuple(str(kind)[:NAME_KEPT] for kind in types),
        tuple(map(_kind, types)),
        tuple(sorted(name[:NAME_KEPT] for name in table.index_names.intersection(table.names))),
    )


def _kind(kind: Any) -> str:
    """The kind of a type; a dictionary is of the kind of its values."""
    name, *_ = re.split(r"[^a-z_]", str(kind.value_type if str(kind).startswith("dictionary") else kind))
    return next((called for called, names in KINDS.items() if name in names), "other")


def _take_numbers(profile: ParquetProfile, column: int, cells: Any) -> Keys:
    """Adds the cells, and returns a key of each, as the other kind does."""
    into, present, values = profile.columns[column], *_numbers(cells)
    infinite, missing = np.isinf(values) & present, np.isnan(values) & present
    vast = (np.abs(values) > FLOAT32_MAX) & present & ~infinite
    for cls, found in (("empty", ~present), ("nan", missing), ("infinite", infinite), ("beyond-float32", vast)):
        if found.any():
            _note(into, cls, profile.records, column, found, values)
    numbers = values[present & ~missing & ~infinite & ~vast]
    if len(numbers):
        into.add_block(
            len(numbers), float(numbers.min()), float(numbers.max()), partial(fractions, numbers), numbers.tolist
        )
    return values.view(np.uint64)


def _numbers(cells: Any) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """Which cells are filled, and the values of all, NaN where there are none."""
    cells = _decoded(cells)
    present = cells.is_valid().to_numpy(zero_copy_only=False)
    return present, cells.cast("float64", safe=False).to_numpy(zero_copy_only=False)


def _decoded(cells: Any) -> Any:
    return cells.dictionary_decode() if hasattr(cells, "dictionary_decode") else cells


def _note(column: Column, cls: str, before: int, number: int, found: npt.NDArray[np.bool_], values: Any) -> None:
    rows = np.flatnonzero(found)
    sightings = (
        Sighting(Place(record=before + row + 1, column=number + 1), "" if cls == "empty" else f"{values[row]:g}")
        for row in rows.tolist()
    )
    tally_for(column.seen, cls).add_all(len(rows), sightings)


def _take_texts(profile: ParquetProfile, column: int, cells: Any) -> Keys:
    into = profile.columns[column]
    texts = _decoded(cells).cast("large_binary").to_pylist()
    for row, cell in enumerate(texts, profile.records + 1):
        text = (cell or b"").decode("utf-8", "replace")
        cls, value = classify(text)
        if value is not None:
            into.add(value)
        else:
            cls = "empty" if cell is None else "text" if cls == "empty" else cls
            tally_for(into.seen, cls).add(Place(record=row, column=column + 1), text[:TEXT_KEPT])
            if cls in ("text", "ipv4"):
                into.distinct.add(text[:TEXT_KEPT])
    return np.fromiter((crc32(cell or b"") for cell in texts), np.uint64, len(texts))


_TAKE = {"number": _take_numbers, "text": _take_texts}


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """The labels outside a range; the first row that repeats a number of its column, or comes too often."""
    found = Tally()
    if not isinstance(predicate, ValueOutside | Repeats | StandsOften):
        return found
    table = read_table(stream, size, ParquetProfile())
    if table is None:
        return found
    if isinstance(predicate, Repeats):
        return _first_repeat(table, predicate.column)
    if isinstance(predicate, StandsOften):
        return _first_beyond(table, predicate.times)
    records = 0
    for batch in table.batches():
        for column, number in enumerate(_fields(table)[: predicate.labels]):
            if _kind(table.schema.field(number).type) == "number":
                _locate_in(found, predicate, batch.column(number), column + 1, records)
        records += batch.num_rows
    return found


def _first_repeat(table: Table, column: int) -> Tally:
    found, is_first, records = Tally(), first_times(), 0
    number = _fields(table)[column]
    for batch in table.batches():
        values = _numbers(batch.column(number))[1].tolist()
        for record, value in enumerate(values, records + 1):
            if not is_first(value):
                found.add(Place(record=record, column=column + 1), f"{value:g}")
                return found
        records += len(values)
    return found


def _first_beyond(table: Table, times: int) -> Tally:
    found, is_rare, records = Tally(), comes_rarely(times), 0
    fields = _fields(table)
    for batch in table.batches():
        for row in zip(*(batch.column(number).to_pylist() for number in fields), strict=True):
            records += 1
            if not is_rare(row):
                found.add(Place(record=records))
                return found
    return found


def _locate_in(found: Tally, predicate: ValueOutside, cells: Any, column: int, before: int) -> None:
    present, values = _numbers(cells)
    counts = Counter(values[present & np.isfinite(values)].tolist())
    outside = [value for value in counts if predicate.holds(value)]
    if outside:
        for row in np.flatnonzero(np.isin(values, outside)).tolist():
            found.add(Place(record=before + row + 1, column=column), f"{values[row]:g}")
