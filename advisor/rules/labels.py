"""Rules on labels, whatever the format that has them: constant ones, no classes, channels that differ."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import replace
from functools import reduce

from advisor.case.algorithm import has_boxes
from advisor.case.hit import Hit
from advisor.case.measures import (
    are_classes,
    is_partly_read,
    label_columns,
    label_values,
    may_name_rows,
    samples,
    training_channel,
    wants_label,
)
from advisor.case.model import Case, Channel, File, at
from advisor.case.tables.ids import holds_days, time_unit
from advisor.case.tables.row_index import MANY_ROWS
from advisor.case.tables.scales import differ_in_scale
from advisor.case.words import reach
from advisor.knowledge.models.requirements import Labels, LabelVariety, MetricOfClasses, NoRareClass, Shuffled
from advisor.profile.base import DISTINCT_KEPT, FileProfile
from advisor.profile.predicates import OrderBreaks
from advisor.profile.recordio.protobuf import MAIN, RecordioProtobufProfile
from advisor.profile.tables.csv import Column, CsvProfile
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.profile.tables.parquet import ParquetProfile
from advisor.rules.base import rule

TABLES = (CsvProfile, LibsvmProfile, ParquetProfile)
FEW_ROWS = 10
"""Rows below which nothing is supposed of labels."""

SPREAD = 1.5
"""How much wider than the number of rows the range of an index may be of which a part was drawn."""

ENOUGH_TO_CHOOSE = 100
"""Rows below which a class that seems rare may well not be."""

MOST_TOLD = 20
"""Different labels beyond which whole numbers that tell the task may be counts."""

ROWS_OF_A_CLASS = 2
"""Rows that a class has on average; where it is fewer, the labels are rather ids."""


@rule(
    "TAB101",
    "labels-all-alike",
    "warning",
    summary="All labels of the training data are the same, or all labels of a channel on which a metric compares "
    "classes.",
    why="From a single label, a model learns only that label. The area under a curve compares classes: with only "
    "one there is none, and training stops or reports no number.",
    fix="Split the data so that each channel has rows of every class (a stratified split). If all rows have one "
    "label, check whether it is the right column.",
    sources=("xgboost_hyperparameters.md",),
    held=(),
    training_error="Check failed: !auc_error AUC: the dataset only contains pos or neg samples",
)
def labels_all_alike(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        values = label_values(case, channel)
        if len(values) != 1 or len(values | _made_up(case, channel)) != 1 or samples(channel) < 2:
            continue
        message = f"All labels of {channel.name!r} are {values.pop():g}"
        metrics = list(_metrics_of_classes(case, channel))
        if metrics:
            metric, variety = metrics[0]
            message += f"; {variety.asked_in} asks for {metric}."
            yield channel.hit(message, severity=variety.severity, sources=variety.sources)
        elif channel is training_channel(case) and wants_label(case, channel) and _is_constant(case, channel):
            sources = next((labels.sources for labels in case.requirements(Labels, channel.name)), None)
            yield channel.files[0].hit(f"{message}.", at(), fix=_negatives_fix(case, channel), sources=sources)


def _made_up(case: Case, channel: Channel) -> set[float]:
    """The class of the samples that training makes up itself, beside those of the data."""
    named = [labels.made_up for labels in case.requirements(Labels, channel.name) if labels.made_up]
    return {0.0} if any((case.number(name) or 0) > 0 for name in named) else set()


def _negatives_fix(case: Case, channel: Channel) -> str | None:
    named = next((labels.made_up for labels in case.requirements(Labels, channel.name) if labels.made_up), None)
    if named is None or 0 in label_values(case, channel):
        return None
    return f"Set {named}, to 1 for example, so that training makes up samples of class 0; or add some to the data."


def _is_constant(case: Case, channel: Channel) -> bool:
    columns = [column for _, column in _labels(case, channel)]
    if not columns:  # labels of images, or of pairs; a detector may well have one class
        return not has_boxes(case) and samples(channel) >= FEW_ROWS
    return sum(column.numbers for column in columns) >= FEW_ROWS and not any(column.seen for column in columns)


def _metrics_of_classes(case: Case, channel: Channel) -> Iterator[tuple[str, LabelVariety]]:
    """The metrics asked for that compare classes."""
    for variety in case.requirements(LabelVariety, channel.name):
        asked = [name.strip() for name in (case.value(variety.asked_in) or "").split(",")]
        yield from ((name, variety) for name in asked if name in variety.metrics)


@rule(
    "TAB102",
    "label-is-no-target",
    "warning",
    summary="The column that is read as the label looks like a date, a time or an id.",
    why="Training runs to the end, and the model predicts something that nobody asked for.",
    fix="Check which column holds what is to be predicted, write it first, and leave out ids.",
    sources=("https://github.com/aws-samples/sm-data-wrangler-mlops-workflows/issues/1",),
    held=("csv", "libsvm", "parquet", "recordio-protobuf"),
    requires=("CSV151", "REC151", "PAR151", "SVM151"),
)
def label_is_no_target(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        if not wants_label(case, channel):
            continue
        for file, column in _labels(case, channel):
            seems = _seems(column, classes=are_classes(case, channel))
            counted = isinstance(file.profile, CsvProfile) and file.profile.index.unbroken  # said of the column
            if seems and not counted:
                low, high = column.extent.low, column.extent.high
                table = isinstance(file.profile, CsvProfile | ParquetProfile)
                place = at(1, column=1) if table else None
                severity = "error" if _is_index(column) and not may_name_rows(case, channel) else None
                message = f"The labels look like {seems}: they go from {low:.12g} to {high:.12g}."
                fix = None
                if table and (number := _classes_at_the_end(file.profile)):
                    message += f" Column {number}, the last one, holds classes."
                    fix = f"Write column {number} first, if it holds what is to be predicted, and leave out ids."
                yield file.hit(message, place, severity=severity, fix=fix)


def _labels(case: Case, channel: Channel) -> Iterator[tuple[File, Column]]:
    """The labels of each table in a channel."""
    for file in channel.files:
        if isinstance(file.profile, TABLES):
            yield from ((file, column) for column in label_columns(case, channel, file.profile)[:1])
        elif isinstance(file.profile, RecordioProtobufProfile) and MAIN in file.profile.label:
            yield file, file.profile.label[MAIN].numbers


def _classes_at_the_end(table: FileProfile | None) -> int | None:
    """The number of the last column, from 1, where it holds a few classes, counted from 0 or 1."""
    if not isinstance(table, CsvProfile | ParquetProfile) or (table.width or 0) < 2:
        return None
    column = table.columns[-1]
    counts, low, high = column.distinct.counts, column.extent.low, column.extent.high
    whole = column.numbers == table.records and not column.fractional.count and low in (0, 1) and low < high
    few = counts is not None and len(counts) == high - low + 1 and len(counts) * FEW_ROWS <= table.records
    return len(table.columns) if whole and few else None


def _holds(column: Column, values: list[float]) -> bool:
    return any(value in (column.distinct.counts or ()) for value in values)


def _seems(column: Column, classes: bool) -> str | None:
    """What whole numbers rather are than a target; None where they may be one."""
    low, high, counts = column.extent.low, column.extent.high, column.distinct.counts
    if column.numbers < FEW_ROWS or column.fractional.count or low == high:
        return None
    if holds_days(column):
        return "dates"
    if time_unit(column):
        return "times"
    if _is_row_number(column):
        return "the numbers of the rows, as a saved data frame's index"
    if classes and (counts is None or len(counts) * ROWS_OF_A_CLASS > column.numbers):
        return "ids, because nearly every row has its own"
    return None


def _is_row_number(column: Column) -> bool:
    """Whether nearly every whole number of a range comes once: an index, whole or drawn from, in whatever order."""
    span, counts = column.extent.high - column.extent.low + 1, column.distinct.counts
    dense = 2 * FEW_ROWS <= column.numbers <= span <= column.numbers * SPREAD
    return dense and (len(counts) == column.numbers if counts is not None else column.extent.low in (0, 1))


def _is_index(column: Column) -> bool:
    """Whether the whole numbers from 0 on come at most once each in many rows, which no target does."""
    span = column.extent.high + 1
    once = column.distinct.counts is not None or span == column.numbers or span <= SPREAD * DISTINCT_KEPT
    return column.numbers >= MANY_ROWS and column.extent.low == 0 and _is_row_number(column) and once


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
    told = train is not None and are_classes(case, train)
    whole = all(value.is_integer() for value in known)  # fractions are amounts, and no classes
    if train is None or not known or not whole or not (told or _tell_classes(case, train)):
        return
    for channel in case.channels.values():
        beside = channel.name.rpartition("_")[0] in case.channels  # a list or annotations: judged with their images
        if beside or (told and not are_classes(case, channel)):
            continue
        values = label_values(case, channel)
        unseen = sorted(values - known - _made_up(case, train))
        if not told:
            unseen = [value for value in unseen if _rows_of(case, channel)[value] >= FEW_ROWS]
        if unseen:
            listed = ", ".join(f"{value:g}" for value in unseen[:5]) + (", ..." if len(unseen) > 5 else "")
            message = f"{channel.name!r} has classes of which {train.name!r} has no row: {listed}."
            holder = next((file for file, column in _labels(case, channel) if _holds(column, unseen)), channel)
            yield holder.hit(message)
        elif len(values) == 1 < len(known) and samples(channel) >= FEW_ROWS:
            message = f"All rows of {channel.name!r} are of class {values.pop():g}; {train.name!r} has {len(known)}."
            yield channel.hit(message)


def _tell_classes(case: Case, train: Channel) -> bool:
    """Whether labels that tell the task are classes beyond doubt: 0, 1, 2, ..., none of them rare, as counts are."""
    counts = _rows_of(case, train)
    asked = any(labels.tells_task for labels in case.requirements(Labels, train.name))
    return (
        asked and _count_up(counts.keys()) and min(counts.values()) >= max(FEW_ROWS, counts.total() / (4 * len(counts)))
    )


def _count_up(labels: Set[float]) -> bool:
    """Whether they are the numbers of classes: 0, 1, 2, ..., few of them."""
    return 2 <= len(labels) <= MOST_TOLD and labels == {*range(len(labels))}


def _rows_of(case: Case, channel: Channel) -> Counter[float]:
    """How many rows each label has."""
    counts = Counter[float]()
    for _, column in _labels(case, channel):
        counts.update(column.distinct.counts or {})
    return counts


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
            here, there = (reach("labels", one.extent.low, one.extent.high) for one in (ours, known))
            file = next(file for file, _ in _labels(case, channel))
            place = at(column=1) if isinstance(file.profile, CsvProfile | ParquetProfile) else None
            message = f"In {channel.name!r} {_lowered(here)}; in {train.name!r} {_lowered(there)}."
            yield file.hit(f"{message}{_as_logarithms(ours, known)}", place)


def _whole_column(case: Case, channel: Channel) -> Column:
    """The labels of all files of a channel."""
    return reduce(Column.merged, (column for _, column in _labels(case, channel)), Column())


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _as_logarithms(ours: Column, known: Column) -> str:
    """What the labels have in common where one channel has the logarithms of the other's."""
    small, large = sorted((ours.extent, known.extent), key=lambda extent: extent.high)
    ends = ((large.low, small.low), (large.high, small.high))
    if large.low <= 0 or any(abs(math.log(value) - logarithm) > 1 for value, logarithm in ends):
        return ""
    return " The smaller ones seem to be logarithms of such numbers."


@rule(
    "TAB107",
    "rare-class",
    "warning",
    summary="One of two classes is rare, but accuracy says which model is best, and all rows weigh alike.",
    why="A model that never predicts the rare class is right nearly always. It counts as the best, and finds nothing.",
    fix="Give the rare class more weight, and choose the model by a metric that looks at it.",
    sources=("ll_hyperparameters.md",),
    held=(),
    requires=("CSV151", "REC151", "PAR151", "SVM151"),
)
def rare_class(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    for wanted in case.requirements(NoRareClass, train.name) if train else ():
        counts = _rows_of(case, train) if train else Counter[float]()
        rows, (rare, count) = counts.total(), min(counts.items(), key=lambda one: one[1], default=(0.0, 0))
        if len(counts) == 2 and rows >= ENOUGH_TO_CHOOSE and count < wanted.share * rows:
            message = f"{count:,} of {rows:,} rows are of class {rare:g}: whoever never predicts it is right in "
            message += f"{1 - count / rows:.1%}."
            key, fix = f"HyperParameters.{wanted.weighed_by}", f"Send {wanted.otherwise}."
            yield case.request_hit(key, message, fix=fix, sources=wanted.sources, value=case.value(wanted.weighed_by))


@rule(
    "TAB111",
    "metric-of-other-classes",
    "error",
    summary="The metric is one of two classes, and the labels have more; or the other way round.",
    why="Such a metric cannot be worked out: the first model that is to be judged by it ends the training.",
    fix="Choose a metric for as many classes as there are, or leave it out: the algorithm then chooses by the task.",
    sources=(
        "https://github.com/autogluon/autogluon/issues/1184",
        "https://github.com/autogluon/autogluon/issues/205",
        "https://github.com/microsoft/LightGBM/blob/v3.3.3/src/io/config.cpp",
    ),
    held=(),
    requires=("CSV140", "CSV151", "PAR151"),
)
def metric_of_other_classes(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    labels = label_values(case, train) if train and not is_partly_read(case, train) else set()
    for wanted in case.requirements(MetricOfClasses, train.name) if train and _count_up(labels) else ():
        metric = str(case.value(wanted.setting))
        if train and metric in (wanted.more if len(labels) == 2 else wanted.two):
            takes = "two classes" if metric in wanted.two else "more than two classes"
            message = f"{metric!r} takes {takes}; the labels of {train.name!r} have {len(labels)}."
            key = f"HyperParameters.{wanted.setting}"
            yield case.request_hit(key, message, sources=wanted.sources, value=metric)


@rule(
    "TAB105",
    "rows-in-order-of-labels",
    "warning",
    summary="The samples stand in the order of their labels.",
    why="The algorithm learns from small batches, one after the other. Where each holds one class, or much the same "
    "number, the model follows the last ones, and training may fail.",
    fix="Shuffle the rows before you write them: `df.sample(frac=1, random_state=0)`.",
    sources=("ll_how-it-works.md",),
    held=("csv", "libsvm", "parquet", "recordio-protobuf"),
    requires=("CSV120", "CSV130", "CSV112", "TAB102"),
)
def rows_in_order_of_labels(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for wanted in case.requirements(Shuffled, channel.name):
            looked_at = (CsvProfile, RecordioProtobufProfile)
            tables = [(file, column) for file, column in _labels(case, channel) if isinstance(file.profile, looked_at)]
            for hit in _each_in_order(tables) or _one_label_each(tables):
                yield replace(hit, severity=wanted.severity, sources=wanted.sources)


def _each_in_order(tables: list[tuple[File, Column]]) -> list[Hit]:
    """The tables whose rows seem to be sorted, which a second look may refute."""
    found = []
    for file, column in tables:
        counts, low, high = column.distinct.counts, column.extent.low, column.extent.high
        if column.numbers >= MANY_ROWS and low < high and not column.seen:
            classes = counts is not None and len(counts) * FEW_ROWS <= column.numbers
            how = f"The {len(counts or ())} labels stand one after the other" if classes else "The labels are sorted"
            place = at(column=1) if isinstance(file.profile, CsvProfile) else None
            message = f"{how}, from {low:g} to {high:g}: {column.numbers} samples."
            found.append(file.hit(message, place, unless=OrderBreaks(classes)))
    return found


def _one_label_each(tables: list[tuple[File, Column]]) -> list[Hit]:
    labels = [column.extent.low for _, column in tables if column.extent.low == column.extent.high]
    many = sum(column.numbers for _, column in tables) >= MANY_ROWS
    if len(labels) < len(tables) or len(set(labels)) < 2 or not many:
        return []
    return [tables[0][0].hit(f"Each of the {len(tables)} files holds one label only.", at())]
