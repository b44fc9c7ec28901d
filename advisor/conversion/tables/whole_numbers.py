"""Whole numbers that floats round: refused where one of 64 bits does, and noted where only one of 32 bits does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from advisor.conversion.batches import Array, Batch
from advisor.conversion.errors import ConversionError

FLOAT64 = 1 << 53
FLOAT32 = 1 << 24
"""Up to it a float holds every whole number."""
MOST = float(1 << 64)
"""Beyond it nothing is stored as a whole number."""

_DIGITS = len(str(FLOAT64))
_WHOLE = re.compile(r"([+-]?\d+)(?:\.0*)?", re.ASCII)


def whole(text: str) -> int | None:
    """The whole number that is written so, be it followed by `.0`."""
    found = _WHOLE.fullmatch(text)
    return int(found[1]) if found and len(text) < 400 else None


def refuse_rounded(text: str, where: str, how: str) -> None:
    """Raises `ConversionError` where a whole number would become another. `how`: what is to be done."""
    if len(text) < _DIGITS:
        return
    number = whole(text)
    if number is not None and (became := int(float(text))) != number:
        raise ConversionError(f"{where} {number}, which no 64-bit float holds: it would become {became}: {how}")


def floats(values: Array) -> Array:
    """The values as floats. Raises `ConversionError` where a whole number would become another."""
    if values.dtype.kind == "f" and values.dtype.itemsize >= 4:
        return values
    found = values.astype("f8")
    if values.dtype.kind in "iu" and not within(found, FLOAT64):
        for number in values[abs(found) >= FLOAT64].tolist():
            refuse_rounded(str(number), "the array holds", "leave the column out, or number ids from 0")
    return found


def within(values: Array, most: float) -> bool:
    """Whether every value lies between the bounds, and none is missing."""
    return bool(values.max(initial=0) < most and values.min(initial=0) > -most)


class Rounded:
    """Samples on their way to 32-bit floats, and how many whole numbers become others there."""

    def __init__(self, source: Callable[[], Iterator[tuple[Batch, Any]]]) -> None:
        self._source = source
        self._count, self._first = 0, ""

    def batches(self) -> Iterator[tuple[Batch, Any]]:
        self._count = 0
        for batch, by in self._source():
            for values in (batch.values, batch.labels):
                if values is not None and values.dtype.itemsize > 4 and not within(values, FLOAT32):
                    self._take(values)
            yield batch, by

    def _take(self, values: Array) -> None:
        import numpy as np

        far = values[(np.abs(values) > FLOAT32) & (np.abs(values) < MOST)]
        far = far[(far == np.rint(far)) & (far.astype("f4") != far)]
        if not self._count and len(far):
            self._first = f"{far[0]:.0f} as {far.astype('f4')[0]:.0f}"
        self._count += len(far)

    @property
    def notes(self) -> tuple[str, ...]:
        if not self._count:
            return ()
        numbers = f"{self._count:,} whole number{'s' * (self._count > 1)}"
        return (f"{numbers} written as the nearest 32-bit float, such as {self._first}: number ids from 0",)
