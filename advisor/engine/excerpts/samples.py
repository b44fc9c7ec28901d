"""The first samples of a channel, as they are shown beside what was measured of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from advisor.case.around import Around, Bytes, Drawn, Folded, Rows
from advisor.contract import escaped
from advisor.dataset.opening import open_storage
from advisor.dataset.storage import UnreadableError
from advisor.engine.excerpts.around import around_below
from advisor.engine.excerpts.source_line import lines_below
from advisor.findings import Location

PICTURES, LINES = 4, 5
LINE_WIDTH = 100
RECORDS = ("recordio-protobuf", "image-recordio")
NO_SAMPLES = ("parquet", "time-series-parquet", "model-archive")
"""Formats of which no file shows a sample as it stands."""
TEXTS = ("sentences",)
"""Formats whose lines are no rows of cells, whatever stands in them."""

Samples = Callable[[str, str | None], list[Around]]
"""(channel, its format) -> what is shown of it; nothing where that cannot be had."""


def samples_below(root: str | Path) -> Samples:
    """Looks into the first files of a channel: pictures with boxes or masks, rows, records, lines, bytes."""
    around, line_of = around_below(root), lines_below(root)

    def samples(channel: str, fmt: str | None) -> list[Around]:
        if fmt in NO_SAMPLES:
            return []
        files = list(islice(_files(root, channel), PICTURES))
        drawn = [shown for file in files if isinstance(shown := around(Location(file=file)), Drawn)]
        if drawn or not files:
            return list(drawn)
        first = Location(file=files[0], line=None if fmt in RECORDS else 1, offset=0)
        shown = around(first)
        if isinstance(shown, Bytes) or (isinstance(shown, Rows) and fmt not in TEXTS):
            return [replace(shown, marked=None)]
        lines = [first.model_copy(update={"line": number, "offset": None}) for number in range(1, LINES + 1)]
        if isinstance(shown, Folded):
            return [shown for line in lines if (shown := around(line))]
        cells = tuple((escaped(text, LINE_WIDTH),) for line in lines if (text := line_of(line)))
        return [Rows(1, 1, cells, None)] if cells else []

    return samples


def _files(root: str | Path, channel: str) -> Iterator[str]:
    """The files of a channel with something in them; all of them, where the data is one channel without a folder."""
    try:
        files = [entry.path for entry in open_storage(root).entries() if entry.size]
    except UnreadableError:
        return iter(())
    return iter([file for file in files if file.startswith(f"{channel}/")] or files)
