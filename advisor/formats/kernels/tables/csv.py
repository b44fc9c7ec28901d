"""Reads blocks of CSV by the compiled loop, and says which stretches of them the exact reader must read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from advisor.formats.kernels.sums import DEAD, Sums
from advisor.formats.kernels.tables import csv_cells as cells
from advisor.formats.kernels.tables.csv_classes import CLASSES, IPV4, NUMERIC, TEXT
from advisor.formats.kernels.tables.csv_names import Names
from advisor.formats.kernels.tables.csv_texts import Texts, keep_texts
from advisor.formats.kernels.text_blocks import held
from advisor.formats.pieces import ByteRange
from advisor.formats.tables import csv_rows
from advisor.formats.tables.csv_dialect import Dialect
from advisor.profile.columns import TEXT_KEPT, Column
from advisor.profile.tables.csv import CsvProfile, Run

BLOCK = 1 << 19
"""Bytes taken at a time: few enough that the allocator gives the same memory again and again."""

WIDEST = 4096
"""Columns beyond which the plain reader is left to it: each takes 20 KB here while distinct values are counted."""

EXACT_ROWS = 64
"""Rows of a block that are read exactly one by one; with more of them the rest of the block is."""

TakeCell = Callable[[Column, str, csv_rows.Row, int], Any]


class Cells:
    """Takes blocks one after the other. `finish` adds what was summed up to the profile."""

    def __init__(self, profile: CsvProfile, dialect: Dialect, take_cell: TakeCell) -> None:
        self.profile = profile
        self.dialect = dialect
        self.take_cell = take_cell
        self.delimiter = np.uint8(ord(dialect.delimiter))
        self.names = Names(profile.names, dialect.addresses)
        self.sums: _Sums | None = None
        self.data = np.empty(0, np.uint8)

    def blocks(self, part: ByteRange) -> Iterator[csv_rows.Block]:
        """The lines of a range."""
        return csv_rows.blocks(part, self.dialect, BLOCK, _feeds)

    def take(self, block: csv_rows.Block) -> Iterator[Iterator[csv_rows.Block]]:
        """Takes the rows that hold nothing unusual; yields the others, each in its turn."""
        self.data = held(block.data, self.data)
        at, line, exact = 0, block.first_line, 0
        if block.offset == self.dialect.bom and self.dialect.first_row_is_special:
            row = csv_rows.stretch(block, 0, line, 1)
            yield iter([row])
            at, line = len(row.data), line + 1
        if self.sums is None:
            self.sums = self._sums_for(block.data)
        while at < len(block.data):
            if self.sums is None or exact == EXACT_ROWS:
                self.finish()
                yield iter([csv_rows.stretch(block, at, line, None)])
                return
            stopped, rows = self._take_rows(self.sums, block, at, line)
            if not rows:
                row = csv_rows.stretch(block, stopped, line, 1)
                yield iter([row])
                stopped, rows, exact = stopped + len(row.data), 1, exact + 1
            at, line = stopped, line + rows

    def finish(self) -> None:
        if self.sums:
            self.sums.add_all_to(self.profile)
            self.sums = None
        self.names.add_all()

    def _sums_for(self, data: bytes) -> _Sums | None:
        """For the commonest width of the first lines."""
        lines = data[: 1 << 16].split(b"\n", 100)
        delimiter = self.dialect.delimiter.encode()
        width = 1 + Counter(line.count(delimiter) for line in lines[:-1] or lines).most_common(1)[0][0]
        return _Sums(width, self.names) if width <= WIDEST else None

    def _take_rows(self, sums: _Sums, block: csv_rows.Block, at: int, line: int) -> tuple[int, int]:
        profile, width = self.profile, sums.width
        index = profile.index
        sums.totals.run[:] = [np.nan if v is None else v for v in (index.first, index.last)] + [index.unbroken]
        self.names.make_room()
        text, size = self.data.ctypes.data, len(block.data)
        stopped, rows, logged = sums.take_rows(text, size, at, line, sums.rows, self.delimiter)
        if not rows:
            return stopped, 0
        profile.widened(width)
        sums.rows += rows
        profile.add_rows(width, rows, csv_rows.sightings(block, at, line, self.dialect))
        first, last, unbroken = sums.totals.run.tolist()
        profile.index = Run(None if first != first else first, None if last != last else last, bool(unbroken))
        if logged:
            self._take_odd(sums, block, logged)
        return stopped, rows

    def _take_odd(self, sums: _Sums, block: csv_rows.Block, logged: int) -> None:
        """Has the exact reader take the cells that were logged, but for texts of which only the value is wanted."""
        for line, start, number, begin, end, cls in sums.odd.log[:logged].tolist():
            column, text = self.profile.columns[number], block.data[begin:end].decode("ascii")
            tally = column.seen.get(CLASSES[cls])
            if cls in (TEXT, IPV4) and tally is not None and tally.full:
                tally.count += 1
                column.distinct.add(text[:TEXT_KEPT])
            else:
                self.take_cell(column, text, csv_rows.Row([], line, block.offset + start, ""), number + 1)
        keep_texts(self.data.ctypes.data, sums.odd.log, logged, sums.texts.keys)
        for number in np.unique(sums.odd.log[:logged, 2]).tolist():
            sums.want(number, self.profile.columns[number])
        sums.logged += np.bincount(sums.odd.log[:logged, 2], minlength=sums.width)


def _feeds(data: bytes) -> int:
    return int(cells.count_feeds(np.frombuffer(data, np.uint8)))


class _Sums(Sums):
    """What the compiled loop adds up of rows of one width."""

    def __init__(self, width: int, names: Names) -> None:
        super().__init__(width)
        self.width = width
        self.logged = np.zeros(width, np.int64)
        self.texts = Texts()
        self.odd = cells.Odd(
            classes=np.full(3 * width, -1, np.int64),
            hints=np.full(width + 1, NUMERIC),
            settled=np.full(width, NUMERIC),
            counts=np.zeros((width, len(CLASSES)), np.int64),
            wanted=np.ones((width, len(CLASSES)), np.bool_),
            listed=np.ones(width, np.bool_),
            keys=self.texts.keys,
            times=self.texts.times,
            log=np.zeros((max(cells.ODD_AT_ONCE, 2 * width), 6), np.int64),
        )
        room = cells.Room.of(max(min(4096 // width, 64), 1), width)
        self.take_rows = cells.take_rows.on(room, self.totals, self.odd, names.found)

    def want(self, number: int, column: Column) -> None:
        """Which odd cells of a column the exact reader still has to see: the others are only counted."""
        if self.totals.held[number] == DEAD:
            column.distinct.counts = None
        self.odd.listed[number] = column.distinct.counts is not None
        for cls, name in enumerate(CLASSES):
            tally = column.seen.get(name)
            self.odd.wanted[number, cls] = tally is None or not tally.full

    def add_all_to(self, profile: CsvProfile) -> None:
        for number, text, times in self.texts.counted():
            profile.columns[number].distinct.add(text, times)
        odd = self.odd.counts.tolist()
        for number, column in enumerate(profile.columns[: self.width]):
            self.add_to(number, column, self.rows - sum(odd[number]) - int(self.logged[number]))
            for name, times in zip(CLASSES, odd[number], strict=True):
                if times:
                    column.seen[name].count += times
