"""Which columns of a table hold categories: those that `categorical_index.json` names, and those of words."""

from __future__ import annotations

from collections.abc import Collection

from advisor.case.model import Case, Channel
from advisor.knowledge.models.requirements import Cells
from advisor.profile.columns import Column
from advisor.profile.tables.category_index import CategoryIndexProfile
from advisor.profile.tables.csv import CsvProfile

MOST_CODES, OFTEN = 20, 10
"""How many different whole numbers may be codes of categories, and how often each of them comes on average."""
TRUTH = {"True", "TRUE", "true", "False", "FALSE", "false"}
"""The words that pandas reads as truth values where a column holds nothing else."""


def named_columns(case: Case) -> tuple[int, ...]:
    """The columns, from 0, that a list of the categorical columns names; empty where there is none."""
    return next((tuple(index.columns) for _, _, index in case.profiled(CategoryIndexProfile)), ())


def word_columns(case: Case, channel: Channel, csv: CsvProfile) -> Collection[int]:
    """The features, from 0, that may hold words although the algorithm takes numbers."""
    named = named_columns(case) if _takes(case, channel, "categories") else ()
    truth = [i for i, column in enumerate(csv.columns) if i and _is_truth(column)]
    return {*named, *(truth if _takes(case, channel, "truth") else ())}


class Categories:
    """The columns of all CSV files together, by their numbers; 0 is the target."""

    def __init__(self, case: Case) -> None:
        self._columns = [csv.columns for _, _, csv in case.profiled(CsvProfile)]
        self.width = min(map(len, self._columns), default=0)

    def _all(self, number: int) -> list[Column]:
        return [columns[number] for columns in self._columns if number < len(columns)]

    def has_text(self, number: int) -> bool:
        return any(column.count("text", "ipv4") for column in self._all(number))

    def has_fractions(self, number: int) -> bool:
        """Whether the column holds numbers alone, and some are not whole. One text makes all its cells text."""
        return not self.has_text(number) and any(column.fractional.count for column in self._all(number))

    def has_gaps(self, number: int) -> bool:
        return any(column.count("empty", "nan") for column in self._all(number))

    def likely(self) -> list[int]:
        """The features of a few whole numbers, each of which comes often."""
        return [number for number in range(1, self.width) if all(map(_is_coded, self._all(number)))]

    def moved(self, named: list[int], steps: tuple[int, ...] = (1, -1)) -> list[int]:
        """The numbers as they are meant where each is one off: then all columns of text are named, and no fractions."""
        text = {number for number in range(1, self.width) if self.has_text(number)}
        for step in steps:
            moved = [number + step for number in named]
            within = all(0 < number < self.width for number in moved)
            if within and text <= {*moved} and not any(map(self.has_fractions, moved)):
                return moved
        return []


def _is_coded(column: Column) -> bool:
    counts = column.distinct.counts
    whole = bool(counts) and not column.fractional.count and not column.odd
    return whole and len(counts or ()) <= MOST_CODES and OFTEN * len(counts or ()) <= column.numbers


def _is_truth(column: Column) -> bool:
    return column.odd.keys() == {"text"} and not column.numbers and {*(column.distinct.counts or "?")} <= TRUTH


def may_be_named(case: Case, channel: Channel) -> bool:
    """Whether the algorithm takes text in the columns that are named as categories."""
    return _takes(case, channel, "categories")


def _takes(case: Case, channel: Channel, words: str) -> bool:
    return any(words in cells.words for cells in case.requirements(Cells, channel.name))
