"""Rules that hold the labels of a channel against those of the training data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import reduce

from advisor.case.hit import Hit
from advisor.case.labels.tables import FEW_ROWS, count_up, label_tables, made_up_classes, rows_of_labels
from advisor.case.measures import (
    are_classes,
    is_partly_read,
    label_values,
    samples,
    tell_task,
    training_channel,
    wants_label,
)
from advisor.case.model import Case, Channel, at
from advisor.case.tables.scales import differ_in_scale
from advisor.case.words import listed, reach
from advisor.profile.columns import Column
from advisor.profile.tables.csv import CsvProfile
from advisor.profile.tables.parquet import ParquetProfile
from advisor.rules.base import rule

SHOWN = 5
"""Labels that are named at most."""


@rule(
    "TAB103",
    "classes-differ-from-training",
    "warning",
    summary="Another channel has classes that the training data lacks, or only one class where the training data "
    "has several.",
    why="The model cannot know a class that it never saw, and a score on one class says nothing about the "
    "others. The data was probably split in its order, by class, and not at random.",
    fix="Shuffle the rows before you split them, or split each class separately (scikit-learn: "
    "`train_test_split(..., stratify=labels)`).",
    sources=("https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html",),
    held=(),
    requires=("CSV151", "REC151", "PAR151", "SVM151"),
)
def classes_differ(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    known = label_values(case, train) if train and not is_partly_read(case, train) else set()
    are_told = train is not None and are_classes(case, train)
    whole = all(value.is_integer() for value in known)  # fractions are amounts, and no classes
    if train is None or not known or not whole or not (are_told or _tell_classes(case, train)):
        return
    for channel in case.channels.values():
        beside = channel.name.rpartition("_")[0] in case.channels  # a list or annotations: judged with their images
        if beside or (are_told and not are_classes(case, channel)):
            continue
        values = label_values(case, channel)
        unseen = sorted(values - known - made_up_classes(case, train))
        if not are_told:
            rows = rows_of_labels(case, channel)
            unseen = [value for value in unseen if rows[value] >= FEW_ROWS]
        if unseen:
            shown = listed((f"{value:g}" for value in unseen), SHOWN)
            message = f"{channel.name!r} has classes of which {train.name!r} has no row: {shown}."
            holder = next((file for file, column in label_tables(case, channel) if _holds(column, unseen)), channel)
            yield holder.hit(message)
        elif len(values) == 1 < len(known) and samples(channel) >= FEW_ROWS:
            message = f"All rows of {channel.name!r} are of class {values.pop():g}; {train.name!r} has {len(known)}."
            yield channel.hit(message)


def _tell_classes(case: Case, train: Channel) -> bool:
    """Whether labels that tell the task are classes beyond doubt: 0, 1, 2, ..., none of them rare, as counts are."""
    counts = rows_of_labels(case, train)
    are_told = tell_task(case, train) and count_up(counts.keys())
    return are_told and min(counts.values()) >= max(FEW_ROWS, counts.total() / (4 * len(counts)))


def _holds(column: Column, values: list[float]) -> bool:
    return any(value in (column.distinct.counts or ()) for value in values)


@rule(
    "TAB110",
    "labels-on-another-scale",
    "warning",
    summary="No label of a channel lies among those of the training data, and they are many times as large or small.",
    why="A model foretells numbers as it saw them. Where the labels were transformed in one channel alone, by a "
    "logarithm or a scaler, the score says nothing, and early stopping and tuning rest on it.",
    fix="Transform the labels of all channels alike, and write them anew.",
    sources=("https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing",),
    requires=("CSV130", "CSV151", "REC151", "PAR151", "SVM151", "TAB102"),
)
def labels_on_another_scale(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    known = _whole_column(case, train) if train and not are_classes(case, train) else Column()
    for channel in case.channels.values() if train and wants_label(case, train) else ():
        ours = _whole_column(case, channel)
        enough = min(ours.numbers, known.numbers) >= 2 * FEW_ROWS and channel is not train
        if train and enough and differ_in_scale(ours.extent, known.extent):
            here, there = (reach("labels", column.extent.low, column.extent.high) for column in (ours, known))
            file = next(file for file, _ in label_tables(case, channel))
            place = at(column=1) if isinstance(file.profile, CsvProfile | ParquetProfile) else None
            message = f"In {channel.name!r} {_lowered(here)}; in {train.name!r} {_lowered(there)}."
            yield file.hit(f"{message}{_as_logarithms(ours, known)}", place)


def _whole_column(case: Case, channel: Channel) -> Column:
    """The labels of all files of a channel."""
    return reduce(Column.merged, (column for _, column in label_tables(case, channel)), Column())


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _as_logarithms(ours: Column, known: Column) -> str:
    """What the labels have in common where one channel has the logarithms of the other's."""
    small, large = sorted((ours.extent, known.extent), key=lambda extent: extent.high)
    ends = ((large.low, small.low), (large.high, small.high))
    if large.low <= 0 or any(abs(math.log(value) - logarithm) > 1 for value, logarithm in ends):
        return ""
    return " The smaller ones seem to be logarithms of such numbers."
