"""What the columns of a table could be, whatever their order."""

from __future__ import annotations

import re

from advisor.case.measures import Table
from advisor.case.model import Case, Channel
from advisor.knowledge.models.requirements import Columns
from advisor.profile.base import FileProfile
from advisor.profile.columns import Column

WORDS = 3
"""Words that a cell of prose has on average, at least."""

_DATE = re.compile(r"\d{4}[-/.]\d\d?[-/.]\d\d?([T ].*)?|\d\d?[-/.]\d\d?[-/.]\d{4}([T ].*)?")


def has_prose(profile: FileProfile | None) -> bool:
    """Whether a table has a column of sentences, and another beside it that may say what they are."""
    return isinstance(profile, Table) and len(profile.columns) > 1 and any(map(_is_prose, profile.columns))


def has_dates(profile: FileProfile | None) -> bool:
    """Whether a table has a column of dates, and one of numbers."""
    columns = _columns(profile)
    return any(map(is_dates, columns)) and any(column.numbers for column in columns)


def could_be_chosen(case: Case, channel: Channel, profile: FileProfile | None) -> bool:
    """Whether the sample rows have the columns that the algorithm reads, such as addresses or sentences."""
    kinds = {kind for columns in case.requirements(Columns, channel.name) for kind in columns.kinds}
    if "ipv4" in kinds:
        return any(2 * column.count("ipv4") > _cells(column) for column in _columns(profile))
    return "text" not in kinds or has_prose(profile)


def _columns(profile: FileProfile | None) -> list[Column]:
    """The columns of a table; samples of another form hold numbers alone."""
    return profile.columns if isinstance(profile, Table) else []


def _cells(column: Column) -> int:
    return column.numbers + column.count("text", "ipv4", "empty")


def _texts(column: Column) -> list[str]:
    """The first few texts of a column that holds hardly anything else."""
    text = column.seen.get("text")
    return [sample.value or "" for sample in text.first] if text and 2 * text.count > _cells(column) else []


def _is_prose(column: Column) -> bool:
    texts = _texts(column)
    return bool(texts) and sum(len(text.split()) for text in texts) >= WORDS * len(texts)


def is_dates(column: Column) -> bool:
    """Whether a column holds dates in words."""
    texts = _texts(column)
    return bool(texts) and all(_DATE.fullmatch(text.strip()) for text in texts)
