"""Rules on labels, whatever the format that has them: constant ones, no classes, channels that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from advisor.case.algorithm import has_boxes
from advisor.case.hit import Hit
from advisor.case.labels.seeming import ROW_IDS, classes_at_the_end, is_index, seems, words_seem
from advisor.case.labels.tables import FEW_ROWS, MOST_CLASSES, count_up, label_tables, made_up_classes, rows_of_labels
from advisor.case.measures import (
    Table,
    are_classes,
    is_partly_read,
    label_values,
    may_name_rows,
    samples,
    training_channel,
    wants_label,
)
from advisor.case.model import Case, Channel, File, at
from advisor.case.tables.cells import takes_number_labels
from advisor.case.tables.row_index import MANY_ROWS
from advisor.knowledge.models.requirements import (
    Labels,
    LabelVariety,
    MetricOfClasses,
    NoRareClass,
    PositiveWeight,
    Shuffled,
)
from advisor.profile.columns import Column
from advisor.profile.predicates import OrderBreaks, Repeats
from advisor.profile.recordio.protobuf import RecordioProtobufProfile
from advisor.profile.tables.csv import CsvProfile
from advisor.rules.base import rule

UNEVEN, ROUNDED = 2, 0.1
"""How many times the rows of the other a class must have, and by how much a weight may be rounded."""

ENOUGH_TO_CHOOSE = 100
"""Rows below which a class that seems rare may well not be."""


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
        if len(values) != 1 or len(values | made_up_classes(case, channel)) != 1 or samples(channel) < 2:
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


def _negatives_fix(case: Case, channel: Channel) -> str | None:
    named = next((labels.made_up for labels in case.requirements(Labels, channel.name) if labels.made_up), None)
    if named is None or 0 in label_values(case, channel):
        return None
    return f"Set {named}, to 1 for example, so that training makes up samples of class 0; or add some to the data."


def _is_constant(case: Case, channel: Channel) -> bool:
    columns = [column for _, column in label_tables(case, channel)]
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
        for file, column in label_tables(case, channel):
            table = file.profile if isinstance(file.profile, Table) else None
            number = classes_at_the_end(table)
            found = _rather(case, channel, column, elsewhere=number is not None)
            counted = isinstance(table, CsvProfile) and table.index.unbroken  # said of the column
            is_open = (found or "").startswith(ROW_IDS) and column.distinct.counts is None
            if found and not counted and (table or not is_open):
                severity = "error" if is_index(column) and not may_name_rows(case, channel) else None
                message, fix = f"The labels look like {found}.", None
                if number:
                    message += f" Column {number}, the last one, holds classes."
                    fix = f"Write column {number} first, if it holds what is to be predicted, and leave out ids."
                place, unless = at(1, column=1) if table else None, Repeats(0) if is_open else None
                yield file.hit(message, place, severity=severity, fix=fix, unless=unless)


def _rather(case: Case, channel: Channel, column: Column, *, elsewhere: bool) -> str | None:
    """What the labels rather are than a target, with their range or an example."""
    names_rows = may_name_rows(case, channel)
    what = seems(column, classes=are_classes(case, channel), elsewhere=elsewhere, names_rows=names_rows)
    if what:
        return f"{what}: they go from {column.extent.low:.12g} to {column.extent.high:.12g}"
    what = None if takes_number_labels(case, channel) else words_seem(column)
    return f"{what}, such as {column.seen['text'].first[0].value!r}" if what else None


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
        counts = rows_of_labels(case, train) if train else Counter[float]()
        rows, (rare, count) = counts.total(), min(counts.items(), key=lambda item: item[1], default=(0.0, 0))
        if len(counts) == 2 and rows >= ENOUGH_TO_CHOOSE and count < wanted.share * rows:
            message = f"{count:,} of {rows:,} rows are of class {rare:g}: whoever never predicts it is right in "
            message += f"{1 - count / rows:.1%}."
            key, fix = f"HyperParameters.{wanted.weighed_by}", f"Send {wanted.otherwise}."
            yield case.request_hit(key, message, fix=fix, sources=wanted.sources, value=case.value(wanted.weighed_by))


@rule(
    "TAB116",
    "weight-turned-round",
    "warning",
    summary="The weight of class 1 is the rows of class 1 over those of class 0, and not the other way round.",
    why="The weight is to make up for the rows that a rare class lacks. Turned round it makes the rare class rarer "
    "still, and the common one all that counts.",
    fix="Divide the rows of class 0 by those of class 1.",
    sources=("xgboost_hyperparameters.md",),
    held=(),
    requires=("CSV151", "REC151", "PAR151", "SVM151"),
)
def weight_turned_round(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    for wanted in case.requirements(PositiveWeight, train.name) if train else ():
        counts = rows_of_labels(case, train) if train else Counter[float]()
        given = case.number(wanted.setting)
        if counts.keys() != {0.0, 1.0} or not given:
            continue
        usual = counts[0.0] / counts[1.0]
        if max(usual, 1 / usual) >= UNEVEN and abs(given * usual - 1) <= ROUNDED:
            message = f"{counts[0.0]:,} rows are of class 0 and {counts[1.0]:,} of class 1: the usual weight is "
            message += f"{usual:.3g}, and 1/{usual:.3g} is {1 / usual:.3g}."
            key, fix = f"HyperParameters.{wanted.setting}", f"Send {wanted.setting}={usual:.3g}."
            yield case.request_hit(key, message, fix=fix, sources=wanted.sources, value=case.value(wanted.setting))


@rule(
    "TAB111",
    "metric-of-other-classes",
    "error",
    summary="The metric is one of two classes, and the labels have more or are none; or the other way round.",
    why="Such a metric cannot be worked out, or says nothing: the first model that is to be judged by it ends the "
    "training, or the best one is chosen by chance.",
    fix="Choose a metric for as many classes as there are, or leave it out: the algorithm then chooses by the task. "
    "Check whether the label is the first column.",
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
    for wanted in case.requirements(MetricOfClasses, train.name) if train else ():
        metric = str(case.value(wanted.setting))
        if train and metric in (*wanted.two, *wanted.more) and not is_partly_read(case, train):
            message = _no_classes(case, train, metric, wanted) or _other_classes(case, train, metric, wanted)
            if message:
                key = f"HyperParameters.{wanted.setting}"
                yield case.request_hit(key, message, sources=wanted.sources, value=metric)


def _other_classes(case: Case, train: Channel, metric: str, wanted: MetricOfClasses) -> str | None:
    labels = label_values(case, train)
    if not count_up(labels) or metric not in (wanted.more if len(labels) == 2 else wanted.two):
        return None
    takes = "two classes" if metric in wanted.two else "more than two classes"
    return f"{metric!r} takes {takes}; the labels of {train.name!r} have {len(labels)}."


def _no_classes(case: Case, train: Channel, metric: str, wanted: MetricOfClasses) -> str | None:
    """What is said where labels are a quantity, and where classes may stand instead."""
    for file, column in label_tables(case, train):
        counts, extent = column.distinct.counts, column.extent
        fractions, many = column.fractional.count >= FEW_ROWS, counts is None or len(counts) > MOST_CLASSES
        if fractions or (many and metric in wanted.two):
            what = "fractions" if fractions else f"{len(counts)} different numbers" if counts else "many numbers"
            number = classes_at_the_end(file.profile)
            last = f" Column {number}, the last one, holds classes." if number else ""
            where = f"the labels of {train.name!r} are {what}, from {extent.low:g} to {extent.high:g}"
            return f"{metric!r} compares classes; {where}.{last}"
    return None


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
            tables = [item for item in label_tables(case, channel) if isinstance(item[0].profile, looked_at)]
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
