"""Texts to how often each word of a vocabulary stands in them, which topic models read.

The only module that knows scikit-learn. Its vectorizer cuts and counts; the words are collected here, for it would hold
the counts of all documents until the last.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import compress
from pathlib import Path
from typing import Any

from advisor.conversion.batches import Sparse
from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import Written
from advisor.conversion.split import Parts
from advisor.conversion.tables.convert import TO
from advisor.conversion.tables.rows import RowSource
from advisor.conversion.tables.writers import ENDINGS
from advisor.conversion.text.columns import TextRows
from advisor.conversion.text.tokens import cut_of
from advisor.conversion.text.vocabulary import chosen, count, folder_beside, kept, read_words, save_words

FILE = "vocab.txt"
"""The name that NTM looks for."""


def to_word_counts(source: RowSource, wanted: str, target: Path, options: Options) -> Written:
    """Writes a row a text, a column a word of the vocabulary in the order of the alphabet, and the vocabulary."""
    if options.label is not None:
        raise ConversionError("counts of words are written without a label: leave --label out")
    rows = TextRows(source, options)
    counted = _Counted(rows, options)
    with Parts(target, ENDINGS[wanted], options, TO[wanted]) as parts:
        parts.batches(counted.batches)
        save_words(counted.words, folder_beside(target) / FILE)
        return Written(rows=parts.rows, dropped=rows.dropped, files=parts.files())


class _Counted:
    """The texts of a source as counts. A text without a word of the vocabulary has none."""

    def __init__(self, rows: TextRows, options: Options) -> None:
        import numpy as np

        self._rows = rows
        self._text = rows.needed(options.text, "--text")
        self.words = self._known(options)
        self._vectorizer = _vectorizer(options, vocabulary=self.words, dtype=np.float32)

    def _known(self, options: Options) -> list[str]:
        if files := kept(options, (FILE,)):
            return read_words(files[0])
        counts: Counter[str] = Counter()
        cut = _vectorizer(options).build_analyzer()
        for rows in self._rows.stretches():
            for row in rows:
                count(counts, cut(row.cells[self._text]))
        words = chosen(counts, options)
        if not words:
            raise ConversionError(f"{self._rows.source.place(1)}: the texts hold no word that is to be counted")
        return sorted(words)

    def batches(self) -> Iterator[tuple[Sparse, list[str] | None]]:
        import numpy as np

        for rows in self._rows.stretches():
            found = self._vectorizer.transform(row.cells[self._text] for row in rows)
            batch = Sparse(np.asarray(found.indptr), np.asarray(found.indices), found.data, len(self.words))
            holds = np.diff(batch.begins) > 0
            for row in compress(rows, ~holds):
                self._rows.leave_out(row, "no word of the vocabulary")
            kept = list(compress(rows, holds))
            if kept:
                yield batch.taken(holds), self._rows.split_by(kept)


def _vectorizer(options: Options, **more: Any) -> Any:
    if sys.modules.get("scipy.linalg", sys) is None:  # passed over at the start of the command line
        del sys.modules["scipy.linalg"]
    try:
        from sklearn.feature_extraction.text import CountVectorizer
    except ImportError as error:
        raise ConversionError('words are counted by scikit-learn: pip install "sagemaker-advisor[text]"') from error
    if options.tokens == "words":
        return CountVectorizer(stop_words=_stop_words(options), **more)
    return CountVectorizer(analyzer=cut_of(options), **more)


def _stop_words(options: Options) -> list[str] | str | None:
    words = options.stop_words
    return words if words in (None, "english") else read_words(Path(words))
