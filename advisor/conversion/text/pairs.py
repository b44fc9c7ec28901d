"""Pairs of texts, or of objects, to pairs of lists of ids: Object2Vec's JSON Lines, and the records of seq2seq.

Memory: some 100 bytes a different word.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import Written
from advisor.conversion.split import Parts
from advisor.conversion.tables import record_writer
from advisor.conversion.tables.mapping import as_mapping
from advisor.conversion.tables.rows import Row, RowSource
from advisor.conversion.tables.writers import ENDINGS, RawWriter
from advisor.conversion.text.columns import TextRows
from advisor.conversion.text.tokens import cut_of
from advisor.conversion.text.vocabulary import UNKNOWN, count, folder_beside, kept, numbered, read_ids, save_ids

ONE = ("vocab.json",)
OF_SIDES = ("vocab.in0.json", "vocab.in1.json")
OF_SEQUENCES = ("vocab.src.json", "vocab.trg.json")
"""The names that seq2seq looks for."""


class Pair(NamedTuple):
    label: float | None
    first: list[int]
    second: list[int]


Encode = Callable[[list[Pair]], list[bytes]]
"""Pairs as they are written, each as bytes of its own."""


def to_sequence_pairs(source: RowSource, target: Path, options: Options) -> Written:
    """Writes a line a pair, `{"label": 1, "in0": [6, 17], "in1": [16, 21]}`, and the vocabulary of both, or of each."""
    pairs = _Pairs(source, options, OF_SIDES if options.apart else ONE)
    if pairs.rows.label is None:
        raise ConversionError("a pair needs its label or score: say which column it is, --label COLUMN")
    return pairs.write(target, "sequence-pairs", _lines)


def to_token_records(source: RowSource, target: Path, options: Options) -> Written:
    """Writes a record a pair, with the ids of source and target, and the vocabularies of both."""
    if options.label is not None:
        raise ConversionError("pairs of sequences have no label: leave --label out")
    return _Pairs(source, options, OF_SEQUENCES).write(target, "token-records", _records)


class _Pairs:
    """The pairs of a source as ids. `names`: the vocabularies, one for both sides or one for each."""

    def __init__(self, source: RowSource, options: Options, names: Sequence[str]) -> None:
        self.rows = TextRows(source, options)
        self._options, self._names = options, names
        self._columns = self.rows.needed(options.first, "--first"), self.rows.needed(options.second, "--second")
        self._cut = cut_of(options)
        files = kept(options, names)
        self._vocabularies = self._made() if files is None else [read_ids(file) for file in files]
        self._learned = self.rows.classes()
        self._unknown = 0

    def write(self, target: Path, form: str, encode: Encode) -> Written:
        with Parts(target, ENDINGS[form], self._options, RawWriter) as parts:
            parts.lines(lambda: self._encoded(encode), lambda line: line.partition(b",")[0])
            for name, ids in zip(self._names, self._vocabularies, strict=True):
                save_ids(ids, folder_beside(target) / name)
            return Written(
                rows=parts.rows, dropped=self.rows.dropped, unknown=self._unknown, files=parts.files(),
                mapping=as_mapping(self._learned, self.rows.source.names),
            )  # fmt: skip

    def _made(self) -> list[dict[str, int]]:
        counts: list[Counter[str]] = [Counter() for _ in self._names]
        for row in chain.from_iterable(self.rows.stretches()):
            for side, column in enumerate(self._columns):
                count(counts[side % len(counts)], self._cut(row.cells[column]))
        return [numbered(side, self._options) for side in counts]

    def _encoded(self, encode: Encode) -> Iterator[tuple[list[bytes], list[str] | None]]:
        self._unknown = 0
        for pairs, by in self.rows.written(self._pair):
            yield encode(pairs), by

    def _pair(self, row: Row) -> Pair | None:
        sides = [self._ids(row.cells[column], side) for side, column in enumerate(self._columns)]
        label = None
        if self.rows.label is not None:
            label = self.rows.number(row, self._learned.numbers.get(self.rows.label))
        if all(sides) and (label is not None or self.rows.label is None):
            self._unknown += sum(ids.count(UNKNOWN) for ids in sides)
            return Pair(label, *sides)
        self.rows.leave_out(row, "no label" if all(sides) else "no text in one of its sides")
        return None

    def _ids(self, cell: str, side: int) -> list[int]:
        ids = self._vocabularies[side % len(self._vocabularies)]
        return [ids.get(token, UNKNOWN) for token in self._cut(cell)]


def _lines(pairs: list[Pair]) -> list[bytes]:
    return [
        json.dumps({"label": _whole(pair.label), "in0": pair.first, "in1": pair.second}).encode() + b"\n"
        for pair in pairs
    ]


def _whole(number: float | None) -> float | int | None:
    return number if number is None or not float(number).is_integer() else int(number)


def _records(pairs: list[Pair]) -> list[bytes]:
    if not pairs:
        return []
    fields = [_sequence(b"source", [pair.first for pair in pairs]), _sequence(b"target", [p.second for p in pairs])]
    return record_writer.separate_frames(tuple(chain.from_iterable(fields)))


def _sequence(name: bytes, lists: list[list[int]]) -> record_writer.Columns:
    import numpy as np

    counts = np.array([len(tokens) for tokens in lists])
    values = np.fromiter(chain.from_iterable(lists), np.int64, int(counts.sum()))
    return record_writer.entry(record_writer.FEATURES, name, record_writer.INT32, record_writer.numbers(values, counts))
