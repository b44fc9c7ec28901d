"""Pictures of a report as data, where looking beats reading: bars and tables. Every output draws them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from advisor.contract import escaped
from advisor.findings import SEVERITIES, Report
from advisor.knowledge.load import algorithm

BARS = 30
"""Bars of a picture, at most; what is left off is counted."""
LABEL_WIDTH = 60

COUNTED = {
    "classes": ("How often each label occurs", "samples"),
    "encodings": ("Kinds of image files", "images"),
    "modes": ("Modes of the images", "images"),
    "sizes": ("Sizes of the images", "images"),
    "values": ("Pixel values of the masks", "pixels"),
    "rows": ("Unusual rows", "rows"),
    "start": ("How the start of a series is written", "series"),
}
"""What a profile counts by value: its title, and what is counted."""

SIZES = {
    "boxes_per_image": ("Boxes in an image", "images"),
    "label_counts": ("Labels of a record", "records"),
    "label_columns": ("Label columns in a line", "lines"),
    "dynamic_feat": ("Dynamic features of a series", "series"),
    "line_lengths": ("Words in a line", "lines"),
    "in0_lengths": ("Ids in in0", "pairs"),
    "in1_lengths": ("Ids in in1", "pairs"),
    "series_lengths": ("Values of a series", "series"),
    "box_sides": ("Longer side of a box, in pixels", "boxes"),
}
"""The same of what it counts by number or by size, which stands from the least to the greatest."""
DRAWN = COUNTED | SIZES

NAMED = {"values": "Stored values", "min": "Lowest value", "max": "Highest value", "missing": "Missing values",
         "shortest": "Shortest series", "longest": "Longest series", "words": "Different words"}  # fmt: skip
APART = ("columns", "odd_columns", "first_column", "width", "delimiter")
"""What a profile says of columns, which is shown as tables of its own."""
MEASURES = {"name": "Name", "type": "Type", "numbers": "Numbers", "fractional": "Fractional", "min": "Least",
            "max": "Greatest", "distinct": "Distinct"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """`parts`: (kind, count) of each part, drawn side by side."""

    label: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.parts)


@dataclass(frozen=True, slots=True)
class Bars:
    """`unit`: what is counted. `left_off`: bars that there are beyond those shown."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    left_off: int = 0

    @property
    def kinds(self) -> list[str]:
        """The kinds of parts, in the order in which they first come."""
        return list(dict.fromkeys(kind for bar in self.bars for kind, _ in bar.parts))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. A cell of which nothing is known is None."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    left_off: int = 0


Picture = Bars | Grid


def of_channel(report: Report, name: str) -> Iterator[Picture]:
    """What the data of a channel looks like."""
    profile = report.channels[name].profile
    if len(counts := _labels(report, profile)) > 1:
        yield _bars(*COUNTED["classes"], _commonest_first(counts))
    for key, said in DRAWN.items():
        counted = profile.get(key)
        if key != "classes" and isinstance(counted, dict) and len(counted) > 1:
            yield _bars(*said, (_least_first if key in SIZES else _commonest_first)(counted))
    yield from _columns(profile)
    yield from _parts(profile)
    facts = tuple(_facts(report.channels[name].records, profile))
    if facts:
        yield Grid("What was measured", ("Measure", "Value"), facts)


def places_by_file(report: Report) -> Bars | None:
    """How many places were found in each file, by severity. None where there are not two files."""
    counts: dict[str, Counter[str]] = {}
    for finding in report.findings:
        if finding.location.file:
            counts.setdefault(finding.location.file, Counter())[finding.severity] += finding.count
    if len(counts) < 2:
        return None
    worst = sorted(counts, key=lambda file: -counts[file].total())
    bars = (Bar(escaped(f, 1000), tuple((s, counts[f][s]) for s in SEVERITIES if counts[f][s])) for f in worst[:BARS])
    return Bars("Where it was found", "places", tuple(bars), max(len(worst) - BARS, 0))


def _labels(report: Report, profile: Mapping[str, Any]) -> Mapping[str, int]:
    """How often each label occurs. The first column of a table is that of the labels where there are any."""
    supervised = report.algorithm is not None and algorithm(report.algorithm).learning == "supervised"
    counts = profile.get("classes") or profile.get("labels") or (supervised and profile.get("first_column"))
    return counts if isinstance(counts, dict) and all(isinstance(count, int) for count in counts.values()) else {}


def _commonest_first(counts: Mapping[str, int]) -> Mapping[str, int]:
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def _least_first(counts: Mapping[str, int]) -> Mapping[str, int]:
    """By the number with which a label begins, such as `1,024 to 2,047`."""
    return dict(sorted(counts.items(), key=lambda item: int(item[0].split()[0].replace(",", ""))))


def _bars(title: str, unit: str, counts: Mapping[str, int]) -> Bars:
    shown = islice(counts.items(), BARS)
    bars = tuple(Bar(escaped(str(label), LABEL_WIDTH), ((unit, count),)) for label, count in shown)
    return Bars(title, unit, bars, max(len(counts) - BARS, 0))


def _columns(profile: Mapping[str, Any]) -> Iterator[Picture]:
    """The columns of a table: which hold odd cells, and what is in each of them."""
    odd: Mapping[str, Mapping[str, int]] = profile.get("odd_columns") or {}
    if len(odd) > 1:
        most = sorted(odd, key=lambda column: -sum(odd[column].values()))
        shown = sorted(most[:BARS], key=int)
        bars = tuple(Bar(f"column {column}", tuple(odd[column].items())) for column in shown)
        yield Bars("Cells that are not plain numbers", "cells", bars, len(most) - len(shown))
    columns = profile.get("columns")
    if isinstance(columns, list) and columns:
        width = profile.get("width") or 0
        yield _table("Columns", "Column", enumerate(columns, 1), max(width - len(columns), 0))


def _parts(profile: Mapping[str, Any]) -> Iterator[Grid]:
    """What is measured apart for each of several: the tensors of a record, the attributes of a manifest."""
    for key, parts in profile.items():
        if key not in (*DRAWN, *APART) and _is_nested(parts):
            yield _table(_named(key), "Name", parts.items())


def _is_nested(value: object) -> bool:
    """Whether it is measures by name, for each of several."""
    return isinstance(value, dict) and bool(value) and all(isinstance(v, dict) and v for v in value.values())


def _table(title: str, first: str, named: Iterable[tuple[Any, Mapping[str, Any]]], left_off: int = 0) -> Grid:
    entries = list(named)
    measures = list(dict.fromkeys(measure for _, values in entries for measure in values))
    head = (first, *(MEASURES.get(measure, _named(measure)) for measure in measures))
    rows = tuple(
        (key if isinstance(key, int) else escaped(str(key)), *(_cell(values.get(measure)) for measure in measures))
        for key, values in entries
    )
    return Grid(title, head, rows, left_off)


def _facts(records: int, profile: Mapping[str, Any]) -> Iterator[tuple[str, str | int | float | None]]:
    for key, value in profile.items():
        is_drawn = key in APART or _is_nested(value) or (key in DRAWN and isinstance(value, dict) and len(value) > 1)
        shown = None if is_drawn else _cell(value)
        if shown is not None:
            yield DRAWN[key][0] if key in DRAWN and isinstance(value, dict) else NAMED.get(key, _named(key)), shown
    greatest, least = profile.get("greatest_index"), profile.get("least_index")
    if records and greatest is not None and least is not None:
        yield "Share of stored cells", f"{profile['values'] / records / (greatest - min(least, 1) + 1):.3%}"


def _cell(value: Any) -> str | int | float | None:
    """A measure in one cell; None where there is nothing to say."""
    if isinstance(value, dict) and value.keys() == {"min", "max"}:
        return f"{_number(value['min'])} to {_number(value['max'])}"
    if isinstance(value, dict):
        return ", ".join(f"{escaped(str(key))}: {count}" for key, count in value.items()) or None
    if isinstance(value, list):
        return ", ".join(map(str, value)) or None
    return escaped(value) if isinstance(value, str) else value


def _number(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def _named(key: str) -> str:
    return escaped(key.replace("_", " ").capitalize())
