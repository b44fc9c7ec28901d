"""How many things have a series of their own each: `in 40 greenhouses`, `our 64 museums`."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.advise.reading.counts.times import is_period
from advisor.advise.reading.phrases import Token

_BEFORE = {"of", "for", "our", "my", "at", "on", "in", "all", "the", "own", "run", "have", "from"}
"""What stands before things that have a series each."""
FEWEST = 5
NOUNS = 3
"""Words after a number that may be the things."""
_NO_THINGS = {
    "quantiles", "epochs", "cells", "layers", "samples", "gpus", "cpus", "machines", "steps", "times", "percent",
}  # fmt: skip


def entities(tokens: Sequence[Token]) -> tuple[float, Token, Token] | None:
    """The first number of things in the plural that are neither times nor parts of a network."""
    for i, token in enumerate(tokens):
        value = token.value
        leads = i == 0 or tokens[i - 1].is_mark or tokens[i - 1].text in _BEFORE
        if value is None or value < FEWEST or value % 1 or not leads:
            continue
        for other in tokens[i + 1 : i + 1 + NOUNS]:
            if other.is_mark or other.value is not None or is_period(other.text.removesuffix("s")):
                break
            if len(other.text) > 3 and other.text.endswith("s") and other.text not in _NO_THINGS:
                return value, token, other
    return None
