"""Rules on columns that spoil what is learnt: the answer over again, numbers and dates of rows, what outweighs all."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import Table, are_classes, first_feature, label_size, training_channel, wants_label
from advisor.case.model import Case, at
from advisor.case.tables.copies import copies
from advisor.case.tables.counters import beyond_counts, counters, outweighing
from advisor.case.tables.ids import ids
from advisor.case.tables.placeholders import placeholders
from advisor.case.words import number_of
from advisor.knowledge.models.requirements import Cells, Distances, Sizes
from advisor.profile.tables.csv import CsvProfile
from advisor.rules.base import rule

CHURN = "https://github.com/aws/amazon-sagemaker-examples/blob/main/archived/xgboost_customer_churn_outputs.ipynb"
"""It leaves out a column of which nearly every row has its own value."""

LOOKED_AT = 1 << 24
"""Bytes of a file beyond which not all rows are held against each other."""


def _where(size: int) -> str:
    return "in every row" if size <= LOOKED_AT else "in every row of the first 16 MB"


@rule(
    "CSV160",
    "label-among-features",
    "warning",
    summary="A feature says what the label says, row by row.",
    why="The model learns to copy that column. It scores almost perfectly in training and validation, and is worthless "
    "where the answer is not known beforehand.",
    fix="Drop the column from all channels, unless it is known before the answer is.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/data-wrangler-analyses.html",),
    requires=("CSV120", "CSV130"),
)
def label_among_features(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    if train is None or not wants_label(case, train) or label_size(case, train) != 1:
        return
    for channel, file, csv in case.profiled(CsvProfile):
        found = copies(csv) if channel is train else ()
        for copy in (copy for copy in found if copy.column >= first_feature(case, train)):
            how = "equals the label" if copy.slope == 1.0 and not copy.shift else "follows from the label"
            message = f"Column {copy.column + 1} {how} {_where(file.size)}."
            yield file.hit(message, at(column=copy.column + 1), unless=copy)


@rule(
    "CSV161",
    "counter-among-features",
    "warning",
    summary="A feature counts or dates the rows, and lies farther apart than all others.",
    why="The algorithm weighs a feature by how far its values lie apart: an id or a time stamp outweighs all else, and "
    "new rows lie outside of everything that was seen.",
    fix="Drop the column, and count it no more in feature_dim. Of a time, keep what matters: the hour, the weekday.",
    sources=("k-means.md",),
    requires=("CSV120", "CSV130"),
)
def counter_among_features(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        weighs = next(case.requirements(Distances, channel.name), None)
        if weighs is None or channel is not training_channel(case):
            continue
        for counter in counters(csv, label_size(case, channel) or 0):
            column = csv.columns[counter.column]
            message = f"Column {counter.column + 1} {counter.what}, from {column.extent.low:.0f} to "
            message += f"{column.extent.high:.0f}; no other feature spans a tenth of that."
            yield file.hit(message, at(column=counter.column + 1), unless=counter.unless, sources=weighs.sources)


@rule(
    "TAB106",
    "id-among-features",
    "warning",
    summary="A feature tells the rows apart: its whole numbers lie close together, and no two rows share one.",
    why="Numbers that measure or count something repeat themselves. One that names a row helps to learn the training "
    "data by heart, and says nothing about new rows.",
    fix="Drop the column from all channels, and where feature_dim is given, count it no more. Keep it if it measures "
    "something after all.",
    sources=(CHURN,),
    requires=("CSV120", "CSV130"),
)
def id_among_features(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    for file in train.files if train and wants_label(case, train) else ():
        distances = train is None or any(case.requirements(Distances, train.name))  # they have CSV161
        if train is None or distances or not isinstance(file.profile, Table):
            continue
        for column in ids(file.profile, first_feature(case, train), are_classes(case, train)):
            extent = file.profile.columns[column.column].extent
            message = f"Column {column.column + 1} holds another whole number in every row, from {extent.low:.0f} to "
            yield file.hit(f"{message}{extent.high:.0f}.", at(column=column.column + 1), unless=column.unless)


@rule(
    "CSV163",
    "feature-outweighs-others",
    "warning",
    summary="The values of one feature lie a hundred times as far apart as those of any other.",
    why="The algorithm weighs a feature by how far its values lie apart, so this one decides almost alone.",
    fix="Bring the features to one scale first, such as mean 0 and variance 1, if the others are to count.",
    sources=("k-means.md",),
    requires=("CSV120", "CSV130", "CSV161"),
)
def feature_outweighs_others(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        weighs = next(case.requirements(Distances, channel.name), None)
        if weighs is None or channel is not training_channel(case):
            continue
        number = outweighing(csv, label_size(case, channel) or 0)
        if number is not None:
            extent = csv.columns[number].extent
            message = f"Column {number + 1} goes from {extent.low:g} to {extent.high:g}; "
            message += "no other feature spans a hundredth of that."
            yield file.hit(message, at(column=number + 1), sources=weighs.sources)


@rule(
    "CSV166",
    "number-for-missing",
    "warning",
    summary="A feature holds a number such as -999, far below all others, that seems to stand for a missing value.",
    why="The algorithm takes the number at its word: what was missing lies farther apart, or counts more, than all "
    "that was measured.",
    fix="Fill the cell with a value that a row might have, such as the median of its column, or leave the row out.",
    sources=("k-means.md",),
    requires=("CSV120", "CSV130"),
)
def number_for_missing(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        weighs = next(case.requirements(Sizes, channel.name), None)
        if weighs is None or channel is not training_channel(case):
            continue
        for placeholder in placeholders(csv, label_size(case, channel) or 0):
            column, cells = placeholder.column + 1, number_of(placeholder.cells, "cell")
            message = f"Column {column} holds {placeholder.value:.0f} in {cells}, below all its other numbers."
            yield file.hit(message, at(column=column), sources=weighs.sources)


@rule(
    "CSV164",
    "no-count-among-counts",
    "warning",
    summary="A column of a table of counts holds numbers in every row that are far above all other counts.",
    why="Each column is a word, and its cells say how often the word comes. An id or a time stamp among them counts as "
    "a word that drowns all others: every topic is that column.",
    fix="Drop the column, and count it no more in feature_dim (pandas: `df.reset_index(drop=True)` before `to_csv`).",
    sources=("lda-how-it-works.md",),
    requires=("CSV120", "CSV130"),
)
def no_count_among_counts(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        counted = next((cells for cells in case.requirements(Cells, channel.name) if cells.integral), None)
        number = beyond_counts(csv, label_size(case, channel) or 0) if counted else None
        if counted and number is not None:
            extent = csv.columns[number].extent
            message = f"Column {number + 1} goes from {extent.low:.0f} to {extent.high:.0f}; no other cell holds a "
            message += "hundredth of that."
            yield file.hit(message, at(column=number + 1), sources=counted.sources)
