"""What becomes of the cells of one column: categories numbered, gaps and values beyond bounds as the options say."""

from __future__ import annotations

from advisor.conversion.errors import HOW_BEYOND, HOW_GAPS, ConversionError
from advisor.conversion.options import Options
from advisor.conversion.tables.cells import Reading
from advisor.conversion.tables.dates import ISO, days
from advisor.conversion.tables.mapping import GAP, Learned
from advisor.conversion.tables.rows import RowSource, shown
from advisor.conversion.tables.whole_numbers import refuse_rounded

MOST_FLOAT32 = "3.4028234e38"
"""Nearly the greatest that fits: the greatest itself, cut at fewer digits, would not."""


class Column:
    """A column (from 0) of a source. `strict`: what is to come is numbers and nothing else."""

    def __init__(
        self, source: RowSource, number: int, options: Options, learned: Learned, *, is_label: bool, strict: bool
    ) -> None:
        self._source, self._options, self._is_label, self._strict = source, options, is_label, strict
        self._reading = Reading(options)
        self._name, self._drop = shown(source.names, number), f"--drop {number + 1}"
        self._numbers, self._mean = learned.numbers.get(number), learned.means.get(number)
        self._dates = learned.dates.get(number)
        self._is_gap_numbered = options.missing == "mean" and GAP in (self._numbers or {})

    def settled(self, cell: str, place: int) -> str | None:
        """What is to be written of the cell of a row; None where the row is to be dropped."""
        kind, text = self._reading.kind(cell)
        if kind == "missing" and not self._is_gap_numbered:
            return self._gap(place)
        if self._numbers is not None:
            return self._number(self._numbers, text, place)
        if self._dates is not None:
            return self._days(self._dates, text, place)
        if kind == "number":
            return self._exact(text, place)
        if kind == "beyond":
            return self._beyond(text, place)
        if self._strict:
            raise ConversionError(
                f"{self._at(place)} holds {cell[:40]!r}, which is no number: --numbers gives each category one, "
                f"{self._drop} leaves the column out, --null TEXT marks a missing value"
            )
        return cell

    def _at(self, place: int) -> str:
        return f"{self._source.place(place)}: {self._name}"

    def _gap(self, place: int) -> str | None:
        missing = self._options.missing
        if missing == "drop":
            return None
        if self._is_label and self._strict:
            raise ConversionError(
                f"{self._source.place(place)}: the row has no label: --missing drop leaves such rows out"
            )
        if missing is None and self._strict:
            raise ConversionError(f"{self._at(place)} has no value: {HOW_GAPS}")
        if missing in (None, "keep") or self._is_label:
            return ""
        if missing == "mean" and self._numbers is not None:
            raise ConversionError(
                f"{self._at(place)} has a gap, for which the mapping has no number: make the mapping of all files "
                "together"
            )
        if missing == "mean" and self._mean is None:
            raise ConversionError(f"{self._name} has no value at all to take the mean of: {self._drop}")
        return repr(self._mean) if missing == "mean" else f"{missing:g}"

    def _number(self, numbers: dict[str, int], text: str, place: int) -> str:
        try:
            return str(numbers[text])
        except KeyError:
            raise ConversionError(
                f"{self._source.place(place)}: the mapping has no number for {text!r} in {self._name}: make the "
                "mapping of all files together, or mark the value as missing with --null"
            ) from None

    def _days(self, written: str, text: str, place: int) -> str:
        found = days(text, None if written == ISO else written)
        if found is None:
            raise ConversionError(f"{self._at(place)} holds {text[:40]!r}, and dates as {written} before")
        return repr(found).removesuffix(".0")

    def _exact(self, text: str, place: int) -> str:
        if self._strict:
            refuse_rounded(text, f"{self._at(place)} holds", f"{self._drop} leaves the column out")
        return text

    def _beyond(self, text: str, place: int) -> str | None:
        if self._options.beyond == "drop":
            return None
        if self._options.beyond == "clip":
            return ("-" if text.startswith("-") else "") + MOST_FLOAT32
        if not self._strict:
            return text
        raise ConversionError(
            f"{self._source.place(place)}: {text} in {self._name} does not fit a 32-bit float: {HOW_BEYOND}"
        )
