"""Rules on columns that stand in another order in one channel or file than in the first, or on another scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from advisor.case.hit import Hit
from advisor.case.measures import Table, channel_width, label_size, table_file, training_channel
from advisor.case.model import Case, File, at
from advisor.case.tables.scales import differ_in_scale, differ_in_unit, lie_apart
from advisor.profile.base import Bounded, Extent
from advisor.profile.columns import Column
from advisor.rules.base import rule

ENOUGH = 20
"""Rows of a channel below which its ranges say little."""
ENOUGH_OF_FILE = 50
"""Rows of a file below which it says little that its ranges are others than those of the first file."""
MOST = 64
"""Columns out of place beyond which it is no order that was changed."""
FEW = 2
"""Columns below which one may well be another quantity by chance."""
SHOWN = 8
SINCE_1970 = 1e8
"""Above it are times in seconds, or in parts of them, since 1970."""
WIDEST = 4096
"""Columns beyond which no order of them is looked for."""
MOST_FILES = 50
"""Files of a channel that are held against its first one, at most."""


class _Ranges:
    """The ranges of the columns of files, over all of their tables."""

    def __init__(self, files: Sequence[File], width: int) -> None:
        tables = [file.profile for file in files if isinstance(file.profile, Table) and file.profile.records]
        self.records = sum(table.records for table in tables)
        self.columns = [
            self._joined([table.columns[number] for table in tables if number < len(table.columns)])
            for number in range(width)
        ]

    @staticmethod
    def _joined(parts: list[Column]) -> Column:
        whole = Column(sum(part.numbers for part in parts), Bounded.of(part.fractional for part in parts))
        for part in parts:
            whole.extent = whole.extent.merged(part.extent)
        return whole

    def varies(self, number: int) -> bool:
        extent = self.columns[number].extent
        return extent.low < extent.high

    def lies_apart(self, other: _Ranges, number: int) -> bool:
        """Whether no value of a column could be one of the same column there."""
        return lie_apart(self.columns[number].extent, other.columns[number].extent)

    def fits(self, number: int, other: _Ranges, theirs: int) -> bool:
        """Whether a column could be another one there: about its range, and no fractions where it has none."""
        ours, known = self.columns[number], other.columns[theirs]
        if ours.extent.empty or known.extent.empty:
            return ours.extent.empty == known.extent.empty
        if ours.fractional.count and not known.fractional.count:
            return False
        return _reaches(known.extent, ours.extent)


def _reaches(known: Extent, ours: Extent) -> bool:
    room = (known.high - known.low) / 4
    covered = ours.high - ours.low >= (known.high - known.low) / 4
    return covered and known.low - room <= ours.low and ours.high <= known.high + room


@rule(
    "CSV162",
    "columns-in-another-order",
    "warning",
    summary="The columns of a channel or file seem to stand in another order than in the training data.",
    why="Columns are told by their place alone. The score of such data says nothing, and early stopping rests on it.",
    fix="Write all files with the same list of columns.",
    sources=("cdf-training.md#cdf-csv-format",),
    held=("csv", "parquet"),
    requires=("CSV120", "CSV121", "CSV130"),
)
def columns_in_another_order(case: Case) -> Iterator[Hit]:
    for against, file, ours, known in _compared(case):
        order = _order(ours, known)
        if order:
            moves = ", ".join(f"{number + 1} like {meant + 1}" for number, meant in [*order.items()][:SHOWN])
            more = ", ..." if len(order) > SHOWN else ""
            message = f"Columns that hold what others hold in {against!r}: {moves}{more}."
            yield file.hit(message, at(column=min(order) + 1))


@rule(
    "CSV165",
    "columns-on-another-scale",
    "warning",
    summary="Columns of a channel or file are many times as large as in the training data, or as small, in every row.",
    why="What is scaled in one place alone is another quantity in the other. The model learns from a mixture, or the "
    "score says nothing, and early stopping and tuning rest on it.",
    fix="Transform all files alike, in the same units and with the scaler that was fitted on the training data.",
    sources=("https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing",),
    requires=("CSV120", "CSV121", "CSV130"),
)
def columns_on_another_scale(case: Case) -> Iterator[Hit]:
    for against, file, ours, known in _compared(case):
        first = label_size(case, case.channels[file.channel]) or 0
        varied = [n for n in range(first, len(known.columns)) if known.varies(n) and ours.varies(n)]
        apart = [n for n in varied if differ_in_scale(ours.columns[n].extent, known.columns[n].extent)]
        scaled = len(apart) >= FEW and 2 * len(apart) >= len(varied)
        if not scaled or against not in case.channels:  # files of a channel may well be parted by what they hold
            apart = [n for n in apart if _is_measured(ours.columns[n], known.columns[n])]
        if apart and not _order(ours, known):
            here, there = ours.columns[apart[0]].extent, known.columns[apart[0]].extent
            message = f"Of {len(varied)} features {len(apart)} share no value with {against!r}, by their scale. "
            message += f"Column {apart[0] + 1} goes from {here.low:g} to {here.high:g}, there from {there.low:g} "
            yield file.hit(f"{message}to {there.high:g}.", at(column=apart[0] + 1))


def _is_measured(ours: Column, known: Column) -> bool:
    """Whether a column is in another unit; ids and counts, which are whole, are in none, but for seconds since 1970."""
    fractions = ours.fractional.count or known.fractional.count
    times = min(ours.extent.low, known.extent.low) >= SINCE_1970
    return bool(fractions or times) and differ_in_unit(ours.extent, known.extent)


class _Pair(NamedTuple):
    """The ranges of a file, or of the channel that it stands for, and those that are `against` them."""

    against: str
    file: File
    ours: _Ranges
    known: _Ranges


def _compared(case: Case) -> Iterator[_Pair]:
    """What is held against what: each channel of as many columns against the training data, and its files against the
    first of them.
    """
    train = training_channel(case)
    width = channel_width(train) if train else None
    if train is None or width is None or width > WIDEST or case.algorithm is None:
        return
    others = [channel for channel in case.channels.values() if channel is not train and channel_width(channel) == width]
    beside = [(file, channel.files) for channel in others if (file := table_file(channel))]
    yield from _held_against(train.name, train.files, beside, width)
    first, *rest = [file for file in train.files if isinstance(file.profile, Table) and file.profile.records]
    large = [file for file in rest[:MOST_FILES] if file.profile and file.profile.records >= ENOUGH_OF_FILE]
    yield from _held_against(first.path, (first,), [(file, (file,)) for file in large], width)


def _held_against(
    against: str, known: Sequence[File], beside: Sequence[tuple[File, Sequence[File]]], width: int
) -> Iterator[_Pair]:
    """Each of several sets of files, and the file that stands for it, against those that are known."""
    ranges = _Ranges(known, width) if beside else None
    for file, files in beside:
        ours = _Ranges(files, width)
        if ranges and min(ours.records, ranges.records) >= ENOUGH:
            yield _Pair(against, file, ours, ranges)


def _order(ours: _Ranges, known: _Ranges) -> dict[int, int]:
    """Which columns of the training data those out of place are, from 0; empty where no other order explains them."""
    misplaced = [number for number in range(len(known.columns)) if not ours.fits(number, known, number)]
    apart = [number for number in misplaced if ours.lies_apart(known, number)]
    if len(apart) < 2 or len(misplaced) > MOST:
        return {}
    meant: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for other in misplaced:
            if other not in tried and ours.fits(number, known, other):
                tried.add(other)
                if other not in meant or place(meant[other], tried):
                    meant[other] = number
                    return True
        return False

    if not all(place(number, set()) for number in misplaced):
        return {}
    return dict(sorted((number, other) for other, number in meant.items()))
