"""Numbers of a text that nothing that was read of it quotes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from advisor.advise.reading.phrases import Token

SAY_NOTHING = {"one", "zero"}
"""Number words that seldom count anything: `the one that`."""


def unread(text: str, quotes: Iterable[str], found: Sequence[Token]) -> list[int]:
    """The places of such numbers among the tokens of the text."""
    read = within(quotes, text, found)
    numbers = (n for n, token in enumerate(found) if token.value is not None and token.text not in SAY_NOTHING)
    return [n for n in numbers if n not in read]


def quoted(found: Sequence[Token], number: int, text: str) -> str:
    """A number with the word before and the word after it, as far as neither a mark nor another number is there."""
    beside = [n for n in (number - 1, number + 1) if 0 <= n < len(found)]
    around = sorted((number, *(n for n in beside if not found[n].is_mark and found[n].value is None)))
    return text[found[around[0]].start : found[around[-1]].end]


def within(quotes: Iterable[str], text: str, found: Sequence[Token]) -> set[int]:
    """The places of the tokens that lie within quotes of the text, wherever these stand."""
    starts = [token.start for token in found]
    text = text.lower()
    return {place for quote in set(quotes) for place in _within(quote.lower(), text, found, starts)}


def _within(quote: str, text: str, found: Sequence[Token], starts: Sequence[int]) -> Iterator[int]:
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        for place in range(bisect_left(starts, start), bisect_left(starts, end)):
            if found[place].end <= end:
                yield place
        start = text.find(quote, end)
