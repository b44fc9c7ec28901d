"""Tables of series to the JSON Lines that DeepAR reads: a line a series.

Memory: 16 bytes a value, for those of a series may stand anywhere.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options
from advisor.conversion.results import Aside, Written
from advisor.conversion.series.tables import TABLES, Grid, Table
from advisor.conversion.tables import mapping
from advisor.conversion.tables.learn import categories
from advisor.conversion.tables.rows import RowSource, called

FILE = "data.json"
LONG, SPARSE = 1_000_000, 100
"""Steps of a series, and steps a value, beyond which it is all gaps because a time or the frequency is wrong."""


@dataclass(slots=True)
class _Series:
    categories: tuple[str, ...]
    place: int
    times: array[int] = field(default_factory=lambda: array("q"))
    """Steps of the frequency from 1970 on, or seconds where steps are no months."""
    values: array[float] = field(default_factory=lambda: array("d"))
    features: list[array[float]] = field(default_factory=list)


def to_time_series(source: RowSource, target: Path, options: Options) -> Written:
    """Writes a line a series: its start, its values with "NaN" in the gaps, its categories and features."""
    if options.frequency is None:
        raise ConversionError("a series needs to know its frequency: --frequency, such as D or 15min")
    grid = Grid(options.frequency, options.time_format)
    table = TABLES[options.series](source, options, grid)
    found = _gathered(table)
    if not found:
        raise ConversionError(f"{source.place(1)}: no column is left that holds values: name fewer, --drop, --category")
    numbers = _numbers(found, source, table.categories, options)
    lines: dict[str, dict[str, Any]] = {}
    for name, series in found.items():
        line = lines[name] = _line(series, grid, f"{source.place(series.place)}: series {name!r}")
        if table.categories:
            pairs = zip(table.categories, series.categories, strict=True)
            line["cat"] = [_number(numbers[c], value, source.place(series.place)) for c, value in pairs]
    named = {called(source.names, c): {"numbers": codes} for c, codes in numbers.items()}
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
        cut["dynamic_feat"] = [item[:-length] for item in line["dynamic_feat"]]
    return cut


def _write(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(line) + "\n" for line in lines)


def _gathered(table: Table) -> dict[str, _Series]:
    found: dict[str, _Series] = {}
    for place, name, kept, time, values in table.entries():
        series = found.get(name)
        if series is None:
            series = found[name] = _Series(kept, place, features=[array("d") for _ in values[1:]])
        if series.categories != kept:
            where = table.source.place(place)
            raise ConversionError(f"{where}: series {name!r} has the categories {kept}, and {series.categories} before")
        series.times.append(time)
        for own, value in zip((series.values, *series.features), values, strict=True):
            own.append(value)
    return found


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
    if (steps := max(values) + 1) > max(LONG, SPARSE * len(values)):
        span = f"{grid.text(start)} to {grid.text(max(series.times))}"
        raise ConversionError(
            f"{place}: {span} are {steps:,} steps of {grid.frequency}, and it has {len(values):,} values: a time is "
            "wrong, or the frequency is not theirs"
        )
    target = [_value(series.values[values[step]]) if step in values else "NaN" for step in range(steps)]
    line: dict[str, Any] = {"start": grid.text(start), "target": target}
    if series.features:
        if len(values) < steps or any(value != value for feature in series.features for value in feature):
            raise ConversionError(f"{place}: a feature has no value at some time, which DeepAR does not take")
        line["dynamic_feat"] = [
            [_value(feature[values[step]]) for step in sorted(values)] for feature in series.features
        ]
    return line


def _value(number: float) -> float | int | str:
    if number != number:
        return "NaN"
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _numbers(
    found: dict[str, _Series], source: RowSource, columns: list[int], options: Options
) -> dict[int, dict[str, int]]:
    """Column -> its categories and their numbers."""
    if options.mapping and options.mapping.exists():
        return mapping.read(options.mapping, source).numbers
    return {
        column: categories(dict.fromkeys(series.categories[i] for series in found.values()))
        for i, column in enumerate(columns)
    }


def _number(numbers: dict[str, int], value: str, place: str) -> int:
    if value not in numbers:
        raise ConversionError(f"{place}: the mapping has no number for the category {value!r}")
    return numbers[value]
