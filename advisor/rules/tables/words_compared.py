"""Rules that hold the words of a table, its labels and its categories, against each other, and against those of the
training data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from advisor.case.hit import Hit
from advisor.case.labels.spellings import several_spellings
from advisor.case.labels.tables import MOST_CLASSES
from advisor.case.measures import (
    Table,
    channel_width,
    is_partly_read,
    label_size,
    table_file,
    tell_task,
    training_channel,
)
from advisor.case.model import Case, Channel, File, at
from advisor.case.tables.cells import column_kinds
from advisor.case.tables.text_cells import DATE, GAP_MARK, NUMBERS, text_kind
from advisor.case.words import listed, number_of
from advisor.profile.columns import Column
from advisor.profile.tables.csv import CsvProfile
from advisor.rules.base import rule

FEW_ROWS = 10
"""Rows below which nothing is supposed of words, and those that each has at least on average."""
SHOWN = 5
"""Words that are named at most."""
SPELT = 0.1
"""The share of rows with words that training spells otherwise, from which on it is no slip of somebody's hand."""
MOST = 0.5
"""The share of rows with words that training has not, from which on the column is another one."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPANS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
}  # fmt: skip
_SHORT_SPANS = {name[:3] for name in _SPANS}


@rule(
    "TAB112",
    "label-words-differ-from-training",
    "warning",
    summary="Another channel has labels in words that the training data lacks.",
    why="Each spelling is a class of its own, and the model cannot give one that it never saw.",
    fix="Write each class alike in all channels: capitals and blanks count.",
    sources=("InputOutput-AutoGluon-Tabular.md",),
    requires=("CSV110", "CSV120", "PAR111"),
)
def label_words_differ(case: Case) -> Iterator[Hit]:
    for file, number, words, known in _compared(case, labels=True):
        if unseen := [word for word in words if word not in known]:
            message = f"Classes of which the training data has no row: {listed(map(repr, unseen), SHOWN)}."
            yield file.hit(f"{message}{_spelt_otherwise(unseen, known)}", at(column=number + 1))


@rule(
    "TAB113",
    "category-words-differ-from-training",
    "warning",
    summary="The words of a column are for the most part not those of the training data, or are spelt otherwise.",
    why="Each spelling is a category of its own. What the model has learnt of one says nothing of the other.",
    fix="Write the column alike in all channels: capitals and blanks count, and Excel makes dates of `1-2`. Leave out "
    "what is new each time, such as names of people.",
    sources=("InputOutput-TabTransformer.md",),
    requires=("CSV110", "CSV120", "PAR111"),
)
def category_words_differ(case: Case) -> Iterator[Hit]:
    for file, number, words, known in _compared(case, labels=False):
        unseen = [word for word in words if word not in known]
        if all(map(_names_time, unseen)):
            continue
        spelt, rows = _spelt_otherwise(unseen, known), sum(words[word] for word in unseen)
        if rows >= (SPELT if spelt else MOST) * words.total():
            kind = "Numbers" if _has_numbers(case.channels[file.channel], number) else "Words"
            message = f"{kind} of column {number + 1} that the training data lacks: "
            message += f"{listed(map(repr, unseen), SHOWN)}.{spelt}"
            yield file.hit(message, at(column=number + 1))


@rule(
    "TAB114",
    "label-numbers-as-text",
    "warning",
    summary="The labels are numbers, written so that they are read as words.",
    why="No setting says which task it is. Of words each is a class of its own, where a number was to be foretold.",
    fix="Write plain numbers, without thousands separators, units or a decimal comma.",
    sources=("InputOutput-AutoGluon-Tabular.md",),
    requires=("CSV110", "CSV120"),
)
def label_numbers_as_text(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    if train is None or not tell_task(case, train) or label_size(case, train) != 1:
        return
    for file in train.files:
        if isinstance(file.profile, CsvProfile) and file.profile.columns:
            texts, counts = file.profile.columns[0].seen.get("text"), file.profile.columns[0].distinct.counts
            kind = text_kind(seen.value for seen in texts.first) if texts else None
            if texts and kind and kind[0] in NUMBERS and (counts is None or len(counts) > MOST_CLASSES):
                yield file.hit(f"Labels that are {kind[0]}: {texts.count:,}.", texts, fix=kind[1])


@rule(
    "TAB115",
    "word-spelt-in-several-ways",
    "warning",
    summary="A column of the training data spells the same word in several ways.",
    why="Capitals and blanks count: each spelling is a class or a category of its own, and the rows of one are torn "
    "apart. As classes they cannot be told from each other.",
    fix="Write each word in one way, for example with `df[column].str.strip().str.lower()`.",
    sources=("InputOutput-AutoGluon-Tabular.md", "InputOutput-TabTransformer.md"),
    requires=("CSV120",),
)
def word_spelt_in_several_ways(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    file = table_file(train) if train else None
    if train is None or file is None or case.algorithm is None or column_kinds(case, train):
        return
    for number in _of_words(train):
        counts = _values(train, number)
        if groups := several_spellings(counts):
            first, rows = groups[0], sum(counts[word] for group in groups for word in group)
            others = f", and so for {number_of(len(groups) - 1, 'other word')}" if len(groups) > 1 else ""
            message = f"Column {number + 1} holds {' and '.join(map(repr, first))}{others}: {number_of(rows, 'row')}."
            yield file.hit(message, at(column=number + 1))


def _compared(case: Case, *, labels: bool) -> Iterator[tuple[File, int, Counter[str], Counter[str]]]:
    """Each column (from 0) of words, here or in the training data, with the values of both: labels, or features."""
    train = training_channel(case)
    if train is None or not tell_task(case, train) or is_partly_read(case, train):
        return
    width = channel_width(train)
    beside = [
        (channel, file, label_size(case, channel) or 0)
        for channel in case.channels.values()
        if channel is not train and (file := table_file(channel)) and channel_width(channel) == width
    ]
    for number in _of_words(train, *(channel for channel, *_ in beside)):
        others = [(channel, file) for channel, file, size in beside if (number < size) == labels]
        known = _values(train, number) if others else Counter[str]()
        if len(known) < 2 or len(known) * FEW_ROWS > known.total():
            continue
        for channel, file in others:
            values = _values(channel, number)
            if values.total() >= FEW_ROWS and not (_has_numbers(train, number) and _has_numbers(channel, number)):
                yield file, number, values, known


def _of_words(*channels: Channel) -> list[int]:
    """The columns in which there are words, of those that all channels have."""
    tables = [file.profile for channel in channels for file in channel.files if isinstance(file.profile, Table)]
    width = min((channel_width(channel) or 0 for channel in channels), default=0)
    words = (n for table in tables for n, column in enumerate(table.columns[:width]) if "text" in column.seen)
    return sorted(set(words))


def _has_numbers(channel: Channel, number: int) -> bool:
    return any(column.numbers for column in _columns(channel, number))


def _columns(channel: Channel, number: int) -> list[Column]:
    tables = (file.profile for file in channel.files if isinstance(file.profile, Table))
    return [table.columns[number] for table in tables if number < len(table.columns)]


def _values(channel: Channel, number: int) -> Counter[str]:
    """How often each value stands in a column; nothing where words and numbers do, or too many values to be kept."""
    counts = [column.distinct.counts for column in _columns(channel, number)]
    are_words = {isinstance(value, str) for count in counts for value in count or ()}
    if None in counts or len(are_words) > 1:
        return Counter()
    found = Counter[str]()
    for count in counts:
        found.update({_written(value): times for value, times in (count or {}).items() if not _is_parsed(value)})
    return found


def _written(value: object) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


def _is_parsed(value: object) -> bool:
    """Whether it is a word that pandas reads as a truth value or a gap, however it is spelt."""
    if not isinstance(value, str):
        return False
    kind = text_kind((value,))
    return value.lower() in ("true", "false") or (kind is not None and kind[0] == GAP_MARK)


def _names_time(word: str) -> bool:
    """Whether a word names a day, a month or a year, which later data has others of."""
    kind, plain = text_kind((word,)), _plainly(word)
    is_date = kind is not None and kind[0] == DATE
    return is_date or plain in _SPANS or plain in _SHORT_SPANS or bool(_YEAR.search(word))


def _spelt_otherwise(unseen: list[str], known: Collection[str]) -> str:
    """How the training data spells one of the words, where only capitals and blanks differ."""
    plain = {_plainly(word): word for word in known}
    if len(plain) < len(known):  # capitals have a meaning
        return ""
    pair = next(((word, plain[_plainly(word)]) for word in unseen if _plainly(word) in plain), None)
    return f" The training data writes {pair[1]!r} for {pair[0]!r}." if pair else ""


def _plainly(word: str) -> str:
    return word.strip().lower()
