"""Rows made right: the label first, columns dropped, categories numbered, gaps and values beyond bounds as told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from advisor.conversion.ahead import ahead
from advisor.conversion.batches import Dense
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import LeftOut
from advisor.conversion.tables.cells import Reading
from advisor.conversion.tables.dates import ISO, days
from advisor.conversion.tables.learn import GAP, Learned, learned
from advisor.conversion.tables.rows import Plain, Row, RowSource, Stretch, column_of, rows_of, shown, width_of
from advisor.conversion.tables.whole_numbers import FLOAT64, refuse_rounded, within

if TYPE_CHECKING:
    import numpy as np

MOST_FLOAT32 = "3.4028234e38"
"""Nearly the greatest that fits: the greatest itself, cut at fewer digits, would not."""

SHOWN = 60
"""Characters of a row that is left out."""

Taken = tuple[Stretch, list[list[str]] | None, list[str] | None]
"""A stretch, with its rows of cells (None for one that can be taken as it is) and what they are split by."""

Settle = Callable[[str, int], str | None]
"""(cell, place) -> what is to be written; None where the row is to be dropped."""


class Prepared:
    """The rows of a source as they are to be written. `strict`: what is to come is numbers and nothing else."""

    def __init__(self, source: RowSource, options: Options, *, strict: bool) -> None:
        self._source, self._options, self._strict = source, options, strict
        self._width = options.cells or width_of(source, ragged=options.ragged)
        self._reading = Reading(options)
        label = self._column(options.label) if options.label else None
        self.labels = 0 if label is None else 1
        self.columns = self._chosen(label)
        self.learned: Learned = learned(source, options, self.columns, label)
        self._settle = [self._settler(column, column == label) for column in self.columns]
        self._as_they_are = self.columns == [*range(self._width)]
        self._by = self._column(options.split_by) if options.split_by else None
        self.dropped = 0
        self.left_out = LeftOut("")

    @property
    def categories(self) -> list[int]:
        """The places, in the rows written, of features that are categories."""
        numbered = self.learned.numbers
        return [i for i, column in enumerate(self.columns) if column in numbered and i >= self.labels]

    def _column(self, named: str) -> int:
        return column_of(named, self._source.names, self._width)

    def _shown(self, column: int) -> str:
        return shown(self._source.names, column)

    def _chosen(self, label: int | None) -> list[int]:
        """The columns in the order in which they are written."""
        kept = [self._column(name) for name in self._options.keep] or [*range(self._width)]
        without = {self._column(name) for name in self._options.drop}
        if label in without:
            raise ConversionError(f"column {self._options.label} is to be the label and is to be dropped")
        first = [] if label is None else [label]
        return first + [column for column in kept if column not in without and column != label]

    def _stretches(self, *, numeric: bool) -> Iterator[Taken]:
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
                and self._fits(stretch)
                and (not numeric or stretch.is_numeric())
            ):
                yield stretch, None, None
                continue
            kept = [(cells, row) for row in rows_of(stretch) if (cells := self.cells(row)) is not None]
            by = None if self._by is None else [row.cells[self._by] for _, row in kept]
            yield stretch, [cells for cells, _ in kept], by

    def _fits(self, plain: Plain) -> bool:
        return plain.width == self._width

    def cells(self, row: Row) -> list[str] | None:
        """The cells to be written of a row; None where it is to be dropped."""
        if len(row.cells) != self._width and self._options.cells:
            shown = ",".join(row.cells)[:SHOWN]
            self.left_out.add(row.place, f"{len(row.cells)} cells, where {self._width} must be: {shown}")
            return None
        if len(row.cells) != self._width and self._options.ragged:
            return list(row.cells)
        if len(row.cells) != self._width:
            raise ConversionError(
                f"{self._source.place(row.place)}: the row has {len(row.cells)} cells, the first one {self._width}: "
                "mend it; a missing or doubled delimiter, or an unquoted one within a text, is the usual cause"
            )
        cells = []
        for column, settle in zip(self.columns, self._settle, strict=True):
            text = settle(row.cells[column], row.place)
            if text is None:
                self.dropped += 1
                return None
            cells.append(text)
        return cells

    def lines(self) -> Iterator[tuple[list[bytes] | list[list[str]], list[str] | None]]:
        """What is written as CSV: whole lines where they stay as they are, else rows of cells."""
        for stretch, cells, by in self._stretches(numeric=True):
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
        for stretch, cells, by, values in ahead(_read, self._stretches(numeric=False)):
            if values is not None and within(values, FLOAT64):
                values = values if self._as_they_are else values[:, self.columns]
            else:
                rows = [self.cells(row) for row in rows_of(stretch)] if cells is None else cells
                values = _as_array([row for row in rows if row is not None], len(self.columns))
            if len(values):
                yield Dense(values[:, self.labels :], values[:, : self.labels] if self.labels else None), by

    def _settler(self, column: int, is_label: bool) -> Settle:
        numbers, mean = self.learned.numbers.get(column), self.learned.means.get(column)
        dates = self.learned.dates.get(column)

        def settle(cell: str, place: int) -> str | None:
            kind, text = self._reading.kind(cell)
            if kind == "missing" and not (numbers and GAP in numbers and self._options.missing == "mean"):
                return self._gap(column, place, mean, is_label)
            if numbers is not None:
                return self._number(numbers, text, column, place)
            if dates is not None:
                return self._days(text, dates, column, place)
            if kind == "number":
                return self._exact(text, column, place)
            if kind == "beyond":
                return self._beyond(text, column, place)
            if self._strict:
                raise self._no_number(cell, column, place)
            return cell

        return settle

    def _gap(self, column: int, place: int, mean: float | None, is_label: bool) -> str | None:
        missing = self._options.missing
        if missing == "drop":
            return None
        if is_label and self._strict:
            raise ConversionError(
                f"{self._source.place(place)}: the row has no label: --missing drop leaves such rows out"
            )
        if missing is None and self._strict:
            raise ConversionError(
                f"{self._source.place(place)}: {self._shown(column)} has no value: say what to do, --missing drop "
                "(the row), mean (of the column), keep (as NaN), or a number to fill in"
            )
        if missing in (None, "keep") or is_label:
            return ""
        if missing == "mean" and column in self.learned.numbers:
            raise ConversionError(
                f"{self._source.place(place)}: {self._shown(column)} has a gap, for which the mapping has no number: "
                "make the mapping of all files together"
            )
        if missing == "mean" and mean is None:
            raise ConversionError(f"{self._shown(column)} has no value at all to take the mean of: --drop {column + 1}")
        return repr(mean) if missing == "mean" else f"{missing:g}"

    def _number(self, numbers: dict[str, int], text: str, column: int, place: int) -> str:
        try:
            return str(numbers[text])
        except KeyError:
            raise ConversionError(
                f"{self._source.place(place)}: the mapping has no number for {text!r} in {self._shown(column)}: make "
                "the mapping of all files together, or mark the value as missing with --null"
            ) from None

    def _days(self, text: str, written: str, column: int, place: int) -> str:
        found = days(text, None if written == ISO else written)
        if found is None:
            raise ConversionError(
                f"{self._source.place(place)}: {self._shown(column)} holds {text[:40]!r}, and dates as {written} before"
            )
        return repr(found).removesuffix(".0")

    def _exact(self, text: str, column: int, place: int) -> str:
        if self._strict:
            where = f"{self._source.place(place)}: {self._shown(column)} holds"
            refuse_rounded(text, where, f"--drop {column + 1} leaves the column out")
        return text

    def _beyond(self, text: str, column: int, place: int) -> str | None:
        if self._options.beyond == "drop":
            return None
        if self._options.beyond == "clip":
            return ("-" if text.startswith("-") else "") + MOST_FLOAT32
        if not self._strict:
            return text
        raise ConversionError(
            f"{self._source.place(place)}: {text} in {self._shown(column)} does not fit a 32-bit float: --beyond clip "
            "writes the greatest that does, --beyond drop leaves the row out"
        )

    def _no_number(self, cell: str, column: int, place: int) -> ConversionError:
        return ConversionError(
            f"{self._source.place(place)}: {self._shown(column)} holds {cell[:40]!r}, which is no number: --numbers "
            f"gives each category one, --drop {column + 1} leaves the column out, --null TEXT marks a missing value"
        )


def _read(taken: Taken) -> tuple[Stretch, list[list[str]] | None, list[str] | None, np.ndarray[Any, Any] | None]:
    """What was taken, and its numbers where it can be taken as it is."""
    stretch, cells, by = taken
    return stretch, cells, by, stretch.numbers() if cells is None and isinstance(stretch, Plain) else None


def _as_array(rows: Sequence[Sequence[str]], width: int) -> np.ndarray[Any, Any]:
    import numpy as np

    values = [[float(cell) if cell else np.nan for cell in row] for row in rows]
    return np.array(values, np.float64).reshape(len(values), width)
