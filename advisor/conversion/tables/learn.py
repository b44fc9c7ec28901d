"""What must be known of all rows before the first is written: the categories, and the means that fill gaps.

What was learned of one file is kept as JSON and used on the next, so that both are numbered and filled alike.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.case.tables.text_cells import DATE, DECIMAL_COMMA, DISGUISED, GAP_MARK, TRUTH, text_kind
from advisor.conversion.errors import ConversionError, UndecidedError
from advisor.conversion.options import Options
from advisor.conversion.tables.cells import Kind, Reading
from advisor.conversion.tables.dates import DAY_FIRST, ISO, MONTH_FIRST, days, has_zone, orders
from advisor.conversion.tables.rows import Plain, RowSource, column_of, rows_of, shown, width_of
from advisor.conversion.tables.whole_numbers import whole

SCHEMA_VERSION = "1.0"
MOST = 1_000_000
"""Different texts of a column that are kept."""


GAP = ""
"""Categories have no mean: what stands for it is a category of its own."""


HOW = {
    **dict.fromkeys(DISGUISED, "write it as a plain number"),
    DECIMAL_COMMA: "say --decimal ,",
    DATE: "say how it is written, as in --time-format %d.%m.%Y",
}
"""What a text stands for in the place of a category -> what must be told."""


@dataclass(slots=True)
class Learned:
    """Column (from 0) -> what its categories become, and what fills its gaps."""

    numbers: dict[int, dict[str, int]] = field(default_factory=dict)
    means: dict[int, float] = field(default_factory=dict)
    dates: dict[int, str] = field(default_factory=dict)
    """How the dates of a column are written that become days."""

    def __bool__(self) -> bool:
        return bool(self.numbers or self.means or self.dates)


@dataclass(slots=True)
class _Contents:
    count: int = 0
    total: float = 0.0
    texts: dict[str, str] = field(default_factory=dict)
    """Text -> the place of the first row that has it."""
    cells: int = 0
    """Cells that hold text."""
    gaps: int = 0
    dates: int = 0
    days: float = 0.0
    classes: set[str] = field(default_factory=set)


def learned(source: RowSource, options: Options, columns: list[int], label: int | None) -> Learned:
    """What the options ask for, from the mapping if it is there, else from all rows."""
    if not (options.numbers or options.classes or options.missing == "mean"):
        return Learned()
    if options.mapping and options.mapping.exists():
        return read_mapping(options.mapping, source)
    seen, written = _seen(source, options, columns, label)
    result = Learned()
    for column in columns:
        contents = seen[column]
        if column == label and options.classes:
            result.numbers[column] = categories(contents.classes)
        elif options.numbers and contents.texts and contents.dates == contents.cells and not contents.count:
            form = written.get(column, options.time_format)
            _refuse_some_zones(shown(source.names, column), contents, form)
            result.dates[column] = form or ISO
            if options.missing == "mean":
                result.means[column] = contents.days / contents.dates
        elif options.numbers and contents.texts:
            _refuse_mixed(shown(source.names, column), column, contents, written.get(column, options.time_format))
            _refuse_disguised(shown(source.names, column), column, contents)
            result.numbers[column] = categories(contents.classes)
            if options.missing == "mean" and contents.gaps and column != label:
                result.numbers[column][GAP] = max(result.numbers[column].values()) + 1
        elif options.missing == "mean" and contents.count and column != label:
            result.means[column] = contents.total / contents.count
    return result


def _seen(
    source: RowSource, options: Options, columns: list[int], label: int | None
) -> tuple[dict[int, _Contents], dict[int, str]]:
    """What the columns hold, and how the dates of some are written: these are looked at again as dates."""
    seen = _look(source, options, columns, label, {})
    forms = {column: _date_form(source, options, column, contents) for column, contents in seen.items()}
    written = {column: form for column, form in forms.items() if form}
    return (_look(source, options, columns, label, written) if written else seen), written


def _date_form(source: RowSource, options: Options, column: int, contents: _Contents) -> str | None:
    """How the dates of a column are written, where they say day, month and year in numbers.

    Raises `UndecidedError` where neither a value nor the options tell whether the day or the month comes first.
    """
    if not options.numbers or options.time_format or contents.count or len(contents.texts) >= MOST:
        return None
    forms = orders(contents.texts)
    if len(forms) > 1 and options.dates is None:
        text, place = next(item for item in contents.texts.items() if days(item[0], forms[DAY_FIRST]) is not None)
        raise UndecidedError(
            f"{place}: {shown(source.names, column)} holds dates such as {text!r}, and no value tells whether the day "
            f"or the month comes first: --dates {DAY_FIRST} or --dates {MONTH_FIRST} does",
            "dates",
        )
    return forms[options.dates] if len(forms) > 1 and options.dates else next(iter(forms.values()), None)


def _look(
    source: RowSource, options: Options, columns: list[int], label: int | None, written: Mapping[int, str]
) -> dict[int, _Contents]:
    """What the columns hold. `written`: how the dates of some are; else as the options say."""
    reading, seen = Reading(options), {column: _Contents() for column in columns}
    for stretch in source.stretches():
        values = stretch.numbers() if isinstance(stretch, Plain) and not (options.classes or options.numbers) else None
        if values is not None and values.shape[1] > max(columns):
            for column, contents in seen.items():
                contents.count += len(values)
                contents.total += float(values[:, column].sum())
            continue
        for row in rows_of(stretch):
            if options.cells not in (None, len(row.cells)):
                continue
            for column, contents in seen.items():
                if column < len(row.cells):
                    kind, text = reading.kind(row.cells[column])
                    if kind == "text" and text not in contents.texts and len(contents.texts) < MOST:
                        contents.texts[text] = source.place(row.place)
                    _take(contents, kind, text, options.numbers or column == label)
                    form = written.get(column, options.time_format)
                    if kind == "text" and options.numbers and (day := days(text, form)) is not None:
                        contents.dates += 1
                        contents.days += day
    return seen


def _take(contents: _Contents, kind: Kind, text: str, is_category: bool) -> None:
    if kind == "number":
        contents.count += 1
        contents.total += float(text)
    elif kind == "text":
        contents.cells += 1
    elif kind == "missing":
        contents.gaps += 1
    if is_category and kind in ("number", "text") and len(contents.classes) < MOST:
        contents.classes.add(text)


def _refuse_mixed(name: str, column: int, contents: _Contents, written: str | None) -> None:
    """A few texts among numbers or dates are marks of missing values, or slips, rather than categories."""
    if len(contents.texts) >= MOST or len(contents.classes) >= MOST:
        raise ConversionError(f"{name} holds {MOST:,} texts or more, which are no categories: --drop it")
    are_dates = 2 * contents.dates > contents.cells
    kind = text_kind(contents.texts)
    if contents.count > contents.cells or are_dates or (contents.count and kind and kind[0] == GAP_MARK):
        odd = {text: place for text, place in contents.texts.items() if not are_dates or days(text, written) is None}
        some, cells = ", ".join(map(repr, list(odd)[:5])), contents.cells - (contents.dates if are_dates else 0)
        raise ConversionError(
            f"{next(iter(odd.values()))}: {name} holds {'dates' if are_dates else 'numbers'}, and the text {some} in "
            f"{cells} of its cells: say --null TEXT if it marks a missing value, or --drop {column + 1}"
        )


def _refuse_some_zones(name: str, contents: _Contents, written: str | None) -> None:
    """Times with a zone and times without it cannot be compared."""
    zones = {has_zone(text, written): f"{place}: {name} holds {text!r}" for text, place in contents.texts.items()}
    if len(zones) > 1:
        raise ConversionError(f"{zones[True]} with a time zone, and others without one: write all in one")


def _refuse_disguised(name: str, column: int, contents: _Contents) -> None:
    """Numbers and dates that are written as text lose their order as categories."""
    kind = text_kind(contents.texts)
    if kind and kind[0] in HOW:
        text, place = next(iter(contents.texts.items()))
        how = HOW[kind[0]]
        raise ConversionError(
            f"{place}: {name} holds {kind[0]} in each cell, such as {text!r}, and no categories: {how}, "
            f"or --drop {column + 1}"
        )


def categories(texts: Collection[str]) -> dict[str, int]:
    """A number from 0 for each: numbers by their size, else by the alphabet, so that no comes before yes.

    Truth values are the same however large their letters are.
    """
    kind = text_kind(texts)
    if kind and kind[0] == TRUTH:
        order = sorted({text.casefold() for text in texts})
        return {text: order.index(text.casefold()) for text in sorted(texts, key=lambda t: (t.casefold(), t))}
    try:
        sizes = {text: float(text) if (number := whole(text)) is None else number for text in texts}
        ranks = {size: rank for rank, size in enumerate(sorted(set(sizes.values())))}
        return {text: ranks[sizes[text]] for text in sorted(texts, key=sizes.__getitem__)}
    except ValueError:
        return {text: number for number, text in enumerate(sorted(texts, key=lambda t: (t.casefold(), t)))}


def as_mapping(learned_before: Learned, source: RowSource, *, by_name: bool = True) -> dict[str, dict[str, Any]]:
    """What was learned, by the names or the numbers of the columns."""
    columns: dict[str, dict[str, Any]] = {}

    def name(column: int) -> str:
        return called(source, column) if by_name else str(column + 1)

    for column, numbers in learned_before.numbers.items():
        columns.setdefault(name(column), {})["numbers"] = numbers
    for column, mean in learned_before.means.items():
        columns.setdefault(name(column), {})["mean"] = mean
    for column, written in learned_before.dates.items():
        columns.setdefault(name(column), {})["dates"] = written
    return columns


def save(columns: dict[str, dict[str, Any]], path: Path) -> None:
    """Writes what was learned, for the next file. Whole or not at all, as everything."""
    text = json.dumps({"schema_version": SCHEMA_VERSION, "columns": columns}, ensure_ascii=False, indent=2)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.tmp")
    try:
        fresh.write_text(text + "\n", "utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def called(source: RowSource, column: int) -> str:
    return source.names[column] if source.names else str(column + 1)


def read_mapping(path: Path, source: RowSource) -> Learned:
    width, result = width_of(source), Learned()
    try:
        columns = json.loads(path.read_text("utf-8"))["columns"]
        for named, what in columns.items():
            column = column_of(named, source.names, width)
            if "numbers" in what:
                result.numbers[column] = {str(text): int(number) for text, number in what["numbers"].items()}
            if "mean" in what:
                result.means[column] = float(what["mean"])
            if "dates" in what:
                result.dates[column] = str(what["dates"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ConversionError(f"{path}: is no mapping that a conversion has written: {error}") from error
    return result
