"""What can be written as what: the one table of conversions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

from advisor.conversion.options import Options
from advisor.conversion.results import Written
from advisor.conversion.series import to_time_series
from advisor.conversion.tables.convert import FROM, ROWS, TO, convert
from advisor.conversion.tables.rows import RowSource
from advisor.conversion.text import to_sentences

Conversion = Callable[[Any, Path, Options], Written]
"""(files or what Python holds, the file or folder to write, what is told)."""


def _tables(held: str, wanted: str) -> Conversion:
    return lambda source, target, options: convert(source, held, wanted, target, options)


def _of_rows(write: Callable[[RowSource, Path, Options], Written], held: str) -> Conversion:
    return lambda source, target, options: write(ROWS[held](source, options), target, options)


CONVERSIONS: dict[tuple[str, str], Conversion] = {
    **{(held, wanted): _tables(held, wanted) for held, wanted in product(FROM, TO)},
    **{(held, "time-series"): _of_rows(to_time_series, held) for held in ROWS},
    **{(held, "sentences"): _of_rows(to_sentences, held) for held in ROWS},
}
"""(format that is held, format that is wanted) -> what writes it."""
