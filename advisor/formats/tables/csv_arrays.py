"""Numbers of large CSV files as arrays: cells are parsed by pyarrow where it is installed, else by msgspec.

Both round exactly. What is no number is left to the reader that defines what a cell is, as are rows of several widths.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from advisor.formats.tables import csv_rows
from advisor.formats.tables.csv_dialect import Dialect
from advisor.profile.base import FLOAT32_MAX, PLACES_KEPT, Place, Tally, tally_for
from advisor.profile.columns import COLUMNS_KEPT, Column

if TYPE_CHECKING:
    from pyarrow import csv

PARSER_FROM = 1 << 24
"""Bytes of a file from which on loading pyarrow pays."""

SPACE, TAB, FEED = b" \t\n"

Numbers = NDArray[np.float64]
"""Columns, rows."""

_decoder = msgspec.json.Decoder(list[list[float]])


def parsed(text: bytes, delimiter: bytes, size: int) -> Numbers | None:
    """The cells of lines that hold numbers, as many in each; None where anything else stands there.

    `text`: lines that end in line feeds. Blanks may stand beside a number. `size`: bytes of the whole file.
    """
    width = text.count(delimiter, 0, text.find(b"\n") + 1 or len(text)) + 1
    if width > COLUMNS_KEPT or text.translate(None, csv_rows.PLAIN + delimiter + b" \t"):
        return None
    try:
        parse = _by_pyarrow if size >= PARSER_FROM and has_pyarrow() else _by_msgspec
        return parse(text, delimiter, width)
    except ValueError:
        return None


@cache
def has_pyarrow() -> bool:
    return find_spec("pyarrow") is not None


def _by_pyarrow(text: bytes, delimiter: bytes, width: int) -> Numbers:
    """Raises `ValueError` where a cell is no number or a row of another width."""
    import pyarrow as pa
    from pyarrow import csv

    table = csv.read_csv(
        pa.BufferReader(text),
        csv.ReadOptions(use_threads=False, block_size=len(text) + 1, autogenerate_column_names=True),
        csv.ParseOptions(delimiter=delimiter.decode(), quote_char=False, ignore_empty_lines=False),
        _cells(width),
    )
    (batch,) = table.to_batches()
    return np.stack([np.from_dlpack(column) for column in batch.columns])  # `to_numpy` would import pandas (400 ms)


@cache
def _cells(width: int) -> csv.ConvertOptions:
    """Every cell is a number, and none is missing."""
    import pyarrow as pa
    from pyarrow import csv

    types = {f"f{number}": pa.float64() for number in range(width)}
    return csv.ConvertOptions(check_utf8=False, column_types=types, null_values=[], strings_can_be_null=False)


def _by_msgspec(text: bytes, delimiter: bytes, width: int) -> Numbers:
    """The numbers as JSON writes them, which +1, .5 and 007 are not, or in any way. Raises `ValueError` as above."""
    lines = text.removesuffix(b"\n")
    lines = lines if delimiter == b"," else lines.replace(delimiter, b",")
    try:
        rows = _decoder.decode(b"[[%b]]" % lines.replace(b"\n", b"],["))
    except msgspec.MsgspecError:
        rows = [[*map(float, line.split(b","))] for line in lines.split(b"\n")]
    if {*map(len, rows)} != {width}:
        raise ValueError("rows of several widths")
    return np.fromiter(chain.from_iterable(rows), np.float64, width * len(rows)).reshape(len(rows), width).T


def take(columns: Sequence[Column], numbers: Numbers) -> bool:
    """Adds the numbers to the columns; False, and nothing added, where they are beyond what a float32 holds."""
    lows, highs = numbers.min(axis=1), numbers.max(axis=1)
    if not (highs.max() <= FLOAT32_MAX and lows.min() >= -FLOAT32_MAX):
        return False
    for column, values, low, high in zip(columns, numbers, lows.tolist(), highs.tolist(), strict=False):
        column.add_block(len(values), low, high, partial(fractions, values), values.tolist)
    return True


def take_blanks(columns: Sequence[Column], text: bytes, rows: int, block: csv_rows.Block, dialect: Dialect) -> None:
    """Adds which of the numbers have blanks beside them. `text`: the rows of the block with line feeds alone."""
    wanted: dict[int, list[tuple[int, Tally]]] = {}
    for number, beside in enumerate(_beside_blanks(text, rows, dialect)):
        found = np.flatnonzero(beside).tolist()
        if found:
            tally = tally_for(columns[number].seen, "padded")
            shown = found[: PLACES_KEPT - len(tally.first)]
            tally.count += len(found) - len(shown)
            for index in shown:
                wanted.setdefault(index, []).append((number, tally))
    lines = csv_rows.rows(iter([block]), dialect, lambda *_: None)
    for index, row in zip(range(max(wanted, default=-1) + 1), lines, strict=False):
        for number, tally in wanted.get(index, ()):
            tally.add(Place(row.line, number + 1, offset=row.offset), row.cells[number])


def _beside_blanks(text: bytes, rows: int, dialect: Dialect) -> NDArray[np.bool_]:
    """Whether blanks stand beside a cell, by column and row."""
    data, delimiter = np.frombuffer(text, np.uint8), ord(dialect.delimiter)
    blanks = ((data == SPACE) | (data == TAB)) & (data != delimiter)
    ends = np.flatnonzero((data == delimiter) | (data == FEED))
    cells = np.searchsorted(ends, np.flatnonzero(blanks))
    return np.bincount(cells, minlength=len(ends) + (data[-1] != FEED)).reshape(rows, -1).T > 0


def fractions(values: NDArray[np.float64]) -> int:
    """How many numbers are not whole."""
    return int(np.count_nonzero(np.floor(values) != values))
