"""The columns of texts and labels in tables of any source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables.cells import Reading
from advisor.conversion.tables.learn import Learned, learned
from advisor.conversion.tables.rows import Row, RowSource, column_of, rows_of, width_of


class TextRows:
    """The rows of a source, all of one width, and its columns by their names."""

    def __init__(self, source: RowSource, options: Options) -> None:
        self.source, self._options = source, options
        self.width = width_of(source)
        self.label = self.column(options.label)
        self._by = self.column(options.split_by)
        self._reading = Reading(options)

    def column(self, named: str | None) -> int | None:
        return None if named is None else column_of(named, self.source.names, self.width)

    def needed(self, named: str | None, option: str) -> int:
        """The column that an option names. Raises `ConversionError` where it was not given."""
        if named is None:
            raise ConversionError(f"say which column it is: {option} COLUMN")
        return column_of(named, self.source.names, self.width)

    def stretches(self) -> Iterator[list[Row]]:
        """Raises `ConversionError` where a row is of another width."""
        for stretch in self.source.stretches():
            rows = rows_of(stretch)
            for row in rows:
                if len(row.cells) != self.width:
                    raise ConversionError(
                        f"{self.source.place(row.place)}: the row has {len(row.cells)} cells, the first one "
                        f"{self.width}: quote texts that hold a delimiter"
                    )
            yield rows

    def split_by(self, rows: Sequence[Row]) -> list[str] | None:
        return None if self._by is None else [row.cells[self._by] for row in rows]

    def classes(self) -> Learned:
        """The numbers of the labels, where they are told to be numbered."""
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

    def lacks(self, row: Row, what: str) -> None:
        """Raises `ConversionError` unless such rows are to be left out."""
        if self._options.missing != "drop":
            raise ConversionError(f"{self.source.place(row.place)}: has {what}: --missing drop leaves such rows out")
