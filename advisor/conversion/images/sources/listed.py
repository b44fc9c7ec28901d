"""A table that lists pictures: a row a picture and its class, or a row a box, as competitions and tools give it out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.files import Files, Placed
from advisor.conversion.images.picture import Box, Found, Fractions, Picture, Size
from advisor.conversion.images.sources.several import Several
from advisor.conversion.options import Options
from advisor.conversion.tables.cells import Reading
from advisor.conversion.tables.rows import Row, RowSource, column_of, rows_of, shown

CLASS = frozenset(
    {"label", "labels", "labelname", "class", "classname", "classid", "category", "categoryname", "target"}
)
"""What the column of the classes is called, where there are others."""
CORNERS = (("xmin", "x1", "left"), ("ymin", "y1", "top"), ("xmax", "x2", "right"), ("ymax", "y2", "bottom"))
SIDES = (("width", "w"), ("height", "h"))
"""Of a box that says its left and upper edge alone; else of the picture."""
BOX = "bbox"
"""Of a column that does not tell whether its four numbers are corners or sides."""
MEASURES = frozenset({"width", "height", "depth", "imagewidth", "imageheight"})
WHOLE = 1.01
"""Boxes that reach no further are fractions of their picture."""
QUANTITY = re.compile(r"[+-]?\d*\.\d*[1-9]\d*", re.ASCII)
TRUTH = {"0": False, "0.0": False, "1": True, "1.0": True}
"""Cells of a column for each class."""


def read(source: RowSource, images: Path, options: Options) -> Found:
    """The pictures that a table lists. Raises `ConversionError` where it does not tell what its columns are."""
    files, found = Files(images), Found([])
    table = _Table(source, files, images, options)
    rows: dict[Placed, list[Row]] = defaultdict(list)
    for row in table.rows():
        name = row.cells[table.picture].strip()
        if placed := found.place(files, name):
            rows[placed].append(row)
    table.add(found, rows)
    found.notes += table.several.notes if table.several else []
    found.names = sorted({name for picture in found.pictures for name in picture.labels}, key=_by_number)
    return found


class _Table:
    """The rows of a table, and what its columns hold."""

    def __init__(self, source: RowSource, files: Files, images: Path, options: Options) -> None:
        self._source, self._files, self._images, self._options = source, files, images, options
        self._reading = Reading(options)
        self._found: dict[str, Placed | str] = {}
        self.picture = self._picture_column()
        first = next(self._all()).cells
        self._is_headed = source.names is None and options.header is None and self._is_header(first[self.picture])
        self.names: Sequence[str] | None = [cell.strip() for cell in first] if self._is_headed else source.names
        self._width = len(self.names or first)
        self._columns = {_plain(name): number for number, name in enumerate(self.names or ())}
        self._corners = self._named(CORNERS)
        self._sides = [] if self._corners else self._named((*CORNERS[:2], *SIDES))
        self._size = self._named(SIDES) if self._corners else []
        self._classes = self._class_columns()
        self.several = self._several()

    def place(self, row: Row) -> str:
        return self._source.place(row.place)

    def rows(self) -> Iterator[Row]:
        rows = self._all()
        if self._is_headed:
            next(rows)
        for row in rows:
            if len(row.cells) != self._width:
                raise ConversionError(f"{self.place(row)}: the row has {len(row.cells)} cells, and not {self._width}")
            yield row

    def _look(self, said: str) -> Placed | str:
        if said not in self._found:
            self._found[said] = self._files.look(said)
        return self._found[said]

    def add(self, found: Found, rows: dict[Placed, list[Row]]) -> None:
        """Adds each picture with what its rows say."""
        if not (self._corners or self._sides):
            for placed, own in rows.items():
                classes = tuple(dict.fromkeys(chain.from_iterable(map(self._classes_of, own))))
                found.pictures.append(Picture(*placed, classes=classes))
            return
        boxes = {placed: [box for row in own if (box := self._box(row))] for placed, own in rows.items()}
        reach = max((edge for own in boxes.values() for box in own for edge in box[1:]), default=0)
        for placed, held in boxes.items():
            fitting = tuple(Fractions(*box) for box in held) if reach <= WHOLE else tuple(held)
            found.pictures.append(Picture(*placed, boxes=fitting, size=self._size_of(rows[placed][0])))

    def _all(self) -> Iterator[Row]:
        return chain.from_iterable(map(rows_of, self._source.stretches()))

    def _picture_column(self) -> int:
        """The one whose cells name most pictures."""
        named: dict[int, set[str]] = defaultdict(set)
        for row in self._all():
            for column, cell in enumerate(row.cells):
                if isinstance(placed := self._look(cell.strip()), tuple):
                    named[column].add(placed[0])
        if not named:
            raise ConversionError(
                f"{self._source.place(1)}: no column names a picture below {self._images}: say where they are, --images"
            )
        return max(sorted(named), key=lambda column: len(named[column]))

    def _is_header(self, cell: str) -> bool:
        return isinstance(self._look(cell.strip()), str) and "." not in cell

    def _named(self, wanted: Sequence[Sequence[str]]) -> list[int]:
        """The columns of these names; none unless all are there."""
        found = [next((self._columns[name] for name in names if name in self._columns), None) for names in wanted]
        columns = [column for column in found if column is not None]
        return columns if len(columns) == len(wanted) else []

    def _class_columns(self) -> list[int]:
        """The column of the classes, or a column for each of them."""
        if BOX in self._columns and not (self._corners or self._sides):
            said = f"{shown(self.names, self._columns[BOX])} holds a box in one cell"
            raise ConversionError(f"{self._source.place(1)}: {said}: write columns xmin, ymin, xmax, ymax in its place")
        if self._options.label:
            return [column_of(self._options.label, self.names, self._width)]
        used = {self.picture, *self._corners, *self._sides, *(self._columns.get(name) for name in MEASURES)}
        left = [column for column in range(self._width) if column not in used]
        called = [column for column in left if self.names and _plain(self.names[column]) in CLASS]
        if len(left) == 1 or len(called) == 1:
            return called or left
        if self.names and left and all(row.cells[column].strip() in TRUTH for row in self.rows() for column in left):
            named = Counter(self.names[column] for column in left)
            if twice := next((name for name, count in named.items() if count > 1), None):
                raise ConversionError(f"{self._source.place(1)}: two columns are called {twice!r}: name them apart")
            return left
        known = ", ".join(shown(self.names, column) for column in left[:10]) or "none is left"
        raise ConversionError(f"{self._source.place(1)}: say which column holds the class, --label: {known}")

    def _several(self) -> Several | None:
        """How several classes stand in one cell; None where there is a column for each, or boxes have one each."""
        if len(self._classes) > 1:
            return None
        if self._corners or self._sides:
            if self._options.several_labels:
                raise ConversionError("--several-labels means nothing where boxes have a class each: leave it out")
            return None
        cells = {row.cells[self._classes[0]].strip() for row in self.rows()}
        column = shown(self.names, self._classes[0])
        return Several(cells, self._source.place(1), column, allowed=self._options.several_labels)

    def _classes_of(self, row: Row) -> Sequence[str]:
        cells = [row.cells[column].strip() for column in self._classes]
        if len(cells) == 1:
            if QUANTITY.fullmatch(cells[0]):
                raise ConversionError(f"{self.place(row)}: {cells[0]} is a quantity, and no class of pictures")
            return (self.several.of(cells[0]) if self.several else cells) if cells[0] else []
        return [str((self.names or ())[c]) for c, cell in zip(self._classes, cells, strict=True) if TRUTH[cell]]

    def _box(self, row: Row) -> Box | None:
        """The box of a row; None where the picture is listed for having none."""
        cells = [row.cells[column].strip() for column in self._corners or self._sides]
        if not any(cells):
            return None
        numbers = [float(text) for kind, text in map(self._reading.kind, cells) if kind == "number"]
        names = self._classes_of(row)
        if len(numbers) < len(cells) or len(names) != 1:
            raise ConversionError(f"{self.place(row)}: is no box of one class: {','.join(row.cells)[:80]!r}")
        left, top, right, bottom = numbers
        return Box(names[0], left, top, *((right, bottom) if self._corners else (left + right, top + bottom)))

    def _size_of(self, row: Row) -> Size | None:
        numbers = [self._reading.kind(row.cells[column]) for column in self._size]
        size = [int(float(text)) for kind, text in numbers if kind == "number"]
        return (size[0], size[1]) if len(size) == len(SIDES) and all(size) else None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _by_number(name: str) -> tuple[bool, int, str]:
    is_number = name.isascii() and name.isdecimal()
    return not is_number, int(name) if is_number else 0, name
