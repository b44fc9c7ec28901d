"""Rules on what has changed since an earlier state of the data: channels, columns, ranges, classes, sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.reported import channel_report
from advisor.findings import ChannelReport, escaped
from advisor.rules.base import rule

SOURCE = "model-monitor-interpreting-violations.md"
"""The page on what is watched of data that reaches a model, for the same reasons."""
NAMED = 5
FAR = 1.0
"""How far beyond the earlier range a number lies that is far out, in widths of that range."""
MUCH = 10
"""How many times as many samples, or as few, are another size."""
KINDS = ("text", "empty", "nan", "infinite", "beyond_float32")
"""Cells that are no numbers."""

Pair = tuple[str, ChannelReport, ChannelReport]


def _pairs(case: Case) -> Iterator[Pair]:
    """Each channel that is there in both states: its name, what it was, what it is."""
    for name, channel in case.channels.items():
        before = (case.earlier or {}).get(name)
        if before and channel.files:
            yield name, before, channel_report(case, channel)


def _columns(report: ChannelReport) -> list[dict[str, Any]]:
    columns = report.profile.get("columns")
    return columns if isinstance(columns, list) else []


def _hits(case: Case, told: Callable[[ChannelReport, ChannelReport], Iterator[str]]) -> Iterator[Hit]:
    """What is told of the two states of each channel."""
    for name, before, now in _pairs(case):
        for message in told(before, now):
            yield Hit(f"{message} (channel {escaped(name)!r})", name)


@rule(
    "CHG101",
    "channel-gone",
    "warning",
    summary="A channel of the earlier data is no longer there.",
    why="What trained before is trained or measured without it.",
    fix="Put the data back, or accept the change by a new earlier state.",
    sources=(SOURCE,),
    needs=("earlier",),
)
def channel_gone(case: Case) -> Iterator[Hit]:
    present = {name for name, channel in case.channels.items() if channel.files}
    for name in sorted((case.earlier or {}).keys() - present):
        yield Hit(f"The channel {escaped(name)!r} was there before, and is not now.", name)


@rule(
    "CHG102",
    "format-changed",
    "warning",
    summary="A channel holds another format, or is written otherwise, than before.",
    why="A request that fits the earlier data need not fit this one.",
    fix="Write the data as before, or change the request with it.",
    sources=(SOURCE,),
    needs=("earlier",),
)
def format_changed(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _other_format)


def _other_format(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    if before.format != now.format:
        yield f"It holds {now.format or 'several formats'}, and held {before.format or 'several formats'}"
        return
    for key in ("delimiter", "encoding", "mode"):
        was, is_ = before.profile.get(key), now.profile.get(key)
        if was != is_ and None not in (was, is_):
            yield f"Its {key} is {is_!r}, and was {was!r}"


@rule(
    "CHG103",
    "width-changed",
    "warning",
    summary="The rows have another number of columns than before.",
    why="Each column is known by its position: what follows a column that is gone or new is taken for another.",
    fix="Send the columns as before, or train anew with the new ones.",
    sources=(SOURCE,),
    needs=("earlier",),
)
def width_changed(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _other_width)


def _other_width(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    was, is_ = before.profile.get("width"), now.profile.get("width")
    if was != is_ and None not in (was, is_):
        yield f"Its rows have {is_} columns, and had {was}"


@rule(
    "CHG104",
    "range-left",
    "warning",
    summary="A column holds numbers far beyond those of before.",
    why="Another unit, another scale or a shifted column shows so; models do not know such values.",
    fix="Look at the columns named: are unit, scale and order those of before?",
    sources=(SOURCE,),
    needs=("earlier",),
)
def range_left(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _far_out)


def _far_out(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    label = 1 if before.label else 0
    far = [
        f"column {number} from {is_['min']:g} to {is_['max']:g} (before {was['min']:g} to {was['max']:g})"
        for number, (was, is_) in enumerate(zip(_columns(before), _columns(now), strict=False), 1)
        if number > label and _is_far(was, is_)
    ]
    if far and len(_columns(before)) == len(_columns(now)):
        more = f", and {len(far) - NAMED} columns more" if len(far) > NAMED else ""
        yield f"Numbers lie far out: {', '.join(far[:NAMED])}{more}"


def _is_far(was: dict[str, Any], is_: dict[str, Any]) -> bool:
    limits = was.get("min"), was.get("max"), is_.get("min"), is_.get("max")
    if not all(isinstance(limit, (int, float)) for limit in limits):
        return False
    least, most, low, high = (float(limit) for limit in limits if limit is not None)
    allowed = FAR * ((most - least) or abs(most) or 1.0)
    return low < least - allowed or high > most + allowed


@rule(
    "CHG105",
    "cells-changed",
    "warning",
    summary="A column holds cells of a kind that it did not hold before.",
    why="Text, gaps or infinite values where only numbers were show a fault in what wrote the data.",
    fix="Look at the columns named, and at what fills them.",
    sources=(SOURCE,),
    needs=("earlier",),
)
def cells_changed(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _other_cells)


def _other_cells(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    if len(_columns(before)) != len(_columns(now)):
        return
    pairs = enumerate(zip(_columns(before), _columns(now), strict=True), 1)
    new = [f"{kind} in column {n}" for n, (was, is_) in pairs for kind in KINDS if is_.get(kind) and not was.get(kind)]
    if new:
        more = f", and {len(new) - NAMED} more" if len(new) > NAMED else ""
        yield f"Cells are new: {', '.join(new[:NAMED])}{more}"


@rule(
    "CHG106",
    "classes-changed",
    "warning",
    summary="There are classes that were not there before, or some are gone.",
    why="A model learns the classes that it is shown, and numbers them: others shift what a number means.",
    fix="Check how classes are numbered, and what became of those that are gone.",
    sources=(SOURCE,),
    needs=("earlier",),
)
def classes_changed(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _other_classes)


def _other_classes(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    was, is_ = _classes(before), _classes(now)
    if not was or not is_:
        return
    for said, names in (("new", is_ - was), ("gone", was - is_)):
        if names:
            shown = ", ".join(escaped(name) for name in sorted(names)[:NAMED]) + (", ..." if len(names) > NAMED else "")
            yield f"Classes are {said}: {shown}"


def _classes(report: ChannelReport) -> set[str]:
    if report.label and report.label.counts:
        return set(report.label.counts)
    classes = report.profile.get("classes")
    return set(classes) if isinstance(classes, dict) else set()


@rule(
    "CHG107",
    "size-changed",
    "warning",
    summary="There are far more samples than before, or far fewer.",
    why="Half an upload, or one that was made twice, shows so; and machines were chosen for the earlier size.",
    fix="Check that all of the data is there, once; choose machines for the new size.",
    sources=(SOURCE,),
    needs=("earlier",),
)
def size_changed(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _other_size)


def _other_size(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    if before.records and now.records and not 1 / MUCH < now.records / before.records < MUCH:
        yield f"There are {now.records:,} samples, and were {before.records:,}"
