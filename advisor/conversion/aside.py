"""What is left out of a result: counted, and listed as far as a person reads."""

from __future__ import annotations

from advisor.conversion.results import Aside

LISTED = 1000
"""Of one file."""


class LeftOut:
    """The rows, lines or records that are left out of a file, in their order. A second pass finds the same again."""

    def __init__(self, file: str) -> None:
        self._file, self._last = file, 0
        self.count = 0
        self.listed: list[Aside] = []

    def add(self, number: int | None, because: str, *, is_sample: bool = True) -> None:
        """`number`: None where it is not known what it was in the file. `is_sample`: not a part of one."""
        if number is not None and number <= self._last:
            return
        self._last = number or 0
        self.count += is_sample
        if len(self.listed) < LISTED:
            self.listed.append(Aside(file=self._file, because=because, number=number))
