"""Rules on samples that come again in the training data: as they are, or with another label."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import Table, are_classes, label_columns, label_size, training_channel, wants_label
from advisor.case.model import Case, Channel, at
from advisor.case.tables.columns import has_prose
from advisor.case.tables.row_index import MANY_ROWS
from advisor.knowledge.models.requirements import Labels
from advisor.profile.base import FileProfile
from advisor.profile.columns import Column
from advisor.profile.predicates import StandsOften
from advisor.profile.sketch import ERROR, KEPT, Sketch
from advisor.profile.tables.csv import CsvProfile
from advisor.profile.text.sentences import SentencesProfile
from advisor.profile.text.sequence_pairs import SequencePairsProfile
from advisor.rules.base import rule

INSIGHTS = "https://docs.aws.amazon.com/sagemaker/latest/dg/data-wrangler-data-insights.html#data-wrangler-data-insights-samples"

SETTLE = "Settle which label is right, and keep each sample once."
LABELLED = (CsvProfile, SentencesProfile, SequencePairsProfile)

REPEATED = 0.2
"""The share of rows that stand there before, from which on it is said."""
TELLING = 2
"""Features, at least, of which a value hardly comes again, where equal rows are no chance."""
HARDLY = 4
"""Rows that share a value of such a feature, on average at most."""
OFTEN, PART = 10, 50
"""How often a row may come, or which part of all rows: one that comes more often is a state that lasts."""
CONTRADICTED, ROUGHLY = 0.1, 0.2
"""The share of rows that repeat another but for the label, from which on it is said; where it is an estimate."""
LONG = 30
"""Bytes of a line, on average, that is a sentence and no catchword."""


@rule(
    "TAB108",
    "rows-repeated",
    "warning",
    summary="Many rows of the training data stand there more than once, though their numbers hardly come again "
    "by chance.",
    why="A row that stands there twice counts twice, and is learnt by heart. Joins that find two partners make such "
    "rows, and files that were added twice. Split at random afterwards, validation holds rows of the training data.",
    fix="Write each row once (pandas: `df.drop_duplicates()`), and look for what doubled them, such as a join.",
    sources=(INSIGHTS,),
    requires=("CSV120", "CSV130"),
)
def rows_repeated(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    for file in train.files if train and wants_label(case, train) else ():
        table = file.profile
        if train is None or not isinstance(table, Table) or table.records < MANY_ROWS or not table.texts.least:
            continue
        estimated = len(table.texts.least) == KEPT
        repeats = table.records - int(table.texts.count * (1 + ERROR * estimated))
        by_chance = len(_telling(table, label_size(case, train) or 0)) < TELLING
        if by_chance or repeats < REPEATED * table.records or repeats <= _of_rarer_classes(case, train, table):
            continue
        about = "At least" if estimated else ""
        message = f"{about} {repeats:,} of {table.records:,} rows stand in the file before.".lstrip()
        often = StandsOften(max(OFTEN, table.records // PART))
        yield file.hit(message, at(), unless=often)


def _telling(table: Table, labels: int) -> list[Column]:
    """The features of which a value hardly comes again."""
    return [
        column
        for column in table.columns[labels:]
        if column.fractional.count
        and (column.distinct.counts is None or HARDLY * len(column.distinct.counts) >= table.records)
    ]


def _of_rarer_classes(case: Case, channel: Channel, table: Table) -> int:
    """The rows of all classes but the commonest, which may have been repeated on purpose, to weigh as much."""
    for label in label_columns(case, channel, table)[:1]:
        if label.distinct.counts and not label.fractional.count and len(label.distinct.counts) * OFTEN <= table.records:
            return label.numbers - max(label.distinct.counts.values())
    return 0


@rule(
    "TAB109",
    "labels-contradict",
    "warning",
    summary="Many samples of the training data stand there again with another label.",
    why="What says two things of the same sample teaches neither, and no model can be right on both. The work of "
    "several annotators that was put together without being settled looks so.",
    fix=SETTLE,
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/sms-annotation-consolidation.html",),
    held=("csv", "sentences", "sequence-pairs"),
    requires=("CSV120", "CSV130", "SEN117"),
)
def labels_contradict(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    for file in train.files if train else ():
        profile = file.profile
        if train is None or not isinstance(profile, LABELLED) or profile.records < MANY_ROWS:
            continue
        lines, bodies = profile.texts.count, profile.bodies.count
        share, about = (ROUGHLY, "About ") if _is_estimate(profile.texts) else (CONTRADICTED, "")
        again = lines - bodies
        if not again or again < share * lines or lines > 2 * bodies or not _has_one_label(case, train, profile):
            continue
        message = f"{about}{again:,} times a sample comes again with another label, of {bodies:,} different samples."
        if isinstance(profile, CsvProfile):
            yield file.hit(message, at(column=1))
        elif isinstance(profile, SequencePairsProfile):
            yield file.hit(message, at(), fix=f"{SETTLE} No pair drawn as a negative one may be among the positive.")
        else:
            fix = "Settle which label is right, and keep each text once; where it has several, write them on one line."
            yield file.hit(message, at(), fix=fix)


def _is_estimate(texts: Sketch) -> bool:
    return len(texts.least) == KEPT


def _has_one_label(case: Case, channel: Channel, profile: FileProfile) -> bool:
    """Whether each line has one label of a few, and what is left of it comes again by chance in no other line."""
    if isinstance(profile, SentencesProfile):
        labelled = any(labels.presence == "required" for labels in case.requirements(Labels, channel.name))
        return labelled and not profile.several and profile.bytes >= LONG * profile.records
    if isinstance(profile, SequencePairsProfile):
        return are_classes(case, channel)
    if not isinstance(profile, CsvProfile) or label_size(case, channel) != 1 or not are_classes(case, channel):
        return False
    if has_prose(profile):
        return profile.bytes >= LONG * profile.records
    return len(_telling(profile, 1)) >= TELLING
