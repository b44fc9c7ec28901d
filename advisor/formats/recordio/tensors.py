"""Looks through the numbers and the keys of one tensor: short ones in plain Python, long ones with numpy."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import lt
from typing import TYPE_CHECKING, Any

from advisor.profile import faults
from advisor.profile.base import FLOAT32_MAX, PLACES_KEPT, Tally
from advisor.profile.columns import Column
from advisor.profile.recordio.frames import At, note

if TYPE_CHECKING:
    import numpy as np

LONG = 128
"""Numbers from which on numpy is quicker; a test lowers it to hold both ways against each other."""

WIDEST = 1 << 64


_NUMPY_TYPES = {"float32": "f4", "float64": "f8", "int32": "i4"}


@dataclass(frozen=True, slots=True)
class Odd:
    """How many keys of a tensor are odd, and the positions of the first of them."""

    count: int
    first: list[int]


def classify(value: float) -> str:
    """The class of a number, in the words of the CSV reader."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "infinite"
    return "number" if abs(value) <= FLOAT32_MAX else "beyond-float32"


def take_numbers(column: Column, values: Sequence[float], dtype: str, at: At, key: str) -> None:
    """Adds the values of a tensor to what is known of its name. `key` is the path to the values."""
    if len(values) < LONG:
        numbers = values[:]
        if not _take_plain(column, numbers):
            _take_plain(column, [v for v in numbers if classify(v) == "number"])
            _note_odd(column, ((i, v) for i, v in enumerate(numbers) if classify(v) != "number"), at, key)
        return
    import numpy as np

    array = np.array(values, dtype=_NUMPY_TYPES[dtype])
    if not take_array(column, array):
        sound = np.abs(array) <= FLOAT32_MAX
        take_array(column, array[sound])
        _note_odd(column, ((int(i), float(array[i])) for i in np.flatnonzero(~sound)), at, key)


def _take_plain(column: Column, numbers: Sequence[float]) -> bool:
    """False, and nothing added, where a number is not finite or too great."""
    if not numbers:
        return True
    low, high = min(numbers), max(numbers)
    # A NaN can hide from min and max; from the sum it cannot.
    if not (low >= -FLOAT32_MAX and high <= FLOAT32_MAX and math.isfinite(sum(numbers))):
        return False
    column.add_all(len(numbers), float(low), float(high))
    if not (isinstance(low, int) or column.fractional.full):
        column.fractional.add(len(numbers) - sum(map(float.is_integer, numbers)))
    if column.distinct.counts is not None:
        for value in numbers:
            column.distinct.add(float(value))
    return True


def take_array(column: Column, array: np.ndarray[Any, Any]) -> bool:
    """Adds numbers to a column. False, and nothing added, where one of them is not finite or too great."""
    import numpy as np

    if not array.size:
        return True
    extent = extent_of(array)
    if extent is None:
        return False
    column.add_all(array.size, *extent)
    add_fractions(column, array)
    if column.distinct.counts is not None:
        for value, times in zip(*np.unique(array, return_counts=True), strict=True):
            column.distinct.add(float(value), int(times))
    return True


def extent_of(array: np.ndarray[Any, Any]) -> tuple[float, float] | None:
    """The least and the greatest of some numbers; None where one of them is not finite or too great."""
    low, high = float(array.min()), float(array.max())  # NaN where one of them is
    return (low, high) if low >= -FLOAT32_MAX and high <= FLOAT32_MAX else None


def add_fractions(column: Column, array: np.ndarray[Any, Any]) -> None:
    """Counts the finite numbers that are not whole."""
    import numpy as np

    if array.dtype.kind == "f" and not column.fractional.full:
        column.fractional.add(int(np.count_nonzero(array != np.rint(array))))


def _note_odd(column: Column, odd: Iterable[tuple[int, float]], at: At, key: str) -> None:
    for i, value in odd:
        note(column.seen.setdefault(classify(value), Tally()), at, f"{key}[{i}]", str(value))


def width_of(shape: Collection[int]) -> int:
    """The number of places that a shape has, `WIDEST` where it is that many or more."""
    width = 1
    for extent in shape:
        width = min(width * extent, WIDEST)
        if not width:
            break
    return width


def odd_keys(keys: Sequence[int], width: int | None) -> dict[faults.Fault, Odd]:
    """The keys beyond the shape, those seen before, and those below the one in front of them."""
    if len(keys) < LONG:
        return _odd_plain(keys[:], WIDEST if width is None else width)
    return _odd_array(keys, WIDEST if width is None else width)


def _odd_plain(keys: Sequence[int], width: int) -> dict[faults.Fault, Odd]:
    if all(map(lt, keys, islice(keys, 1, None))) and (not keys or keys[-1] < width):
        return {}
    first = {key: i for i, key in reversed(list(enumerate(keys)))}
    positions = {
        faults.KEY_OUTSIDE_SHAPE: [i for i, key in enumerate(keys) if key >= width],
        faults.DUPLICATE_KEY: [i for i, key in enumerate(keys) if first[key] < i],
        faults.KEYS_NOT_ASCENDING: [i for i in range(1, len(keys)) if keys[i] < keys[i - 1]],
    }
    return {name: Odd(len(found), found[:PLACES_KEPT]) for name, found in positions.items() if found}


def _odd_array(keys: Sequence[int], width: int) -> dict[faults.Fault, Odd]:
    import numpy as np

    array = np.array(keys, dtype=np.uint64)
    if (array[1:] > array[:-1]).all() and int(array[-1]) < width:
        return {}
    order = np.argsort(array, kind="stable")
    again = np.zeros(array.size, bool)
    again[order[1:]] = array[order[1:]] == array[order[:-1]]
    below = np.zeros(array.size, bool)
    below[1:] = array[1:] < array[:-1]
    beyond = array >= np.uint64(width) if width < WIDEST else np.zeros(array.size, bool)
    found = {faults.KEY_OUTSIDE_SHAPE: beyond, faults.DUPLICATE_KEY: again, faults.KEYS_NOT_ASCENDING: below}
    return {
        name: Odd(int(np.count_nonzero(odd)), np.flatnonzero(odd)[:PLACES_KEPT].tolist())
        for name, odd in found.items()
        if odd.any()
    }
