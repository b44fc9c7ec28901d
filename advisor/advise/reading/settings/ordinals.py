"""Ordinals that tell how often or when: `every fifth iteration`, `after the 25th epoch`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor.advise.reading.number_words import ORDINALS
from advisor.advise.reading.phrases import Token

_FIGURES = re.compile(r"(\d{1,5})(?:st|nd|rd|th)")
_EVERY = ORDINALS | {"other": 2}


def with_ordinals(found: Sequence[Token]) -> list[Token]:
    """The tokens, of which ordinals are numbers, too. Nothing that is stated is read from them: `the 25th epoch`."""
    return [
        token if token.value is not None or (value := _worth(found, place)) is None else replace(token, value=value)
        for place, token in enumerate(found)
    ]


def _worth(found: Sequence[Token], place: int) -> float | None:
    figures = _FIGURES.fullmatch(found[place].text)
    if figures:
        return float(figures[1])
    is_every = place > 0 and found[place - 1].text in ("every", "each")
    return float(_EVERY[found[place].text]) if is_every and found[place].text in _EVERY else None
