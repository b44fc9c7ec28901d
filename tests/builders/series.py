"""Time series as DeepAR takes them: records, and files of them."""

from __future__ import annotations

from typing import Any

import pyarrow

from tests.builders import tables

Record = dict[str, Any]

START = "2020-01-01 00:00:00"
STEPS = 40


def record(number: int = 0, **values: Any) -> Record:
    """One sound record; a value of None takes the field out."""
    fields = {"start": START, "target": [float(number + step % 7) for step in range(STEPS)], **values}
    return {name: value for name, value in fields.items() if value is not None}


def cut(one: Record, steps: int) -> Record:
    """The same record as train holds it where test holds the whole: without its last values."""
    shorter = {"target": one["target"][:-steps]}
    if "dynamic_feat" in one:
        shorter["dynamic_feat"] = [values[:-steps] for values in one["dynamic_feat"]]
    return one | shorter


def parquet(records: list[Record], codec: str = "snappy", **types: Any) -> bytes:
    """A Parquet file of these records; `types` gives columns a type of pyarrow."""
    names = dict.fromkeys(name for one in records for name in one)
    columns = {name: pyarrow.array([one.get(name) for one in records], types.get(name)) for name in names}
    return tables.parquet(codec=codec, rows=7, **columns)
