"""The rule on words that strayed into columns of numbers where columns of words are taken as well."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import tell_task
from advisor.case.model import Case
from advisor.case.tables.stray import stray_lines
from advisor.case.tables.text_cells import GAP_MARK, text_kind
from advisor.case.words import listed
from advisor.profile.base import Tally
from advisor.profile.tables.csv import CsvProfile
from advisor.rules.base import rule

SHOWN = 5
"""Columns that are named at most."""
PANDAS = "https://pandas.pydata.org/docs/reference/api/pandas.read_csv.html"
_GAPS = frozenset(("n/a", "na", "null", "none", "nan", "<na>", "#n/a", "#na"))
"""Words that pandas reads as a missing value, however they are spelt."""


@rule(
    "TAB117",
    "words-among-numbers",
    "warning",
    summary="A column of numbers holds words in a few cells, or a mark for missing values that pandas does not know.",
    why="A column has one type: with a single word in it all of its numbers are read as words, each of which is a "
    "category of its own.",
    fix="Delete the line if it is a header or a total that came along, as when files are joined. Leave cells empty "
    "where a value is missing.",
    sources=("InputOutput-AutoGluon-Tabular.md", PANDAS),
    requires=("CSV110", "CSV120", "CSV130"),
)
def words_among_numbers(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        if not tell_task(case, channel):
            continue
        strays = [number for number in range(len(csv.columns)) if _has_strays(csv, number)]
        if strays:
            seen = csv.cells("text", strays)
            words = dict.fromkeys(repr(sighting.value) for sighting in seen.first)
            columns = f"{'column' if len(strays) == 1 else 'columns'} {listed([n + 1 for n in strays], SHOWN)}"
            yield file.hit(f"Words among the numbers of {columns}: {listed(words, SHOWN)}.", seen)


def _has_strays(csv: CsvProfile, number: int) -> bool:
    """Whether there are words in a column that are few, or a mark for what is missing that is read as a word."""
    column = csv.columns[number]
    words = column.seen.get("text", Tally())
    values = {(sighting.value or "").strip() for sighting in words.first}
    if not words.count or all(value.lower() in _GAPS for value in values):
        return False
    kind = text_kind(values)
    is_mark = kind is not None and kind[0] == GAP_MARK and column.numbers >= words.count
    return is_mark or bool(stray_lines(csv, (number,)))
