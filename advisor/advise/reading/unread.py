"""Numbers of a text that nothing that was read of it quotes."""

from __future__ import annotations

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
    """A number with the word before and the word after it, as far as no mark parts them."""
    around = [n for n in (number - 1, number, number + 1) if 0 <= n < len(found) and not found[n].is_mark]
    return text[found[around[0]].start : found[around[-1]].end]


def within(quotes: Iterable[str], text: str, found: Sequence[Token]) -> set[int]:
    """The places of the tokens that lie within quotes of the text."""
    return {place for quote in quotes for place in _within(quote, text, found)}


def _within(quote: str, text: str, found: Iterable[Token]) -> Iterator[int]:
    """The tokens that lie within a quote, wherever it stands."""
    text, quote = text.lower(), quote.lower()
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        yield from (n for n, token in enumerate(found) if start <= token.start and token.end <= end)
        start = text.find(quote, end)
