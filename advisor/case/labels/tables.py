"""The labels that tables hold: their columns, how many rows each label has, and which classes there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set

from advisor.case.measures import label_columns
from advisor.case.model import Case, Channel, File
from advisor.knowledge.models.requirements import Labels
from advisor.profile.columns import Column
from advisor.profile.recordio.protobuf import MAIN, RecordioProtobufProfile
from advisor.profile.tables.csv import CsvProfile
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.profile.tables.parquet import ParquetProfile

TABLES = (CsvProfile, LibsvmProfile, ParquetProfile)
FEW_ROWS = 10
"""Rows below which nothing is supposed of labels."""
MOST_CLASSES = 20
"""Different labels up to which numbers may well be classes, and no counts or amounts."""


def label_tables(case: Case, channel: Channel) -> Iterator[tuple[File, Column]]:
    """The labels of each table in a channel."""
    for file in channel.files:
        if isinstance(file.profile, TABLES):
            yield from ((file, column) for column in label_columns(case, channel, file.profile)[:1])
        elif isinstance(file.profile, RecordioProtobufProfile) and MAIN in file.profile.label:
            yield file, file.profile.label[MAIN].numbers


def rows_of_labels(case: Case, channel: Channel) -> Counter[float]:
    """How many rows each label has."""
    counts = Counter[float]()
    for _, column in label_tables(case, channel):
        counts.update(column.distinct.counts or {})
    return counts


def count_up(labels: Set[float]) -> bool:
    """Whether they are the numbers of classes: 0, 1, 2, ..., few of them."""
    return 2 <= len(labels) <= MOST_CLASSES and labels == {*range(len(labels))}


def made_up_classes(case: Case, channel: Channel) -> set[float]:
    """The class of the samples that training makes up itself, beside those of the data."""
    named = [labels.made_up for labels in case.requirements(Labels, channel.name) if labels.made_up]
    return {0.0} if any((case.number(name) or 0) > 0 for name in named) else set()
