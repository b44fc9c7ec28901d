"""Rows of cells as text, from whatever holds them, a stretch at a time and as often as they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from advisor.conversion.batches import Array
from advisor.conversion.errors import ConversionError
from advisor.formats.tables.csv_rows import PLAIN

ROWS = 1 << 12
"""Rows that are held at a time."""


class Row(NamedTuple):
    place: int
    """The line on which it begins, or its number."""
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Plain:
    """So many lines without a quote. `quick`: compiled code reads the numbers."""

    place: int
    data: bytes
    delimiter: bytes
    count: int
    quick: bool = False

    @property
    def width(self) -> int:
        """The cells of the first line."""
        return self.data[: self.data.find(b"\n") + 1 or None].count(self.delimiter) + 1

    def is_numeric(self) -> bool:
        """Whether nothing but numbers and empty cells can stand in it."""
        return not self.data.translate(None, PLAIN + self.delimiter)

    def lines(self) -> list[bytes]:
        return self.data.removesuffix(b"\n").split(b"\n")

    def has_gap(self) -> bool:
        """Whether a cell is empty."""
        cut, data = self.delimiter, self.data
        return (
            data.startswith(cut) or data.endswith(cut) or any(p in data for p in (cut + cut, b"\n" + cut, cut + b"\n"))
        )

    def even_lines(self) -> list[bytes] | None:
        """The lines; None where one is blank, or they are not all of one width."""
        lines = self.lines()
        return lines if self._is_even() and all(lines) else None

    def numbers(self) -> Array | None:
        """The cells as an array; None where one of them is no number, or a line is of another width."""
        import numpy as np

        if self.quick:
            from advisor.formats.kernels.tables.number_table import number_table

            table = number_table(self.data, self.delimiter, self.count, self.width)
            if table is not None:
                return table
        if not self.is_numeric():
            return None
        cells = self.data.removesuffix(b"\n").replace(b"\n", b",").replace(self.delimiter, b",")
        values = _numbers(cells) if self._is_even() else None
        return None if values is None else np.array(values, np.float64).reshape(-1, self.width)

    def _is_even(self) -> bool:
        """Whether all lines are of one width."""
        import numpy as np

        text = np.frombuffer(self.data.removesuffix(b"\n") + b"\n", np.uint8)
        marks = text[np.flatnonzero((text == ord("\n")) | (text == ord(self.delimiter)))]
        if len(marks) % self.width:
            return False
        ends = marks.reshape(-1, self.width) == ord("\n")
        return bool(ends[:, -1].all() and not ends[:, :-1].any())

    def rows(self) -> list[Row]:
        delimiter = self.delimiter.decode()
        lines = enumerate(self.lines(), self.place)
        return [Row(place, line.decode().split(delimiter)) for place, line in lines if line]


def _numbers(cells: bytes) -> list[float] | None:
    """The cells between commas. What is no number in JSON, such as +1 or .5, is read one by one."""
    import msgspec

    try:
        return msgspec.json.decode(b"[%b]" % cells, type=list[float])
    except msgspec.MsgspecError:
        pass
    try:
        return [float(cell) for cell in cells.split(b",")]
    except ValueError:
        return None


Stretch = Plain | list[Row]


class RowSource(Protocol):
    """`names`: of the columns, None where they have none. `place`: how a person finds a row."""

    names: Sequence[str] | None

    def stretches(self) -> Iterator[Stretch]: ...

    def place(self, number: int) -> str: ...


Item = TypeVar("Item")


def grouped(items: Iterable[Item]) -> Iterator[list[Item]]:
    """As many items at a time as are held."""
    rest = iter(items)
    while group := list(islice(rest, ROWS)):
        yield group


class Together:
    """The rows of files that follow each other. Raises `ConversionError` where the columns differ."""

    def __init__(self, sources: Sequence[RowSource], files: Sequence[Path]) -> None:
        self._sources, self._now = sources, sources[0]
        self.names = sources[0].names
        for source, file in zip(sources, files, strict=True):
            if source.names and self.names:
                same_columns(file, source.names, files[0], self.names, ordered=True)

    def place(self, number: int) -> str:
        return self._now.place(number)

    def stretches(self) -> Iterator[Stretch]:
        for source in self._sources:
            self._now = source
            yield from self._now.stretches()


def rows_of(stretch: Stretch) -> list[Row]:
    return stretch.rows() if isinstance(stretch, Plain) else stretch


def width_of(source: RowSource, *, ragged: bool = False) -> int:
    """The number of columns. Raises `ConversionError` where there is no row at all, or the names are not as many.

    `ragged`: rows may be of any width.
    """
    for stretch in source.stretches():
        if isinstance(stretch, Plain) or stretch:
            width = stretch.width if isinstance(stretch, Plain) else len(stretch[0].cells)
            if not ragged and source.names is not None and len(source.names) != width:
                place = source.place(stretch.place if isinstance(stretch, Plain) else stretch[0].place)
                raise ConversionError(f"{place}: the row has {width} cells, and the header {len(source.names)}")
            return width
    raise ConversionError(f"{source.place(1)}: there is no row to convert")


def same_columns(file: Path, names: Sequence[str], first: Path, own: Sequence[str], *, ordered: bool = False) -> None:
    """Raises `ConversionError` where the columns of a file are not those of the first."""
    if list(names) == list(own) or (not ordered and sorted(names) == sorted(own)):
        return
    number = next((i for i, (one, other) in enumerate(zip_longest(names, own), 1) if one != other), 0)
    one, other = (repr(each[number - 1]) if number <= len(each) else "not there" for each in (names, own))
    raise ConversionError(
        f"{file}: column {number} is {one}, and {other} in {first}: bring the columns into one order, or convert the "
        "files one by one"
    )


def shown(names: Sequence[str] | None, column: int) -> str:
    """How a column (from 0) is called in messages."""
    return f"column {column + 1}" + (f" ({names[column]})" if names and column < len(names) else "")


def called(names: Sequence[str] | None, column: int) -> str:
    """The name of a column (from 0), or its number from 1."""
    return names[column] if names else str(column + 1)


def column_of(named: str, names: Sequence[str] | None, width: int) -> int:
    """The column (from 0) of this name, or of this number from 1."""
    if names and named in names:
        return list(names).index(named)
    if named.isascii() and named.isdecimal() and 1 <= int(named) <= width:
        return int(named) - 1
    known = f"; they are called {', '.join(names[:10])}{', ...' if len(names) > 10 else ''}" if names else ""
    raise ConversionError(f"there is no column {named!r} among the {width}{known}")
