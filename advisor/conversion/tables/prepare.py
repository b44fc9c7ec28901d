"""Rows as they are to be written: the label first, columns dropped, and the cells of the others settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from advisor.conversion.ahead import ahead
from advisor.conversion.batches import Array, Dense
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import LeftOut
from advisor.conversion.tables.column import Column
from advisor.conversion.tables.learn import learned
from advisor.conversion.tables.rows import Plain, Row, RowSource, Stretch, column_of, rows_of, width_of
from advisor.conversion.tables.whole_numbers import FLOAT64, within

SHOWN = 60
"""Characters of a row that is left out."""


class Piece(NamedTuple):
    """A stretch, with the cells of its rows (None where it may stay as it is) and what they are split by."""

    stretch: Stretch
    cells: list[list[str]] | None = None
    by: list[str] | None = None

    def numbers(self) -> Array | None:
        """Its numbers, where it may stay as it is and holds nothing else."""
        return self.stretch.numbers() if self.cells is None and isinstance(self.stretch, Plain) else None


class Prepared:
    """The rows of a source as they are to be written. `strict`: what is to come is numbers and nothing else."""

    def __init__(self, source: RowSource, options: Options, *, strict: bool) -> None:
        self._source, self._options = source, options
        self._width = options.cells or width_of(source, ragged=options.ragged)
        label = self._column(options.label) if options.label else None
        self.labels = 0 if label is None else 1
        self.columns = self._chosen(label)
        self.learned = learned(source, options, self.columns, label)
        self._settled = [
            Column(source, number, options, self.learned, is_label=number == label, strict=strict).settled
            for number in self.columns
        ]
        self._as_they_are = self.columns == [*range(self._width)]
        self._by = self._column(options.split_by) if options.split_by else None
        self.dropped = 0
        self.left_out = LeftOut()

    @property
    def categories(self) -> list[int]:
        """The places, in the rows written, of features that are categories."""
        numbered = self.learned.numbers
        return [i for i, column in enumerate(self.columns) if column in numbered and i >= self.labels]

    def _column(self, named: str) -> int:
        return column_of(named, self._source.names, self._width)

    def _chosen(self, label: int | None) -> list[int]:
        """The columns in the order in which they are written."""
        kept = [self._column(name) for name in self._options.keep] or [*range(self._width)]
        without = {self._column(name) for name in self._options.drop}
        if label in without:
            raise ConversionError(f"column {self._options.label} is to be the label and is to be dropped")
        first = [] if label is None else [label]
        return first + [column for column in kept if column not in without and column != label]

    def _pieces(self, *, numeric: bool) -> Iterator[Piece]:
        """`numeric`: only what holds nothing but numbers is taken as it is."""
        self.dropped = 0
        options = self._options
        is_plain = not (
            self.learned.numbers or self.learned.dates or options.beyond or options.null or options.split_by
        )
        for stretch in self._source.stretches():
            if (
                isinstance(stretch, Plain)
                and is_plain
                and stretch.width == self._width
                and (not numeric or stretch.is_numeric())
            ):
                yield Piece(stretch)
                continue
            kept = [(cells, row) for row in rows_of(stretch) if (cells := self.cells(row)) is not None]
            by = None if self._by is None else [row.cells[self._by] for _, row in kept]
            yield Piece(stretch, [cells for cells, _ in kept], by)

    def cells(self, row: Row) -> list[str] | None:
        """The cells to be written of a row; None where it is to be dropped."""
        if len(row.cells) != self._width:
            return self._of_other_width(row)
        cells = []
        for column, settled in zip(self.columns, self._settled, strict=True):
            text = settled(row.cells[column], row.place)
            if text is None:
                self.dropped += 1
                return None
            cells.append(text)
        return cells

    def _of_other_width(self, row: Row) -> list[str] | None:
        count, width = len(row.cells), self._width
        if self._options.cells:
            self.left_out.add(row.place, f"{count} cells, where {width} must be: {','.join(row.cells)[:SHOWN]}")
            return None
        if self._options.ragged:
            return list(row.cells)
        raise ConversionError(
            f"{self._source.place(row.place)}: the row has {count} cells, the first one {width}: mend it; a missing or "
            "doubled delimiter, or an unquoted one within a text, is the usual cause"
        )

    def lines(self) -> Iterator[tuple[list[bytes] | list[list[str]], list[str] | None]]:
        """What is written as CSV: whole lines where they stay as they are, else rows of cells."""
        for stretch, cells, by in self._pieces(numeric=True):
            if cells is not None:
                yield cells, by
            elif isinstance(stretch, Plain):
                yield self._plain_lines(stretch), None

    def _plain_lines(self, plain: Plain) -> list[bytes] | list[list[str]]:
        keeps_gaps = self._options.missing in (None, "keep") or not plain.has_gap()
        lines = plain.even_lines() if keeps_gaps else None
        if lines is None:
            return [cells for row in plain.rows() if (cells := self.cells(row)) is not None]
        if self._as_they_are and plain.delimiter == b",":
            return lines
        cells_of = [line.decode().split(plain.delimiter.decode()) for line in lines]
        return [[cells[column] for column in self.columns] for cells in cells_of]

    def batches(self) -> Iterator[tuple[Dense, list[str] | None]]:
        """The rows as numbers; NaN where a value is missing."""
        pieces = self._pieces(numeric=False)
        for (stretch, cells, by), values in ahead(lambda piece: (piece, piece.numbers()), pieces):
            if values is not None and within(values, FLOAT64):
                values = values if self._as_they_are else values[:, self.columns]
            else:
                rows = [self.cells(row) for row in rows_of(stretch)] if cells is None else cells
                values = _as_array([row for row in rows if row is not None], len(self.columns))
            if len(values):
                yield Dense(values[:, self.labels :], values[:, : self.labels] if self.labels else None), by


def _as_array(rows: Sequence[Sequence[str]], width: int) -> Array:
    import numpy as np

    values = [[float(cell) if cell else np.nan for cell in row] for row in rows]
    return np.array(values, np.float64).reshape(len(values), width)
