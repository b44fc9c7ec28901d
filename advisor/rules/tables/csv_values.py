"""Rules on the values of a CSV: labels that do not fit the task, features outside what the algorithm takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from advisor.case.hit import Hit
from advisor.case.labels.fitting import labels_outside
from advisor.case.measures import (
    channel_width,
    declared_label_size,
    is_partly_read,
    label_size,
    label_values,
    table_file,
    wants_label,
)
from advisor.case.model import Case, Channel, at
from advisor.case.request.asked import content_type_place, entry_of
from advisor.case.tables.cells import below_minimum, not_whole
from advisor.case.tables.names import named_last
from advisor.knowledge.models.requirements import Labels
from advisor.profile.tables.csv import CsvProfile, cells_of
from advisor.rules.base import rule
from advisor.rules.label_range import FIRST_COLUMN, FIX, label_rule
from advisor.rules.sources import CSV

UNNAMED = ("", "Unnamed: 0")
"""What a data frame's index is called in a header."""


@rule(
    "CSV150",
    "label-size-not-declared",
    "info",
    summary="The content type does not say that the CSV has no label.",
    why="Without `label_size` the first column is read as the label, so the algorithm never sees it as a feature.",
    fix="Send the content type `text/csv;label_size=0`.",
    sources=(CSV,),
    held=(),
)
def label_size_not_declared(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        facts = case.content_type(channel)
        parameter = facts.parameters.get("label_size") if facts else None
        if facts is None or facts.format != "csv" or parameter is None or parameter.needed != 0:
            continue
        if channel.facts and channel.media_type and channel.media_type.type not in channel.facts.content_types:
            continue  # another channel's content type
        presence = {labels.presence for labels in case.requirements(Labels, channel.name)}
        if channel.media_type is None or "label_size" in channel.media_type.parameters or "required" in presence:
            continue
        entry, counted = entry_of(case, channel.name), _counted(case, channel)
        if entry and not entry[1].content_type:
            continue  # the rule on that says what to declare
        message = f"Without label_size=0 the first column of {channel.name!r} is taken for the label."
        yield channel.hit(
            f"{message}{counted}",
            severity=("error" if counted else "warning") if entry else "info",
            sources=facts.sources,
            file=case.request.path if case.request and entry else None,
            key=entry[0].key("ContentType") if entry else None,
        )


def _counted(case: Case, channel: Channel) -> str:
    """What the number of features that is sent says against it."""
    width = channel_width(channel)
    if width is None or "feature_dim" not in case.hyperparameters or case.number("feature_dim") != width:
        return ""
    return f" feature_dim={width} counts it as a feature; {width - 1} would be left."


@label_rule("CSV151", fix=FIX + FIRST_COLUMN, sources=(CSV,), requires=("CSV120", "CSV130"))
def label_does_not_fit(case: Case) -> Iterator[Hit]:
    yield from labels_outside(case, CsvProfile)


@rule(
    "CSV152",
    "label-missing",
    "error",
    summary="The channel must have labels, but its content type says that it has none.",
    why="The algorithm learns from labels, or is scored by them.",
    fix="Put the label into the first column and declare `label_size=1`.",
    sources=(CSV,),
    held=(),
)
def label_missing(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        needed = [x for x in case.requirements(Labels, channel.name) if x.presence == "required"]
        declared = channel.declared.parameters.get("label_size") if channel.declared else None
        facts = case.content_type(channel)
        if not needed or declared != "0" or facts is None or facts.format != "csv":
            continue
        if channel.files and not any(isinstance(file.profile, CsvProfile) for file in channel.files):
            continue  # what they hold instead is said by the rules on formats
        if facts.bare and entry_of(case, channel.name):
            continue  # the container refuses the parameter itself, and the rule on that says so
        key, file = content_type_place(case, channel)
        message = f"The channel {channel.name!r} is declared without a label (label_size=0)."
        yield Hit(message, channel.name, file, key=key, value=str(channel.declared), sources=needed[0].sources)


@rule(
    "CSV155",
    "label-size-invalid",
    "error",
    summary="The `label_size` of the content type cannot be the number of label columns in these rows.",
    why="The reader splits each row into labels and features by this number.",
    fix="Send the number of leading label columns: `label_size=0` without a label, `label_size=1` with one.",
    sources=(CSV,),
    held=(),
)
def label_size_invalid(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        text = channel.declared.parameters.get("label_size") if channel.declared else None
        if text is None or channel.declared is None or channel.declared.type != "text/csv":
            continue
        size, width = declared_label_size(channel), channel_width(channel)
        key, file = content_type_place(case, channel)
        hit = Hit("", channel.name, file, key=key, value=str(channel.declared))
        if size is None:
            yield replace(hit, message=f"label_size is {text!r}; it must be a whole number from 0.")
        elif width is not None and size >= width:
            yield replace(hit, message=f"label_size is {size}, and the rows have {width} cells: no feature is left.")


@rule(
    "CSV156",
    "label-not-read",
    "info",
    summary="The content type declares label columns, but the algorithm reads no labels there.",
    why="The label columns are skipped, so what they hold is not used as a feature.",
    fix="If the columns are features, send `label_size=0`.",
    sources=(CSV,),
    held=(),
)
def label_not_read(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        size = declared_label_size(channel)
        none = [x for x in case.requirements(Labels, channel.name) if x.presence == "none"]
        if size and none and not wants_label(case, channel):
            key, file = content_type_place(case, channel)
            message = f"{size} leading columns of {channel.name!r} are declared as labels and not read as features."
            value, worst = str(channel.media_type), none[0]
            yield Hit(message, channel.name, file, key=key, value=value, severity=worst.severity, sources=worst.sources)


@rule(
    "CSV157",
    "classes-left-out",
    "warning",
    summary="The classes are not numbered 0, 1, 2, ... without a gap.",
    why="The model has one output for each class up to the highest; a class that no row has is never learned.",
    fix="Number the classes that occur 0, 1, 2, ... without a gap.",
    sources=(CSV,),
    requires=("CSV130", "CSV140", "CSV151"),
)
def classes_left_out(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        demand = next((labels for labels in case.requirements(Labels, channel.name) if labels.consecutive), None)
        if demand is None:
            continue
        tables, found = channel.holding(CsvProfile), label_values(case, channel)
        if (
            not tables
            or not found
            or is_partly_read(case, channel)
            or not all(v >= 0 and v.is_integer() for v in found)
        ):
            continue
        highest, gap = int(max(found)), next(n for n in range(len(found) + 1) if n not in found)
        if gap < highest:
            left_out = highest + 1 - len(found)
            message = f"The classes go up to {highest}; classes without a row: {left_out}, the first is {gap}."
            more: dict[str, Any] = {"severity": demand.severity, "sources": demand.sources}
            if len(tables) == 1:
                yield tables[0].hit(message, at(1, column=1), **more)
            else:
                yield channel.hit(message, **more)


@rule(
    "CSV159",
    "label-named-elsewhere",
    "warning",
    summary="The header names the first column, which is read as the label, like a feature, and the last one like a "
    "label.",
    why="The container takes the first column for the label, whatever its name. Once the header is dropped, training "
    "runs, learns to predict the wrong thing, and has the true label among the features.",
    fix="Write the label as the first column: `df[[label, *features]].to_csv(path, header=False, index=False)`.",
    sources=(CSV,),
)
def label_named_elsewhere(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        if file is not table_file(channel) or not wants_label(case, channel) or label_size(case, channel) != 1:
            continue
        for row in csv.header.first:
            names = [name.strip() for name in cells_of(row.value or "", csv.delimiter)]
            named = names[1:] if names[0] in UNNAMED else names
            if len(names) == csv.width and named_last(named):
                message = f"The label is the first column, {names[0]!r}; the last one is named {names[-1]!r}."
                yield file.hit(message, at(row.place.line, column=1))


@rule(
    "CSV153",
    "value-too-low",
    "error",
    summary="A value is below the minimum that the algorithm accepts.",
    why="The algorithm reads the values as counts, or takes logarithms; below the minimum, a value has no "
    "meaning to it.",
    fix="Find out where the value comes from; counts, for example, are never negative.",
    sources=(CSV,),
    requires=("CSV120", "CSV130"),
)
def value_too_low(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        labels = label_size(case, channel) or 0
        yield from below_minimum(case, file, csv.columns[labels:], labels)


@rule(
    "CSV154",
    "value-not-whole",
    "error",
    summary="A value that must be a whole number is not one.",
    why="The algorithm reads the cells as counts.",
    fix="Send counts, not weights such as TF-IDF.",
    sources=(CSV,),
    requires=("CSV120", "CSV130"),
)
def value_not_whole(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        labels = label_size(case, channel) or 0
        yield from not_whole(case, file, csv.columns[labels:], labels)
