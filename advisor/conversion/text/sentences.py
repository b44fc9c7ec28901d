"""Tables of texts to the lines that BlazingText reads: `__label__NAME word word ...`, or the words alone."""

from __future__ import annotations

import re
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
    rows = TextRows(source, options)
    text, cut = rows.needed(options.text, "--text"), cut_of(options)

    def line(row: Row) -> bytes | None:
        words = cut(row.cells[text])
        name = "" if rows.label is None else _BLANKS.sub("_", row.cells[rows.label].strip().removeprefix(PREFIX))
        if words and (name or rows.label is None):
            return " ".join([f"{PREFIX}{name}"] * (rows.label is not None) + words).encode() + b"\n"
        rows.leave_out(row, "no label" if words else "no text")
        return None

    with Parts(target, ENDINGS["sentences"], options, RawWriter) as parts:
        parts.lines(lambda: rows.written(line), lambda line: line.partition(b" ")[0])
        return Written(rows=parts.rows, dropped=rows.dropped, files=parts.files())
