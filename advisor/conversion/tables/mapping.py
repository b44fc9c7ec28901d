"""What was learned of the columns of one file, kept as JSON, so that the next is numbered and filled alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.tables.rows import RowSource, called, column_of, width_of

SCHEMA_VERSION = "1.0"

GAP = ""
"""Categories have no mean: what stands for it is a category of its own."""

Mapping = dict[str, dict[str, Any]]
"""The name or number of a column -> the numbers of its categories, its mean, how its dates are written."""


@dataclass(slots=True)
class Learned:
    """Column (from 0) -> what its categories become, and what fills its gaps."""

    numbers: dict[int, dict[str, int]] = field(default_factory=dict)
    means: dict[int, float] = field(default_factory=dict)
    dates: dict[int, str] = field(default_factory=dict)
    """How the dates of a column are written that become days."""


def as_mapping(learned: Learned, names: Sequence[str] | None) -> Mapping:
    """What was learned, by the names of the columns, or by their numbers where they have none."""
    mapping: Mapping = {}
    for what, columns in (("numbers", learned.numbers), ("mean", learned.means), ("dates", learned.dates)):
        for column, value in columns.items():
            mapping.setdefault(called(names, column), {})[what] = value
    return mapping


def save(mapping: Mapping, path: Path) -> None:
    """Writes what was learned, for the next file. Whole or not at all, as everything."""
    text = json.dumps({"schema_version": SCHEMA_VERSION, "columns": mapping}, ensure_ascii=False, indent=2)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.tmp")
    try:
        fresh.write_text(text + "\n", "utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def read(path: Path, source: RowSource) -> Learned:
    width, learned = width_of(source), Learned()
    try:
        columns = json.loads(path.read_text("utf-8"))["columns"]
        for named, what in columns.items():
            column = column_of(named, source.names, width)
            if "numbers" in what:
                learned.numbers[column] = {str(text): int(number) for text, number in what["numbers"].items()}
            if "mean" in what:
                learned.means[column] = float(what["mean"])
            if "dates" in what:
                learned.dates[column] = str(what["dates"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ConversionError(f"{path}: is no mapping that a conversion has written: {error}") from error
    return learned
