"""Tables of texts to the lines that BlazingText reads: `__label__NAME word word ...`, or the words alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from advisor.conversion.options import Options
from advisor.conversion.results import Written
from advisor.conversion.split import Parts
from advisor.conversion.tables.rows import Row, RowSource
from advisor.conversion.tables.writers import ENDINGS, RawWriter
from advisor.conversion.text.columns import TextRows
from advisor.conversion.text.tokens import cut_of
from advisor.profile.text.sentences import PREFIX

_BLANKS = re.compile(r"\s+")


def to_sentences(source: RowSource, target: Path, options: Options) -> Written:
    """Writes a line a row: its label where there is one, and its text with blanks between the tokens."""
    sentences = _Sentences(TextRows(source, options), options)
    with Parts(target, ENDINGS["sentences"], options, lambda path: RawWriter(path, options)) as parts:
        parts.lines(sentences.lines, lambda line: line.partition(b" ")[0])
        return Written(rows=parts.rows, dropped=sentences.dropped, files=parts.files())


class _Sentences:
    def __init__(self, rows: TextRows, options: Options) -> None:
        self._rows = rows
        self._text = rows.needed(options.text, "--text")
        self._cut = cut_of(options)
        self.dropped = 0

    def lines(self) -> Iterator[tuple[list[bytes], list[str] | None]]:
        self.dropped = 0
        for rows in self._rows.stretches():
            lines = [self._line(row) for row in rows]
            kept = [row for row, line in zip(rows, lines, strict=True) if line is not None]
            yield [line for line in lines if line is not None], self._rows.split_by(kept)

    def _line(self, row: Row) -> bytes | None:
        words = self._cut(row.cells[self._text])
        label = self._rows.label
        name = "" if label is None else _BLANKS.sub("_", row.cells[label].strip().removeprefix(PREFIX))
        if words and (name or label is None):
            return " ".join([f"{PREFIX}{name}"] * (label is not None) + words).encode() + b"\n"
        self._rows.lacks(row, "no label" if words else "no text")
        self.dropped += 1
        return None
