"""Numbers and ranges in the words of a message."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice


def number_of(count: int, thing: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def listed(things: Iterable[object], most: int) -> str:
    """`1, 2, 3, ...`: no more than so many."""
    shown = list(map(str, islice(things, most + 1)))
    return ", ".join(shown[:most] + ["..."] * (len(shown) > most))


def reach(things: str, low: float, high: float) -> str:
    """`The labels go from 0 to 2`, or where they are all alike `All labels are 2`."""
    return f"All {things} are {low:.12g}" if low == high else f"The {things} go from {low:.12g} to {high:.12g}"
