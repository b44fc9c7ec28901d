"""Rules on tables in Parquet: their columns, what is in them, and how files and channels fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.case.hit import Hit
from advisor.case.labels.fitting import labels_outside
from advisor.case.measures import label_columns, table_file, training_channel, wants_label
from advisor.case.model import Case, Channel, File, at
from advisor.case.tables.cells import differing_width, miscounted_columns, takes_cells
from advisor.case.tables.names import named_last
from advisor.case.tables.text_cells import text_kind
from advisor.case.words import listed
from advisor.profile.base import Place, Tally
from advisor.profile.tables.parquet import ParquetProfile
from advisor.rules.base import rule
from advisor.rules.label_range import FIRST_COLUMN, FIX, label_rule
from advisor.rules.raised import XGBOOST
from advisor.rules.sources import XGBOOST_DATA

FAILED = "Failed to load parquet data with exception"
SHOWN = 5


def _numeric(case: Case) -> Iterator[tuple[Channel, File, ParquetProfile]]:
    """The files whose every cell must be a number."""
    for channel, file, profile in case.profiled(ParquetProfile):
        if takes_cells(case, channel, "number", "number-or-missing"):
            yield channel, file, profile


def _named(profile: ParquetProfile, numbers: Iterable[int]) -> str:
    """Columns, counted from 0, by their names."""
    return listed((repr(profile.schema.names[number]) for number in numbers), SHOWN)


@rule(
    "PAR110",
    "column-not-numeric",
    "error",
    summary="A column has a type that is not a number.",
    why="The table is turned into one array of numbers, which cannot hold dates, lists or structures.",
    fix="Turn dates into numbers (days, hour of the day), split lists into separate columns, or drop the column.",
    sources=(XGBOOST_DATA,),
    training_error=FAILED,
    raised_by=XGBOOST,
    conversion="turn every column into numbers",
)
def column_not_numeric(case: Case) -> Iterator[Hit]:
    for _, file, profile in _numeric(case):
        odd = profile.of_kind("time", "nested", "other")
        seen = Tally()
        for number in odd:
            seen.add(Place(column=number + 1), profile.schema.types[number])
        if odd:
            named = [f"{profile.schema.names[number]!r} ({profile.schema.types[number]})" for number in odd]
            yield file.hit(f"Columns that are not numbers: {listed(named, SHOWN)}.", seen)


@rule(
    "PAR111",
    "text-not-a-number",
    "error",
    summary="A column of text holds words where numbers are needed.",
    why="The table is turned into one array of numbers; that fails at the first word.",
    fix="Turn categories into one-hot columns or numbers, or drop the column.",
    sources=(XGBOOST_DATA,),
    training_error=f"{FAILED}: could not convert string to float",
    raised_by=XGBOOST,
    conversion="turn text into numbers",
)
def text_not_a_number(case: Case) -> Iterator[Hit]:
    for _, file, profile in _numeric(case):
        seen = profile.cells("text", "ipv4")
        if seen.count:
            where = _named(profile, [n for n, column in enumerate(profile.columns) if column.count("text", "ipv4")])
            kind, fix = text_kind(s.value for s in seen.first) or (None, None)
            what = f"Cells that hold {kind}" if kind else "Cells that are not numbers"
            yield file.hit(f"{what}: {seen.count}, such as {seen.first[0].value!r}; in {where}.", seen, fix=fix)


@rule(
    "PAR112",
    "numbers-as-text",
    "warning",
    summary="A column holds numbers written as text.",
    why="The reader converts each cell by itself, which takes many times the memory; any other text among them "
    "stops the job.",
    fix="Write the column as float or int.",
    sources=(XGBOOST_DATA,),
    requires=("PAR111",),
)
def numbers_as_text(case: Case) -> Iterator[Hit]:
    for _, file, profile in _numeric(case):
        odd = [n for n in profile.of_kind("text") if profile.columns[n].numbers]
        if odd:
            names = _named(profile, odd)
            yield file.hit(f"Columns of text that hold numbers: {names}.", at(column=odd[0] + 1))


@rule(
    "PAR113",
    "label-missing",
    "error",
    summary="A label is null, NaN or infinite.",
    why="Features may be missing, labels may not.",
    fix="Drop the rows without a label. The label must be the first column.",
    sources=(XGBOOST_DATA,),
    training_error="Check failed: valid: Label contains NaN, infinity or a value too large.",
    raised_by=XGBOOST,
    conversion="leave out the rows without a label",
)
def label_missing(case: Case) -> Iterator[Hit]:
    for channel, file, profile in _numeric(case):
        columns = label_columns(case, channel, profile)
        lost = ("empty", "nan", "infinite", "beyond-float32")
        seen = Tally.of([column.seen[cls] for column in columns for cls in lost if cls in column.seen])
        if seen.count:
            where = _named(profile, range(len(columns)))
            yield file.hit(f"Labels that are null, NaN or infinite: {seen.count}; in {where}.", seen)


@rule(
    "PAR114",
    "cell-not-finite",
    "error",
    summary="A feature is infinite, or beyond what a 32-bit float can hold.",
    why="XGBoost reads null and NaN as missing, and refuses infinite values; values are read as 32-bit floats.",
    fix="Find the division or overflow that causes it; clip the value, or set it to null.",
    sources=(XGBOOST_DATA, "https://github.com/dmlc/xgboost/blob/master/src/common/error_msg.h"),
    training_error="Input data contains `inf` or a value too large, while `missing` is not set to `inf`",
    raised_by=XGBOOST,
)
def cell_not_finite(case: Case) -> Iterator[Hit]:
    for channel, file, profile in _numeric(case):
        labels, vast = len(label_columns(case, channel, profile)), ("infinite", "beyond-float32")
        odd = [n for n, column in enumerate(profile.columns) if n >= labels and column.count(*vast)]
        seen = Tally.of([profile.columns[n].seen[cls] for n in odd for cls in vast if cls in profile.columns[n].seen])
        if seen.count:
            message = f"Values that are infinite or beyond 3.4e38: {seen.count}; in {_named(profile, odd)}."
            yield file.hit(message, seen)


@rule(
    "PAR115",
    "label-named-elsewhere",
    "warning",
    summary="The first column, which is read as the label, is named like a feature, and the last one like a label.",
    why="The container takes the first column for the label, whatever its name. Training runs, learns to predict the "
    "wrong thing, and has the true label among the features.",
    fix="Write the label as the first column: `df[[label, *features]].to_parquet(path, index=False)`.",
    sources=(XGBOOST_DATA, "xgboost.md"),
)
def label_named_elsewhere(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(ParquetProfile):
        names = profile.schema.names if file is table_file(channel) and wants_label(case, channel) else []
        if named_last(names):
            message = f"The label is the first column, {names[0]!r}; the last one is named {names[-1]!r}."
            yield file.hit(message, at(column=1))


@rule(
    "PAR120",
    "column-named-twice",
    "error",
    summary="Two columns have the same name.",
    why="The reader of the folder cannot tell them apart and stops.",
    fix="Give each column a name of its own.",
    sources=(XGBOOST_DATA,),
    training_error=f"{FAILED}: Can't unify schema with duplicate field names.",
    raised_by=XGBOOST,
)
def column_named_twice(case: Case) -> Iterator[Hit]:
    for _, file, profile in _numeric(case):
        names = profile.schema.names
        twice = [number for number, name in enumerate(names) if name in names[:number]] if _repeats(names) else []
        if twice:
            message = f"Repeated column names: {_named(profile, twice)}."
            yield file.hit(message, at(column=twice[0] + 1))


def _repeats(names: tuple[str, ...]) -> bool:
    return len(set(names)) < len(names)


@rule(
    "PAR121",
    "files-of-unlike-columns",
    "error",
    summary="The files of a channel do not have the same columns.",
    why="The files are read as one table with the columns of the first file, by name: a column that a file lacks "
    "becomes missing values, and one that only it has is silently dropped.",
    fix="Write all files of the channel with the same columns.",
    sources=(XGBOOST_DATA, "https://arrow.apache.org/docs/python/generated/pyarrow.parquet.read_table.html"),
)
def files_of_unlike_columns(case: Case) -> Iterator[Hit]:
    for first, file, profile in _later_files(case):
        lacking, more = (
            sorted(set(a.schema.names) - set(b.schema.names)) for a, b in ((first, profile), (profile, first))
        )
        if lacking or more:
            said = [
                f"{what} {listed(map(repr, names), SHOWN)}"
                for what, names in (("lacks", lacking), ("adds", more))
                if names
            ]
            yield file.hit(f"Compared with the first file of the channel, it {' and '.join(said)}.")


@rule(
    "PAR122",
    "files-of-unlike-types",
    "error",
    summary="A column has whole numbers in the first file of a channel, but fractions or NaN in another.",
    why="The files are read as one table with the types of the first file; a fraction does not fit into a whole "
    "number.",
    fix="Write the column as float in all files.",
    sources=(XGBOOST_DATA, "https://arrow.apache.org/docs/python/generated/pyarrow.parquet.read_table.html"),
    training_error=f"{FAILED}: Float value was truncated converting to int64",
    raised_by=XGBOOST,
)
def files_of_unlike_types(case: Case) -> Iterator[Hit]:
    for first, file, profile in _later_files(case):
        types = dict(zip(first.schema.names, first.schema.types, strict=True))
        for number, name in enumerate(profile.schema.names[: len(profile.columns)]):
            column, here = profile.columns[number], profile.schema.types[number]
            fits = not (column.fractional.count or column.count("nan", "infinite"))
            if types.get(name, "").startswith(("int", "uint")) and not fits:
                yield file.hit(f"{name!r} is {types[name]} in the first file and {here} here.", at(column=number + 1))


def _later_files(case: Case) -> Iterator[tuple[ParquetProfile, File, ParquetProfile]]:
    """Each file of a channel but the first by name, after that one."""
    for channel in case.channels.values():
        own = [(file, profile) for owner, file, profile in _numeric(case) if owner is channel and profile.schema.names]
        own.sort(key=lambda pair: pair[0].name.rpartition("/")[2])
        for file, profile in own[1:]:
            yield own[0][1], file, profile


@rule(
    "PAR130",
    "too-few-columns",
    "error",
    summary="The table does not have the columns that the algorithm reads.",
    why="The first column is the label, and all others are features.",
    fix="Write the label and at least one feature.",
    sources=(XGBOOST_DATA,),
)
def too_few_columns(case: Case) -> Iterator[Hit]:
    yield from miscounted_columns(case, ParquetProfile, Tally())


@rule(
    "PAR131",
    "width-differs-from-training",
    "error",
    summary="Another channel has a different number of columns than the training channel.",
    why="A model can only be scored on the features that it was trained on.",
    fix="Write all channels with the same columns, the label first.",
    sources=(XGBOOST_DATA,),
    training_error="Feature names/number of features mismatched between training and validation input",
    raised_by=XGBOOST,
)
def width_differs(case: Case) -> Iterator[Hit]:
    yield from differing_width(case, ParquetProfile, Tally())


@rule(
    "PAR132",
    "columns-in-another-order",
    "error",
    summary="Another channel has the columns of the training channel in a different order.",
    why="The names are dropped: features are identified by their position, and the label is the first column.",
    fix="Write all channels with their columns in the same order.",
    sources=(XGBOOST_DATA,),
)
def columns_in_another_order(case: Case) -> Iterator[Hit]:
    train = training_channel(case)
    trained = table_file(train) if train else None
    if train is None or trained is None or case.algorithm is None:
        return
    for channel in case.channels.values():
        file = table_file(channel)
        ours, theirs = file and file.profile, trained.profile
        if file and isinstance(ours, ParquetProfile) and isinstance(theirs, ParquetProfile):
            names, wanted = ours.schema.names, theirs.schema.names
            if names != wanted and sorted(names) == sorted(wanted):
                number = next(n for n, name in enumerate(names) if name != wanted[n])
                message = f"Column {number + 1} is {names[number]!r} here and {wanted[number]!r} in {train.name!r}."
                yield file.hit(message, at(column=number + 1))


@label_rule("PAR151", fix=FIX + FIRST_COLUMN, sources=(XGBOOST_DATA,), requires=("PAR111",))
def label_does_not_fit(case: Case) -> Iterator[Hit]:
    yield from labels_outside(case, ParquetProfile)
