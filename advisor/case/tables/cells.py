"""What an algorithm asks of the cells and columns of a channel of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.case.hit import Hit
from advisor.case.measures import Table, channel_width, label_size, table_file, training_channel, wants_label
from advisor.case.model import Case, Channel, File
from advisor.case.words import number_of
from advisor.knowledge.models.requirements import Cells, Columns, Labels
from advisor.profile.base import Bounded, Tally
from advisor.profile.columns import Column
from advisor.profile.predicates import ValueOutside


def takes_cells(case: Case, channel: Channel, *kinds: str) -> bool:
    """Whether the algorithm's demand on the cells of this channel is one of the kinds."""
    return any(cells.values in kinds for cells in case.requirements(Cells, channel.name))


def column_kinds(case: Case, channel: Channel) -> tuple[str, ...]:
    return next((c.kinds for c in case.requirements(Columns, channel.name) if c.kinds), ())


def takes_number_labels(case: Case, channel: Channel) -> bool:
    """Whether every row of this channel must have a number as its label."""
    demanded = case.requirements(Labels, channel.name)
    return any(labels.presence == "required" and labels.values != "any" for labels in demanded)


def below_minimum(case: Case, file: File, features: Sequence[Column], labels: int = 0) -> Iterator[Hit]:
    """Features of a file below the least value that the algorithm takes. `labels`: the columns before them."""
    low = min((column.extent.low for column in features), default=0.0)
    for cells in case.requirements(Cells, file.channel):
        if cells.minimum is not None and low < cells.minimum:
            message = f"The lowest value is {low:g}; it must be at least {cells.minimum:g}."
            look = ValueOutside("features", labels, minimum=cells.minimum)
            yield file.hit(message, locate=look, severity=cells.severity, sources=cells.sources)


def not_whole(case: Case, file: File, features: Sequence[Column], labels: int = 0) -> Iterator[Hit]:
    """Features of a file that are fractions where the algorithm takes whole numbers."""
    broken = Bounded.of(column.fractional for column in features)
    for cells in case.requirements(Cells, file.channel):
        if cells.integral and broken.count:
            message = f"Values that are not whole numbers: {broken}."
            look = ValueOutside("features", labels, integral=True)
            yield file.hit(message, locate=look, severity=cells.severity, sources=cells.sources)


def differing_width(case: Case, kind: type[Table], place: Tally) -> Iterator[Hit]:
    """The channels of tables of one kind that have another number of features than the training channel."""
    train = training_channel(case)
    if train is None or case.algorithm is None:
        return
    wanted = channel_width(train)
    for channel in case.channels.values():
        width = channel_width(channel)
        unlabelled = any(wants_label(case, c) and label_size(case, c) == 0 for c in (train, channel))
        if channel is train or wanted is None or width is None or unlabelled:
            continue
        labels = (label_size(case, train), label_size(case, channel))
        file = table_file(channel)
        differs = None not in labels and width - (labels[1] or 0) != wanted - (labels[0] or 0)
        if differs and file and isinstance(file.profile, kind):
            ours, theirs = _cells(width, labels[1]), _cells(wanted, labels[0])
            yield file.hit(f"In {channel.name!r} each row has {ours}; in {train.name!r}, {theirs}.", place)


def _cells(width: int, labels: int | None) -> str:
    cells = number_of(width, "cell")
    return f"{cells}, {labels} of them the label" if labels else f"{cells} and no label"


def miscounted_columns(case: Case, kind: type[Table], place: Tally) -> Iterator[Hit]:
    """The tables of one kind that do not have the number of columns that the algorithm reads."""
    for channel in case.channels.values():
        width, file = channel_width(channel), table_file(channel)
        if file is None or not isinstance(file.profile, kind):
            continue
        for columns in case.requirements(Columns, channel.name):
            exactly = columns.exactly if columns.exactly is not None else width
            if width is None or (width == exactly and width >= (columns.at_least or 0)):
                continue
            wanted = f"exactly {columns.exactly}" if columns.exactly is not None else f"at least {columns.at_least}"
            name = case.algorithm.name if case.algorithm else ""
            message = f"Each row has {number_of(width, 'cell')}; {name} reads {wanted}."
            yield file.hit(message, place, severity=columns.severity, sources=columns.sources)
