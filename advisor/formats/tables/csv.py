"""Reads CSV: a vectorised pass over blocks that hold nothing but numbers, and an exact one for all else.

The exact pass defines what a cell is and where it stands. The quick pass only takes blocks in which every
cell is a plain number and every row as wide as the first; any surprise hands the block to the exact pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from operator import methodcaller
from typing import BinaryIO, NamedTuple, Protocol

from advisor.formats.cells import NUMBER, classify
from advisor.formats.kernels import available
from advisor.formats.pieces import ByteRange, in_one_piece, whole
from advisor.formats.second_look import may_be_outside, worth_reading
from advisor.formats.tables import csv_columns, csv_rows
from advisor.formats.tables.csv_dialect import Dialect, sniff
from advisor.profile import faults
from advisor.profile.base import FLOAT32_MAX, Distinct, Piece, Place, Tally, tally_for
from advisor.profile.columns import COLUMNS_KEPT, TEXT_KEPT, Column
from advisor.profile.predicates import CellIsNot, Predicate, ValueOutside, WidthIsNot
from advisor.profile.sketch import SMALL, text_hash
from advisor.profile.tables.csv import CsvProfile

BLOCK = 1 << 18
SAMPLE = 1 << 16
STRETCH = 1 << 22
"""Bytes of which a second look asks at once whether they need be read cell by cell."""

MANY = 1 << 20
"""Bytes of a file from which on loading readers of whole arrays pays."""

ARRAY = 1 << 20
"""Bytes of a block that is read as an array."""


def scan_piece(part: ByteRange) -> Piece[CsvProfile]:
    """From the first quote on a file must be read in order, so a piece in its midst is given up there."""
    part.stream.seek(0)
    dialect = sniff(part.stream.read(SAMPLE))
    profile = CsvProfile(delimiter=dialect.delimiter)
    for name in dialect.faults if part.begin == 0 else ():
        profile.fault(name, Place(line=1, offset=0))
    return _take_piece(profile, dialect, part)


scan = in_one_piece(scan_piece)


def _take_piece(profile: CsvProfile, dialect: Dialect, part: ByteRange) -> Piece[CsvProfile]:
    piece = part.piece(profile)
    quick = _quick(profile, dialect, part.size)
    blocks = _counted(piece, quick.blocks(part))
    if part.size < SMALL and dialect.feeds_end_lines:
        blocks = _remembered(profile, blocks)
    for block in blocks:
        if block.after_quote and part.end < part.size:
            break
        # A row that holds a quote may go on in the next block, so from there on all are read together.
        stretches = quick.take(block) if not block.after_quote else [chain([block], blocks)]
        for stretch in stretches:
            for row in csv_rows.rows(stretch, dialect, profile.fault, COLUMNS_KEPT):
                _take_row(profile, row, dialect)
    quick.finish()
    profile.bytes = piece.end - piece.begin
    return piece


class Quick(Protocol):
    """Takes what is plain, and leaves the rest to the exact pass."""

    def blocks(self, part: ByteRange) -> Iterator[csv_rows.Block]:
        """The lines of a range, in blocks that suit it."""

    def take(self, block: csv_rows.Block) -> Iterator[Iterator[csv_rows.Block]]:
        """Takes what it can of a block before any quote; yields the stretches that are left, in order."""

    def finish(self) -> None:
        """Adds what was summed up on the way to the profile."""


def _quick(profile: CsvProfile, dialect: Dialect, size: int) -> Quick:
    if available(size) and dialect.feeds_end_lines:
        from advisor.formats.kernels.tables.csv import Cells

        return Cells(profile, dialect, _take_cell)
    return _Numbers(profile, dialect, size)


class _Numbers:
    """Blocks of plain numbers at once, with what every Python has."""

    def __init__(self, profile: CsvProfile, dialect: Dialect, size: int) -> None:
        self.profile = profile
        self.dialect = dialect
        self.size = size

    def blocks(self, part: ByteRange) -> Iterator[csv_rows.Block]:
        return csv_rows.blocks(part, self.dialect, ARRAY if part.size >= MANY else BLOCK)

    def take(self, block: csv_rows.Block) -> Iterator[Iterator[csv_rows.Block]]:
        for part in self._parts(block):
            if not _take_numbers(self.profile, part, self.dialect, self.size):
                yield iter([part])

    def _parts(self, block: csv_rows.Block) -> Iterator[csv_rows.Block]:
        """The header by itself, and the rest of its block."""
        header = block.offset == self.dialect.bom and self.dialect.first_row_is_special
        if header and block.lines > 1 and self.dialect.feeds_end_lines:
            first = csv_rows.stretch(block, 0, block.first_line, 1)
            yield first
            block = csv_rows.stretch(block, len(first.data), block.first_line + 1, None)
        yield block

    def finish(self) -> None:
        pass


def _counted(piece: Piece[CsvProfile], blocks: Iterator[csv_rows.Block]) -> Iterator[csv_rows.Block]:
    """The blocks, while the piece learns where it begins and ends."""
    for number, block in enumerate(blocks):
        if number == 0 and piece.begin > 0:
            piece.begin = block.offset
        piece.end = block.offset + len(block.data)
        piece.profile.lines = block.first_line - 1 + block.lines
        piece.in_order = piece.in_order or block.after_quote
        yield block


def _remembered(profile: CsvProfile, blocks: Iterator[csv_rows.Block]) -> Iterator[csv_rows.Block]:
    """The blocks, while the profile learns what their lines are."""
    for block in blocks:
        lines, delimiter = block.data.splitlines(), profile.delimiter.encode()
        profile.texts.remember(lines)
        profile.bodies.remember(line.partition(delimiter)[2] for line in lines)
        yield block


def _take_numbers(profile: CsvProfile, block: csv_rows.Block, dialect: Dialect, size: int) -> bool:
    """Adds a block of plain numbers in rows of one width. False, and nothing added, where it is anything else."""
    if block.offset == dialect.bom and dialect.first_row_is_special:
        return False
    taken = _as_arrays(profile, block, dialect, size) if size >= MANY else _as_lists(profile, block, dialect)
    if taken is None:
        return False
    for value in taken.first if profile.index.unbroken else ():
        profile.index.add(value)
    profile.add_rows(taken.width, taken.rows, csv_rows.sightings(block, 0, block.first_line, dialect))
    return True


class _Added(NamedTuple):
    """Rows that were added to the columns of a profile. `first`: the cells of the first column."""

    width: int
    rows: int
    first: Iterable[float]


def _as_arrays(profile: CsvProfile, block: csv_rows.Block, dialect: Dialect, size: int) -> _Added | None:
    from advisor.formats.tables import csv_arrays

    text = csv_rows.lines_of(block, dialect)
    numbers = csv_arrays.parsed(text, dialect.delimiter.encode(), size) if text else None
    if text is None or numbers is None or not csv_arrays.take(profile.widened(len(numbers)), numbers):
        return None
    width, rows = numbers.shape
    if b" " in text or b"\t" in text:
        csv_arrays.take_blanks(profile.columns, text, rows, block, dialect)
    return _Added(width, rows, numbers[0])


def _as_lists(profile: CsvProfile, block: csv_rows.Block, dialect: Dialect) -> _Added | None:
    text = csv_rows.plain_text(block, dialect)
    columns = _columns(text.removesuffix(b"\n").split(b"\n"), dialect.delimiter.encode()) if text else None
    if columns is None or not _take_columns(profile.widened(len(columns)), columns):
        return None
    return _Added(len(columns), len(columns[0]), columns[0])


def _take_columns(columns: list[Column], found: list[list[float]]) -> bool:
    lows, highs = [min(c) for c in found], [max(c) for c in found]
    if max(highs) > FLOAT32_MAX or min(lows) < -FLOAT32_MAX:
        return False
    for column, numbers, low, high in zip(columns, found, lows, highs, strict=False):
        column.add_block(len(numbers), low, high, partial(_fractions, numbers), partial(iter, numbers))
    return True


def _fractions(numbers: list[float]) -> int:
    return len(numbers) - sum(map(float.is_integer, numbers))


def _columns(lines: list[bytes], delimiter: bytes) -> list[list[float]] | None:
    """The columns of lines that hold numbers, all of them as many."""
    width = lines[0].count(delimiter) + 1
    if width > COLUMNS_KEPT or {*map(methodcaller("count", delimiter), lines)} != {width - 1}:
        return None
    try:
        values = list(map(float, b",".join(lines).replace(delimiter, b",").split(b",")))
    except ValueError:
        return None
    return [values[number::width] for number in range(width)]


def _take_row(profile: CsvProfile, row: csv_rows.Row, dialect: Dialect) -> None:
    width = row.width
    place = Place(line=row.line, offset=row.offset)
    if row.offset == dialect.bom and dialect.first_row_is_special:
        kind = profile.header if dialect.header else profile.numbered_header
        kind.add(place, row.text)
        if dialect.header:
            profile.head.add(width)
            return
    profile.records += 1
    profile.head.add(width)
    tally_for(profile.widths, width).add(place, row.text[: csv_rows.LINE_KEPT])
    if row.unread:
        profile.fault(faults.CELLS_UNREAD, place)
    profile.widened(len(row.cells))
    if dialect.addresses and row.cells[0]:
        profile.names.add(text_hash(row.cells[0].encode()))
    first = None
    for number, cell in enumerate(row.cells):
        value = _take_cell(profile.columns[number], cell, row, number + 1)
        first = value if number == 0 else first
    profile.index.add(first)
    if row.quoted:
        profile.quoted.add(place, row.text[: csv_rows.LINE_KEPT])


def _take_cell(column: Column, cell: str, row: csv_rows.Row, number: int) -> float | None:
    cls, value = classify(cell)
    if cls == "text" and cell != (bare := cell.strip(" \t")):
        cls, value = classify(bare)
        if cls != "text":
            tally_for(column.seen, "padded").add(Place(row.line, number, offset=row.offset), cell)
    if value is None:
        tally_for(column.seen, cls).add(Place(row.line, number, offset=row.offset), cell[:TEXT_KEPT])
        if cls in ("text", "ipv4"):
            column.distinct.add(cell[:TEXT_KEPT])
        return None
    column.add(value)
    return value


def locate(stream: BinaryIO, size: int, predicate: Predicate) -> Tally:
    """The cells or rows for which the predicate holds, counted, with their first places."""
    tally = Tally()
    head = stream.read(SAMPLE)
    dialect = sniff(head)
    if isinstance(predicate, csv_columns.Together):
        return csv_columns.first_break(whole(stream, min(size, csv_columns.BYTES_READ)), dialect, predicate)
    width = min(head.count(dialect.delimiter.encode(), 0, head.find(b"\n") + 1) + 1, COLUMNS_KEPT)

    def scan(begin: int, end: int) -> Piece[CsvProfile]:
        columns = [Column(distinct=Distinct(None)) for _ in range(width)]  # nothing asks for distinct values here
        profile = CsvProfile(delimiter=dialect.delimiter, columns=columns)
        return _take_piece(profile, dialect, ByteRange(stream, size, begin, end))

    for stretch in worth_reading(scan, partial(_may_hold, predicate), size, BLOCK, STRETCH):
        blocks = csv_rows.blocks(ByteRange(stream, size, stretch.begin, stretch.end), dialect, BLOCK)
        for row in csv_rows.rows(blocks, dialect, lambda *_: None, COLUMNS_KEPT):
            if row.offset == dialect.bom and dialect.header:
                continue
            for column, value in _matches(row, predicate):
                tally.add(Place(row.line + stretch.lines, column, offset=row.offset), value)
    return tally


def _may_hold(predicate: Predicate, profile: CsvProfile) -> bool:
    """Whether a stretch of this profile may hold cells or rows for which the predicate holds."""
    columns = profile.columns
    if isinstance(predicate, WidthIsNot):
        return not profile.widths.keys() <= {predicate.width}
    if isinstance(predicate, CellIsNot):
        column = columns[predicate.column] if predicate.column < len(columns) else Column()
        counts = {"integer": column.numbers - column.fractional.count, "number": column.numbers}
        return counts.get(predicate.kind, column.count(predicate.kind)) < profile.records
    if isinstance(predicate, ValueOutside):
        return any(may_be_outside(columns[i], predicate) for i in _asked(predicate, len(columns)))
    return False


def _asked(predicate: ValueOutside, width: int) -> range:
    """The columns that are asked for, of so many."""
    labels = min(predicate.labels, width)
    asked = {"labels": range(labels), "weights": range(labels, min(labels + 1, width)), "all": range(width)}
    return asked.get(predicate.where, range(labels, width))


def _is_kind(cell: str, kind: str) -> bool:
    """Whether a cell is of a class, or a whole number where an integer is asked for."""
    cls, value = classify(cell)
    return value is not None and value.is_integer() if kind == "integer" else cls == kind


def _matches(row: csv_rows.Row, predicate: Predicate) -> Iterator[tuple[int | None, str]]:
    if isinstance(predicate, WidthIsNot):
        if row.width != predicate.width:
            yield None, row.text
    elif isinstance(predicate, CellIsNot):
        cell = row.cells[predicate.column] if predicate.column < len(row.cells) else ""
        if not _is_kind(cell.strip(" \t"), predicate.kind):
            yield predicate.column + 1, cell
    elif isinstance(predicate, ValueOutside):
        for i in _asked(predicate, len(row.cells)):
            cell = row.cells[i].strip(" \t")
            if NUMBER.fullmatch(cell) and predicate.holds(float(cell)):
                yield i + 1, row.cells[i]
