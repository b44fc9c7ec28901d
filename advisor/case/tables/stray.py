"""Words that strayed into columns of numbers: a header or a total that came along, a slip of the hand."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.profile.tables.csv import CsvProfile

FEW = 3
"""Cells of words in a column up to which they are strays."""
SHARE = 50
"""Numbers that the column must hold for each of them."""


def stray_lines(csv: CsvProfile, columns: Iterable[int]) -> list[int]:
    """The lines that hold words in columns (from 0) of numbers; empty where a column holds words for good."""
    lines: set[int] = set()
    for column in (csv.columns[number] for number in columns):
        words = column.seen.get("text")
        if words is None:
            continue
        if words.count > FEW or column.numbers < SHARE * words.count:
            return []
        lines |= {sighting.place.line or 0 for sighting in words.first}
    return sorted(lines)
