"""The rows of CSV files, however they are delimited, encoded and ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from advisor.conversion.errors import ConversionError, no_encoding
from advisor.conversion.options import Options
from advisor.conversion.tables.rows import Plain, Row, Stretch, grouped
from advisor.formats.kernels import available
from advisor.formats.pieces import whole
from advisor.formats.tables import csv_rows
from advisor.formats.tables.csv_dialect import Dialect, sniff
from advisor.profile import faults
from advisor.profile.base import Place

BLOCK = 1 << 20
SAMPLE = 1 << 16
TABS = ("tab", "\\t")
"""What a tab may be called."""

_FAULTS = {
    faults.NOT_UTF8: "is not in {}: say what it is in, such as --encoding cp1252",
    faults.UNCLOSED_QUOTE: "opens a quote that is never closed: close it, or double it where it is part of the text",
    faults.STRAY_QUOTE: "holds text behind a closing quote: quote the whole cell, and double the quotes within",
}


class CsvRows:
    """The rows of a CSV file without its header."""

    def __init__(self, file: Path, options: Options) -> None:
        self._file, self._options = file, options
        self._dialect = self._with_header(_dialect(file, options))
        self.names: Sequence[str] | None = self._names(self._dialect)

    def place(self, number: int) -> str:
        return f"{self._file}:{number}"

    def stretches(self) -> Iterator[Stretch]:
        dialect, quick = self._dialect, available(self._file.stat().st_size)
        with self._file.open("rb") as stream:
            blocks = csv_rows.blocks(whole(stream), dialect, BLOCK, _feeds)
            rest: Iterator[csv_rows.Block] = blocks
            if dialect.first_row_is_special and (first := next(blocks, None)):
                # A header with a quote may go on in the next block.
                own = chain([first], blocks) if first.after_quote else iter([first])
                yield from grouped(islice(self._rows(own, dialect), 1, None))
            for block in rest:
                plain = None if block.after_quote else _plain(block, dialect, quick)
                own = chain([block], rest) if block.after_quote else iter([block])
                yield from [plain] if plain else grouped(self._rows(own, dialect))

    def _rows(self, blocks: Iterator[csv_rows.Block], dialect: Dialect) -> Iterator[Row]:
        def fault(name: faults.Fault, place: Place, text: str) -> None:
            if name in _FAULTS:
                raise ConversionError(f"{self.place(place.line or 0)}: {_FAULTS[name].format(dialect.encoding)}")

        for row in csv_rows.rows(blocks, dialect, fault):
            whole = self._options.unquote and len(row.cells) == 1
            yield Row(row.line, row.cells[0].split(",") if whole else row.cells)

    def _with_header(self, dialect: Dialect) -> Dialect:
        """A first row with a name that the options mention is a header, whatever it looks like."""
        if self._options.header is not None or dialect.header or not self._options.named:
            return dialect
        headed = replace(dialect, header=True)
        return headed if self._options.named & {*(self._names(headed) or ())} else dialect

    def _names(self, dialect: Dialect) -> list[str] | None:
        if not dialect.header:
            return None
        with self._file.open("rb") as stream:
            first = next(self._rows(csv_rows.blocks(whole(stream), dialect, BLOCK), dialect), None)
        return [cell.strip() for cell in first.cells] if first else None


def _feeds(data: bytes) -> int:
    """How many line feeds there are: NumPy counts what there is much of four times as fast."""
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == ord("\n")))


def _dialect(file: Path, options: Options) -> Dialect:
    """As the first bytes show it, but for what the options say."""
    with file.open("rb") as stream:
        head = stream.read(SAMPLE)
    found = sniff(head)
    if options.encoding:
        try:
            found = replace(sniff(head.decode(options.encoding, "replace").encode()), encoding=options.encoding, bom=0)
        except LookupError as error:
            raise no_encoding(options.encoding) from error
        if head.startswith(b"\xef\xbb\xbf") and options.encoding.lower() in ("utf-8", "utf-8-sig", "utf8"):
            found = replace(found, encoding="utf-8", bom=3)
    if options.delimiter:
        if len(options.delimiter) > 1 and options.delimiter not in TABS:
            raise ConversionError(f"--delimiter {options.delimiter!r}: say one character, or tab")
        found = replace(found, delimiter="\t" if options.delimiter in TABS else options.delimiter)
    if options.header is not None:
        found = replace(found, header=options.header, numbered_header=False)
    return found


def _plain(block: csv_rows.Block, dialect: Dialect, quick: bool) -> Plain | None:
    """A block without a quote: of numbers alone, or such as compiled code is to try."""
    is_simple = quick and dialect.encoding == "utf-8" and block.data.isascii() and b"\r" not in block.data
    data = block.data if is_simple else csv_rows.plain_text(block, dialect)
    if data is None or data.startswith(b"\n"):
        return None
    return Plain(block.first_line, data, dialect.delimiter.encode(), block.lines, quick)
