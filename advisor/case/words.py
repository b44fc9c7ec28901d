"""Numbers of things in the words of a message."""

from __future__ import annotations


def number_of(count: int, thing: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
