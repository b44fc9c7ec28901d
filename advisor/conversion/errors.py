"""What a caller may expect to go wrong."""

from __future__ import annotations

from advisor.errors import AdvisorError

HOW_GAPS = "say what to do, --missing drop (the row), mean (of the column), keep (as NaN), or a number to fill in"
HOW_BEYOND = "--beyond clip writes the greatest that does, --beyond drop leaves the row out"
"""How a person says what becomes of missing values, and of those that do not fit a 32-bit float."""


class ConversionError(AdvisorError):
    """The conversion cannot be done as it was asked for; the message says where, why and what to do."""


class UndecidedError(ConversionError):
    """What only a person can decide. `question`: what `advisor fix` asks."""

    def __init__(self, message: str, question: str) -> None:
        super().__init__(message)
        self.question = question


def no_encoding(name: str) -> ConversionError:
    return ConversionError(f"there is no encoding {name!r}; one is utf-8, another cp1252")
