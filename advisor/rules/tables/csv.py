"""Rules on CSV: how the file is written, and how wide its rows are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from csv import Error as CsvError
from csv import Sniffer
from dataclasses import replace

from advisor.case.hit import Hit
from advisor.case.measures import (
    channel_width,
    declared_label_size,
    has_no_usual_width,
    label_size,
    may_name_rows,
    table_file,
    takes_no_label,
    wants_label,
)
from advisor.case.model import Case, Channel, at
from advisor.case.tables.cells import (
    column_kinds,
    differing_width,
    miscounted_columns,
    takes_cells,
    takes_number_labels,
)
from advisor.case.tables.columns import could_be_chosen
from advisor.case.tables.row_index import MANY_ROWS, has_index, width_without_index
from advisor.case.words import number_of
from advisor.knowledge.models.requirements import OneDelimiter, PlainCells, PlainNumbers
from advisor.knowledge.versions import includes
from advisor.profile import faults
from advisor.profile.base import Tally
from advisor.profile.tables.csv import CsvProfile
from advisor.rules.base import fault_rule, rule
from advisor.rules.raised import TABLE_READERS, XGBOOST
from advisor.rules.sources import CSV
from advisor.rules.written import written

LINE_SNIFFED = 10_000
"""Characters of a line in which the delimiter is looked for."""
QUOTES = frozenset("\"'")

DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*", re.ASCII)
EXPONENT = re.compile(r"\d[eE][+-]?\d")

written(
    "csv",
    "the file",
    {
        "CSV101": (faults.NOT_UTF8_ENCODING, {"conversion": "write it in UTF-8"}),
        "CSV102": (faults.NOT_UTF8, {"requires": ("CSV101",), "conversion": "write it in UTF-8"}),
        "CSV103": (faults.BYTE_ORDER_MARK, {"severity": "warning"}),
    },
    sources=(CSV,),
)


fault_rule(
    "CSV104", "cr-line-ends", "warning", "The lines end in a lone carriage return (CR).", "csv",
    summary="The lines end in a lone carriage return.",
    why="Readers that split at line feeds see the whole file as one row.",
    fix="End each line with a line feed.",
    sources=(CSV,),
)  # fmt: skip

fault_rule(
    "CSV105", "unclosed-quote", "error", "Rows that open a quote and never close it: {count}.", "csv",
    summary="A quoted cell is never closed.",
    why="Everything up to the next quote, even in another row, becomes one cell.",
    fix="Close the quote, or double it where a quote is part of the text.",
    sources=(CSV,),
)  # fmt: skip

fault_rule(
    "CSV106", "stray-quote", "error", "Rows with text after a closing quote: {count}.", "csv",
    summary="Text continues after a closing quote.",
    why="A quoted cell ends at its closing quote; what follows up to the delimiter has no meaning.",
    fix="Quote the whole cell, and double the quotes inside it.",
    sources=(CSV,),
)  # fmt: skip


@rule(
    "CSV107",
    "blank-line",
    "warning",
    summary="A line is blank.",
    why="Some readers skip it, others read it as a row of missing values. XGBoost's container looks for the "
    "delimiter in the first line, and stops if that line is blank.",
    fix="Delete the blank lines.",
    sources=(CSV,),
    training_error="Could not determine delimiter on line",
    raised_by=XGBOOST,
)
def blank_line(case: Case) -> Iterator[Hit]:
    for file, blank in case.broken("blank-line"):
        if file.format == "csv":
            is_first = blank.first[0].place.line == 1
            requirement = next(case.requirements(OneDelimiter, file.channel), None) if is_first else None
            severity, sources = ("error", requirement.sources) if requirement else (None, None)
            where = ", the first of the file among them" if requirement else ""
            yield file.hit(f"Blank lines: {blank.count:,}{where}.", blank, severity=severity, sources=sources)


@rule(
    "CSV108",
    "wrong-delimiter",
    "error",
    summary="The cells are not separated by commas.",
    why="The readers split rows at commas; a row without any is one cell of text.",
    fix="Write the file with commas.",
    sources=(CSV,),
    conversion="separate the cells by commas",
)
def wrong_delimiter(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        facts = case.content_type(channel)
        if csv.delimiter not in (facts.delimiters if facts else (",",)) and csv.records and file.kind != "prose":
            message = f"The cells are separated by {_called(csv.delimiter)}, not by commas."
            yield file.hit(message, at(1, offset=0), fix=_with_commas(csv))


def _with_commas(csv: CsvProfile) -> str:
    """How to write the cells with commas between them, and decimal commas as points."""
    cells = csv.cells("text").first
    decimal = ", decimal=','" if cells and all(DECIMAL_COMMA.fullmatch(cell.value or "") for cell in cells) else ""
    read = f"pandas.read_csv(FILE, sep={csv.delimiter!r}, header=None{decimal})"
    return f"Write the file with commas, for example `{read}.to_csv('data.csv', header=False, index=False)`."


@rule(
    "CSV109",
    "delimiters-differ",
    "error",
    summary="The files of a channel use different delimiters.",
    why="The container looks for the delimiter in the first line of one file, and splits the rows of all files at it.",
    fix="Write all files of the channel with commas.",
    sources=(CSV,),
    training_error="Failed to load csv data with exception",
    raised_by=XGBOOST,
)
def delimiters_differ(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        requirement = next(case.requirements(OneDelimiter, channel.name), None)
        files = [(file, csv) for owner, file, csv in case.profiled(CsvProfile) if owner is channel and csv.records]
        usual = Counter(csv.delimiter for _, csv in files).most_common(1)
        for file, csv in files if requirement else ():
            if csv.delimiter != usual[0][0]:
                message = (
                    f"Its cells are separated by {_called(csv.delimiter)}, those of the other files of the channel"
                )
                message += f" by {_called(usual[0][0])}."
                yield file.hit(message, at(1, offset=0), sources=requirement.sources if requirement else None)


@rule(
    "CSV114",
    "delimiter-not-found",
    "error",
    summary="In the first line, the container finds no delimiter, or not the one that the rows have.",
    why="XGBoost's container asks Python's csv.Sniffer for the delimiter of the first line. The sniffer prefers "
    "commas, so it finds decimal commas; in a line of a single cell it finds none.",
    fix="Separate the cells by commas, and write numbers with a decimal point.",
    sources=(CSV,),
    requires=("CSV107", "CSV110", "CSV122"),
    training_error="Could not determine delimiter on line",
    raised_by=XGBOOST,
)
def delimiter_not_found(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        requirement, row = next(case.requirements(OneDelimiter, channel.name), None), csv.first_row
        if requirement is None or row is None or not row.value:
            continue
        found = sniffed_delimiter(row.value[:LINE_SNIFFED] + "\n")
        if found != csv.delimiter:
            what = f"finds {_called(found)}" if found else "finds no delimiter"
            message = f"In the first line the container {what}; the rows are separated by {_called(csv.delimiter)}."
            yield file.hit(message, at(row.place.line), sources=requirement.sources)


def sniffed_delimiter(line: str) -> str | None:
    if "," in line and not QUOTES.intersection(line):
        return ","  # which the sniffer prefers to all else; it takes half a millisecond to say so
    try:
        return Sniffer().sniff(line).delimiter
    except CsvError:
        return None


def _called(delimiter: str) -> str:
    return {"\t": "tabs", " ": "spaces", ",": "commas", ";": "semicolons"}.get(delimiter, repr(delimiter))


@rule(
    "CSV110",
    "header-row",
    "error",
    summary="The first row holds names instead of values.",
    why="SageMaker requires CSV files without a header; the names are read as a sample.",
    fix="Write the file without a header: `df.to_csv(path, header=False, index=False)`.",
    sources=(CSV,),
    training_error="Non-numeric value found in the header line. CSV format require no header line in it.",
    raised_by=XGBOOST,
    conversion="drop the header row",
)
def header_row(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        if csv.header.count and case.algorithm is not None:
            values = {"ipv4", "integer", "number"} & {*column_kinds(case, channel)}
            numbers = takes_cells(case, channel, "number", "number-or-missing")
            breaks = values or numbers or takes_number_labels(case, channel)
            yield file.hit(
                "The first row looks like a header.", csv.header, severity="error" if breaks else "warning"
            )  # fmt: skip


@rule(
    "CSV111",
    "column-numbers",
    "warning",
    summary="The first row counts the columns: 0, 1, 2, ...",
    why="A data frame without column names is saved with such a row; it is read as a sample.",
    fix="Write the file without a header: `df.to_csv(path, header=False, index=False)`.",
    sources=(CSV,),
)
def column_numbers(case: Case) -> Iterator[Hit]:
    for _, file, csv in case.profiled(CsvProfile):
        if csv.numbered_header.count and case.algorithm is not None:
            message = "The first row counts the columns, as the header of a saved data frame does."
            yield file.hit(message, csv.numbered_header)


@rule(
    "CSV112",
    "index-column",
    "warning",
    summary="The first column counts the rows.",
    why="The index of a saved data frame is read as a feature, or as the label. Where a hyperparameter gives the width "
    "that the rows have without it, training stops.",
    fix="Write the file without the index: `df.to_csv(path, index=False, header=False)`.",
    sources=(CSV, "https://github.com/aws-samples/sm-data-wrangler-mlops-workflows/issues/1"),
    conversion="drop the index column",
)
def index_column(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        if has_index(case, channel, csv) and not _is_kept_out(case, channel):
            message = f"The first column counts from {csv.index.first:.0f} to {csv.index.last:.0f}, one per row"
            message += ", and is read as the label" if label_size(case, channel) else ""
            without_index = width_without_index(case)
            message += f"; without it the rows are as wide as {without_index!r} says." if without_index else "."
            is_target = wants_label(case, channel) and not may_name_rows(case, channel)
            learned = is_target and csv.index.first == 0 and csv.records >= MANY_ROWS
            yield file.hit(message, at(1, column=1), severity="error" if without_index or learned else None)


def _is_kept_out(case: Case, channel: Channel) -> bool:
    """Whether the first column is declared as a label to an algorithm that learns from none: then it harms nothing."""
    return bool(declared_label_size(channel)) and takes_no_label(case, channel)


@rule(
    "CSV113",
    "exponent-in-first-row",
    "warning",
    summary="The first row holds a number with an exponent, which an old image takes for a header.",
    why="The old image looks for letters in the first row, and the e of 1e-10 is one.",
    fix="Write the numbers without an exponent, or use a newer image.",
    sources=("https://github.com/aws/sagemaker-python-sdk/issues/141",),
    training_error="Alphabet found in the header line",
    raised_by=XGBOOST,
)
def exponent_in_first_row(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        version = case.image_version or ""
        requirements = [x for x in case.requirements(PlainNumbers, channel.name) if includes(x.versions, version)]
        row = csv.first_row
        if requirements and row and not csv.header.count and EXPONENT.search(row.value or ""):
            message = f"Version {version} of the image takes a number such as 1e-10 for a header."
            yield file.hit(message, at(row.place.line), sources=requirements[0].sources)


@rule(
    "CSV124",
    "quoted-cell",
    "error",
    summary="A cell is in quotes, but the reader does not know quotes.",
    why="XGBoost's reader takes the quote for text: a number in quotes silently becomes a missing value, and a "
    "label becomes 0. If all cells are quoted, no feature is left, and the job stops.",
    fix="Write the cells without quotes, for example with `df.to_csv(path, header=False, index=False, quoting=3)`.",
    sources=(CSV,),
    requires=("CSV105", "CSV106", "CSV110", "CSV123"),
    training_error="0 feature is supplied. Are you using raw Booster interface?",
    raised_by=XGBOOST,
    conversion="write the cells without quotes",
)
def quoted_cell(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        plain = next(case.requirements(PlainCells, channel.name), None)
        if plain and csv.quoted.count:
            yield file.hit(f"Rows with cells in quotes: {csv.quoted.count:,}.", csv.quoted, sources=plain.sources)


@rule(
    "CSV123",
    "row-in-quotes",
    "error",
    summary="Each row is enclosed in one pair of quotes.",
    why="Everything in quotes is one cell: each row has a single column, and that is text.",
    fix="Remove the quotes around the rows, for example with `sed -i 's/^\"//; s/\"$//' FILE`.",
    sources=(CSV,),
    conversion="take the quotes around the rows off",
)
def row_in_quotes(case: Case) -> Iterator[Hit]:
    for _, file, csv in case.profiled(CsvProfile):
        if csv.rows_in_quotes:
            yield file.hit(f"All rows are in quotes as a whole: {csv.records:,}.", Tally.of([*csv.widths.values()]))


LISTS = (
    "Write the same columns in every row. If a row is a list of ids, such as the words of a text, write a column for "
    "each id that there is, which holds how often it occurs in the row."
)


@rule(
    "CSV120",
    "ragged-row",
    "error",
    summary="A row has more or fewer cells than the others.",
    why="Every sample must have the same number of values; readers stop at a row of a different width, or shift "
    "its cells.",
    fix="Correct the row. The usual cause is a delimiter that is missing, doubled, or unquoted within a text.",
    sources=(CSV,),
    training_error="Rows have different fields than the expected size",
    raised_by=TABLE_READERS,
)
def ragged_row(case: Case) -> Iterator[Hit]:
    for channel, file, csv in case.profiled(CsvProfile):
        width = channel_width(channel)
        if width is None:
            continue
        odd = {w: tally for w, tally in csv.widths.items() if w != width}
        header = next((len(_cells(csv)) for _ in [0] if csv.header.count), width)
        if odd:
            counted = ", ".join(f"{number_of(tally.count, 'row')} with {w}" for w, tally in sorted(odd.items())[:5])
            message, fix = f"The rows of this channel have {width} cells, except {counted}.", None
            if has_no_usual_width(csv):
                least, most = min(csv.widths), max(csv.widths)
                message = f"The rows have from {least} to {most} cells, and no width is that of most rows."
                fix = None if any("text" in column.seen for column in csv.columns) else LISTS
            yield file.hit(message, Tally.of(list(odd.values())), fix=fix)
        elif header != width and case.algorithm is None:  # else the header itself is the finding
            yield file.hit(f"The rows of this channel have {width} cells; the header has {header}.", csv.header)


def _cells(csv: CsvProfile) -> list[str]:
    return (csv.header.first[0].value or "").split(csv.delimiter)


@rule(
    "CSV121",
    "width-differs-from-training",
    "error",
    summary="Another channel has a different number of features than the training channel.",
    why="A model can only be scored on the features that it was trained on.",
    fix="Write all channels with the same columns; remember the label column of each.",
    sources=(CSV,),
    requires=("CSV120",),
    training_error="Feature names/number of features mismatched between training and validation input",
    raised_by=XGBOOST,
)
def width_differs(case: Case) -> Iterator[Hit]:
    yield from differing_width(case, CsvProfile, at(1))


@rule(
    "CSV122",
    "wrong-column-count",
    "error",
    summary="The rows do not have the number of columns that the algorithm reads.",
    why="The algorithm identifies each column by its position.",
    fix="Keep only the columns that the algorithm expects, in its order.",
    sources=(CSV,),
)
def wrong_column_count(case: Case) -> Iterator[Hit]:
    for hit in miscounted_columns(case, CsvProfile, at(1)):
        channel = case.channels[hit.channel or ""]
        file = table_file(channel)
        chosen = file and isinstance(file.profile, CsvProfile) and could_be_chosen(case, channel, file.profile)
        yield replace(hit, conversion="keep only the columns that it reads" if chosen else None)
