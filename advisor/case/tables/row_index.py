"""The index of a data frame that was saved with its rows: which column is one, and what it makes of the width."""

from __future__ import annotations

from advisor.case.measures import declared_label_size, label_size, measure, training_channel
from advisor.case.model import Case, Channel
from advisor.knowledge.models.requirements import Columns
from advisor.profile.tables.csv import CsvProfile

ENOUGH = 10
"""Rows from which on it is no chance that the first column counts them."""
MANY_ROWS = 100
"""Rows from which on a label that counts them from 0 is no target."""


def has_index(case: Case, channel: Channel, csv: CsvProfile) -> bool:
    """Whether the first column counts the rows; only a label may begin at any number."""
    every = {columns.exactly for columns in case.requirements(Columns, channel.name)}
    wide = (csv.head.commonest or 0) > 1 and csv.head.commonest not in every
    first = bool(label_size(case, channel)) or csv.index.first in (0.0, 1.0)
    return case.algorithm is not None and wide and first and csv.index.unbroken and csv.records >= ENOUGH


def width_without_index(case: Case) -> str | None:
    """The hyperparameter that gives the width without the column of the index; None where none does."""
    channel, wide = training_channel(case), measure(case, "features")
    if channel is None or wide is None or case.algorithm is None:
        return None
    if declared_label_size(channel) is None and not label_size(case, channel):
        return None  # the first column may be left out as a label
    tables = [file.profile for file in channel.holding(CsvProfile)]
    if not any(isinstance(csv, CsvProfile) and has_index(case, channel, csv) for csv in tables):
        return None
    facts = case.algorithm.hyperparameters.values
    names = (name for name, fact in facts.items() if fact.from_data and fact.from_data.measure == "features")
    return next((name for name in names if case.number(name) == wide - 1), None)
