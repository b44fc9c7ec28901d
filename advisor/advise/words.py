"""From words to a problem: what the data is, what is asked, constraints, numbers. Offline, in a few milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from advisor.advise.numbers import numbers
from advisor.advise.phrases import Match, Token, lexicon, tokens
from advisor.advise.problem import AnswerKind, Fact, Number, Problem, Reading
from advisor.advise.reader import probabilities
from advisor.advise.shown import instances_at_hand, shown
from advisor.advise.situations import situations
from advisor.advise.times import frequency

LEAST = 0.01
"""Readings less likely than this are left out."""
COUNTED: dict[AnswerKind, Number] = {
    "class": "classes", "labels": "classes", "boxes": "classes", "mask": "classes", "forecast": "series",
}  # fmt: skip
"""What so many kinds, types or districts are, by the answer, where no groups are to be found."""
DOUBT = {False: 0.2, True: 0.4}
"""How much less likely a reading becomes where words say outright that examples are (or are not) labelled."""


def read(text: str) -> Problem:
    """The problem that a text describes."""
    found = tokens(text)
    stated = _stated(text, found) | dict(shown(text, found))
    step = frequency(text, found) or stated.get("frequency")
    likely = readings(found, stated["labelled"].value if "labelled" in stated else None)
    counted = numbers(text, found, step.value if step else None)
    kinds = COUNTED.get(likely[0].answer) if likely else None
    if kinds and "groups" in counted:
        counted.setdefault(kinds, counted.pop("groups"))
    stated["frequency"] = step
    if "instance" in stated and (several := instances_at_hand(text, found)):
        counted["machines"] = several
    return Problem(text=text, readings=likely, numbers=counted, **stated)


def readings(found: Sequence[Token], labelled: bool | None = None) -> tuple[Reading, ...]:
    """How the words may be understood, likeliest first. `labelled`: what they say outright of the examples."""
    likely = {name: value for name, value in probabilities(found).items() if value >= LEAST}
    if labelled is not None:
        likely = {n: v * (1 if situations()[n].labelled == labelled else DOUBT[labelled]) for n, v in likely.items()}
    total = sum(likely.values())
    ordered = sorted(likely.items(), key=lambda item: -item[1])
    return tuple(situations()[name].reading(round(value / total, 4)) for name, value in ordered)


def _stated(text: str, found: Sequence[Token]) -> dict[str, Any]:
    """Facts that the words name outright; of several values for one fact, the one that stands first in the lexicon."""
    rank = {name: place for place, name in enumerate(lexicon("facts").names)}
    stated: dict[str, Any] = {"traits": ()}
    for match in sorted(_longest(found).values(), key=lambda match: rank[match.name]):
        fact, _, value = match.name.partition("=")
        seen = text[found[match.first].start : found[match.past - 1].end]
        if fact == "traits":
            stated["traits"] += (Fact[Any](value=value, origin="words", seen=seen),)
        else:
            known: Any = value == "yes" if fact == "labelled" else value
            stated.setdefault(fact, Fact[Any](value=known, origin="words", seen=seen))
    return stated


def _longest(found: Sequence[Token]) -> dict[str, Match]:
    """The longest phrase for each name of the lexicon that is found."""
    longest: dict[str, Match] = {}
    for match in lexicon("facts").find([token.word for token in found]):
        known = longest.get(match.name)
        if known is None or match.past - match.first > known.past - known.first:
            longest[match.name] = match
    return longest
