"""What a scan learns of a table in Parquet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import FileProfile, Tally
from advisor.profile.columns import COLUMNS_SHOWN, Column, odd_columns
from advisor.profile.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Schema:
    """Name, type as Parquet calls it, and kind of each column: number, text, time, nested or other.

    The columns that pandas keeps its index in are left out: `index` names them.
    """

    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    index: tuple[str, ...] = ()

    def merged(self, right: Schema, lines: int = 0, records: int = 0) -> Schema:
        """That of the first file."""
        return self if self.names else right


@dataclass(slots=True)
class ParquetProfile(FileProfile):
    """The cells of each column by class, as in a CSV; a place is a row, counted from 1, and a column.

    `texts`: the different rows of a small file, by keys.
    """

    format: ClassVar[str] = "parquet"

    schema: Schema = field(default_factory=Schema)
    columns: list[Column] = field(default_factory=list)
    texts: Sketch = field(default_factory=Sketch)

    @property
    def width(self) -> int | None:
        return len(self.schema.names) or None

    def label_columns(self, size: int) -> list[Column]:
        """The leading columns that hold labels."""
        return self.columns[:size]

    def cells(self, *classes: str) -> Tally:
        """All cells of some classes, with their first places."""
        return Tally.of([column.seen[cls] for column in self.columns for cls in classes if cls in column.seen])

    def of_kind(self, *kinds: str) -> list[int]:
        """The numbers, from 0, of the columns of some kinds."""
        return [number for number, kind in enumerate(self.schema.kinds) if kind in kinds]

    def summary(self) -> dict[str, Any]:
        named = zip(self.schema.names, self.schema.types, self.columns, strict=False)
        shown = [{"name": name, "type": kind, **column.summary()} for name, kind, column in named]
        first = self.columns[0].distinct.shown() if self.columns else None
        index = list(self.schema.index)
        return {
            "width": self.width,
            "index": index,
            "columns": shown[:COLUMNS_SHOWN],
            "odd_columns": odd_columns(self.columns),
            "first_column": first,
        }
