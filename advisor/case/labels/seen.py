"""Where the labels of a channel stand, and what they are: a wrong column is then seen at a glance."""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

from advisor.case.measures import Labelled, label_columns, label_size
from advisor.case.model import Case, Channel
from advisor.knowledge.models.requirements import Labels
from advisor.profile.base import FileProfile
from advisor.profile.columns import Column
from advisor.profile.recordio.protobuf import MAIN, RecordioProtobufProfile
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.profile.tables.parquet import ParquetProfile

FEW = 5
"""Values that are counted one by one."""


class LabelSeen(NamedTuple):
    """`counts`: how often each of a few values comes; None where there are many."""

    place: str
    counts: dict[str, int] | None
    distinct: int | None
    least: float | None
    greatest: float | None


def label_seen(case: Case, channel: Channel) -> LabelSeen | None:
    """None where the algorithm reads no label in the channel, or none can be told by the files."""
    demanded = {labels.presence for labels in case.requirements(Labels, channel.name)} - {"none"}
    if case.algorithm is None or not demanded:
        return None
    seen = [found for file in channel.files if (found := _column(case, channel, file.profile))]
    places = {place for place, _ in seen}
    return _summed(seen[0][0], reduce(Column.merged, (column for _, column in seen))) if len(places) == 1 else None


def _column(case: Case, channel: Channel, profile: FileProfile | None) -> tuple[str, Column] | None:
    """The labels of a file, by the first of their columns, and where they stand."""
    if isinstance(profile, RecordioProtobufProfile):
        return ("the label of each record", profile.label[MAIN].numbers) if MAIN in profile.label else None
    columns = label_columns(case, channel, profile) if isinstance(profile, Labelled) else []
    if not columns:
        return None
    if isinstance(profile, LibsvmProfile):
        return "the first number of each line", columns[0]
    name = f" ({profile.schema.names[0]})" if isinstance(profile, ParquetProfile) and profile.schema.names else ""
    size = label_size(case, channel) or 1
    return (f"columns 1 to {size}, of which the first" if size > 1 else "column 1") + name, columns[0]


def _summed(place: str, column: Column) -> LabelSeen:
    counts: dict[Any, int] | None = column.distinct.counts
    extent, few = column.extent, counts is not None and 0 < len(counts) <= FEW
    shown = {_text(value): counts[value] for value in sorted(counts, key=_order)} if counts and few else None
    return LabelSeen(place, shown, None if counts is None else len(counts), extent.least, extent.greatest)


def _text(value: Any) -> str:
    return f"{value + 0.0:.12g}" if isinstance(value, (int, float)) else str(value)


def _order(value: Any) -> tuple[bool, float, str]:
    number = isinstance(value, (int, float))
    return not number, value if number else 0.0, str(value)
