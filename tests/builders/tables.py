"""Tables in libsvm and in Parquet."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow
import pyarrow.parquet


def parquet(table: Any = None, codec: str = "snappy", rows: int | None = None, **columns: Any) -> bytes:
    """A file of these columns, or of pyarrow's table; `rows`: rows of a row group."""
    stream = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.table(columns) if table is None else table, stream, compression=codec, row_group_size=rows
    )
    return stream.getvalue()


def typed_parquet(
    columns: Mapping[str, Sequence[Any]], types: Mapping[str, str] | None = None, names: Sequence[str] | None = None
) -> bytes:
    """A file of these columns; `types` gives columns a type of pyarrow by its name, `list<...>` for lists of it.

    `names`: what the columns are called instead, which may be the same twice.
    """
    arrays = [pyarrow.array(values, _type((types or {}).get(name))) for name, values in columns.items()]
    return parquet(pyarrow.table(arrays, names=list(names or columns)))


def _type(name: str | None) -> Any:
    if name is None:
        return None
    inner = name.removeprefix("list<").removesuffix(">")
    return pyarrow.list_(_type(inner)) if inner != name else pyarrow.type_for_alias(name)


def labelled(rows: int = 60, classes: int = 2, width: int = 3, factor: int = 7) -> dict[str, Any]:
    """Columns: a label `y` that counts up to the classes, then features of fractions."""
    features = {f"f{column}": [(row * factor + column) % 11 / 4 for row in range(rows)] for column in range(width)}
    return {"y": [row % classes for row in range(rows)], **features}


def libsvm(rows: Iterable[tuple[object, Mapping[int, object]]]) -> str:
    """A line for each label and its values by index."""
    return "".join(
        " ".join([str(label), *(f"{index}:{value}" for index, value in values.items())]) + "\n"
        for label, values in rows
    )


def sparse_rows(rows: int = 60, classes: int = 2, width: int = 40, value: int = -2) -> str:
    """Rows of three values each; the last index comes in the first row."""
    cells: list[Mapping[int, object]] = [
        {row % 9: 1.5, 10 + row % 20: row / 4, width - 1 if row == 0 else 31: value} for row in range(rows)
    ]
    return libsvm((row % classes, values) for row, values in enumerate(cells))
