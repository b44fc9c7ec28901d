"""Rules on `categorical_index.json`, which says which columns of the CSV files beside it hold categories."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from advisor.case.hit import Hit
from advisor.case.measures import channel_width
from advisor.case.model import Case, at
from advisor.case.tables.categories import Categories, may_be_named, named_columns
from advisor.case.tables.copies import first_rows
from advisor.case.words import listed
from advisor.knowledge.models.requirements import NamedCategories
from advisor.profile.base import Place, Tally
from advisor.profile.columns import Column
from advisor.profile.tables.category_index import CategoryIndexProfile
from advisor.profile.tables.csv import CsvProfile
from advisor.rules.base import fault_rule, rule
from advisor.rules.raised import TAKES_ANY_LIST

PAGES = (
    "InputOutput-LightGBM.md",
    "InputOutput-CatBoost.md",
    "InputOutput-TabTransformer.md",
    "InputOutput-AutoGluon-Tabular.md",
)
"""Those of the four algorithms that take such a file say the same of it."""
DASK = (
    "https://github.com/aws/amazon-sagemaker-examples/blob/main/introduction_to_applying_machine_learning/"
    "sagemaker_lightgbm_distributed_training_dask/sagemaker-lightgbm-distributed-training-dask.ipynb"
)
FORMAT = "category-index"
NAME, KEY = "categorical_index.json", "cat_index_list"
LIMIT = 2_147_483_647
"""What every number must be below."""
NAMED = 5
_POINTED = re.compile(r"[+-]?\d+\.0*")
"""A whole number with a decimal point, as pandas writes those of a column that once had gaps."""
FIX = 'Write {"cat_index_list": [1, 4]}: the numbers of the columns, where 0 is the target and 1 the first feature.'

fault_rule(
    "CAT101", "category-index-not-json", "error", "The file cannot be read as JSON: {value}.", FORMAT, fault="not-json",
    summary="categorical_index.json is not a JSON object.",
    why="The list of the categorical columns cannot be read.",
    fix=FIX,
    sources=PAGES,
)  # fmt: skip

fault_rule(
    "CAT102", "category-index-too-large", "warning", "The file has {value}, and was not read.", FORMAT,
    fault="too-large",
    summary="categorical_index.json is too large to be checked.",
    why="A file of more than a megabyte names more columns than a table is likely to have.",
    fix=FIX,
    sources=PAGES,
)  # fmt: skip

fault_rule(
    "CAT103", "category-index-shape", "error", "A list is expected under 'cat_index_list': {value}.", FORMAT,
    summary="categorical_index.json holds no list of columns.",
    why="The columns are looked for in the list under this key, or the only one.",
    fix=FIX,
    sources=PAGES,
)  # fmt: skip


@rule(
    "CAT104",
    "category-not-a-column",
    "error",
    summary="An entry of `cat_index_list` is not the number of a feature.",
    why="Each entry is the number of a column: a whole number above 0, which is the target, and below 2147483647.",
    fix=FIX,
    sources=(*PAGES, "script:lightgbm"),
    training_error="Found index for categorical feature smaller than 1 or greater than the index of last feature",
    raised_by=TAKES_ANY_LIST,
)
def category_not_a_column(case: Case) -> Iterator[Hit]:
    for channel, file, index in case.profiled(CategoryIndexProfile):
        if seen := index.faults.get("category-index-not-a-column"):
            last = (channel_width(channel) or LIMIT) - 1
            message = f"Entries that are not the number of a feature, from 1 to {last}: {seen.count}."
            yield file.hit(message, seen, fix=_without_the_target(case, index, seen))


def _without_the_target(case: Case, index: CategoryIndexProfile, seen: Tally) -> str | None:
    """What to write where the target, column 0, is the only one that is no feature: rather the features one on."""
    if any(sighting.value != "0" for sighting in seen.first):
        return None
    others = [number for number in index.columns if number]
    moved = Categories(case).moved(index.columns, steps=(1,))
    if not moved:
        return f"Write {_as_json(others)}: column 0 is the target, and no feature."
    return (
        f"Write {_as_json(moved)} if the features were counted from 0, for column 0 is the target; if all other "
        f"numbers are right, {_as_json(others)}."
    )


@rule(
    "CAT106",
    "category-index-by-another-name",
    "warning",
    summary="The list of the categorical columns, or its key, is not called as AWS's pages ask.",
    why="The pages ask for categorical_index.json with the key `cat_index_list`. AWS's notebook for LightGBM with Dask "
    "writes another name and key, and the scripts of LightGBM and CatBoost take the only .json file that lies "
    "beside the data and the first list in it; what the scripts of the other algorithms do is not known.",
    fix="Call the file categorical_index.json, and the key of the list `cat_index_list`: that is right everywhere.",
    sources=(*PAGES, "script:lightgbm", "script:catboost", DASK),
)
def category_index_by_another_name(case: Case) -> Iterator[Hit]:
    for _, file, index in case.profiled(CategoryIndexProfile):
        name = PurePosixPath(file.name).name
        if index.key is None or (name, index.key) == (NAME, KEY):
            continue
        takes_any = case.algorithm is not None and case.algorithm.id in TAKES_ANY_LIST and name.endswith(".json")
        message = f"AWS's page asks for {NAME} with the key {KEY!r}; this is {name} with {index.key!r}."
        message += " The training script takes both." if takes_any else ""
        yield file.hit(message, at(), severity="info" if takes_any else None)


fault_rule(
    "CAT105", "category-repeated", "error", "Repeated entries: {count}.", FORMAT, fault="category-index-repeated",
    summary="A column appears twice in `cat_index_list`.",
    why="The list must hold each number once.",
    fix="Write each number only once.",
    sources=PAGES,
)  # fmt: skip


@rule(
    "CAT110",
    "category-beyond-columns",
    "error",
    summary="`cat_index_list` names a column that the CSV files do not have.",
    why="Columns are counted from 0, the target; the highest number is one less than the number of columns.",
    fix="Count the target as column 0, and name no column beyond the last.",
    sources=PAGES,
)
def category_beyond_columns(case: Case) -> Iterator[Hit]:
    for channel, file, index in case.profiled(CategoryIndexProfile):
        width, beyond = channel_width(channel), Tally()
        for number, column in enumerate(index.columns):
            if width is not None and column >= width:
                beyond.add(Place(key=f"{index.key}[{number}]"), str(column))
        if beyond.count:
            message = f"The rows have {width} columns, counted from 0; the list names {beyond.first[0].value}."
            yield file.hit(message, beyond)


@rule(
    "CAT111",
    "several-category-indices",
    "error",
    summary="A channel holds more than one categorical_index.json.",
    why="There may be only one for all files of the channel.",
    fix="Keep one, beside the CSV files or beside the folders that hold them.",
    sources=PAGES,
)
def several_category_indices(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        files = channel.holding(CategoryIndexProfile) if FORMAT in case.formats(channel) else []
        if len(files) > 1:
            yield files[1].hit(f"The channel {channel.name!r} holds {len(files)} of them.", at())


@rule(
    "CAT112",
    "category-without-categories",
    "error",
    summary="`cat_index_list` names a column that holds no categories.",
    why="CatBoost takes text and whole numbers for categories, and stops at a fraction or a gap; the other algorithms "
    "cut the fraction off, or make a category of each number.",
    fix="Name the columns that hold text or whole numbers, where the target is column 0.",
    sources=("InputOutput-CatBoost.md", "script:catboost", "https://github.com/catboost/catboost"),
    requires=("CAT101", "CAT103", "CAT104", "CAT110"),
    training_error="cat_features must be integer or string, real number values and NaN values should be converted to "
    "string",
    raised_by=("catboost",),
)
def category_without_categories(case: Case) -> Iterator[Hit]:
    for channel, file, index in case.profiled(CategoryIndexProfile):
        table, strict = Categories(case), may_be_named(case, channel)
        if case.algorithm is None or not table.width:
            continue
        fractions, gaps = Tally(), Tally()
        for number, column in enumerate(index.columns):
            place = Place(key=f"{index.key}[{number}]")
            if table.has_fractions(column):
                fractions.add(place, str(column))
            elif strict and table.has_gaps(column):
                gaps.add(place, str(column))
        if fractions.count:
            message = f"Columns, from 0, that are named as categories and hold fractions: {_columns(fractions)}."
            moved = table.moved(index.columns)
            message += MOVED.format(off=_off(index.columns, moved)) if moved else ""
            fix = f"Write {_as_json(moved)}: the target is column 0." if moved else None
            yield file.hit(message, fractions, fix=fix, severity=None if strict else "warning")
        if gaps.count:
            message = f"Columns, from 0, that are named as categories and have gaps: {_columns(gaps)}."
            yield file.hit(message, gaps, fix="Write a category of its own into the gaps, such as missing, or -1.")


@rule(
    "CAT114",
    "category-written-as-fraction",
    "error",
    summary="A column of categories holds whole numbers that are written with a decimal point.",
    why="CatBoost takes text and whole numbers for categories. 507.0 is read as a fraction, and it stops there.",
    fix="Write the numbers as whole ones (pandas: `df[column].astype('Int64')` before `to_csv`). A column with gaps "
    "becomes one of fractions, and stays one when the gaps are gone.",
    sources=("InputOutput-CatBoost.md", "script:catboost", "https://github.com/catboost/catboost"),
    requires=("CSV120",),
    training_error="cat_features must be integer or string, real number values and NaN values should be converted to "
    "string",
    raised_by=("catboost",),
)
def category_written_as_fraction(case: Case) -> Iterator[Hit]:
    named = named_columns(case)
    for channel, file, csv in case.profiled(CsvProfile) if named else ():
        if not may_be_named(case, channel):
            continue
        written = [n for n in named if n < (csv.width or 0) and _is_whole(csv.columns[n])]
        cells = {n: row[n] for row in reversed(first_rows(csv)) for n in written if _POINTED.fullmatch(row[n])}
        dotted = sorted(cells)
        if dotted:
            shown = listed((n + 1 for n in dotted), NAMED)
            message = f"Categories are whole numbers such as {cells[dotted[0]]}, in columns: {shown}."
            yield file.hit(message, at(1, column=dotted[0] + 1))


def _is_whole(column: Column) -> bool:
    return column.numbers > 0 and not column.fractional.count and not column.count("text", "ipv4")


@rule(
    "CAT113",
    "categories-not-named",
    "warning",
    summary="No list names the columns of categories.",
    why="Without `categorical_index.json` every column is read as a number, also the codes of categories.",
    fix='Write {"cat_index_list": [...]} with the numbers of the columns of categories, where the target is column 0.',
    sources=PAGES,
    held=("csv",),
)
def categories_not_named(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        asked = next(case.requirements(NamedCategories, channel.name), None)
        tables = channel.holding(CsvProfile)
        likely = Categories(case).likely() if asked and tables else []
        if asked is None or not likely or any(file.name.endswith(".json") for file in channel.files):
            continue
        message = f"There is no {NAME} in {channel.name!r}, and without it {asked.lost}. "
        message += f"Columns, from 0, that may hold codes of categories: {', '.join(map(str, likely))}."
        fix = f"If they do, write {_as_json(likely)}: the target is column 0."
        yield channel.hit(message, fix=fix, sources=asked.sources)


def _as_json(columns: list[int]) -> str:
    return json.dumps({KEY: columns})


MOVED = " Each number seems to be one too {off}; moved, they name only columns of text and whole numbers."


def _off(columns: list[int], moved: list[int]) -> str:
    return "low" if moved > columns else "high"


def _columns(tally: Tally) -> str:
    named = [sighting.value or "" for sighting in tally.first[:NAMED]]
    return ", ".join(named) + (", ..." if tally.count > NAMED else "")
