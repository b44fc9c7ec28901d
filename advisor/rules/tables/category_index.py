"""Rules on `categorical_index.json`, which says which columns of the CSV files beside it hold categories."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import channel_width
from advisor.case.model import Case, at
from advisor.profile.base import Place, Tally
from advisor.profile.tables.category_index import CategoryIndexProfile
from advisor.rules.base import fault_rule, rule

PAGE = "lightgbm.md"
FORMAT = "category-index"
FIX = 'Write {"cat_index_list": [1, 4]}: the numbers of the columns, where 0 is the target and 1 the first feature.'

fault_rule(
    "CAT101", "category-index-not-json", "error", "The file cannot be read as JSON: {value}.", FORMAT, fault="not-json",
    summary="categorical_index.json is not a JSON object.",
    why="The list of the categorical columns cannot be read.",
    fix=FIX,
    sources=(PAGE,),
)  # fmt: skip

fault_rule(
    "CAT102", "category-index-too-large", "warning", "The file has {value}, and was not read.", FORMAT,
    fault="too-large",
    summary="categorical_index.json is too large to be checked.",
    why="A file of more than a megabyte names more columns than a table is likely to have.",
    fix=FIX,
    sources=(PAGE,),
)  # fmt: skip

fault_rule(
    "CAT103", "category-index-shape", "error", "A list is expected under 'cat_index_list': {value}.", FORMAT,
    summary="categorical_index.json holds no list under the key `cat_index_list`.",
    why="The columns are looked for only under this key.",
    fix=FIX,
    sources=(PAGE,),
)  # fmt: skip

fault_rule(
    "CAT104", "category-not-a-column", "error",
    "Entries that are not the number of a feature, from 1 to 2147483646: {count}.", FORMAT,
    fault="category-index-not-a-column",
    summary="An entry of `cat_index_list` is not the number of a feature.",
    why="Each entry is the number of a column: a whole number above 0, which is the target, and below 2147483647.",
    fix=FIX,
    sources=(PAGE,),
)  # fmt: skip

fault_rule(
    "CAT105", "category-repeated", "error", "Repeated entries: {count}.", FORMAT, fault="category-index-repeated",
    summary="A column appears twice in `cat_index_list`.",
    why="The list must hold each number once.",
    fix="Write each number only once.",
    sources=(PAGE,),
)  # fmt: skip


@rule(
    "CAT110",
    "category-beyond-columns",
    "error",
    summary="`cat_index_list` names a column that the CSV files do not have.",
    why="Columns are counted from 0, the target; the highest number is one less than the number of columns.",
    fix="Count the target as column 0, and name no column beyond the last.",
    sources=(PAGE,),
)
def category_beyond_columns(case: Case) -> Iterator[Hit]:
    for channel, file, index in case.profiled(CategoryIndexProfile):
        width, beyond = channel_width(channel), Tally()
        for number, column in enumerate(index.columns):
            if width is not None and column >= width:
                beyond.add(Place(key=f"cat_index_list[{number}]"), str(column))
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
    sources=(PAGE,),
)
def several_category_indices(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        files = channel.holding(CategoryIndexProfile) if FORMAT in case.formats(channel) else []
        if len(files) > 1:
            yield files[1].hit(f"The channel {channel.name!r} holds {len(files)} of them.", at())
