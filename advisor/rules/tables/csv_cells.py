"""Rules on the cells of a CSV: text, gaps and values that are not numbers where numbers must stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from advisor.case.hit import Hit
from advisor.case.labels.seeming import classes_at_the_end, tell_rows_apart
from advisor.case.measures import label_size, wants_label
from advisor.case.model import Case, Channel, File, at
from advisor.case.tables.categories import may_be_named, word_columns
from advisor.case.tables.cells import column_kinds, takes_cells, takes_number_labels
from advisor.case.tables.columns import could_be_chosen
from advisor.case.tables.stray import stray_lines
from advisor.case.tables.text_cells import address_kind, text_kind
from advisor.case.words import listed, number_of
from advisor.knowledge.models.requirements import Columns, Weights
from advisor.profile.base import Tally
from advisor.profile.columns import Column
from advisor.profile.predicates import CellIsNot, ValueOutside
from advisor.profile.tables.csv import CsvProfile
from advisor.rules.base import rule
from advisor.rules.raised import IP_INSIGHTS, TABLE_READERS
from advisor.rules.sources import CSV

MISSING_VALUES = "linear-learner.md"
NO_LAST_DELIMITER = "Remove the delimiter at the end of each row, for example with `sed -i 's/,$//' FILE`."
FIND_LABELS = "Find the missing labels, or drop their rows. A label that is made up is learnt as if it were true."
NUMBER_CLASSES = "Number the classes 0, 1, 2, ... (pandas: `df[column] = pandas.factorize(df[column])[0]`)."
STRAYED = (
    "All else is numbers. Delete line {lines} if it is a header or a total that came along, as when files are joined; "
    "otherwise write numbers there."
)
LAST = "Column {number}, the last one, holds classes: if it is what is to be predicted, write it first."
LEAVE_OUT = (
    "Nearly every row has its own word there, like an id: leave it out, and write what is to be predicted first."
)
NAME_CATEGORIES = (
    "If they are categories, name the columns in cat_index_list of categorical_index.json, where the target is 0: "
    "{columns}. Else turn the words into numbers, or drop the column."
)
AUTOGLUON = (
    "https://github.com/autogluon/autogluon/blob/master/tabular/src/autogluon/tabular/learner/default_learner.py"
)


def _columns_that_take(case: Case, channel: Channel, *kinds: str) -> range | None:
    """The columns (from 0) in which one of the kinds must stand: all (None), those of labels that are numbers, none."""
    if column_kinds(case, channel):
        return range(0)
    if takes_cells(case, channel, *kinds):
        return None
    return range(label_size(case, channel) or 0 if takes_number_labels(case, channel) else 0)


@rule(
    "CSV130",
    "cell-not-a-number",
    "error",
    summary="A cell that must be a number holds text.",
    why="The algorithm computes with every cell; text stops the reader, or silently becomes a missing value.",
    fix="Turn the words into numbers (`pandas.get_dummies` makes a column of 0 and 1 for each category), or drop the "
    "column.",
    sources=(CSV,),
    requires=("CSV101", "CSV123"),
    training_error="Unable to parse csv: could not convert string to float",
    raised_by=TABLE_READERS,
    conversion="turn text into numbers",
)
def cell_not_a_number(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        judged, words = (
            _columns_that_take(case, channel, "number", "number-or-missing"),
            word_columns(case, channel, csv),
        )
        taken = [i for i in (range(len(csv.columns)) if judged is None else judged) if i not in words]
        seen = Tally.of([csv.cells("text", taken), csv.cells("ipv4", taken)])
        if seen.count:
            columns = sorted({s.place.column or 0 for s in seen.first})
            where = "column " if len(columns) == 1 else "columns "
            where += listed(columns, 5)
            plural = "cell holds" if seen.count == 1 else "cells hold"
            what, fix = text_kind(s.value for s in seen.first) or ("text", None)
            if file.kind == "prose":
                what, fix = "words of sentences", COUNT_WORDS
            elif fix is None and (lines := stray_lines(csv, taken)):
                fix = STRAYED.format(lines=listed(lines, 5))
            elif fix is None and wants_label(case, channel) and columns[-1] <= (label_size(case, channel) or 0):
                fix = _label_fix(csv, csv.columns[columns[0] - 1])
            elif fix is None and may_be_named(case, channel):
                fix = NAME_CATEGORIES.format(columns=", ".join(str(column - 1) for column in columns))
            yield file.hit(f"{seen.count} {plural} {what} where a number is needed ({where}).", seen, fix=fix)


def _label_fix(csv: CsvProfile, label: Column) -> str:
    """What to do with labels that are words: they may be ids, and the target may stand last."""
    number = classes_at_the_end(csv)
    last = f" {LAST.format(number=number)}" if number else ""
    return (LEAVE_OUT if tell_rows_apart(label) else NUMBER_CLASSES) + last


@rule(
    "CSV131",
    "empty-cell",
    "error",
    summary="A cell is empty.",
    why="The algorithm does not accept missing values.",
    fix="Fill the gaps (for example with the column's mean or median), or drop the rows.",
    sources=(MISSING_VALUES, "https://github.com/aws/amazon-sagemaker-examples/issues/161"),
    training_error="Found missing (NaN) values. Please remove any missing (NaN) values in the input data.",
    raised_by=TABLE_READERS,
    conversion="fill the missing values",
)
def empty_cell(case: Case) -> Iterator[Hit]:
    yield from _class_of_cells(case, "empty", ("number",), "empty")


@rule(
    "CSV132",
    "cell-is-nan",
    "error",
    summary="A cell holds NaN.",
    why="The algorithm does not accept missing values; a single NaN turns every sum that it enters into NaN.",
    fix="Fill the gaps (for example with the column's mean or median), or drop the rows.",
    sources=(MISSING_VALUES,),
    training_error="Found missing (NaN) values. Please remove any missing (NaN) values in the input data.",
    raised_by=TABLE_READERS,
    conversion="fill the missing values",
)
def cell_is_nan(case: Case) -> Iterator[Hit]:
    yield from _class_of_cells(case, "nan", ("number",), "NaN")


@rule(
    "CSV133",
    "cell-is-infinite",
    "error",
    summary="A cell holds an infinite value.",
    why="An infinite value makes every sum that it enters infinite; readers refuse it.",
    fix="Find the division or overflow that causes it; clip or drop the value.",
    sources=(MISSING_VALUES,),
    training_error="Found infinite floating point values.",
    raised_by=TABLE_READERS,
)
def cell_is_infinite(case: Case) -> Iterator[Hit]:
    yield from _class_of_cells(case, "infinite", ("number", "number-or-missing"), "infinite")


@rule(
    "CSV134",
    "cell-beyond-float32",
    "error",
    summary="A number is beyond what a 32-bit float can hold.",
    why="The values are read as 32-bit floats (at most 3.4e38 in size); anything greater becomes infinite.",
    fix="Rescale the column, or take its logarithm.",
    sources=("cdf-training.md",),
    training_error="Found infinite floating point values.",
    raised_by=TABLE_READERS,
)
def cell_beyond_float32(case: Case) -> Iterator[Hit]:
    demands = ("number", "number-or-missing")
    yield from _class_of_cells(case, "beyond-float32", demands, "beyond the range of a 32-bit float")


def _class_of_cells(case: Case, cls: str, demands: tuple[str, ...], called: str) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        judged = _columns_that_take(case, channel, *demands)
        seen, one, many = csv.cells(cls, judged), "label is", "labels are"
        if judged is None:
            one, many = "cell is", "cells are"
        if seen.count:
            fix = NO_LAST_DELIMITER if cls == "empty" and _ends_in_delimiter(csv) else None
            if judged is not None and cls in ("empty", "nan"):
                fix = FIND_LABELS
            yield file.hit(f"{seen.count} {one if seen.count == 1 else many} {called}.", seen, fix=fix)


def _ends_in_delimiter(csv: CsvProfile) -> bool:
    """Whether every row ends in a delimiter, behind which stands an empty cell, and no other cell is empty."""
    empty = [column.count("empty") for column in csv.columns]
    return csv.records > 1 and empty[-1] == csv.records == sum(empty)


@rule(
    "CSV135",
    "padded-cell",
    "warning",
    summary="A value has spaces around it.",
    why="Some readers strip the spaces, others take the cell for text.",
    fix="Write the cells without spaces around them.",
    sources=(CSV,),
)
def padded_cell(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        texts = [number for number, kind in enumerate(column_kinds(case, channel)) if kind in ("text", "ipv4")]
        seen = csv.cells("padded", (number for number in range(len(csv.columns)) if number not in texts))
        if seen.count:
            plural = "cell has" if seen.count == 1 else "cells have"
            yield file.hit(f"{seen.count} {plural} spaces around the value.", seen)


@rule(
    "CSV136",
    "row-without-label",
    "warning",
    summary="A row has no label.",
    why="AutoGluon skips such rows and only writes a line to its log: the model learns from less data.",
    fix="Fill in the labels, or drop the rows.",
    sources=(AUTOGLUON,),
    training_error="Ignoring training examples for which the label value in column is missing",
)
def row_without_label(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        if wants_label(case, channel) and not takes_number_labels(case, channel):
            labels = range(label_size(case, channel) or 0)
            seen = Tally.of([csv.cells("empty", labels), csv.cells("nan", labels)])
            if seen.count:
                yield file.hit(f"Rows without a label: {seen.count}.", seen)


def _weighted(case: Case) -> Iterator[tuple[File, CsvProfile, int, Weights]]:
    """The tables that have weights, with the column of these, from 0."""
    for channel, file, csv in case.profiled(CsvProfile):
        weights = next(case.requirements(Weights, channel.name), None)
        number = label_size(case, channel) or 0
        if weights is not None and number < len(csv.columns):
            yield file, csv, number, weights


@rule(
    "CSV137",
    "weight-not-a-number",
    "error",
    summary="The weight of a row is empty, not a finite number, or below 0.",
    why="A weight says how much a row counts. An empty weight is read as 0, so the row does not count. NaN is "
    "left out, so the weights no longer match the rows. A negative weight is accepted, and reverses what is "
    "learned.",
    fix="Write a number of 0 or more into the column after the label. If that column is a feature, leave "
    "csv_weights out.",
    sources=(CSV,),
)
def weight_not_a_number(case: Case) -> Iterator[Hit]:
    for file, csv, number, weights in _weighted(case):
        seen = Tally.of([csv.cells(cls, range(number, number + 1)) for cls in ("empty", "nan", "infinite")])
        if seen.count:
            yield file.hit(f"Weights that are not finite numbers: {seen.count}.", seen, sources=weights.sources)
        if csv.columns[number].extent.low < 0:
            message = f"The lowest weight is {csv.columns[number].extent.low:g}."
            below = ValueOutside("weights", number, minimum=0.0)
            yield file.hit(message, locate=below, severity="warning", sources=weights.sources)


@rule(
    "CSV138",
    "weights-of-zero-and-one",
    "warning",
    summary="The column of weights holds nothing but 0 and 1.",
    why="With csv_weights = 1 the column after the label is the weight of the row, and a row that weighs 0 is not "
    "learned from. A column of 0 and 1 is more likely a feature, or the label.",
    fix="If the column is a feature, leave csv_weights out, or write the weights in front of it. If the zeros are "
    "meant, drop their rows.",
    sources=(CSV,),
)
def weights_of_zero_and_one(case: Case) -> Iterator[Hit]:
    for file, csv, number, weights in _weighted(case):
        counts = csv.columns[number].distinct.counts
        if counts and set(counts) == {0, 1}:
            column, rows = number + 1, number_of(csv.records, "row")
            message = f"Column {column}, the weights, holds only 0 and 1: {counts[0]} of {rows} weigh nothing."
            yield file.hit(message, locate=ValueOutside("weights", number, minimum=1.0), sources=weights.sources)


KINDS = {"integer": "whole number", "ipv4": "IPv4 address", "text": "text", "any": "anything"}
_FAULTY = {
    "ipv4": ("is not an IPv4 address", "are not IPv4 addresses"),
    "integer": ("is not a whole number", "are not whole numbers"),
    "text": ("is empty", "are empty"),
}
"""What is said of a cell, and of several, that are not of a kind."""
NUMBER_NAMES = "Number names of classes 0, 1, 2, ... (`pandas.factorize`)."
COUNT_WORDS = (
    "Turn the sentences into counts of words, for example with scikit-learn's CountVectorizer, and write them as "
    "RecordIO-protobuf or CSV; the words themselves, one a line, are the vocabulary."
)
IN_ORDER = "write the columns in the order that it reads, classes as numbers"


@rule(
    "CSV140",
    "cell-of-wrong-kind",
    "error",
    summary="A cell does not hold the kind of value that its column must have.",
    why="The algorithm reads each column as one kind of value, and stops at a cell of any other kind.",
    fix="Correct the cell, or drop the row.",
    sources=(CSV,),
    requires=("CSV122",),
    training_error="Unable to parse entity or IP address correctly",
    raised_by=IP_INSIGHTS,
)
def cell_of_wrong_kind(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        for columns in case.requirements(Columns, channel.name):
            for number, kind in enumerate(columns.kinds):
                conversion = IN_ORDER if could_be_chosen(case, channel, csv) else None
                hits = _wrong_kind(file, csv, number, kind, columns)
                yield from (replace(hit, conversion=conversion) for hit in hits)


def _other_of_kind(csv: CsvProfile, number: int, kind: str, total: int) -> int | None:
    """Another column, all cells of which are what this one should hold."""
    for other, column in enumerate(csv.columns):
        right = {"ipv4": column.count("ipv4"), "integer": 0 if column.fractional.count else column.numbers}
        if other != number and right.get(kind) == total:
            return other
    return None


def _wrong_kind(file: File, csv: CsvProfile, number: int, kind: str, columns: Columns) -> Iterator[Hit]:
    if kind == "any" or number >= len(csv.columns):
        return
    column = csv.columns[number]
    total = column.numbers + column.count(*(cls for cls in column.seen if cls != "padded"))
    right = {
        "integer": column.numbers - column.fractional.count,
        "ipv4": column.count("ipv4"),
        "text": total - column.count("empty"),
    }[kind]
    if right == total:
        return
    is_bounded = kind == "integer" and column.fractional.full
    count = f"{total - right:,} or more" if is_bounded else f"{total - right}"
    cells = f"{count} {'cell' if total - right == 1 else 'cells'} of column {number + 1}"
    message, fix = f"{cells} {_FAULTY[kind][total - right > 1]}.", None
    swapped = _other_of_kind(csv, number, kind, total)
    if swapped is not None and (kind == "ipv4" or not right):
        message = f"{cells} {_FAULTY[kind][total > 1]}; those of column {swapped + 1} are."
        fix = f"Swap columns {min(swapped, number) + 1} and {max(swapped, number) + 1}: {_order_of(columns)}."
    elif kind == "integer" and (is_bounded or not right):
        fix = f"Write the columns in this order: {_order_of(columns)}. {NUMBER_NAMES}"
    elif kind == "ipv4" and (found := _found_instead(column, total - right)):
        message, fix = f"{message} Found instead: {found[0]}.", found[1]
    seen = column.seen.get("empty") if kind == "text" else None
    look = None if seen else CellIsNot(number, kind)
    yield file.hit(message, seen, locate=look, fix=fix, severity=columns.severity, sources=columns.sources)


def _order_of(columns: Columns) -> str:
    return ", then ".join(KINDS[kind] for kind in columns.kinds)


def _found_instead(column: Column, wrong: int) -> tuple[str, str] | None:
    """What stands in the place of addresses, and what mends it, where all of it is of one kind."""
    odd = column.seen.get("text")
    return address_kind(sighting.value for sighting in odd.first) if odd and odd.count == wrong else None


FEW_ADDRESSES, MANY_NAMES, MOST_ROWS = 5, 50, 0.9
"""Addresses up to which, and names and the share of the rows from which on it is plain that they are not the users'."""


@rule(
    "CSV141",
    "few-addresses",
    "warning",
    summary="Many entities have the same few IP addresses.",
    why="The algorithm learns from which addresses an entity usually comes. Where all come from the same few, as "
    "behind a load balancer or a proxy, there is nothing to learn, and any other address looks strange.",
    fix="Log the address of the client, which a proxy hands on in the header X-Forwarded-For, and not that of the "
    "connection.",
    sources=("ip-insights-howitworks.md",),
    requires=("CSV140",),
)
def few_addresses(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        kinds = next((columns.kinds for columns in case.requirements(Columns, channel.name)), ())
        number = kinds.index("ipv4") if "ipv4" in kinds else len(csv.columns)
        found = csv.columns[number].distinct.counts if number < len(csv.columns) else None
        if not found or csv.names.count < MANY_NAMES:
            continue
        few: list[str] = []
        rows = 0
        for address, times in Counter(found).most_common(FEW_ADDRESSES):
            if rows < MOST_ROWS * csv.records:
                few, rows = [*few, str(address)], rows + times
        if rows >= MOST_ROWS * csv.records:
            shown = "1 address" if len(few) == 1 else f"{len(few)} addresses"
            message = f"There are {csv.names.count:,} names, and {shown} in {rows:,} of {csv.records:,} rows: "
            yield file.hit(f"{message}{', '.join(sorted(few))}.", at(column=number + 1))
