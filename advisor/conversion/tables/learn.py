"""What must be known of all rows before the first is written: the categories, and the means that fill gaps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from advisor.case.tables.text_cells import DATE, DECIMAL_COMMA, DISGUISED, GAP_MARK, TRUTH, text_kind
from advisor.conversion.errors import ConversionError, UndecidedError
from advisor.conversion.options import Options
from advisor.conversion.tables import mapping
from advisor.conversion.tables.cells import Reading
from advisor.conversion.tables.dates import DAY_FIRST, ISO, MONTH_FIRST, days, has_zone, orders
from advisor.conversion.tables.mapping import GAP, Learned
from advisor.conversion.tables.rows import Plain, Row, RowSource, rows_of, shown
from advisor.conversion.tables.whole_numbers import whole

MOST = 1_000_000
"""Different texts of a column that are kept."""


HOW = {
    **dict.fromkeys(DISGUISED, "write it as a plain number"),
    DECIMAL_COMMA: "say --decimal ,",
    DATE: "say how it is written, as in --time-format %d.%m.%Y",
}
"""What a text stands for in the place of a category -> how a person says what it is."""


@dataclass(slots=True)
class _Contents:
    """What the cells of a column hold. `count`, `total`: of the numbers."""

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
        return mapping.read(options.mapping, source)
    return _Rows(source, options, columns, label).learned()


class _Rows:
    """The rows of a source, and of its columns those that are learned of."""

    def __init__(self, source: RowSource, options: Options, columns: list[int], label: int | None) -> None:
        self._source, self._options, self._columns, self._label = source, options, columns, label
        self._reading = Reading(options)
        self._forms: dict[int, str] = {}
        """Column -> how its dates are written; others are written as the options say."""

    def learned(self) -> Learned:
        contents = self._contents()
        self._forms = {column: form for column in contents if (form := self._date_form(column, contents[column]))}
        result = Learned()
        for column, own in (self._contents() if self._forms else contents).items():
            self._learn(column, own, result)
        return result

    def _learn(self, column: int, contents: _Contents, result: Learned) -> None:
        options, form = self._options, self._form(column)
        name = shown(self._source.names, column)
        if column == self._label and options.classes:
            result.numbers[column] = categories(contents.classes)
        elif options.numbers and contents.texts and contents.dates == contents.cells and not contents.count:
            _refuse_some_zones(name, contents, form)
            result.dates[column] = form or ISO
            if options.missing == "mean":
                result.means[column] = contents.days / contents.dates
        elif options.numbers and contents.texts:
            _refuse_mixed(name, column, contents, form)
            _refuse_disguised(name, column, contents)
            result.numbers[column] = categories(contents.classes)
            if options.missing == "mean" and contents.gaps and column != self._label:
                result.numbers[column][GAP] = max(result.numbers[column].values()) + 1
        elif options.missing == "mean" and contents.count and column != self._label:
            result.means[column] = contents.total / contents.count

    def _form(self, column: int) -> str | None:
        return self._forms.get(column, self._options.time_format)

    def _date_form(self, column: int, contents: _Contents) -> str | None:
        """How the dates of a column are written, where they say day, month and year in numbers.

        Raises `UndecidedError` where neither a value nor the options tell whether the day or the month comes first.
        """
        options = self._options
        if not options.numbers or options.time_format or contents.count or len(contents.texts) >= MOST:
            return None
        forms = orders(contents.texts)
        if len(forms) > 1 and options.dates is None:
            text, place = next(item for item in contents.texts.items() if days(item[0], forms[DAY_FIRST]) is not None)
            raise UndecidedError(
                f"{place}: {shown(self._source.names, column)} holds dates such as {text!r}, and no value tells "
                f"whether the day or the month comes first: --dates {DAY_FIRST} or --dates {MONTH_FIRST} does",
                "dates",
            )
        return forms[options.dates] if len(forms) > 1 and options.dates else next(iter(forms.values()), None)

    def _contents(self) -> dict[int, _Contents]:
        options, found = self._options, {column: _Contents() for column in self._columns}
        is_of_numbers = not (options.classes or options.numbers)
        for stretch in self._source.stretches():
            values = stretch.numbers() if is_of_numbers and isinstance(stretch, Plain) else None
            if values is not None and values.shape[1] > max(self._columns):
                for column, contents in found.items():
                    contents.count += len(values)
                    contents.total += float(values[:, column].sum())
                continue
            for row in rows_of(stretch):
                if options.cells in (None, len(row.cells)):
                    for column, contents in found.items():
                        if column < len(row.cells):
                            self._note(contents, column, row)
        return found

    def _note(self, contents: _Contents, column: int, row: Row) -> None:
        kind, text = self._reading.kind(row.cells[column])
        if kind == "number":
            contents.count += 1
            contents.total += float(text)
        elif kind == "missing":
            contents.gaps += 1
        elif kind == "text":
            contents.cells += 1
            if text not in contents.texts and len(contents.texts) < MOST:
                contents.texts[text] = self._source.place(row.place)
            if self._options.numbers and (day := days(text, self._form(column))) is not None:
                contents.dates += 1
                contents.days += day
        is_category = self._options.numbers or column == self._label
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
