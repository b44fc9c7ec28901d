"""Rules on libsvm: how a line is written, and what its indices, values and labels are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.labels.fitting import labels_outside
from advisor.case.model import Case
from advisor.knowledge.models.requirements import IndexedPairs
from advisor.profile import faults
from advisor.profile.base import Tally
from advisor.profile.predicates import ValueOutside
from advisor.profile.tables.libsvm import LibsvmProfile
from advisor.rules.base import fault_rule, of, rule, tally_rule
from advisor.rules.label_range import label_rule
from advisor.rules.sources import XGBOOST_DATA
from advisor.rules.written import written

PARSER = "https://github.com/dmlc/dmlc-core/blob/main/src/data/libsvm_parser.h"
SHAPE = "https://github.com/aws/sagemaker-python-sdk/issues/632"

NEGATIVE = re.compile(r"[^:]*:-\d*\.?\d+([eE][+-]?\d+)?", re.ASCII)
"""A label with a weight below 0."""

FAILED = "Failed to load libsvm data with exception"
REFUSED = "First line '...' of file '...' is not 'LIBSVM' format. Please ensure the file is in 'LIBSVM' format."

written(
    "libsvm",
    "the file",
    {
        "SVM101": (faults.NOT_UTF8_ENCODING, {"conversion": "write it in UTF-8"}),
        "SVM102": (
            faults.BYTE_ORDER_MARK,
            {
                "why": "The container checks the first line and takes the mark for part of its label.",
                "sources": (XGBOOST_DATA,),
                "training_error": REFUSED,
            },
        ),
        "SVM103": (faults.LINE_TOO_LONG, {"message": "Lines of more than 32 megabytes: {count}."}),
    },
    sources=(PARSER,),
)


@rule(
    "SVM104",
    "not-libsvm",
    "error",
    summary="The file has no line in libsvm format.",
    why="XGBoost assumes libsvm if a channel declares no content type. Its container stops at any other text.",
    fix="Declare the content type that the file has, such as text/csv, or write `label index:value index:value ...`.",
    sources=(XGBOOST_DATA, "https://github.com/aws/amazon-sagemaker-examples/issues/161"),
    training_error="Blankspace and colon not found in firstline. ContentType by default is in libsvm.",
)
def not_libsvm(case: Case) -> Iterator[Hit]:
    for _, file, svm in case.profiled(LibsvmProfile):
        strange = [svm.faults[name] for name in ("label-not-a-number", "value-missing") if name in svm.faults]
        if strange and not svm.pairs:
            yield file.hit(f"No line holds an index:value pair; lines: {svm.records}.", Tally.of(strange))


@rule(
    "SVM110",
    "first-lines-refused",
    "error",
    summary="A line at the start of the file is not written as the container's own check requires.",
    why="Up to the first line with two values, the container splits lines at single spaces and needs a colon in "
    "each piece. A comment, a blank line, a tab, a double space or a trailing space stops the job, though "
    "XGBoost itself would read the line.",
    fix="Write `label index:value index:value ...` with single spaces, and nothing else, from the first line on.",
    sources=(XGBOOST_DATA,),
    requires=("SVM104",),
    training_error=REFUSED,
)
def first_lines_refused(case: Case) -> Iterator[Hit]:
    for _, file, svm in case.profiled(LibsvmProfile):
        wide, odd = (tally.first[0].place.line if tally.first else None for tally in (svm.wide, svm.irregular))
        if svm.records and odd and (wide is None or odd <= wide):
            message = f"Line {odd} is blank, holds a comment, or has white space other than single spaces."
            yield file.hit(message, svm.irregular)


fault_rule(
    "SVM111", "label-not-a-number", "error", "Lines that do not begin with a finite number: {count}.", "libsvm",
    summary="A line does not begin with a number.",
    why="The reader skips to the next digit: the first index becomes the label, or the label is garbage.",
    fix="Begin each line with the label as a finite number; number the classes 0, 1, 2, ...",
    sources=(PARSER,), requires=("SVM104",), training_error=REFUSED,
)  # fmt: skip


@rule(
    "SVM112",
    "weight-not-positive",
    "error",
    summary="The weight of a row is not a number of 0 or more.",
    why="A weight says how much a row counts. XGBoost stops at a weight that is not a number. It accepts a "
    "negative one, which reverses what is learned.",
    fix="Write `label:weight` with a number of 0 or more, or only the label.",
    sources=(PARSER,),
    training_error=f"{FAILED}: row_block.h:177: Check failed: offset.back() == value.size() || value.size() == 0",
)
def weight_not_positive(case: Case) -> Iterator[Hit]:
    for file, weights in case.broken(faults.WEIGHT_NOT_POSITIVE):
        negative = all(NEGATIVE.fullmatch(seen.value or "") for seen in weights.first)
        message = f"Weights that are not numbers from 0 on: {weights.count:,}."
        yield file.hit(message, weights, severity="warning" if negative else None)


fault_rule(
    "SVM120", "index-negative", "error", "Negative indices: {count}.", "libsvm",
    summary="The index of a feature is negative.",
    why="XGBoost's reader stops at the sign, even if scikit-learn reads the file.",
    fix="Number the features from 0 or 1.",
    sources=(PARSER, "https://github.com/aws/amazon-sagemaker-examples/issues/576"),
    training_error=f"{FAILED}: strtonum.h:141: Check failed: sign == true (0 vs. 1)",
)  # fmt: skip

fault_rule(
    "SVM121", "index-not-whole", "error", "Indices that are not whole numbers: {count}.", "libsvm",
    summary="The index of a feature is not a whole number.",
    why="The reader drops everything that is not a digit and reads on, so values end up under the wrong feature.",
    fix="Number the features from 0 or 1, and write the number in place of the name.",
    sources=(PARSER, "https://github.com/aws/amazon-sagemaker-examples/issues/576"),
    training_error=f"{FAILED}: Check failed: offset.back() == value.size() || value.size() == 0",
)  # fmt: skip


@rule(
    "SVM122",
    "index-too-large",
    "error",
    summary="The index of a feature does not fit into 32 bits.",
    why="The reader keeps only 32 bits of it, so the value ends up under another feature.",
    fix="Number the features from 0 or 1, or hash them into fewer.",
    sources=(PARSER,),
)
def index_too_large(case: Case) -> Iterator[Hit]:
    for channel, file, svm in case.profiled(LibsvmProfile):
        for pairs in case.requirements(IndexedPairs, channel.name):
            if not svm.index.empty and svm.index.high >= pairs.index_below:
                message = f"The highest index is {svm.index.high:.0f}; it must be below {pairs.index_below}."
                yield file.hit(message, locate=ValueOutside("indices", below=pairs.index_below), sources=pairs.sources)


fault_rule(
    "SVM123", "index-not-rising", "warning", "Indices that are not greater than the one before: {count}.", "libsvm",
    summary="The indices of a row are not in ascending order.",
    why="Older versions of XGBoost search each row as if it were sorted, and treat what they do not find as "
    "missing. An index that appears twice has two values.",
    fix="Sort the index:value pairs of each row by index, and write each index once.",
    sources=(
        "https://github.com/dmlc/xgboost/issues/5301",
        "https://github.com/cjlin1/libsvm/blob/master/tools/README",
    ),
)  # fmt: skip

fault_rule(
    "SVM124", "value-missing", "error", "Indices without a value: {count}.", "libsvm",
    summary="An index has no value.",
    why="If some indices have values and others have none, the reader stops, but only if both are read by the "
    "same thread. The job may fail one time and not the next, or only on several instances.",
    fix="Write every feature as index:value; use 1 for a feature that is simply present.",
    sources=(PARSER, SHAPE), requires=("SVM104",),
    training_error=f"{FAILED}: row_block.h:177: Check failed: offset.back() == value.size() || value.size() == 0",
)  # fmt: skip

fault_rule(
    "SVM125", "value-not-a-number", "error", "Values that are not numbers: {count}.", "libsvm",
    summary="A value is not a number.",
    why="The reader skips everything that is not a digit: the next index becomes the value.",
    fix="Turn the text into a number, or leave the pair out.",
    sources=(PARSER, SHAPE),
    training_error=f"{FAILED}: row_block.h:177: Check failed: offset.back() == value.size() || value.size() == 0",
)  # fmt: skip

fault_rule(
    "SVM126", "value-not-finite", "error", "Values that are NaN or infinite: {count}.", "libsvm",
    summary="A value is written as NaN or infinite.",
    why="XGBoost's reader does not know these words in libsvm: it skips them, and the next index becomes the "
    "value. Models trained this way looked good and were wrong.",
    fix="For a missing value, leave the pair out of its row; clip infinite values.",
    sources=(PARSER, "https://github.com/dmlc/xgboost/issues/4356"),
)  # fmt: skip

fault_rule(
    "SVM127", "value-beyond-float32", "error", "Values beyond the range of a 32-bit float: {count}.", "libsvm",
    summary="A number is beyond what a 32-bit float can hold.",
    why="The values are read as 32-bit floats (at most 3.4e38 in size); anything greater is cut, or becomes infinite.",
    fix="Rescale the feature, or take its logarithm.",
    sources=(PARSER,),
)  # fmt: skip

fault_rule(
    "SVM132", "query-not-whole", "error", "Query ids that are not whole numbers from 0 on: {count}.", "libsvm",
    summary="The query id of a row is not a whole number.",
    why="The reader takes only the digits that it finds, so rows end up in the wrong group.",
    fix="Number the queries, and write `qid:` and the number after the label.",
    sources=(PARSER,),
)  # fmt: skip


@rule(
    "SVM130",
    "rows-of-unlike-shape",
    "error",
    summary="Some rows of a file have a weight or a query id, and others do not.",
    why="Weights and query ids are kept in a list beside the rows: if one is left out, all that follow belong to "
    "the wrong row.",
    fix="Write `label:weight`, or `qid:`, in all rows or in none.",
    sources=(PARSER,),
    requires=("SVM104",),
)
def rows_of_unlike_shape(case: Case) -> Iterator[Hit]:
    for _, file, svm in case.profiled(LibsvmProfile):
        for bears, lacks, called in (("weighted", "unweighted", "weight"), ("queried", "unqueried", "query id")):
            some, none = svm.rows.get(bears, Tally()), svm.rows.get(lacks, Tally())
            if some.count and none.count:
                fewer = min(some, none, key=lambda tally: tally.count)
                yield file.hit(f"Rows with a {called}: {some.count}; without one: {none.count}.", fewer)


@rule(
    "SVM135",
    "pair-read-as-label",
    "warning",
    summary="Every row begins with `number:number`, like an index:value pair, and the numbers before the colon rise.",
    why="What comes first is read as `label:weight`. If a row has no label, its first `index:value` becomes its "
    "label and weight, and is lost as a feature.",
    fix="Write the label before the first pair. If these are labels and weights, nothing is wrong.",
    sources=(PARSER,),
    requires=("SVM104", "SVM112"),
)
def pair_read_as_label(case: Case) -> Iterator[Hit]:
    for _, file, svm in case.profiled(LibsvmProfile):
        led = svm.rows.get("led-by-pair", Tally())
        if led.count and led.count == svm.records:
            pair = led.first[0].value
            message = f"The first index:value of a row, such as {pair}, is read as label:weight; rows: {led.count:,}."
            yield file.hit(message, led)


tally_rule(
    "SVM133", "queries-not-sorted", "warning", "Rows whose query id is less than the one before: {count}.",
    of(LibsvmProfile, lambda profile: profile.queries.falls),
    summary="The query ids are not in ascending order.",
    why="Rows of one query are ranked against each other only if they stand together; XGBoost requires sorted ids.",
    fix="Sort the rows by their query id.",
    sources=("https://github.com/dmlc/xgboost/issues/10463",),
    training_error="Check failed: non_dec: `qid` must be sorted in non-decreasing order along with data.",
)  # fmt: skip


@rule(
    "SVM134",
    "ranking-without-queries",
    "warning",
    summary="The objective ranks rows, but the rows have no query id.",
    why="Without groups all rows form one list, and each is ranked against every other.",
    fix="Write `qid:n` after the label of each row, sorted by n.",
    sources=("https://github.com/dmlc/xgboost/issues/10463",),
)
def ranking_without_queries(case: Case) -> Iterator[Hit]:
    objective = case.hyperparameters.get("objective", "")
    for _, file, svm in case.profiled(LibsvmProfile):
        if objective.startswith("rank:") and svm.pairs and not svm.rows.get("queried"):
            yield file.hit(f"objective is {objective}, but no row has a query id.", svm.rows["unqueried"])


@label_rule("SVM151", sources=(XGBOOST_DATA,), requires=("SVM111",))
def label_does_not_fit(case: Case) -> Iterator[Hit]:
    yield from labels_outside(case, LibsvmProfile)
