"""Which way a prediction may go with each column: `may only rise`, `never falls as income goes up`, `free`."""

from __future__ import annotations

import re

_MOVES = r"(?:(?:go|push|drive|move)(?:es|s)? )?(?:it |the \w+ )?"
_ONLY = rf"only (?:ever )?{_MOVES}"
_BARRED = rf"(?:never|not|nor|n't)(?: be)? {_MOVES}"
_UP = r"(?:up|upwards?|rise|rises|grow|grows|increase|increases|raise|raises|higher|climb|climbs)\b"
_DOWN = r"(?:down|downwards?|fall|falls|drop|drops|decrease|decreases|lower|lowers|sink|sinks)\b"
_WAYS = re.compile(
    rf"(?P<up>\b{_ONLY}{_UP}|{_BARRED}{_DOWN})"
    rf"|(?P<down>\b{_ONLY}{_DOWN}|{_BARRED}{_UP})"
    r"|(?P<free>\((?:free|unconstrained|either way)\)|\b(?:is|are) (?:left )?(?:free|unconstrained)\b)"
)
_SIGNS = {"up": "1", "down": "-1", "free": "0"}


def monotone(text: str) -> tuple[str, str] | None:
    """The signs of the columns in their order, as `(1, 0, -1)`, and the words that say so; None below two of them."""
    found = list(_WAYS.finditer(text.lower()))
    signs = [_SIGNS[match.lastgroup or "free"] for match in found]
    if len(signs) < 2 or not {"1", "-1"} & set(signs):
        return None
    return f"({', '.join(signs)})", text[found[0].start() : found[-1].end()]
