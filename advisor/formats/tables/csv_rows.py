"""Cuts a CSV stream into blocks of whole lines, and lines into rows with their physical places."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from advisor.formats.pieces import ByteRange
from advisor.formats.tables.csv_dialect import Dialect
from advisor.profile import faults
from advisor.profile.base import Place, Sighting

LONGEST_LINE = 1 << 26
"""Bytes after which a line is cut and read on as another: the bound on memory whatever the file holds."""

LINE_KEPT = 1 << 16
"""Characters of a row that is kept to show its width."""

LONGEST_FIELD = 1 << 20
"""Characters after which a quote that was opened counts as never closed."""

PLAIN = b"0123456789+-.eE\r\n"

Fault = Callable[[faults.Fault, Place, str], None]
Line = tuple[int, int, str]
"""Number, offset and text of a physical line, with its end."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines. `after_quote`: a quote has been met, and a row may go on in the next block."""

    data: bytes
    first_line: int
    offset: int
    lines: int
    after_quote: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`line` and `offset` of where the row begins; `text` for showing. `unread`: how many cells follow those here."""

    cells: list[str]
    line: int
    offset: int
    text: str
    quoted: int = 0
    unread: int = 0

    @property
    def width(self) -> int:
        return len(self.cells) + self.unread


def blocks(
    part: ByteRange, dialect: Dialect, size: int, feeds: Callable[[bytes], int] = lambda data: data.count(b"\n")
) -> Iterator[Block]:
    """The lines of a range, in blocks of about `size` bytes, numbered from 1. `feeds` counts line feeds.

    A new block begins with the line of the first quote.
    """
    stream, _, begin, end, exact = part
    line_end, quote = _line_end(dialect), '"'.encode(dialect.encoding)
    offset = max(begin, dialect.bom)
    if not exact and begin > dialect.bom:
        offset = _next_line(stream, line_end, begin, dialect.bom)
    stream.seek(offset)
    line, rest, after_quote = 1, b"", False
    while offset < end:
        more = stream.read(max(size, len(rest)))  # of a long line as much again: it is joined few times
        data = rest + more
        if not data:
            return
        cut = len(data) if not more or len(data) > LONGEST_LINE else _last_end(data, line_end)
        if offset + cut >= end:
            cut = _first_end(data, line_end, end - offset - 1, dialect.bom - offset) or cut
        whole, rest = data[:cut], data[cut:]
        first_quote = -1 if after_quote else whole.find(quote)
        if first_quote >= 0:
            before = _last_end(whole[:first_quote], line_end)
            if before:
                block = Block(whole[:before], line, offset, _count(whole[:before], line_end, feeds))
                yield block
                line, offset, whole = line + block.lines, offset + before, whole[before:]
            after_quote = True
        if whole:
            block = Block(whole, line, offset, _count(whole, line_end, feeds), after_quote)
            yield block
            line, offset = line + block.lines, offset + len(whole)


def _next_line(stream: BinaryIO, line_end: bytes, begin: int, first: int) -> int:
    """Where the first line begins that begins at `begin` or later."""
    position = begin - len(line_end)
    position -= (position - first) % len(line_end)
    stream.seek(position)
    while data := stream.read(1 << 16):
        found = _first_end(data, line_end, 0, 0)
        if found:
            return position + found
        position += len(data)
    return position


def _first_end(data: bytes, line_end: bytes, start: int, aligned: int) -> int:
    """Where the first line ends whose line end begins at `start` or later; 0 where none does."""
    found = data.find(line_end, max(start, 0))
    while found >= 0 and (found - aligned) % len(line_end):
        found = data.find(line_end, found + 1)
    return found + len(line_end) if found >= 0 else 0


def _line_end(dialect: Dialect) -> bytes:
    return ("\r" if dialect.cr_only else "\n").encode(dialect.encoding)


def _last_end(data: bytes, end: bytes) -> int:
    """Where the last whole line of `data` ends; 0 where there is none. Wide encodings end on whole units only."""
    found = data.rfind(end)
    while found >= 0 and found % len(end):
        found = data.rfind(end, 0, found + len(end) - 1)
    return found + len(end) if found >= 0 else 0


def _count(data: bytes, end: bytes, feeds: Callable[[bytes], int]) -> int:
    if len(end) > 1:
        return sum(1 for _ in _split(data, end))
    return (feeds(data) if end == b"\n" else data.count(end)) + (not data.endswith(end))


def plain_text(block: Block, dialect: Dialect) -> bytes | None:
    """A block of nothing but what numbers and delimiters are made of, with line feeds alone; None for any other."""
    return None if block.data.translate(None, PLAIN + dialect.delimiter.encode()) else lines_of(block, dialect)


def lines_of(block: Block, dialect: Dialect) -> bytes | None:
    """A block before any quote, with line feeds alone; None where it may hold names, or is not so easily read."""
    data = block.data
    if block.after_quote or dialect.addresses or dialect.encoding != "utf-8":
        return None
    if b"\r" in data:
        data = data.replace(b"\r", b"\n") if dialect.cr_only else data.replace(b"\r\n", b"\n")
        if b"\r" in data:
            return None
    return data


def stretch(block: Block, at: int, line: int, lines: int | None) -> Block:
    """The next line of a block, or all that follow, from its byte `at` on, `line` being the first one's number."""
    end = block.data.find(b"\n", at) + 1 if lines else 0
    return Block(
        block.data[at : end or len(block.data)], line, block.offset + at, lines or block.first_line + block.lines - line
    )


def sightings(block: Block, at: int, line: int, dialect: Dialect) -> Iterator[Sighting]:
    """Place and text of the lines of a block from its byte `at` on, `line` being the first one's number."""
    stretch = Block(block.data[at:] if at else block.data, line, block.offset + at, block.lines)
    for number, offset, text in _lines(stretch, dialect, lambda *_: None):
        yield Sighting(Place(line=number, offset=offset), text.rstrip("\r\n")[:LINE_KEPT])


def rows(blocks: Iterator[Block], dialect: Dialect, fault: Fault, most: int = -1) -> Iterator[Row]:
    """The rows of neighbouring blocks; blank lines, bad bytes and bad quotes go to `fault`.

    `most`: cells of a row that are read, -1 for all of them.
    """
    ahead: deque[Line] = deque()
    source = (line for block in blocks for line in _lines(block, dialect, fault))
    while line := (ahead.popleft() if ahead else next(source, None)):
        number, offset, text = line
        shown = text.rstrip("\r\n")
        if not shown:
            fault(faults.BLANK_LINE, Place(line=number, offset=offset), "")
        elif '"' not in text:
            cells = shown.split(dialect.delimiter, most)
            unread = cells.pop().count(dialect.delimiter) + 1 if len(cells) > most > 0 else 0
            yield Row(cells, number, offset, shown, unread=unread)
        else:
            cells, bad = _quoted_row(text, ahead, source, dialect)
            if bad:
                fault(bad, Place(line=number, offset=offset), shown[:200])
            kept = cells if most < 0 else cells[:most]
            yield Row(kept, number, offset, shown, quoted=1, unread=len(cells) - len(kept))


def _quoted_row(
    first: str, ahead: deque[Line], source: Iterator[Line], dialect: Dialect
) -> tuple[list[str], faults.Fault | None]:
    """The cells of the row that begins in `first`, and what is wrong with its quotes.

    A sound row takes its further lines off `ahead`; behind a bad quote only the first line counts as read.
    """
    taken: list[Line] = []

    def lines() -> Iterator[str]:
        yield first
        while line := (ahead.popleft() if ahead else next(source, None)):
            taken.append(line)
            yield line[2]

    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(lines(), delimiter=dialect.delimiter, strict=True)
    try:
        return next(reader), None
    except csv.Error as error:
        ahead.extendleft(reversed(taken))
        unclosed = "unexpected end" in str(error) or "field larger" in str(error)
        return first.rstrip("\r\n").split(dialect.delimiter), faults.UNCLOSED_QUOTE if unclosed else faults.STRAY_QUOTE


def _lines(block: Block, dialect: Dialect, fault: Fault) -> Iterator[Line]:
    end, offset = _line_end(dialect), block.offset
    for number, raw in enumerate(_split(block.data, end), block.first_line):
        try:
            text = raw.decode(dialect.encoding)
        except UnicodeDecodeError as error:
            column = raw[: error.start].count(dialect.delimiter.encode(dialect.encoding)) + 1
            fault(faults.NOT_UTF8, Place(number, column, offset=offset), raw[:200].decode("latin-1"))
            text = raw.decode(dialect.encoding, "replace")
        yield number, offset, text
        offset += len(raw)


def _split(data: bytes, end: bytes) -> Iterator[bytes]:
    begin = 0
    while begin < len(data):
        found = data.find(end, begin)
        while found >= 0 and (found - begin) % len(end):
            found = data.find(end, found + 1)
        stop = len(data) if found < 0 else found + len(end)
        yield data[begin:stop]
        begin = stop
