"""What a caller may expect to go wrong."""

from __future__ import annotations

from advisor.errors import AdvisorError


class ConversionError(AdvisorError):
    """The conversion cannot be done as it was asked for; the message says where, why and what to do."""


class UndecidedError(ConversionError):
    """What only a person can decide. `question`: what `advisor fix` asks."""

    def __init__(self, message: str, question: str) -> None:
        super().__init__(message)
        self.question = question
