"""Numbers of the words that nothing in the advice goes by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.advise.problem import Problem
from advisor.advise.reading.phrases import Token, tokens
from advisor.advise.reading.settings.stated import stated

_SAY_NOTHING = {"one", "zero"}
"""Number words that seldom count anything: `the one that`."""


def unused(problem: Problem, algorithm: str) -> tuple[str, ...]:
    """Each number that neither a fact of the problem nor a stated setting quotes, with a word on each side."""
    found = tokens(problem.text)
    quotes = [fact.seen for _, fact in problem.facts()]
    quotes += [said.seen for said in stated(problem.text, algorithm).values()]
    read = {place for quote in quotes for place in _places(quote, problem.text, found)}
    numbers = (n for n, token in enumerate(found) if token.value is not None and token.text not in _SAY_NOTHING)
    return tuple(dict.fromkeys(_shown(found, n, problem.text) for n in numbers if n not in read))


def _places(quote: str, text: str, found: Iterable[Token]) -> Iterator[int]:
    """The tokens that lie within a quote, wherever it stands."""
    text, quote = text.lower(), quote.lower()
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        yield from (n for n, token in enumerate(found) if start <= token.start and token.end <= end)
        start = text.find(quote, end)


def _shown(found: list[Token], number: int, text: str) -> str:
    """A number with the word before and the word after it, as far as no mark parts them."""
    around = [n for n in (number - 1, number, number + 1) if 0 <= n < len(found) and not found[n].is_mark]
    return text[found[around[0]].start : found[around[-1]].end]
