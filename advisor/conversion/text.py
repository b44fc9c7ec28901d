"""Tables of texts to the lines that BlazingText reads: `__label__NAME word word ...`, or the words alone."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import Written
from advisor.conversion.tables.rows import RowSource, column_of, rows_of, width_of

_TOKEN = re.compile(r"\w+(?:['\u2019]\w+)*|[^\w\s]")
_BLANKS = re.compile(r"\s+")


def to_sentences(source: RowSource, target: Path, options: Options) -> Written:
    """Writes a line a row: its label where there is one, and its text in lower case with blanks between the tokens."""
    width = width_of(source)
    if options.text is None:
        raise ConversionError("say which column is the text: --text COLUMN; and --label COLUMN where there are classes")
    text = column_of(options.text, source.names, width)
    label = None if options.label is None else column_of(options.label, source.names, width)
    rows = dropped = 0
    with target.open("w", encoding="utf-8") as stream:
        for row in (row for stretch in source.stretches() for row in rows_of(stretch)):
            if len(row.cells) != width:
                raise ConversionError(
                    f"{source.place(row.place)}: the row has {len(row.cells)} cells, the first one {width}: "
                    "quote texts that hold a delimiter"
                )
            words = _TOKEN.findall(row.cells[text].lower())
            name = "" if label is None else _BLANKS.sub("_", row.cells[label].strip())
            if (not words or (label is not None and not name)) and options.missing != "drop":
                what = "no text" if not words else "no label"
                raise ConversionError(f"{source.place(row.place)}: has {what}: --missing drop leaves such rows out")
            if words and (label is None or name):
                stream.write(" ".join([f"__label__{name}"] * (label is not None) + words) + "\n")
                rows += 1
            else:
                dropped += 1
    return Written(rows=rows, dropped=dropped)
