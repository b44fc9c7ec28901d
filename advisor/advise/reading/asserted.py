"""Facts that words name outright (`lexicons/facts.txt`), and what it means that one is ruled out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from advisor.advise.problem import Fact
from advisor.advise.reading.phrases import Match, Token, lexicon
from advisor.advise.reading.polarity import WAYS, contrasted, failed

OPPOSITE = {
    "traits=gpu": "traits=no gpu", "traits=no gpu": "traits=gpu",
    "traits=sparse": "traits=dense", "traits=dense": "traits=sparse",
    "traits=several machines": "traits=one machine", "traits=one machine": "traits=several machines",
    "labelled=no": "labelled=yes", "labelled=yes": "labelled=no",
}  # fmt: skip
"""What it means that a fact is ruled out, where it means more than nothing."""


def asserted(text: str, found: Sequence[Token], out: Sequence[bool]) -> dict[str, Any]:
    """Facts that the words name outright; of several values for one fact, the one that stands first in the lexicon.

    What is ruled out is left out, or its opposite is stated.
    """
    rank = {name: place for place, name in enumerate(lexicon("facts").names)}
    said: dict[str, Any] = {"traits": ()}
    named: dict[str, Fact[Any]] = {}
    longest = _longest(found, out)
    for match in sorted(longest.values(), key=lambda match: rank.get(match.name, 0)):
        fact, _, value = match.name.partition("=")
        seen = _quoted(match, text, found)
        known = Fact[Any](value=value == "yes" if fact == "labelled" else value, origin="words", seen=seen)
        if fact == "traits":
            said["traits"] += (known,)
        elif fact == "named":
            named[value] = known
        else:
            said.setdefault(fact, known)
    if len(named) == 1:  # of several nobody knows which one is meant
        said["named"] = next(iter(named.values()))
    both = ((match, longest.get(OPPOSITE.get(match.name, ""))) for match in longest.values())
    said["contradictions"] = tuple(
        f"{_quoted(one, text, found)!r} and {_quoted(other, text, found)!r} contradict each other"
        for one, other in both
        if other is not None and one.past <= other.first
    )
    return said


def _quoted(match: Match, text: str, found: Sequence[Token]) -> str:
    return text[found[match.first].start : found[match.past - 1].end]


def _is_out(match: Match, found: Sequence[Token], out: Sequence[bool]) -> bool:
    """Whether a fact is ruled out: `no GPU` is a fact itself where its first word begins what is ruled out."""
    begins = match.first == 0 or not out[match.first - 1]
    is_out = contrasted if match.name.startswith(("named=", "method=")) else failed
    if match.name.startswith(WAYS) and is_out(found, match.first, match.past):
        return True
    return out[match.first] and not begins


def _longest(found: Sequence[Token], out: Sequence[bool]) -> dict[str, Match]:
    """The longest phrase for each name of the lexicon that is found, no part of a longer one of the same fact."""
    longest: dict[str, Match] = {}
    for match in lexicon("facts").find([token.word for token in found]):
        if _is_out(match, found, out):
            if match.name not in OPPOSITE:
                continue
            match = replace(match, name=OPPOSITE[match.name])
        known = longest.get(match.name)
        if known is None or match.past - match.first > known.past - known.first:
            longest[match.name] = match
    return {name: match for name, match in longest.items() if not _is_part(match, longest.values())}


def _is_part(match: Match, others: Iterable[Match]) -> bool:
    """Whether it is part of another algorithm's name or of its opposite: `one machine` of `too big for one machine`."""
    longer = (o for o in others if o.first <= match.first and match.past <= o.past and _length(o) > _length(match))
    names = match.name.startswith("named=")
    return any((names and o.name.startswith("named=")) or o.name == OPPOSITE.get(match.name) for o in longer)


def _length(match: Match) -> int:
    return match.past - match.first
