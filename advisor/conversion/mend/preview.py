"""The first rows of a file as a person reads them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from advisor.conversion.mend.files.pictures import described
from advisor.conversion.options import Options
from advisor.conversion.tables.convert import FROM, batches_of
from advisor.conversion.tables.writers import csv_lines
from advisor.formats.tables.csv_dialect import sniff

ROWS = 3
SAMPLE = 1 << 12
WIDEST = 100
"""Characters of a row."""


def preview(file: Path, held: str) -> tuple[str, ...]:
    """A few rows: of text its lines, of numbers their values with commas, the label first."""
    if held in ("csv", "libsvm", "lines", "annotation", "document"):
        with file.open("rb") as stream:
            head = stream.read(SAMPLE)
        dialect = sniff(head)
        lines = head[dialect.bom :].decode(dialect.encoding, "replace").splitlines()[:ROWS]
    elif held not in FROM:
        lines = list(described(file))
    elif held == "parquet":
        return ()
    else:
        first = next(batches_of(held, [file], Options()), None)
        if first is None:
            return ()
        lines = csv_lines(next(first.pieces()).taken(slice(ROWS)))
    return tuple(line[:WIDEST] for line in islice(lines, ROWS))
