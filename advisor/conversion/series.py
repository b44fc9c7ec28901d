"""Long tables of series, a row a value, to the JSON Lines that DeepAR reads: a line a series.

Memory: 16 bytes a value, for the rows of a series may stand anywhere.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import Aside, Written
from advisor.conversion.tables.cells import Reading
from advisor.conversion.tables.dates import EPOCH, moment
from advisor.conversion.tables.learn import called, categories, read_mapping
from advisor.conversion.tables.rows import Row, RowSource, column_of, rows_of, shown, width_of
from advisor.conversion.tables.whole_numbers import refuse_rounded

FILE = "data.json"
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_FREQUENCY = re.compile(r"([1-9]\d*)?(M|W|D|H|min)", re.ASCII)
_UNITS = {
    "W": timedelta(weeks=1),
    "D": timedelta(days=1),
    "H": timedelta(hours=1),
    "min": timedelta(minutes=1),
}


TRUTH = {"false": "0", "true": "1"}


@dataclass(slots=True)
class _Series:
    categories: tuple[str, ...]
    place: int
    times: array[int] = field(default_factory=lambda: array("q"))
    """Steps of the frequency from 1970 on, or seconds where steps are no months."""
    values: array[float] = field(default_factory=lambda: array("d"))
    features: list[array[float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Columns:
    item: int | None
    time: int
    target: int
    categories: list[int]
    features: list[int]


def to_time_series(source: RowSource, target: Path, options: Options) -> Written:
    """Writes a line a series: its start, its values with "NaN" in the gaps, its categories and features."""
    width = width_of(source)

    def column(name: str) -> int:
        return column_of(name, source.names, width)

    if options.time is None or options.target is None or options.frequency is None:
        raise ConversionError("a series needs to know its columns and its frequency: --time, --target, --frequency")
    columns = _Columns(
        item=None if options.item is None else column(options.item), time=column(options.time),
        target=column(options.target), categories=[*map(column, options.categories)],
        features=[*map(column, options.features)],
    )  # fmt: skip
    grid = Grid(options.frequency, options.time_format)
    found = _gathered(source, columns, grid, options)
    numbers = _numbers(found, source, columns, options)
    lines: dict[str, dict[str, Any]] = {}
    for name, series in found.items():
        line = lines[name] = _line(series, grid, f"{source.place(series.place)}: series {name!r}")
        if columns.categories:
            pairs = zip(columns.categories, series.categories, strict=True)
            line["cat"] = [_number(numbers[c], value, source.place(series.place)) for c, value in pairs]
    named = {called(source, c): {"numbers": one} for c, one in numbers.items()}
    if options.prediction_length is None:
        _write(target, lines.values())
        return Written(rows=len(found), mapping=named)
    return _held_out(lines, target, options.prediction_length).model_copy(update={"mapping": named})


def _held_out(lines: dict[str, dict[str, Any]], target: Path, length: int) -> Written:
    """All of each series to be tested on, and to be trained on all but its last values.

    So the best practices of https://docs.aws.amazon.com/sagemaker/latest/dg/deepar.html, as of 2026-07-16.
    """
    shorter = {name: _without_end(line, length) for name, line in lines.items()}
    known = {name: line for name, line in shorter.items() if any(value != "NaN" for value in line["target"])}
    if not known:
        raise ConversionError(f"no series has a value before its last {length}: nothing would be left to train on")
    for part, own in (("train", known), ("test", lines)):
        (target / part).mkdir(parents=True)
        _write(target / part / FILE, own.values())
    because = f"has no value before its last {length}: it is tested on, and not trained on"
    aside = tuple(Aside(file=name, because=because) for name in lines if name not in known)
    return Written(rows=len(lines), aside=aside, files=(f"test/{FILE}", f"train/{FILE}"))


def _without_end(line: dict[str, Any], length: int) -> dict[str, Any]:
    cut = {**line, "target": line["target"][:-length]}
    if "dynamic_feat" in line:
        cut["dynamic_feat"] = [one[:-length] for one in line["dynamic_feat"]]
    return cut


def _write(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(line) + "\n" for line in lines)


class Grid:
    """The times of a frequency such as D or 15min. `written`: how they are, as for `strptime`; else as in ISO 8601."""

    def __init__(self, frequency: str, written: str | None = None) -> None:
        self._written = written
        found = _FREQUENCY.fullmatch(frequency)
        if not found:
            raise ConversionError(
                f"--frequency {frequency!r} is none that DeepAR knows: M, W, D, H or min, as in 15min"
            )
        self._count, unit = int(found[1] or 1), found[2]
        self._is_months = unit == "M"
        self._step = 0 if self._is_months else int(_UNITS[unit].total_seconds()) * self._count

    def time(self, text: str) -> int:
        """A time as a whole number. Raises `ValueError`."""
        text = text.strip()
        if self._is_months and _MONTH.fullmatch(text):
            text += "-01"
        found = moment(text, self._written)
        if self._is_months:
            return found.year * 12 + found.month - 1
        return (found - EPOCH) // timedelta(seconds=1)

    def steps(self, time: int, start: int) -> int | None:
        """How many steps lie between two times; None where it is no whole number of them."""
        steps, rest = divmod(time - start, self._count if self._is_months else self._step)
        return None if rest else steps

    def text(self, time: int) -> str:
        found = datetime(time // 12, time % 12 + 1, 1) if self._is_months else EPOCH + timedelta(seconds=time)
        return found.isoformat(sep=" ")


def _gathered(source: RowSource, columns: _Columns, grid: Grid, options: Options) -> dict[str, _Series]:
    found: dict[str, _Series] = {}
    reading = Reading(options)
    for stretch in source.stretches():
        for row in rows_of(stretch):
            try:
                _take(found, row, columns, grid, reading, source.names)
            except IndexError:
                raise ConversionError(f"{source.place(row.place)}: the row has {len(row.cells)} cells only") from None
            except ValueError as error:
                raise ConversionError(f"{source.place(row.place)}: {error}") from None
    return found


def _take(
    found: dict[str, _Series], row: Row, columns: _Columns, grid: Grid, reading: Reading, names: Sequence[str] | None
) -> None:
    cells = row.cells
    name = "" if columns.item is None else cells[columns.item]
    kept = tuple(cells[c].strip() for c in columns.categories)
    series = found.get(name)
    if series is None:
        series = found[name] = _Series(kept, row.place, features=[array("d") for _ in columns.features])
    if series.categories != kept:
        raise ValueError(f"series {name!r} has the categories {kept}, and {series.categories} before")
    try:
        series.times.append(grid.time(cells[columns.time]))
    except ValueError:
        said = f"{cells[columns.time]!r} is no time such as 2026-11-29 13:00:00"
        raise ValueError(f"{said}: say how it is written, as in --time-format %d.%m.%Y") from None
    for column, values in ((columns.target, series.values), *zip(columns.features, series.features, strict=True)):
        kind, text = reading.kind(cells[column])
        if text.lower() in TRUTH:
            kind, text = "number", TRUTH[text.lower()]
        if kind not in ("number", "missing"):
            raise ValueError(f"{shown(names, column)} holds {cells[column][:40]!r}, which is no number")
        if kind == "number":
            refuse_rounded(text, f"{shown(names, column)} holds", "write it in a greater unit")
        values.append(float(text) if kind == "number" else float("nan"))


def _line(series: _Series, grid: Grid, place: str) -> dict[str, Any]:
    start = min(series.times)
    values: dict[int, int] = {}
    for position, time in enumerate(series.times):
        step = grid.steps(time, start)
        if step is None:
            raise ConversionError(f"{place}: {grid.text(time)} is no whole number of steps from {grid.text(start)}")
        if step in values:
            raise ConversionError(f"{place}: has two values at {grid.text(time)}: sum them up, or leave one")
        values[step] = position
    target = [_value(series.values[values[step]]) if step in values else "NaN" for step in range(max(values) + 1)]
    line: dict[str, Any] = {"start": grid.text(start), "target": target}
    if series.features:
        if len(values) <= max(values) or any(value != value for one in series.features for value in one):
            raise ConversionError(f"{place}: a feature has no value at some time, which DeepAR does not take")
        line["dynamic_feat"] = [[_value(one[values[step]]) for step in sorted(values)] for one in series.features]
    return line


def _value(number: float) -> float | int | str:
    if number != number:
        return "NaN"
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _numbers(
    found: dict[str, _Series], source: RowSource, columns: _Columns, options: Options
) -> dict[int, dict[str, int]]:
    """Column -> its categories and their numbers."""
    if options.mapping and options.mapping.exists():
        return read_mapping(options.mapping, source).numbers
    return {
        column: categories(dict.fromkeys(series.categories[i] for series in found.values()))
        for i, column in enumerate(columns.categories)
    }


def _number(numbers: dict[str, int], value: str, place: str) -> int:
    if value not in numbers:
        raise ConversionError(f"{place}: the mapping has no number for the category {value!r}")
    return numbers[value]
