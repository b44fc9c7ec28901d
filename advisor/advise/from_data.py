"""What the scanned data says of a problem: rows, columns, classes, kind of data, format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from advisor.advise.problem import DataFormat, DataKind, Fact, Number, Problem, Trait
from advisor.knowledge.models import Measure
from advisor.profile.csv import CsvProfile
from advisor.rules.case import Case, Channel, File
from advisor.rules.measures import label_values, measure, training_channel

FEW_CLASSES = 50
"""Distinct whole numbers in the first column that may be classes."""
SPARSE = 0.9
"""The share of zeros from which on data is sparse."""

_KINDS: dict[str, DataKind] = {
    "image": "images", "image-recordio": "images", "mask": "images", "detection-json": "images", "lst": "images",
    "text": "text",
}  # fmt: skip
_MEASURES: dict[Measure, Number] = {"features": "columns", "records": "rows", "classes": "classes",
                                    "distinct_entities": "entities", "label_width": "label_width"}  # fmt: skip


def facts(case: Case) -> Problem:
    """The facts that were measured, not said."""
    channel = training_channel(case) or next(iter(case.channels.values()), None)
    if channel is None:
        return Problem()
    numbers = dict(_numbers(case, channel))
    found: dict[str, Any] = {"numbers": numbers, "traits": tuple(_traits(channel, numbers))}
    kind = _kind(channel)
    if kind:
        found["data"] = Fact[Any](value=kind, origin="data", seen=channel.name)
    answer = _answer(case)
    if answer:
        found["answer"] = Fact[Any](value=answer, origin="data", seen="annotations")
    formats = {file.format for file in channel.files if file.format}
    if len(formats) == 1 and (name := formats.pop()) in get_args(DataFormat):
        found["format"] = Fact[Any](value=name, origin="data", seen=channel.files[0].path)
    return Problem(**found)


def _fact(value: float, seen: str) -> Fact[float]:
    return Fact[float](value=value, origin="data", seen=seen)


def _numbers(case: Case, channel: Channel) -> Iterator[tuple[Number, Fact[float]]]:
    size = sum(file.size for file in channel.files)
    yield "gigabytes", _fact(round(size / 2**30, 6), channel.name)
    pair = _is_ip_pairs(channel)
    for name, number in _MEASURES.items():
        value = measure(case, name) if case.channels else None
        if value is not None and (name != "distinct_entities" or pair) and not (pair and name == "classes"):
            yield number, _fact(float(value), channel.name)
    if case.algorithm is None and (width := _width(channel)):
        yield "columns", _fact(float(width), channel.name)
    values = label_values(case, channel)
    if case.algorithm is None and not pair and 1 < len(values) <= FEW_CLASSES and _whole(values):
        yield "classes", _fact(float(len(values)), channel.name)


def _whole(values: set[float]) -> bool:
    return all(value.is_integer() and value >= 0 for value in values)


def _width(channel: Channel) -> int | None:
    for profile in _csv(channel):
        return profile.head.commonest
    return None


def _csv(channel: Channel) -> Iterator[CsvProfile]:
    return (file.profile for file in channel.files if isinstance(file.profile, CsvProfile))


def _is_ip_pairs(channel: Channel) -> bool:
    """Two columns, of which the second holds IPv4 addresses."""
    profiles = list(_csv(channel))
    return bool(profiles) and all(
        len(p.columns) == 2 and p.columns[1].count("ipv4") > 0.9 * max(p.records, 1) for p in profiles
    )


def _kind(channel: Channel) -> DataKind | None:
    if _is_ip_pairs(channel):
        return "entity-ip pairs"
    kinds = {_KINDS[file.format] for file in channel.files if file.format in _KINDS}
    return kinds.pop() if len(kinds) == 1 else None


def _answer(case: Case) -> str | None:
    """Annotations tell what is wanted of pictures."""
    files: list[File] = [file for channel in case.channels.values() for file in channel.files]
    formats = {file.format for file in files}
    if "detection-json" in formats:
        return "boxes"
    return "mask" if "mask" in formats else None


def _traits(channel: Channel, numbers: dict[Number, Fact[float]]) -> Iterator[Fact[Trait]]:
    profiles = list(_csv(channel))
    cells = sum(column.numbers for p in profiles for column in p.columns)
    empty = sum(column.count("empty", "nan") for p in profiles for column in p.columns)
    text = sum(column.count("text") for p in profiles for column in p.columns)
    if empty:
        yield Fact[Trait](value="missing values", origin="data", seen=f"{empty} cells")
    if text and cells:
        yield Fact[Trait](value="categorical", origin="data", seen=f"{text} cells of text")
