"""What one cell of text says: a number, a gap, something beyond bounds, or text."""

from __future__ import annotations

import re
from typing import Literal

from advisor.conversion.options import Options
from advisor.formats.cells import NUMBER, not_finite
from advisor.profile.base import FLOAT32_MAX

Kind = Literal["number", "missing", "beyond", "text"]

_DECIMAL_COMMA = re.compile(r"[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?", re.ASCII)


ANY_TEXT = "*"
"""Among the texts that mark a missing value: any text does."""


class Reading:
    """Cells read as the options say."""

    def __init__(self, options: Options) -> None:
        self._commas = options.decimal == ","
        self._is_text_missing = ANY_TEXT in options.null
        self._null = frozenset(text.strip() for text in options.null)

    def kind(self, cell: str) -> tuple[Kind, str]:
        """The kind of a cell, and its text as it is to be written."""
        text = cell.strip()
        if text in self._null:
            return "missing", ""
        if self._commas and "," in text and _DECIMAL_COMMA.fullmatch(text):
            text = text.replace(",", ".")
        if NUMBER.fullmatch(text):
            return ("number" if abs(float(text)) <= FLOAT32_MAX else "beyond"), text
        if not text:
            return "missing", ""
        found = not_finite(text)
        if found is None:
            return ("missing", "") if self._is_text_missing else ("text", text)
        return ("missing", "") if found == "nan" else ("beyond", text)
