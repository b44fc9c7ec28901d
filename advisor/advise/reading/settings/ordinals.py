"""Ordinals that tell how often or when: `every fifth iteration`, `the 25th epoch`, `past the fifth and tenth lap`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor.advise.reading.number_words import ORDINALS, TENS
from advisor.advise.reading.phrases import Token

_FIGURES = re.compile(r"(\d{1,5})(?:st|nd|rd|th)")
_EVERY = ORDINALS | {"other": 2}
_NAMED = ORDINALS | {
    "first": 1, "eleventh": 11, "thirteenth": 13, "fourteenth": 14, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "thirtieth": 30, "fortieth": 40, "sixtieth": 60, "seventieth": 70,
    "eightieth": 80, "ninetieth": 90,
}  # fmt: skip
_BETWEEN = {"and", ",", "the", "&", "or", "again", "after"}
"""What may stand between the ordinals of a list."""
_TURNS = {"epoch", "epochs", "round", "rounds", "pass", "passes", "lap", "laps", "sweep", "iteration", "iterations"}
"""What is counted behind them: `after the fourth, eighth and sixteenth round`."""


def with_ordinals(found: Sequence[Token]) -> list[Token]:
    """The tokens, of which ordinals are numbers, too. Nothing that is stated is read from them: `the 25th epoch`."""
    joined = _compounds(found)
    return [
        token if token.value is not None or (value := _worth(joined, place)) is None else replace(token, value=value)
        for place, token in enumerate(joined)
    ]


def _compounds(found: Sequence[Token]) -> list[Token]:
    """The tokens, `twenty fifth` as one."""
    joined: list[Token] = []
    for token in found:
        unit = _NAMED.get(token.text, 10)
        if joined and joined[-1].text in TENS and unit < 10 and token.value is None:
            before = joined.pop()
            token = Token(f"{before.text} {token.text}", before.start, token.end)
        joined.append(token)
    return joined


def _worth(found: Sequence[Token], place: int) -> float | None:
    figures = _FIGURES.fullmatch(found[place].text)
    if figures:
        return float(figures[1])
    if place and found[place - 1].text in ("every", "each") and found[place].text in _EVERY:
        return float(_EVERY[found[place].text])
    return _named(found[place].text) if _is_counted(found, place) else None


def _named(text: str) -> float | None:
    """The worth of an ordinal of one or two words."""
    tens, _, unit = text.rpartition(" ")
    return TENS.get(tens, 0.0) + _NAMED[unit] if unit in _NAMED else None


def _is_counted(found: Sequence[Token], place: int) -> bool:
    """Whether turns of training are counted by an ordinal, or by a list that it is in."""
    past = place + 1
    while past < len(found) and (found[past].text in _BETWEEN or _named(found[past].text) is not None):
        past += 1
    return past < len(found) and found[past].text in _TURNS
