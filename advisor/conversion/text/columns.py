"""The columns of texts and labels in tables of any source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables.cells import Reading
from advisor.conversion.tables.learn import learned
from advisor.conversion.tables.mapping import Learned
from advisor.conversion.tables.rows import Row, RowSource, column_of, rows_of, width_of

Text = TypeVar("Text")
"""A row as it is written."""


class TextRows:
    """The rows of a source, all of one width, and its columns by their names."""

    def __init__(self, source: RowSource, options: Options) -> None:
        self.source, self._options = source, options
        self.width = width_of(source)
        self.label = self.column(options.label)
        self._by = self.column(options.split_by)
        self._reading = Reading(options)
        self.dropped = 0
        """Rows left out so far: each pass over the rows counts them anew."""

    def column(self, named: str | None) -> int | None:
        return None if named is None else column_of(named, self.source.names, self.width)

    def needed(self, named: str | None, option: str) -> int:
        """The column that an option names. Raises `ConversionError` where it was not given."""
        if named is None:
            raise ConversionError(f"say which column it is: {option} COLUMN")
        return column_of(named, self.source.names, self.width)

    def stretches(self) -> Iterator[list[Row]]:
        """Raises `ConversionError` where a row is of another width."""
        self.dropped = 0
        for stretch in self.source.stretches():
            rows = rows_of(stretch)
            for row in rows:
                if len(row.cells) != self.width:
                    raise ConversionError(
                        f"{self.source.place(row.place)}: the row has {len(row.cells)} cells, the first one "
                        f"{self.width}: quote texts that hold a delimiter"
                    )
            yield rows

    def written(self, write: Callable[[Row], Text | None]) -> Iterator[tuple[list[Text], list[str] | None]]:
        """What is written of each row that is not left out, and what these rows are split by."""
        for rows in self.stretches():
            kept = [(row, text) for row in rows if (text := write(row)) is not None]
            yield [text for _, text in kept], self.split_by([row for row, _ in kept])

    def split_by(self, rows: Sequence[Row]) -> list[str] | None:
        return None if self._by is None else [row.cells[self._by] for row in rows]

    def classes(self) -> Learned:
        """The numbers of the labels, where the options ask for them."""
        return Learned() if self.label is None else learned(self.source, self._options, [self.label], self.label)

    def number(self, row: Row, numbers: dict[str, int] | None) -> float | None:
        """The label as a number; None where there is none. Raises `ConversionError` where it is text."""
        assert self.label is not None
        kind, text = self._reading.kind(row.cells[self.label])
        if kind == "missing":
            return None
        if numbers is not None and text in numbers:
            return numbers[text]
        if kind == "number" and numbers is None:
            return float(text)
        raise ConversionError(
            f"{self.source.place(row.place)}: the label {text[:40]!r} is no number"
            + (" that the mapping knows" if numbers else ": --classes numbers the labels from 0")
        )

    def leave_out(self, row: Row, what: str) -> None:
        """Counts a row that lacks something. Raises `ConversionError` unless such rows are to be left out."""
        if self._options.missing != "drop":
            raise ConversionError(f"{self.source.place(row.place)}: has {what}: --missing drop leaves such rows out")
        self.dropped += 1
