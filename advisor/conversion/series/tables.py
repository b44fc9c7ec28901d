"""The values of series as tables hold them: a row a value, a row a series, or a column a series."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables.cells import Reading
from advisor.conversion.tables.dates import EPOCH, in_utc, parsed, refuse_form
from advisor.conversion.tables.rows import Row, RowSource, called, column_of, rows_of, shown, width_of
from advisor.conversion.tables.whole_numbers import refuse_rounded

_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_FREQUENCY = re.compile(r"([1-9]\d*)?(M|W|D|H|min)", re.ASCII)
_UNITS = {"W": timedelta(weeks=1), "D": timedelta(days=1), "H": timedelta(hours=1), "min": timedelta(minutes=1)}
TRUTH = {"false": "0", "true": "1"}


class UnlikeError(ValueError):
    """A time that is written otherwise than those before it."""


class Grid:
    """The times of a frequency such as D or 15min. `written`: how they are, as for `strptime`; else as in ISO 8601."""

    def __init__(self, frequency: str, written: str | None = None) -> None:
        if written:
            refuse_form(written, year=True)
        self.frequency, self._written = frequency, written
        self._zoned: bool | None = None
        found = _FREQUENCY.fullmatch(frequency)
        if not found:
            raise ConversionError(
                f"--frequency {frequency!r} is none that DeepAR knows: M, W, D, H or min, as in 15min"
            )
        self._count, unit = int(found[1] or 1), found[2]
        self._is_months = unit == "M"
        self._step = 0 if self._is_months else int(_UNITS[unit].total_seconds()) * self._count

    def time(self, text: str) -> int:
        """A time as a whole number. Raises `ValueError`."""
        text = text.strip()
        if self._is_months and _MONTH.fullmatch(text):
            text += "-01"
        found = parsed(text, self._written)
        zoned, before = found.tzinfo is not None, self._zoned
        self._zoned = zoned
        if before not in (None, zoned):
            raise UnlikeError(f"{text!r} has {'a' if zoned else 'no'} time zone, unlike those before: write all in one")
        found = in_utc(found)
        if self._is_months:
            return found.year * 12 + found.month - 1
        return (found - EPOCH) // timedelta(seconds=1)

    def steps(self, time: int, start: int) -> int | None:
        """How many steps lie between two times; None where it is no whole number of them."""
        steps, rest = divmod(time - start, self._count if self._is_months else self._step)
        return None if rest else steps

    def text(self, time: int) -> str:
        found = datetime(time // 12, time % 12 + 1, 1) if self._is_months else EPOCH + timedelta(seconds=time)
        return found.isoformat(sep=" ")


class Entry(NamedTuple):
    """What a series has at one time: its value, and its features."""

    place: int
    name: str
    categories: tuple[str, ...]
    time: int
    values: tuple[float, ...]


class Table(ABC):
    """A table that is read a row at a time. `categories`: the columns of what each series is of."""

    refused: tuple[str, ...] = ()
    """Options that mean nothing to it."""

    def __init__(self, source: RowSource, options: Options, grid: Grid) -> None:
        self.source, self.options, self.grid = source, options, grid
        self.width = width_of(source)
        self.categories = [*map(self.column, options.categories)]
        self._reading = Reading(options)
        for name in self.refused:
            if getattr(options, name):
                raise ConversionError(f"--{name} means nothing with --series {options.series}: leave it out")

    def entries(self) -> Iterator[Entry]:
        for stretch in self.source.stretches():
            for row in rows_of(stretch):
                try:
                    if len(row.cells) != self.width:
                        raise ValueError(f"the row has {len(row.cells)} cells, and not {self.width}")
                    yield from self.of(row)
                except ValueError as error:
                    raise ConversionError(f"{self.source.place(row.place)}: {error}") from None

    @abstractmethod
    def of(self, row: Row) -> Iterator[Entry]:
        """What a row holds. Raises `ValueError`."""

    def kinds(self, row: Row) -> tuple[str, ...]:
        """What the series of a row is of, by the categories."""
        return tuple(row.cells[column].strip() for column in self.categories)

    def column(self, name: str) -> int:
        return column_of(name, self.source.names, self.width)

    def shown(self, column: int) -> str:
        return shown(self.source.names, column)

    def time(self, text: str) -> int:
        try:
            return self.grid.time(text)
        except UnlikeError:
            raise
        except ValueError:
            said = f"{text!r} is no time such as 2026-11-29 13:00:00"
            raise ValueError(f"{said}: say how it is written, as in --time-format %d.%m.%Y") from None

    def number(self, row: Row, column: int) -> float:
        kind, text = self._reading.kind(row.cells[column])
        if text.lower() in TRUTH:
            kind, text = "number", TRUTH[text.lower()]
        if kind not in ("number", "missing"):
            raise ValueError(f"{self.shown(column)} holds {row.cells[column][:40]!r}, which is no number")
        if kind == "number":
            where = f"{self.source.place(row.place)}: {self.shown(column)} holds"
            refuse_rounded(text, where, "write it in a greater unit")
        return float(text) if kind == "number" else float("nan")


class RowAValue(Table):
    def __init__(self, source: RowSource, options: Options, grid: Grid) -> None:
        super().__init__(source, options, grid)
        if options.time is None or options.target is None:
            raise ConversionError(
                "a series needs to know its columns: --time and --target; or say --series rows where each row is a "
                "series and the columns are times, --series columns where each column is a series"
            )
        self._item = None if options.item is None else self.column(options.item)
        self._time = self.column(options.time)
        self._values = [self.column(options.target), *map(self.column, options.features)]

    def of(self, row: Row) -> Iterator[Entry]:
        name = "" if self._item is None else row.cells[self._item]
        values = tuple(self.number(row, c) for c in self._values)
        yield Entry(row.place, name, self.kinds(row), self.time(row.cells[self._time]), values)


class RowASeries(Table):
    """The names of the columns are times."""

    refused = ("time", "target", "features")

    def __init__(self, source: RowSource, options: Options, grid: Grid) -> None:
        super().__init__(source, options, grid)
        if source.names is None:
            raise ConversionError("--series rows takes the times from the names of the columns: say --header yes")
        self._item = None if options.item is None else self.column(options.item)
        others = {self._item, *self.categories, *map(self.column, options.drop)}
        self._times = {c: self._time_of(c, source.names[c]) for c in range(self.width) if c not in others}

    def _time_of(self, column: int, name: str) -> int:
        try:
            return self.grid.time(name)
        except UnlikeError as error:
            raise ConversionError(f"{self.source.place(1)}: {error}") from None
        except ValueError:
            raise ConversionError(
                f"{self.source.place(1)}: {self.shown(column)} is called as no time such as 2026-11-29: say what it "
                f"is, --item, --category or --drop {column + 1}, or how times are written, as in --time-format %d.%m.%Y"
            ) from None

    def of(self, row: Row) -> Iterator[Entry]:
        name = str(row.place) if self._item is None else row.cells[self._item]
        kinds = self.kinds(row)
        for column, time in self._times.items():
            yield Entry(row.place, name, kinds, time, (self.number(row, column),))


class ColumnASeries(Table):
    """A row holds what all series have at one time."""

    refused = ("item", "target", "categories", "features")

    def __init__(self, source: RowSource, options: Options, grid: Grid) -> None:
        super().__init__(source, options, grid)
        if options.time is None:
            raise ConversionError("--series columns needs to know the column of the times: --time")
        self._time = self.column(options.time)
        others = {self._time, *map(self.column, options.drop)}
        self._series = {c: called(source.names, c) for c in range(self.width) if c not in others}

    def of(self, row: Row) -> Iterator[Entry]:
        time = self.time(row.cells[self._time])
        for column, name in self._series.items():
            yield Entry(row.place, name, (), time, (self.number(row, column),))


TABLES: dict[str | None, type[Table]] = {None: RowAValue, "rows": RowASeries, "columns": ColumnASeries}
"""What `--series` says -> how the table is read."""
