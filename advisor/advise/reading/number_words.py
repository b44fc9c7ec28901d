"""Number words and what they are worth: `seven`, `thirty`, `million`, `fifth`."""

from __future__ import annotations

_UP_TO_NINETEEN = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
UNITS = {word: float(value) for value, word in enumerate(_UP_TO_NINETEEN[1:10], 1)}
UP_TO_TEN = UNITS | {"ten": 10.0}
TENS = {
    "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0,
    "ninety": 90.0,
}  # fmt: skip
NUMBER_WORDS = {word: float(value) for value, word in enumerate(_UP_TO_NINETEEN)} | TENS | {"nought": 0.0, "nil": 0.0}
LARGE = {"hundred": 100.0, "thousand": 1e3, "million": 1e6}
"""What multiplies the number before it."""
ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twelfth": 12, "fifteenth": 15, "twentieth": 20, "fiftieth": 50, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
