"""What a number in text is, whatever the format, and of which class a cell is that is none."""

from __future__ import annotations

import re

from advisor.profile.base import FLOAT32_MAX

NUMBER_FORM = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
"""There is one way at most to match a text."""

NUMBER = re.compile(NUMBER_FORM, re.ASCII)
NUMBER_BYTES = re.compile(NUMBER_FORM.encode())
_IPV4_PART = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
IPV4 = re.compile(rf"{_IPV4_PART}(?:\.{_IPV4_PART}){{3}}", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(?:(nan)|inf(?:inity)?)", re.ASCII | re.IGNORECASE)


def classify(cell: str) -> tuple[str, float | None]:
    """The class of a cell, and its value where it is a finite number."""
    if NUMBER.fullmatch(cell):
        value = float(cell)
        return ("number", value) if abs(value) <= FLOAT32_MAX else ("beyond-float32", None)
    if not cell:
        return "empty", None
    if IPV4.fullmatch(cell):
        return "ipv4", None
    return not_finite(cell) or "text", None


def not_finite(text: str) -> str | None:
    """`nan` or `infinite`; None for any other text."""
    found = _NOT_FINITE.fullmatch(text)
    return ("nan" if found[1] else "infinite") if found else None
