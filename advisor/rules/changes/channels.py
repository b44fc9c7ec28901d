"""Rules on what has changed since an earlier state of the data: channels, columns, ranges, classes, sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.reported import channel_report
from advisor.case.words import listed, number_of
from advisor.contract import escaped
from advisor.findings import ChannelReport
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
    """Each channel that both states have: its name, its earlier and its present report."""
    for name, channel in case.channels.items():
        before = (case.earlier or {}).get(name)
        if before and channel.files:
            yield name, before, channel_report(case, channel)


def _columns(report: ChannelReport) -> list[dict[str, Any]]:
    columns = report.profile.get("columns")
    return columns if isinstance(columns, list) else []


def _hits(case: Case, differences: Callable[[ChannelReport, ChannelReport], Iterator[str]]) -> Iterator[Hit]:
    """What is told of the two states of each channel."""
    for name, before, now in _pairs(case):
        for message in differences(before, now):
            yield Hit(f"{escaped(name)!r} {message}.", name)


@rule(
    "CHG101",
    "channel-gone",
    "warning",
    summary="A channel of the earlier data is no longer there.",
    why="Training now runs without the data of this channel, or is no longer measured on it.",
    fix="Put the data back. If the change is intended, compare with a newer state (--against).",
    sources=(SOURCE,),
)
def channel_gone(case: Case) -> Iterator[Hit]:
    present = {name for name, channel in case.channels.items() if channel.files}
    for name in sorted((case.earlier or {}).keys() - present):
        yield Hit(f"The channel {escaped(name)!r} was there before and is now missing.", name)


@rule(
    "CHG102",
    "format-changed",
    "warning",
    summary="The format of a channel, or the way it is written, has changed.",
    why="A request that was right for the earlier data may be wrong for this data.",
    fix="Write the data as before, or change the request to match it.",
    sources=(SOURCE,),
)
def format_changed(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _other_format)


def _other_format(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    if before.format != now.format:
        yield f"holds {now.format or 'several formats'}; before, it held {before.format or 'several formats'}"
        return
    for key in ("delimiter", "encoding", "mode"):
        was, is_ = before.profile.get(key), now.profile.get(key)
        if was != is_ and None not in (was, is_):
            yield f"has the {key} {is_!r}; before, it was {was!r}"


@rule(
    "CHG103",
    "width-changed",
    "warning",
    summary="The rows have a different number of columns than before.",
    why="Columns are identified by position: once one is added or removed, all columns after it are taken for others.",
    fix="Send the same columns as before, or train a new model on the new ones.",
    sources=(SOURCE,),
)
def width_changed(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _other_width)


def _other_width(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    was, is_ = before.profile.get("width"), now.profile.get("width")
    if was is not None and is_ is not None and was != is_:
        yield f"has {number_of(is_, 'column')}; before, it had {was}"


@rule(
    "CHG104",
    "range-left",
    "warning",
    summary="A column holds numbers far outside its earlier range.",
    why="A different unit, a different scale or a shifted column looks like this; a trained model does not know "
    "such values.",
    fix="Check the columns named: do they still have the same unit, scale and order?",
    sources=(SOURCE,),
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
        yield f"has numbers far outside the earlier range: {', '.join(far[:NAMED])}{more}"


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
    summary="A column holds a kind of cell that it did not hold before.",
    why="Text, gaps or infinite values in a column that held only numbers point to a fault in whatever writes "
    "the data.",
    fix="Check the columns named, and what fills them.",
    sources=(SOURCE,),
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
        yield f"has new kinds of cells: {', '.join(new[:NAMED])}{more}"


@rule(
    "CHG106",
    "classes-changed",
    "warning",
    summary="Classes have appeared, or are gone, since the earlier state.",
    why="A model knows classes by their numbers: if classes come or go, a number may mean another class.",
    fix="Check how the classes are numbered, and what happened to those that are gone.",
    sources=(SOURCE,),
)
def classes_changed(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _other_classes)


def _other_classes(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    was, is_ = _classes(before), _classes(now)
    if not was or not is_:
        return
    for said, names in (("has new", is_ - was), ("has lost", was - is_)):
        if names:
            yield f"{said} classes: {listed(map(escaped, sorted(names)), NAMED)}"


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
    why="An incomplete upload, or one that was made twice, looks like this; and the machines were chosen for the "
    "earlier size.",
    fix="Check that all of the data is there, and only once; choose machines for the new size.",
    sources=(SOURCE,),
)
def size_changed(case: Case) -> Iterator[Hit]:
    yield from _hits(case, _other_size)


def _other_size(before: ChannelReport, now: ChannelReport) -> Iterator[str]:
    if before.records and now.records and not 1 / MUCH < now.records / before.records < MUCH:
        yield f"has {number_of(now.records, 'sample')}; before, it had {before.records:,}"
