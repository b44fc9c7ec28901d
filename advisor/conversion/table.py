"""What can be written as what: the one table of conversions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

from advisor.conversion.images import convert as images
from advisor.conversion.images.forms import HELD
from advisor.conversion.images.labelled_masks import to_labelled_masks
from advisor.conversion.images.manifests import to_manifests
from advisor.conversion.images.masks import to_masks
from advisor.conversion.images.targets import TARGETS
from advisor.conversion.options import Options
from advisor.conversion.results import Written
from advisor.conversion.series.lines import to_time_series
from advisor.conversion.tables.convert import FROM, ROWS, TO, convert
from advisor.conversion.tables.rows import RowSource
from advisor.conversion.text.pairs import to_sequence_pairs, to_token_records
from advisor.conversion.text.sentences import to_sentences
from advisor.conversion.text.word_counts import to_word_counts

Conversion = Callable[[Any, Path, Options], Written]
"""(source, the file or folder to write, options) -> what was written."""


def _tables(held: str, wanted: str) -> Conversion:
    def write(source: Any, target: Path, options: Options) -> Written:
        if options.text is not None and held in ROWS:
            return to_word_counts(ROWS[held](source, options), wanted, target, options)
        return convert(source, held, wanted, target, options)

    return write


def _of_rows(write: Callable[[RowSource, Path, Options], Written], held: str) -> Conversion:
    return lambda source, target, options: write(ROWS[held](source, options), target, options)


def _pictures(held: str, wanted: str) -> Conversion:
    return lambda source, target, options: images.convert(source, held, wanted, target, options)


_OF_ROWS: dict[str, Callable[[RowSource, Path, Options], Written]] = {
    "time-series": to_time_series,
    "sentences": to_sentences,
    "sequence-pairs": to_sequence_pairs,
    "token-records": to_token_records,
}

CONVERSIONS: dict[tuple[str, str], Conversion] = {
    **{(held, wanted): _tables(held, wanted) for held, wanted in product(FROM, TO)},
    **{(held, wanted): _of_rows(write, held) for held, (wanted, write) in product(ROWS, _OF_ROWS.items())},
    **{(held, wanted): _pictures(held, wanted) for held, wanted in product(HELD, TARGETS)},
    ("manifest", "augmented-manifest"): to_manifests,
    ("colour-masks", "masks"): to_masks,
    ("ground-truth", "masks"): to_labelled_masks,
}
"""(format that is held, format that is wanted) -> what writes it."""
